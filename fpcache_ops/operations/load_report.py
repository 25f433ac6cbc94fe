"""The report of a load test: one HTML file that needs nothing else."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from fpcache_ops.analysis.figures import OUTCOME_COLOURS, figure, label
from fpcache_ops.errors import ExitStatus
from fpcache_ops.operations.conclusion import Word
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.loadtest import HEADLINES, LoadConclusion
from fpcache_ops.operations.report import standalone
from fpcache_ops.operations.wording import significant

_TONES = {
    ExitStatus.PASS: Word.PASS,
    ExitStatus.FAIL: Word.FAIL,
    ExitStatus.INCONCLUSIVE: Word.INCONCLUSIVE,
    ExitStatus.GENERATOR_TOO_WEAK: Word.ERROR,
    ExitStatus.WRONG_ANSWER: Word.FAIL,
    ExitStatus.ABORTED: Word.ABORTED,
}
_BINS = 120
_PERCENTILES = ("p50", "p95", "p99", "p99.9")

_OVER_TIME = """
WITH binned AS (
    SELECT *, floor(intended / $width) * $width AS moment FROM read_parquet($rows)
    WHERE actual IS NOT NULL AND error = ''
)
SELECT moment,
    1000 * quantile_disc(ended - intended, 0.5), 1000 * quantile_disc(ended - intended, 0.99),
    1000 * quantile_disc(ended - actual, 0.99), count(*)
FROM binned GROUP BY moment ORDER BY moment
"""
_HISTOGRAM = """
SELECT
    CASE WHEN error <> '' THEN 'error' WHEN outcome = '' THEN 'answered' ELSE outcome END AS kind,
    floor(10 * log10(greatest(1000 * (ended - intended), 0.1))) AS bin, count(*)
FROM read_parquet($rows) WHERE actual IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_PACE = """
SELECT moment, sum(due)::BIGINT, sum(answered)::BIGINT, sum(failed)::BIGINT, sum(unsent)::BIGINT
FROM (
    SELECT floor(intended / $width) * $width AS moment, 1 AS due, 0 AS answered, 0 AS failed,
        (actual IS NULL)::INT AS unsent FROM read_parquet($rows)
    UNION ALL
    SELECT floor(ended / $width) * $width, 0, (error = '')::INT, (error <> '')::INT, 0
    FROM read_parquet($rows) WHERE ended IS NOT NULL
) GROUP BY moment ORDER BY moment
"""


def write_report(conclusion: LoadConclusion, target: Path) -> None:
    """Write the report, whole or not at all."""
    write_atomically(target, render(conclusion).encode("utf-8", "backslashreplace"))


def render(conclusion: LoadConclusion) -> str:
    """The report as HTML."""
    status = ExitStatus(conclusion.exit_status)
    tone, rows = _TONES[status], conclusion.files["rows"]
    width = max(conclusion.plan["seconds"] / _BINS, 0.05)
    drawn = [_over_time(rows, width), _histogram(rows), _pace(rows, width)]
    return standalone(
        "load_report.html.j2",
        tone,
        [json.loads(one.to_json()) for one in drawn],
        word=tone,
        c=conclusion,
        headline=HEADLINES[status],
        tags=_tags(conclusion),
        percentiles=_PERCENTILES,
    )


