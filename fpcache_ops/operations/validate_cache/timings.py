"""Figures of how long answers took."""

from collections.abc import Sequence

from fpcache_ops.operations.wording import significant


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile, to three significant digits."""
    if not values:
        return None
    rank = max(1, -(-len(values) * percent // 100))
    return float(significant(sorted(values)[int(rank) - 1]))


def mean(values: Sequence[float]) -> float | None:
    """The mean."""
    return sum(values) / len(values) if values else None
