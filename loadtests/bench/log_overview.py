"""The overview of a large lookup log, beside the same answers by pandas and polars.

``python -m loadtests.bench.log_overview WHO FOLDER`` answers once, in a process of its own, and
prints what it took: seconds, the peak of resident memory, and the answers.
"""

import gc
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from atexit import register
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from loadtests.bench.rows import WeightRow

SEED = 2026
ONE, TEN, FIFTY = 1_000_000, 10_000_000, 50_000_000
DAYS = 30
MEMORY_MB = 500
_TIMES = 3

# A log as compaction leaves it; what happens is drawn from hashes of the row's number.
_GENERATED = """
COPY (
    WITH numbered AS (
        SELECT
            range AS n,
            (hash(range + $seed * 1000003) >> 1)::BIGINT AS h,
            (hash(range + $seed * 7919) % 1000000) / 1000000.0 AS u
        FROM range($first, $last)
    ),
    drawn AS (
        SELECT
            *,
            CASE
                WHEN u < 0.90 THEN 'hit' WHEN u < 0.93 THEN 'miss' WHEN u < 0.96 THEN 'changed'
                WHEN u < 0.97 THEN 'expired' WHEN u < 0.98 THEN 'outdated'
                WHEN u < 0.985 THEN 'invalidated' WHEN u < 0.995 THEN 'bypass' ELSE 'overridden'
            END AS outcome
        FROM numbered
    )
    SELECT
        1::INTEGER AS schema,
        $day::TIMESTAMP + to_microseconds((h % 86400000000)::BIGINT) AS occurred_at,
        'tenant-' || h % 5 AS tenant,
        'org/repository-' || h % 200 AS repository,
        'src/module_' || h % 5000 || '.py' AS path,
        ['sql-injection', 'xss', 'command-injection', 'ssrf', 'path-traversal', 'weak-hash',
         'insecure-deserialization', 'open-redirect'][1 + (h >> 8) % 8] AS vulnerability_type,
        'B' || 600 + (h >> 8) % 8 AS rule_id,
        'python' AS language,
        outcome,
        CASE outcome
            WHEN 'hit' THEN '' WHEN 'overridden' THEN '' WHEN 'miss' THEN 'first_seen'
            WHEN 'changed' THEN ['changed:function', 'changed:helpers'][1 + (h >> 16) % 2]
            WHEN 'invalidated' THEN 'invalidated:advisory' ELSE outcome
        END AS cause,
        NULL::VARCHAR AS fallback,
        'scope' AS policy,
        md5((h % 50000)::VARCHAR) AS file_digest,
        md5((h % 100000)::VARCHAR) AS evidence_digest,
        (500 + h % 4000)::BIGINT AS evidence_bytes,
        'safe-patterns' AS validator,
        'v' || n * 3 // $last AS validator_version,
        CASE WHEN outcome = 'hit' THEN (h % 5000000)::DOUBLE END AS entry_age_s,
        (CASE WHEN outcome IN ('hit', 'overridden') THEN 500 + (h >> 20) % 9000
            ELSE 20000000 + (h >> 20) % 40000000 END)::BIGINT AS latency_us,
        (CASE WHEN outcome IN ('hit', 'overridden') THEN 0
            ELSE 20000000 + (h >> 24) % 40000000 END)::BIGINT AS validation_us,
        NULL::BIGINT AS cost_micro,
        NULL::VARCHAR AS currency,
        'request-' || n // 50 AS from_request,
        'host-' || h % 8 AS instance,
        false AS is_repeat
    FROM drawn
    ORDER BY tenant, repository, path, occurred_at
) TO $file (FORMAT parquet, COMPRESSION zstd)
"""


class Took(NamedTuple):
    """One run: seconds, megabytes at the peak, and what was answered."""

    seconds: float
    peak_mb: float
    answers: Any


@cache
def the_log(rows: int) -> Path:
    """A generated log of so many rows, gone when this process ends."""
    import duckdb

    kept = tempfile.TemporaryDirectory(prefix="fpcache-bench-")
    register(kept.cleanup)
    folder = Path(kept.name)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET memory_limit = '2GB'")
        for day in range(DAYS):
            within = folder / f"day=2026-10-{day + 1:02}"
            within.mkdir()
            connection.execute(
                _GENERATED,
                {
                    "seed": SEED,
                    "first": day * rows // DAYS,
                    "last": (day + 1) * rows // DAYS,
                    "day": within.name.removeprefix("day="),
                    "file": str(within / "lookups-generated.parquet"),
                },
            )
    return folder


