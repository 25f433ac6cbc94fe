"""Logs for tests, written as the real writer would."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fpcache_ops.analysis import Log, open_log
from fpcache_ops.lookuplog import encode
from fpcache_ops.lookuplog.row import row_of

ALL = (
    "hit_rate_by_pass",
    "hit_rate_over_time",
    "outcomes_over_time",
    "hit_rate_by_type",
    "causes_of_misses",
    "fallbacks",
    "latency_percentiles",
    "calls_avoided",
    "hit_rate_by_repository",
    "hit_rate_by_language",
    "hit_rate_by_validator",
    "churn",
    "invalidations",
    "ages_at_hit",
    "cold_start",
    "duplicates",
    "top_patterns",
    "latency_distribution",
    "time_and_money_saved",
)


def lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(encode(row_of(row)) for row in rows)


def a_log(folder: Path, rows: Iterable[Mapping[str, Any]], **options: Any) -> Log:
    """The rows, opened."""
    (folder / "lookups-test.jsonl").write_bytes(lines(rows))
    return open_log(folder, **options)


def table(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of an answer's table."""
    return [tuple(row) for row in answer.table.itertuples(index=False)]
