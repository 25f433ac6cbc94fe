"""What the lookup log tells, through DuckDB: every row, so that quantiles are those of findings."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from fpcache_ops.analysis import open_log
from fpcache_ops.operations.criteria import UNBOUNDED
from fpcache_ops.operations.sources.observation import (
    NOTHING,
    Figure,
    Observation,
    mean_interval,
    ranks,
)

_SHARES = {
    Figure.HIT_RATE: (
        "SELECT count(*) FILTER (looked_up AND is_hit), count(*) FILTER (looked_up) FROM lookups"
    ),
    Figure.BYPASSED: "SELECT count(*) FILTER (outcome = 'bypass'), count(*) FROM lookups",
}
_MEANS = {
    Figure.LOOKUP_MEAN: (
        "SELECT count(*), avg(latency_us - validation_us) / 1000, "
        "stddev_samp(latency_us - validation_us) / 1000 FROM lookups"
    ),
    Figure.VALIDATION_MEAN: (
        "SELECT count(*), avg(validation_us) / 1000, stddev_samp(validation_us) / 1000 "
        "FROM lookups WHERE is_judged"
    ),
}
_P95 = """
SELECT
    quantile_disc(latency_us - validation_us, 0.95) / 1000,
    list_sort(list(latency_us - validation_us))[$low] / 1000,
    list_sort(list(latency_us - validation_us))[$high] / 1000
FROM lookups
"""


class LookupLogSource:
    """The lookup log in a folder, or one file of it, between two moments."""

    name = "lookup log"

    def __init__(
        self,
        path: Path | str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        tenant: str | None = None,
    ) -> None:
        self._log = open_log(path, tenant=tenant, since=since, until=until)

    def close(self) -> None:
        """Release the memory."""
        self._log.close()

    def observe(self, figure: Figure) -> Observation:
        """See :class:`~fpcache_ops.operations.sources.observation.Source`."""
        match figure:
            case Figure.HIT_RATE | Figure.BYPASSED:
                count, all_ = self._row(_SHARES[figure])
                return Observation(count, int(all_)) if all_ else NOTHING
            case Figure.LOOKUP_P95:
                return self._p95()
            case Figure.LOOKUP_MEAN | Figure.VALIDATION_MEAN:
                count, mean, deviation = self._row(_MEANS[figure])
                if not count:
                    return NOTHING
                spread = mean_interval(mean, deviation, int(count)) if count > 1 else None
                return Observation(mean, int(count), spread)
            case Figure.ROWS_LOST:
                lost = self._log.dropped
                return Observation(lost, lost + self._log.rows) if self._log.rows else NOTHING
            case _:
                return NOTHING

    def asked_about(self, repository: str) -> dict[tuple[str, str], int]:
        """How often the findings of a repository were asked about, by path and type."""
        found = self._rows(
            "SELECT path, vulnerability_type, count(*) FROM lookups "
            "WHERE $repository IN ('', repository) GROUP BY ALL",
            repository=repository,
        )
        return {(path, kind): int(count) for path, kind, count in found}

    def causes(self, most: int = 8) -> list[tuple[str, str, int, int]]:
        """Why findings were no hits: outcome, cause, how many, in how many repositories."""
        found = self._rows(
            "SELECT outcome, cause, count(*) AS findings, count(DISTINCT repository) AS places "
            "FROM lookups WHERE looked_up AND NOT is_hit "
            "GROUP BY outcome, cause ORDER BY findings DESC, outcome, cause LIMIT $most",
            most=most,
        )
        return [
            (outcome, cause, int(findings), int(places))
            for outcome, cause, findings, places in found
        ]

    def slowest(self, most: int = 8) -> list[tuple[str, int, float, float]]:
        """Where the time goes: type, findings, the median without and the mean with validation."""
        found = self._rows(
            "SELECT vulnerability_type AS kind, count(*) AS findings, "
            "quantile_disc(latency_us - validation_us, 0.95) / 1000 AS looking, "
            "avg(validation_us) / 1000 AS judging FROM lookups "
            "GROUP BY kind ORDER BY looking DESC, kind LIMIT $most",
            most=most,
        )
        return [
            (kind, int(findings), float(looking), float(judging))
            for kind, findings, looking, judging in found
        ]

    def _p95(self) -> Observation:
        (count,) = self._row("SELECT count(*) FROM lookups")
        if not count:
            return NOTHING
        low, high = ranks(0.95, int(count))
        value, at_low, at_high = self._row(_P95, low=low, high=high)
        # Beyond the greatest there is no bound.
        return Observation(value, int(count), (at_low, UNBOUNDED if high > count else at_high))

    def _row(self, query: str, **parameters: object) -> tuple[float, ...]:
        return next(self._rows(query, **parameters))

    def _rows(self, query: str, **parameters: object) -> Iterator[tuple[Any, ...]]:
        return self._log.sql(query, **parameters).itertuples(index=False, name=None)
