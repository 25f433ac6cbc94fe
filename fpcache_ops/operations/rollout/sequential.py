"""Statistics that may be looked at as often as one likes.

A test at a fixed sample size, repeated at every look, cries wolf far more often than it says. What
is here holds at all looks together: the chance that it *ever* rejects what is true is at most
``alpha``, whenever somebody looks or stops.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST_BLOCKS = 3
"""Below, a spread that was estimated means nothing."""

_LONGEST_BLOCK = 5
_FEWEST_MEASURED = 20
_TRUST = 10.0
"""How many blocks the variances known from before are worth, against those seen now."""
_USUAL_EFFECT = 0.03
"""The interval is narrowest when it rests on about as much as shows a difference of this size."""
_TOLERATED_CORRELATION = 0.3
_RATIOS = (1.5, 2.0, 4.0, 8.0, 16.0, 64.0)
"""How many times the usual error rate is looked for: an equal mixture."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and between what it lies with confidence at all looks together."""

    mean: float
    low: float
    high: float
    blocks: int


@dataclass(frozen=True, slots=True)
class Block:
    """How many looks make a block, and how much one side's share wobbles from block to block.

    ``wobble`` is the standard deviation of a block's true share, without what comes from its having
    few lookups; ``correlation`` that of the wobble of neighbouring blocks; ``measured_on`` how many
    blocks were seen, 0 when nothing was seen before.
    """

    looks: int = _LONGEST_BLOCK
    wobble: float = 0.0
    correlation: float = _TOLERATED_CORRELATION
    measured_on: int = 0

    @property
    def inflation(self) -> float:
        """How much larger the variance of a mean is than that of independent blocks."""
        return (1 + self.correlation) / (1 - self.correlation)

    @property
    def lasting_variance(self) -> float:
        """What the wobble of one side adds to the variance of each of many blocks."""
        return self.wobble**2 * self.inflation


UNKNOWN = Block()
"""Nothing was seen before: long blocks, and a spread that has to be estimated on the way."""


def mean_interval(values: Sequence[float], alpha: float, inflation: float = 1.0) -> Interval:
    """A confidence sequence for the mean of normal values of unknown spread.

    It inverts the t test with a normal mixture over the effect (Gönen and others, 2005), which is
    a martingale under the hypothesis whatever the spread is. ``inflation`` widens it for values
    that are not quite independent.
    """
    n = len(values)
    mean = math.fsum(values) / n if n else 0.0
    if n < FEWEST_BLOCKS:
        return Interval(mean, -math.inf, math.inf, n)
    variance = math.fsum((value - mean) ** 2 for value in values) / (n - 1)
    a = 1.0 + n
    q = (a / alpha**2) ** (1.0 / n)
    if q >= a:
        return Interval(mean, -math.inf, math.inf, n)
    t2 = (n - 1) * (q - 1) / (1 - q / a)
    half = math.sqrt(t2 * variance * inflation / n)
    return Interval(mean, mean - half, mean + half, n)


def weighted_interval(values: Sequence[tuple[float, float]], alpha: float) -> Interval:
    """A confidence sequence for the mean of values whose variances are known, or nearly so.

    The normal mixture of Robbins (1970). ``values`` are a figure and its variance. If they scatter
    more than their variances say, these are raised; they are never lowered.
    """
    n = len(values)
    information = math.fsum(1 / variance for _, variance in values)
    mean = math.fsum(value / variance for value, variance in values) / information
    scatter = math.fsum((value - mean) ** 2 / variance for value, variance in values)
    excess = max(1.0, (_TRUST + scatter) / (_TRUST + n - 1))
    half = radius(information / excess, alpha)
    return Interval(mean, mean - half, mean + half, n)


def radius(information: float, alpha: float) -> float:
    """Half the width of :func:`weighted_interval`; the information is the sum of 1 / variance."""
    prior = 1 / _USUAL_EFFECT**2
    total = information + prior
    return math.sqrt(total * (math.log(total / prior) - 2 * math.log(alpha))) / information


def choose_block(series: Sequence[tuple[int, int]], window: int = 60) -> Block:
    """The shortest block whose neighbours hardly carry over, from what one side did before.

    Args:
        series: of each look how many lookups, and how many of them are counted, such as hits.
        window: what changes more slowly than this many looks is the day's cycle; both sides share
            it, so it is taken out.
    """
    best = UNKNOWN
    for looks in range(1, _LONGEST_BLOCK + 1):
        parts = [series[i : i + looks] for i in range(0, len(series) - looks + 1, looks)]
        sums = [(sum(n for n, _ in part), sum(count for _, count in part)) for part in parts]
        blocks = [one for one in sums if one[0]]
        if len(blocks) < _FEWEST_MEASURED:
            break
        best = _measured(blocks, looks, max(2, window // looks))
        if best.correlation <= _TOLERATED_CORRELATION:
            break
    return best


def _measured(blocks: Sequence[tuple[int, int]], looks: int, window: int) -> Block:
    shares = [count / n for n, count in blocks]
    level = _detrended(shares, window)
    n = len(level)
    usual = math.fsum(shares) / n
    sampled = usual * (1 - usual) * math.fsum(1 / lookups for lookups, _ in blocks) / n
    variance = math.fsum(one**2 for one in level) / n
    together = math.fsum(a * b for a, b in pairwise(level)) / n
    # Sampling is independent from block to block: what goes together is wobble. Each estimate is
    # raised by what it may be off.
    off = variance / math.sqrt(n)
    wobble = max(variance - sampled, together, 0.0) + off
    # Where every share is the same there is none: a warm cache answers all from itself.
    correlation = min(max((together + off) / wobble, 0.0), 0.9) if wobble else 0.0
    return Block(looks, math.sqrt(wobble), correlation, n)


def _detrended(series: Sequence[float], window: int) -> list[float]:
    sums = [0.0]
    for value in series:
        sums.append(sums[-1] + value)
    half = window // 2
    out = []
    for index, value in enumerate(series):
        first, last = max(0, index - half), min(len(series), index + half + 1)
        out.append(value - (sums[last] - sums[first]) / (last - first))
    return out


@dataclass(frozen=True, slots=True)
class Failures:
    """Requests that failed in one look: ours, theirs, and our share of all requests in it."""

    ours: int
    theirs: int
    share: float


def excess_errors(looks: Iterable[Failures]) -> float:
    """The evidence that our requests fail more often than theirs.

    Under equal rates each failure is one of ours with the chance ``share``, however many there are
    and whatever made them fail; so the expectation of this is 1 whenever somebody stops, and that
    it ever reaches ``1 / alpha`` has at most the chance ``alpha``.
    """
    logs = [0.0] * len(_RATIOS)
    for look in looks:
        failed = look.ours + look.theirs
        if failed:
            for index, ratio in enumerate(_RATIOS):
                logs[index] += look.ours * math.log(ratio)
                logs[index] -= failed * math.log1p(look.share * (ratio - 1))
    return math.fsum(map(_exp, logs)) / len(logs)


def above_limit(failed: int, requests: int, limit: float) -> float:
    """The evidence that requests fail more often than a limit; as :func:`excess_errors`."""
    logs = [
        failed * math.log(rate / limit) + (requests - failed) * math.log((1 - rate) / (1 - limit))
        for ratio in _RATIOS
        if (rate := limit * ratio) < 1
    ]
    return math.fsum(map(_exp, logs)) / len(logs)


def _exp(value: float) -> float:
    return math.exp(min(value, 700.0))
