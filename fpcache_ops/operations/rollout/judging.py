"""The judge of a roll-out: what it saw so far, and whether to go on. Pure: no clock, no network.

Blue and green are counted over the same time, so what happens to both (the day's cycle, a busy
database) is no difference between them. Everything it says holds at all looks together, and its
chances of a false alarm add up to :attr:`Rules.alpha`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fpcache_ops.operations.rollout.sequential import (
    UNKNOWN,
    Block,
    Failures,
    Interval,
    above_limit,
    excess_errors,
    mean_interval,
    radius,
    weighted_interval,
)
from fpcache_ops.operations.rollout.warmup import Curve
from fpcache_ops.operations.wording import percent


@dataclass(frozen=True, slots=True)
class Counts:
    """What one side did between two looks."""

    requests: int = 0
    errors: int = 0
    lookups: int = 0
    hits: int = 0
    slow: int = 0
    """Lookups that took longer than the limit."""


@dataclass(frozen=True, slots=True)
class Look:
    """Both sides over the same time; ``None`` for a side whose figures could not be read."""

    weight: float
    """The share of the requests that green is given."""
    blue: Counts | None
    green: Counts | None


class State(StrEnum):
    """Whether to go on."""

    HEALTHY = "healthy"
    FAULT = "fault"
    """Green is worse."""
    BLIND = "blind"
    """Nothing can be told: that is no reason to go on."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the judge holds to.

    Each of its four questions may cry wolf in a quarter of ``alpha`` of all roll-outs. ``cold``
    says that green begins with nothing, so that it is held to ``curve`` and not to blue.
    """

    alpha: float = 0.04
    hit_block: Block = UNKNOWN
    slow_block: Block = UNKNOWN
    error_limit: float = 0.01
    cold: bool = False
    curve: Curve | None = None
    blind_looks: int = 2
    fewest_lookups: int = 20
    """Of each side, for a block to count."""

    @property
    def each(self) -> float:
        """The chance of a false alarm of one question."""
        return self.alpha / 4


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge says after some looks, with the figures that it rests on."""

    state: State
    reason: str
    hit_rate: Interval | None
    slow: Interval | None
    warm_up: Interval | None
    error_evidence: float
    limit_evidence: float
    looks: int


def judge(looks: Sequence[Look], rules: Rules) -> Opinion:
    """What is to be said after these looks."""
    seen = [look for look in looks if look.blue is not None and look.green is not None]
    hit_rate = _difference(seen, rules, "hits")
    slow = _difference(seen, rules, "slow")
    warm_up = _against_the_curve(looks, rules) if rules.cold else None
    evidence = excess_errors(
        Failures(g.errors, b.errors, g.requests / max(1, g.requests + b.requests))
        for look in looks
        if (g := look.green) is not None and (b := look.blue) is not None
    )
    green = [look.green for look in looks if look.green is not None]
    errors, requests = sum(g.errors for g in green), sum(g.requests for g in green)
    over = above_limit(errors, requests, rules.error_limit)

    wanted = 1 / rules.each
    state, reason = State.HEALTHY, "no difference that cannot be chance"
    blind = _blind(looks, rules)
    # Two that both ask whether errors are too many share one question's chance.
    if max(evidence, over) >= 2 * wanted:
        state, reason = State.FAULT, f"requests fail on green: {errors} of {requests}"
    elif slow is not None and slow.low > 0:
        state, reason = State.FAULT, f"green is slow: {_points(slow)} more lookups over the limit"
    elif not rules.cold and hit_rate is not None and hit_rate.high < 0:
        state, reason = State.FAULT, f"green's hit rate differs from blue's by {_points(hit_rate)}"
    elif warm_up is not None and warm_up.high < 0:
        state, reason = (
            State.FAULT,
            f"green's hit rate is {_points(warm_up)} off the lowest that a cold cache shows by now",
        )
    elif blind:
        state, reason = State.BLIND, blind
    return Opinion(state, reason, hit_rate, slow, warm_up, evidence, over, len(looks))


def _difference(looks: Sequence[Look], rules: Rules, figure: str) -> Interval | None:
    """Green's share minus blue's, block by block."""
    known = rules.hit_block if figure == "hits" else rules.slow_block
    values: list[tuple[float, float]] = []
    block: list[Look] = []
    for look in looks:
        block.append(look)
        blue, green = _sum(block, "blue"), _sum(block, "green")
        if len(block) < known.looks or min(blue.lookups, green.lookups) < rules.fewest_lookups:
            continue
        ours, theirs = getattr(green, figure), getattr(blue, figure)
        sampling = _variance(ours + theirs, blue.lookups + green.lookups)
        variance = sampling * (1 / blue.lookups + 1 / green.lookups) + 2 * known.lasting_variance
        values.append((ours / green.lookups - theirs / blue.lookups, variance))
        block = []
    return _interval(values, known, rules)


