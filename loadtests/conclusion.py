"""From raw rows to figures, and what a run may claim by them.

The percentiles are those of the raw rows (nearest rank, no interpolation, no rounding). ``p95`` is
timed from when the request was due; ``sent_p95`` from when it was really sent.

``limits.toml`` has the form of ``fpcache``'s criteria; its ``metric`` is "scenario tag figure",
``*`` for any scenario and for all tags together, and its ``phase`` the profiles it is for. The few
lines that apply it here are for a run under the plain ``locust`` command; ``fpcache loadtest run``
judges with the criteria themselves.
"""

import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

PASS, FAIL, NO_DATA, TOO_WEAK, WRONG_ANSWER, ABORTED = 0, 1, 3, 6, 7, 130
WORDS = {
    PASS: "pass",
    FAIL: "FAIL",
    NO_DATA: "NO DATA",
    TOO_WEAK: "INVALID, the load generator was the limit",
    WRONG_ANSWER: "WRONG ANSWER",
}
LIMITS = Path(__file__).with_name("limits.toml")
_GRACE_SECONDS = 0.5

_COLUMNS = {
    "number": "BIGINT",
    "intended": "DOUBLE",
    "actual": "DOUBLE",
    "ended": "DOUBLE",
    "unsent": "VARCHAR",
    "tag": "VARCHAR",
    "outcome": "VARCHAR",
    "findings": "BIGINT",
    "hits": "BIGINT",
    "wrong": "VARCHAR",
    "error": "VARCHAR",
}
_FIGURES = """
SELECT
    CASE WHEN grouping(tag) = 1 THEN '*' ELSE tag END AS tag,
    count(*) AS due,
    count(actual) AS sent,
    count(*) FILTER (WHERE actual - intended > $late) AS late,
    count(*) FILTER (WHERE actual IS NULL AND unsent <> 'aborted') AS unsent,
    count(*) FILTER (WHERE error <> '') AS errors,
    count(*) FILTER (WHERE actual IS NOT NULL AND error = '') AS answered,
    count(*) FILTER (WHERE error = '' AND ended <= $end) AS in_time,
    count(*) FILTER (WHERE wrong <> '') AS wrong,
    coalesce(sum(findings), 0)::BIGINT AS findings,
    coalesce(sum(hits), 0)::BIGINT AS hits,
    quantile_disc(1000 * (ended - intended), [0.5, 0.95, 0.99, 0.999])
        FILTER (WHERE actual IS NOT NULL AND error = '') AS from_due,
    quantile_disc(1000 * (ended - actual), [0.5, 0.95, 0.99, 0.999])
        FILTER (WHERE actual IS NOT NULL AND error = '') AS from_sent
FROM arrivals
GROUP BY GROUPING SETS ((tag), ())
HAVING grouping(tag) = 1 OR tag <> ''
ORDER BY ALL
"""

Figure = tuple[float | None, int]
"""A figure, and how many observations it rests on."""