def by_duckdb(folder: Path) -> Any:
    """By the package, figures and sentences included."""
    from fpcache_ops import analysis

    with analysis.open_log(folder) as log:
        tables = [
            analysis.hit_rate_over_time(log).table,
            analysis.hit_rate_by_type(log).table,
            analysis.causes_of_misses(log).table,
            analysis.latency_percentiles(log).table,
        ]
    days, types, causes, latency = (table.astype(str).to_numpy().tolist() for table in tables)
    return {
        "days": {day: [looked_up, hits] for day, looked_up, hits, _ in days[:-1]},
        "types": {name: [looked_up, hits] for name, looked_up, hits, _ in types[:-1]},
        "causes": {row[0]: [row[2], row[4]] for row in causes[:-1] if row[2] != "0"},
        "latency": {row[0]: row[1:5] for row in latency[:-1]},
    }


_COLUMNS = [
    "occurred_at", "vulnerability_type", "outcome", "cause", "latency_us", "validation_us",
    "is_repeat",
]  # fmt: skip
_QUANTILES = (0.5, 0.9, 0.95)


def by_pandas(folder: Path) -> Any:
    """As one writes it: the columns that are needed, four times groupby."""
    import pandas as pd

    rows = pd.read_parquet(folder, columns=_COLUMNS)
    rows["is_hit"] = rows["outcome"] == "hit"
    looked_up = rows[~rows["outcome"].isin(["bypass", "overridden"]) & ~rows["is_repeat"]]
    days = looked_up.groupby(looked_up["occurred_at"].dt.strftime("%Y-%m-%d"))["is_hit"]
    types = looked_up.groupby("vulnerability_type")["is_hit"]
    misses = rows[~rows["is_hit"] & ~rows["is_repeat"] & (rows["outcome"] != "overridden")]
    causes = misses.groupby("cause")["validation_us"].agg(["size", "sum"])
    answer = pd.Series("neither", index=rows.index)
    answer[rows["is_hit"] & ~rows["is_repeat"]] = "cached"
    answer[rows["validation_us"] > 0] = "judged"
    latency = rows.groupby(answer)["latency_us"]
    return _told(
        days.agg(["size", "sum"]).itertuples(name=None),
        types.agg(["size", "sum"]).itertuples(name=None),
        causes.itertuples(name=None),
        [
            (name, len(some), *(some.quantile(q, interpolation="lower") for q in _QUANTILES))
            for name, some in latency
        ],
    )


def by_polars(folder: Path) -> Any:
    """As one writes it: lazily, all four collected together."""
    import polars as pl

    rows = pl.scan_parquet(folder, hive_partitioning=False).select(_COLUMNS)
    rows = rows.with_columns(is_hit=pl.col("outcome") == "hit")
    looked_up = rows.filter(
        ~pl.col("outcome").is_in(["bypass", "overridden"]), ~pl.col("is_repeat")
    )
    counted = (pl.len().alias("n"), pl.col("is_hit").sum().alias("hits"))
    day = pl.col("occurred_at").dt.strftime("%Y-%m-%d").alias("day")
    answer = (
        pl.when(pl.col("validation_us") > 0)
        .then(pl.lit("judged"))
        .when(pl.col("is_hit") & ~pl.col("is_repeat"))
        .then(pl.lit("cached"))
        .otherwise(pl.lit("neither"))
        .alias("answer")
    )
    us = pl.col("latency_us")
    days, types, causes, latency = pl.collect_all(
        [
            looked_up.group_by(day).agg(*counted),
            looked_up.group_by("vulnerability_type").agg(*counted),
            rows.filter(~pl.col("is_hit"), ~pl.col("is_repeat"), pl.col("outcome") != "overridden")
            .group_by("cause")
            .agg(pl.len().alias("n"), pl.col("validation_us").sum()),
            rows.group_by(answer).agg(
                pl.len().alias("n"),
                *(us.quantile(q, interpolation="lower").alias(f"p{q}") for q in _QUANTILES),
            ),
        ]
    )
    return _told(days.iter_rows(), types.iter_rows(), causes.iter_rows(), latency.iter_rows())