def _against_the_curve(looks: Sequence[Look], rules: Rules) -> Interval | None:
    """Green's hit rate minus the lowest that the log before shows at the same time."""
    if rules.curve is None:
        return None
    known = rules.hit_block
    values: list[tuple[float, float]] = []
    hits = lookups = count = 0
    lowest = 0.0
    for look, low in zip(looks, rules.curve.lowest, strict=False):
        if look.green is None or low is None:
            continue
        hits, lookups, count = hits + look.green.hits, lookups + look.green.lookups, count + 1
        lowest += low * look.green.lookups
        if count >= known.looks and lookups >= rules.fewest_lookups:
            variance = _variance(hits, lookups) / lookups + known.lasting_variance
            values.append(((hits - lowest) / lookups, variance))
            hits, lookups, lowest, count = 0, 0, 0.0, 0
    return _interval(values, known, rules)


def _interval(values: Sequence[tuple[float, float]], known: Block, rules: Rules) -> Interval | None:
    if not values:
        return None
    if not known.measured_on:
        return mean_interval([value for value, _ in values], rules.each, known.inflation)
    return weighted_interval(values, rules.each)


def _variance(count: int, of: int) -> float:
    """Of one lookup; never none, however few were seen."""
    share = (count + 1) / (of + 2)
    return share * (1 - share)


def _blind(looks: Sequence[Look], rules: Rules) -> str:
    last = looks[-rules.blind_looks :]
    if len(last) < rules.blind_looks:
        return ""
    for side in ("green", "blue"):
        if all(getattr(look, side) is None for look in last):
            return f"the metrics of {side} cannot be read"
    if all(look.weight > 0 and look.green and not look.green.requests for look in last):
        return "no traffic reaches green"
    if rules.cold and rules.curve is None:
        return "green begins with nothing, and the log before is too short to say how it warms up"
    return ""


def _sum(looks: Sequence[Look], side: str) -> Counts:
    counts = [getattr(look, side) for look in looks]
    return Counts(*(sum(getattr(c, name) for c in counts) for name in Counts.__slots__))


def _points(interval: Interval) -> str:
    mean, low, high = (one * 100 for one in (interval.mean, interval.low, interval.high))
    return f"{mean:+.1f} points ({low:+.1f} to {high:+.1f})"


# --- what it can and cannot show ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Power:
    """Whether a drop is seen, in four of five roll-outs, and after how many looks."""

    drop: float
    looks: int | None
    """``None``: not within the time."""


def power(
    drops: Sequence[float],
    looks: int,
    rules: Rules,
    *,
    lookups: float,
    share: float,
    hit_rate: float,
) -> list[Power]:
    """What so many looks can show, before any is made.

    Args:
        drops: of the hit rate, as shares.
        looks: how many there will be while both sides get traffic.
        rules: those of the judge.
        lookups: of both sides together, at a look.
        share: green's part of them.
        hit_rate: what is usual.
    """
    block = rules.hit_block
    each = lookups * block.looks
    chance = hit_rate * (1 - hit_rate)
    sampled = chance / max(each * share, 1) + chance / max(each * (1 - share), 1)
    information = 1 / max(sampled + 2 * block.lasting_variance, 1e-12)
    found = []
    for drop in drops:
        blocks = next(
            (
                n
                for n in range(1, looks // block.looks + 1)
                if radius(n * information, rules.each) + 0.84 / math.sqrt(n * information) <= drop
            ),
            None,
        )
        found.append(Power(drop, blocks * block.looks if blocks is not None else None))
    return found


def told(found: Sequence[Power], seconds: float) -> list[dict[str, str]]:
    """The rows of the power table, for people."""
    return [
        {
            "drop of the hit rate": f"{percent(one.drop)[:-2]} point{'s' * (one.drop != 0.01)}",
            "is seen": (
                f"within {one.looks * seconds / 60:.3g} min, in 4 of 5 roll-outs"
                if one.looks is not None
                else "not in this time: a pass does not exclude it"
            ),
        }
        for one in found
    ]