def measure(folder: Path) -> dict[str, Any]:
    """Write ``rows.parquet`` and ``figures.json`` into the folder of a run; return the latter."""
    plan = json.loads((folder / "plan.json").read_text())
    rows = sorted(map(str, folder.glob("rows-*.jsonl")))
    with duckdb.connect() as con:
        columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
        con.execute(f"CREATE TABLE arrivals ({columns})")
        if rows:
            con.execute(
                "INSERT INTO arrivals BY NAME SELECT * FROM read_json($rows, columns = $columns,"
                " format = 'newline_delimited')",
                {"rows": rows, "columns": _COLUMNS},
            )
        target = str(folder / "rows.parquet").replace("'", "''")
        con.execute(f"COPY (FROM arrivals ORDER BY number) TO '{target}' (FORMAT parquet)")
        found = con.execute(
            _FIGURES, {"late": plan["late_after"], "end": plan["seconds"] + _GRACE_SECONDS}
        )
        names = [column[0] for column in found.description or ()]
        tags = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        wrong = con.execute(
            "SELECT wrong FROM arrivals WHERE wrong <> '' ORDER BY number LIMIT 5"
        ).fetchall()
        errors = con.execute(
            "SELECT error, count(*) AS times FROM arrivals WHERE error <> ''"
            " GROUP BY ALL ORDER BY times DESC, error LIMIT 5"
        ).fetchall()
    figures = {
        "plan": plan,
        "tags": {tag.pop("tag"): _figures(tag, plan["arrivals"]) for tag in tags},
        "own": _own(folder),
        "wrong": [text for (text,) in wrong],
        "errors": dict(errors),
    }
    (folder / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    return figures


def _figures(row: Mapping[str, Any], planned: int) -> dict[str, Figure]:
    """Of all tags or one. An arrival without a row, for its process died, was not sent."""
    due = row["due"]
    lost = max(planned - due, 0)
    figures: dict[str, Figure] = {
        "due": (due + lost, due + lost),
        "sent": (row["sent"], due + lost),
        "late": (row["late"], row["sent"]),
        "unsent": (row["unsent"] + lost, due + lost),
        "not_on_time": (row["late"] + row["unsent"] + lost, due + lost),
        "rate": (row["in_time"], due + lost),
        "errors": (row["errors"], row["sent"]),
        "wrong": (row["wrong"], row["answered"]),
        "findings": (row["findings"], row["findings"]),
        "hits": (row["hits"], row["findings"]),
        "misses": (row["findings"] - row["hits"], row["findings"]),
    }
    for prefix, times in (("", row["from_due"]), ("sent_", row["from_sent"])):
        for name, value in zip(("p50", "p95", "p99", "p99.9"), times or [None] * 4, strict=True):
            figures[prefix + name] = (value, row["answered"])
    return figures


def _own(folder: Path) -> dict[str, Figure]:
    """The scenario's own figures, added up over its processes."""
    own: dict[str, Figure] = {}
    for file in folder.glob("own-*.json"):
        for name, (value, sample) in json.loads(file.read_text()).items():
            before = own.get(name, (0, 0))
            own[name] = ((before[0] or 0) + value, before[1] + sample)
    return own


def limits(figures: Mapping[str, Any], file: Path = LIMITS) -> Iterator[tuple[str, dict, Figure]]:
    """The limits for this scenario and profile: name, limit, and the figure that it is for."""
    scenario, profile = figures["plan"]["scenario"], figures["plan"]["profile"]
    for name, limit in tomllib.loads(file.read_text(encoding="utf-8")).items():
        whose, tag, figure = limit["metric"].split()
        if whose not in ("*", scenario) or profile not in limit.get("phase", profile):
            continue
        known = figures["own"] if tag == "own" else figures["tags"].get(tag, {})
        value, sample = known.get(figure, (None, 0))
        yield name, limit, (value, sample)


def result(limit: Mapping[str, Any], figure: Figure) -> str:
    """``pass``, ``fail``, or ``inconclusive`` if too little was seen."""
    value, sample = figure
    if value is None or sample <= 0 or not math.isfinite(value):
        return limit.get("no_data", "inconclusive") if sample <= 0 else "inconclusive"
    share = value / sample if limit["measure"] == "share" else value
    good = {
        "at_least": share >= limit["limit"],
        "at_most": share <= limit["limit"],
        "above": share > limit["limit"],
        "below": share < limit["limit"],
    }[limit["direction"]]
    unwanted = limit["measure"] == "count" and limit["direction"] in ("at_most", "below")
    if unwanted and not good:
        return "fail"  # however little was seen
    if sample < limit.get("minimum_sample", 1):
        return "inconclusive"
    return "pass" if good else "fail"


def status(results: Mapping[str, tuple[str, str]], answered: int) -> int:
    """The exit status by (figure, result) of every limit: the worst claim that is certain."""
    failed = {figure for figure, found in results.values() if found == "fail"}
    if "wrong" in failed:
        return WRONG_ANSWER
    if not answered:
        return NO_DATA
    if "not_on_time" in failed:
        return TOO_WEAK
    if failed:
        return FAIL
    return PASS if results and all(r == "pass" for _, r in results.values()) else NO_DATA


def answered(figures: Mapping[str, Any]) -> int:
    """How many requests were answered."""
    return int(figures["tags"]["*"]["p50"][1])


def told(figures: Mapping[str, Any]) -> tuple[int, list[str]]:
    """The exit status and the figures in words."""
    results, lines = {}, []
    for name, limit, figure in limits(figures):
        found = result(limit, figure)
        results[name] = (limit["metric"].split()[2], found)
        value, sample = figure
        shown = "no data" if value is None else f"{value:,.6g} of {sample:,}"
        wanted = f"{limit['direction'].replace('_', ' ')} {limit['limit']:g}"
        lines.append(f"{found:13}{name:34}{shown:>22}   wanted: {limit['measure']} {wanted}")
    lines += [f"wrong: {what}" for what in figures["wrong"]]
    lines += [f"error, {times} times: {what}" for what, times in figures["errors"].items()]
    code = status(results, answered(figures))
    return code, [*lines, f"{figures['plan']['scenario']}: {WORDS[code]}"]
