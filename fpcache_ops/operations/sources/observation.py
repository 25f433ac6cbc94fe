"""What was observed of a figure: its value, over how many, and how sure that is."""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from fpcache_ops.operations.criteria import Z_95
from fpcache_ops.operations.wording import percent, significant


class Figure(StrEnum):
    """What can be asked of a source."""

    HIT_RATE = "hit_rate"
    """Hits, of the findings that the cache was asked about."""
    BYPASSED = "bypassed"
    """Findings that were answered past the cache, of all."""
    LOOKUP_P95 = "lookup_p95"
    """Milliseconds that a finding took without its validation, 95th percentile."""
    LOOKUP_MEAN = "lookup_mean"
    """The same, on average."""
    VALIDATION_MEAN = "validation_mean"
    """Milliseconds that a call of the validator took, on average."""
    ERRORS = "errors"
    """Requests answered 5xx, of all but probes."""
    ACCURACY = "accuracy"
    """Hits that a fresh validation agreed with, of those compared."""
    MEMORY = "memory"
    """Bytes of the largest process."""
    CONNECTIONS = "connections"
    """Database connections in use, of those that there may be."""
    PROCESSES_ON = "processes_on"
    """Processes whose cache may answer, of all."""
    ROWS_LOST = "rows_lost"
    """Rows that the lookup log lost, of those it was given."""


class Observation(NamedTuple):
    """As :func:`~fpcache_ops.operations.criteria.evaluate` takes it: for counts and shares how many
    of the sample, else a figure over it with its 95 % interval, if that is known.
    """

    value: float | None
    sample: int
    interval: tuple[float, float] | None = None


_MILLISECONDS = (Figure.LOOKUP_P95, Figure.LOOKUP_MEAN, Figure.VALIDATION_MEAN)
_COUNTS = (Figure.CONNECTIONS, Figure.PROCESSES_ON, Figure.ROWS_LOST)


def in_words(figure: Figure, found: Observation) -> str:
    """What was observed, for people: with its unit, or that nothing was."""
    if found.value is None or not found.sample:
        return "no data"
    if figure in _MILLISECONDS:
        return f"{significant(found.value)} ms"
    if figure is Figure.MEMORY:
        return f"{significant(found.value / 1e6)} MB"
    return f"{found.value:g}" if figure in _COUNTS else percent(found.value / found.sample)


NOTHING = Observation(None, 0)
"""Nothing was observed."""


class Source(Protocol):
    """Something that observes."""

    @property
    def name(self) -> str:
        """What it is called."""

    def observe(self, figure: Figure) -> Observation:
        """What is known of a figure; :data:`NOTHING` if it is nothing."""


def ranks(quantile: float, sample: int) -> tuple[int, int]:
    """The ranks, from 1, between which a quantile lies with 95 % confidence.

    The upper one may be beyond the sample: then there is no upper bound.
    """
    half = Z_95 * math.sqrt(sample * quantile * (1 - quantile))
    middle = sample * quantile
    return max(1, math.floor(middle - half)), math.ceil(middle + half) + 1


def quantile_of_buckets(
    buckets: Sequence[tuple[float, float]], quantile: float
) -> tuple[float, tuple[float, float]] | None:
    """A quantile and its interval by cumulative buckets: (upper bound, how many are not above).

    The value is interpolated within its bucket; the interval ends at bounds of buckets, so it is
    wider than it has to be, and right at every bound.
    """
    total = int(buckets[-1][1]) if buckets else 0
    if total <= 0:
        return None
    low_rank, high_rank = ranks(quantile, total)
    below = 0.0, 0.0
    value = low = high = math.inf
    for bound, count in buckets:
        wanted = quantile * total
        if value == math.inf and count >= wanted and bound != math.inf:
            inside = (wanted - below[1]) / (count - below[1]) if count > below[1] else 1.0
            value = below[0] + (bound - below[0]) * inside
        if low == math.inf and count >= low_rank:
            low = below[0]
        if high == math.inf and count >= high_rank:
            high = bound
        below = bound, count
    if value == math.inf:
        # Beyond the last bound nothing is known but that it is beyond.
        value = buckets[-2][0] if len(buckets) > 1 else math.inf
    return value, (min(low, value), high)


def mean_interval(mean: float, deviation: float, sample: int) -> tuple[float, float]:
    """The 95 % interval of a mean; needs a few dozen observations to be true."""
    half = Z_95 * deviation / math.sqrt(sample)
    return max(0.0, mean - half), mean + half