def _told(days: Any, types: Any, causes: Any, latency: Any) -> Any:
    """Answers in the package's words, so that they can be compared."""
    from fpcache_ops.analysis.wording import span

    return {
        "days": {day: [f"{n}", f"{hits}"] for day, n, hits in days},
        "types": {name: [f"{n}", f"{hits}"] for name, n, hits in types},
        "causes": {name: [f"{n}", span(int(us))] for name, n, us in causes},
        "latency": {
            name: [f"{n}", *(span(int(number)) for number in numbers)]
            for name, n, *numbers in latency
        },
    }


WAYS: dict[str, Callable[[Path], Any]] = {
    "duckdb": by_duckdb,
    "pandas": by_pandas,
    "polars": by_polars,
}


@cache
def took(who: str, rows: int) -> Took:
    """The fastest of three runs, each in a process of its own; the greatest of their peaks."""
    command = [sys.executable, "-m", "loadtests.bench.log_overview", who, str(the_log(rows))]
    runs = []
    for _ in range(_TIMES):
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        runs.append(Took(*json.loads(said)))
    assert all(run.answers == runs[0].answers for run in runs)
    return Took(min(r.seconds for r in runs), max(r.peak_mb for r in runs), runs[0].answers)


def _beside(peer: str) -> tuple[float, float]:
    ours, theirs = took("duckdb", TEN), took(peer, TEN)
    assert alike(ours.answers, theirs.answers), f"{peer} answers otherwise"
    return ours.seconds, theirs.seconds


def alike(ours: Any, theirs: Any) -> bool:
    """Whether all counts are equal, and percentiles but for one rank: libraries round ranks."""

    def counts(answers: Any) -> Any:
        latency = {name: numbers[0] for name, numbers in answers["latency"].items()}
        return answers | {"latency": latency}

    def close(a: str, b: str) -> bool:
        (number, unit), (other, its) = a.split(), b.split()
        return unit == its and abs(float(number) - float(other)) <= 0.01 * float(number)

    return counts(ours) == counts(theirs) and all(
        close(a, b)
        for name, numbers in ours["latency"].items()
        for a, b in zip(numbers[1:], theirs["latency"][name][1:], strict=True)
    )


def _memory() -> tuple[float, float]:
    return took("duckdb", TEN).peak_mb, took("pandas", TEN).peak_mb


def _bounded() -> tuple[float, float]:
    return took("duckdb", TEN).peak_mb, MEMORY_MB


def _linear(more: int, less: int) -> tuple[float, float]:
    """What a million rows take, of more and of less."""
    return (
        took("duckdb", more).seconds / (more / ONE),
        took("duckdb", less).seconds / (less / ONE),
    )


ROWS = [
    WeightRow(
        "log_overview_10m",
        "What does the overview of 10,000,000 lookups take: by day, by type, causes, latency?",
        "s",
        "the same answers by pandas",
        1 / 6,
        lambda: _beside("pandas"),
    ),
    WeightRow(
        "log_overview_10m_polars",
        "And beside polars?",
        "s",
        "the same answers by polars",
        1.5,
        lambda: _beside("polars"),
    ),
    WeightRow(
        "log_overview_10m_memory",
        "What does memory peak at meanwhile?",
        "MB",
        f"{MEMORY_MB} MB",
        1.0,
        _bounded,
    ),
    WeightRow(
        "log_overview_10m_memory_pandas",
        "And beside pandas?",
        "MB",
        "the peak of pandas",
        0.5,
        _memory,
    ),
    WeightRow(
        "log_overview_linear",
        "What does a million rows of 10,000,000 take?",
        "s",
        "a million alone",
        1.2,
        lambda: _linear(TEN, ONE),
    ),
]
FULL = [
    WeightRow(
        "log_overview_linear_50m",
        "And of 50,000,000?",
        "s",
        "a million of 10,000,000",
        1.2,
        lambda: _linear(FIFTY, TEN),
    )
]
"""Only when asked for: it takes 3 GB of disk, and minutes."""


def main() -> None:
    """Answer, and print what it took."""
    who, folder = sys.argv[1:]
    # What anybody has imported already is not timed.
    for name in ("fpcache_ops.analysis", "plotly.graph_objects", *({"pandas", "polars"} & {who})):
        import_module(name)
    gc.collect()
    began = time.perf_counter()
    answers = WAYS[who](Path(folder))
    seconds = time.perf_counter() - began
    print(json.dumps([seconds, _peak_mb(), answers]))


def _peak_mb() -> float:
    """Of this program alone: Linux counts into ``ru_maxrss`` what the process was before ``exec``,
    and that is the bench itself, which has just made the log.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(kilobytes) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