def _ask(query: str, **given: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(query, given).fetchall()


def _over_time(rows: str, width: float) -> Any:
    found = _ask(_OVER_TIME, rows=rows, width=width)
    worst = max((row[2] for row in found), default=0.0)
    drawn = figure(
        f"In the worst moment one request in a hundred took {significant(worst)} ms or more"
        if found
        else "No request was answered",
        x="seconds from the start, when the request was due",
        y="milliseconds (log scale)",
        legend=True,
    )
    lines = (
        ("p99, from when it was due", 2, OUTCOME_COLOURS["changed"], "solid"),
        ("p99, from when it was sent", 3, OUTCOME_COLOURS["miss"], "dot"),
        ("p50, from when it was due", 1, OUTCOME_COLOURS["hit"], "solid"),
    )
    for name, column, colour, dash in lines:
        drawn.add_scatter(
            x=[row[0] for row in found],
            y=[row[column] for row in found],
            name=name,
            mode="lines",
            line={"color": colour, "dash": dash},
            customdata=[row[4] for row in found],
            hovertemplate=f"{name}<br>%{{x:.1f}} s: %{{y:.1f}} ms (%{{customdata}})<extra></extra>",
        )
    drawn.update_yaxes(type="log", dtick="D2")
    return drawn


def _histogram(rows: str) -> Any:
    found = _ask(_HISTOGRAM, rows=rows)
    kinds = sorted({kind for kind, _, _ in found})
    counts = {kind: sum(n for k, _, n in found if k == kind) for kind in kinds}
    drawn = figure(
        ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "Nothing was sent",
        x="milliseconds from when it was due (log scale)",
        y="requests",
        legend=True,
    )
    for kind in kinds:
        bins = [(bin_, n) for k, bin_, n in found if k == kind]
        drawn.add_bar(
            x=[10 ** ((bin_ + 0.5) / 10) for bin_, _ in bins],
            y=[n for _, n in bins],
            width=[10 ** ((bin_ + 1) / 10) - 10 ** (bin_ / 10) for bin_, _ in bins],
            name=label(kind),
            marker_color=OUTCOME_COLOURS.get(kind, "#000000" if kind == "error" else "#999999"),
            hovertemplate=f"{label(kind)}<br>%{{y}} about %{{x:.1f}} ms<extra></extra>",
        )
    drawn.update_layout(barmode="stack", bargap=0)
    drawn.update_xaxes(type="log", dtick="D2")
    return drawn


def _pace(rows: str, width: float) -> Any:
    seen = {row[0]: row for row in _ask(_PACE, rows=rows, width=width)}
    bins = range(round(max(seen, default=0) / width) + 2)
    # A moment of which there is no row is one in which nothing happened.
    by_bin = {round(moment / width): row for moment, row in seen.items()}
    found = [by_bin.get(bin_, (bin_ * width, 0, 0, 0, 0)) for bin_ in bins]
    due, answered, failed, unsent = (sum(row[column] for row in found) for column in range(1, 5))
    drawn = figure(
        f"{due:,} arrivals: {answered:,} answered, {failed:,} failed, {unsent:,} never sent",
        x="seconds from the start",
        y="a second",
        legend=True,
    )
    lines = (
        ("arrivals due", 1, "#999999", "tozeroy"),
        ("answered", 2, OUTCOME_COLOURS["overridden"], None),
        ("failed", 3, OUTCOME_COLOURS["changed"], None),
        ("never sent", 4, OUTCOME_COLOURS["expired"], None),
    )
    for name, column, colour, fill in lines:
        if column < 3 or any(row[column] for row in found):
            drawn.add_scatter(
                x=[row[0] for row in found],
                y=[row[column] / width for row in found],
                name=name,
                mode="lines",
                line={"color": colour, "shape": "hv"},
                fill=fill,
                hovertemplate=f"{name}<br>%{{x:.1f}} s: %{{y:.0f}} a second<extra></extra>",
            )
    return drawn


def _tags(conclusion: LoadConclusion) -> list[tuple[str, dict[str, Any]]]:
    """All requests first, then each kind, in words."""
    tags = {name: tag for name, tag in conclusion.figures.items() if name != "own"}
    ordered: Sequence[str] = sorted(tags, key=lambda name: (name != "*", name))
    return [("all" if name == "*" else name, _row(tags[name])) for name in ordered]


def _row(tag: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {name: f"{tag[name][0]:,}" for name in ("due", "sent", "late", "errors")}
    row["hits"] = f"{tag['hits'][0]:,} of {tag['hits'][1]:,}"
    for name in (*_PERCENTILES, *(f"sent_{one}" for one in _PERCENTILES)):
        value = tag[name][0]
        row[name] = "no data" if value is None else f"{significant(value)} ms"
    return row
