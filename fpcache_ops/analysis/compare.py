"""Did it change, and where? Two periods side by side."""

from collections.abc import Mapping
from math import sqrt

import pandas as pd

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, bars, figure, label, labels, nothing, tall
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.misses import Cause, causes
from fpcache_ops.analysis.rates import Rate, rates_by
from fpcache_ops.analysis.wording import cut, part_of, share, signed

_ALL = 100_000
_Z = 1.96


def compare_hit_rates(before: Log, after: Log, *, by: str = "type", most: int = 12) -> Answer:
    """Did the hit rate change, and is it that the same findings hit differently, or other findings?

    The difference of the two hit rates, in points, is split among the types (or repositories,
    languages, validators: ``by``): *rate* is what a type's own hit rate adds, at its mean share of
    the findings; *mix* is what its share of them adds. Both add up to the difference exactly. The
    interval holds 95 of 100 true differences if findings were independent (Newcombe); those of one
    scan are not, so it is rather too narrow. The ``most`` weighty ones have a row each.
    """
    one, all_before = _rates(before, by)
    two, all_after = _rates(after, by)
    parts = [
        _split(name, one.get(name, _none(name)), two.get(name, _none(name)), all_before, all_after)
        for name in sorted({*one, *two})
    ]
    ranked = sorted(parts, key=lambda part: (-abs(part[3] + part[4]), part[0]))
    shown, rest = ranked[:most], ranked[most:]
    if rest:
        shown.append(_added("others", rest))
    total = _added(f"all {by}s" if by != "repository" else "all repositories", parts)
    rows = pd.DataFrame(
        [
            (name, a.looked_up, a.rate, b.looked_up, b.rate, signed(rate), signed(mix))
            for name, a, b, rate, mix in [*shown, total]
        ],
        columns=[by, "findings_before", "before", "findings_after", "after", "rate", "mix"],
    )
    if not (all_before.looked_up and all_after.looked_up):
        return nothing("Two periods", "no finding was looked up in one of them", rows)
    points = total[3] + total[4]
    low, high = _interval(all_before, all_after)
    claim = (
        f"{all_before.rate} hits before, {all_after.rate} after: {signed(points)} points "
        f"({signed(low)} to {signed(high)})"
    )
    heavy = shown[0]
    says = (
        f"{all_before.counts} findings looked up were hits before and {all_after.counts} after. "
        f"Of {signed(points)} points, {signed(total[3])} are other hit rates and "
        f"{signed(total[4])} is another mix; {cut(heavy[0])} adds most: "
        f"{signed(heavy[3] + heavy[4])}."
    )
    drawn = figure(
        claim, x="added to the hit rate (points)", y=by, height=tall(len(shown)), legend=1
    )
    for name, outcome, values in (
        ("own hit rate", "hit", [part[3] for part in shown]),
        ("mix", "bypass", [part[4] for part in shown]),
    ):
        drawn.add_bar(
            y=labels([part[0] for part in shown]),
            x=[round(value, 2) for value in values],
            orientation="h",
            name=name,
            marker_color=OUTCOME_COLOURS[outcome],
            customdata=[
                label(f"{part[1].counts} before, {part[2].counts} after", 200) for part in shown
            ],
            hovertemplate=f"%{{y}}<br>{name}: %{{x}} points<br>%{{customdata}}<extra></extra>",
        )
    drawn.update_layout(barmode="relative")
    drawn.update_yaxes(autorange="reversed", type="category")
    return Answer(claim, says, rows, drawn)


def compare_causes(before: Log, after: Log) -> Answer:
    """Which causes of misses became more, and which fewer?

    Share: misses with the cause / all findings that wanted an answer of the cache, hits and misses
    (see :func:`fpcache_ops.analysis.causes_of_misses`); the difference of two shares is in points.
    """
    wholes, found = [], []
    for log in (before, after):
        every, total = causes(log)
        found.append({one.cause or "": one for one in every})
        hits = log.looked_up - sum(one.misses for one in every if one.cause != "bypass")
        wholes.append(hits + total.misses)
    names = sorted({*found[0], *found[1]})
    numbers = [(name, _misses(found[0].get(name)), _misses(found[1].get(name))) for name in names]
    points = {
        name: 100 * (b / wholes[1] - a / wholes[0]) if all(wholes) else 0.0
        for name, a, b in numbers
    }
    ranked = sorted(numbers, key=lambda one: (-abs(points[one[0]]), one[0]))
    total_ = ("all causes", sum(one[1] for one in numbers), sum(one[2] for one in numbers))
    rows = pd.DataFrame(
        [
            (
                name,
                a,
                share(a, wholes[0]),
                b,
                share(b, wholes[1]),
                signed(points.get(name, sum(points.values()))),
            )
            for name, a, b in [*ranked, total_]
        ],
        columns=["cause", "misses_before", "before", "misses_after", "after", "points"],
    )
    if not all(wholes):
        return nothing("Two periods", "no finding was looked up in one of them", rows)
    name, a, b = ranked[0]
    claim = (
        f"{cut(name)} changed most: {share(a, wholes[0])} of the findings before, "
        f"{share(b, wholes[1])} after"
    )
    says = (
        f"{part_of(total_[1], wholes[0])} findings were misses before, "
        f"{part_of(total_[2], wholes[1])} after. {claim}."
    )
    outcomes = {key: one.outcome or "" for every in found for key, one in every.items()}
    shown = [one for one in ranked if one[1] or one[2]] or ranked[:1]
    drawn = figure(claim, x="change (points of all findings)", y="cause", height=tall(len(shown)))
    bars(
        drawn,
        labels([one[0] for one in shown]),
        [round(points[one[0]], 2) for one in shown],
        colours=[OUTCOME_COLOURS.get(outcomes[one[0]], OUTCOME_COLOURS["bypass"]) for one in shown],
        texts=[signed(points[one[0]]) for one in shown],
        hovers=[
            f"{part_of(one[1], wholes[0])} before, {part_of(one[2], wholes[1])} after"
            for one in shown
        ],
    )
    widest = 1.3 * max(0.1, *(abs(points[one[0]]) for one in shown))
    drawn.update_xaxes(range=[-widest, widest])
    return Answer(claim, says, rows, drawn)


def _misses(cause: Cause | None) -> int:
    return cause.misses if cause else 0


_Part = tuple[str, Rate, Rate, float, float]


def _rates(log: Log, by: str) -> tuple[Mapping[str, Rate], Rate]:
    *found, all_ = rates_by(log, by, _ALL)
    return {one.name or "": one for one in found}, all_


def _none(name: str) -> Rate:
    return Rate(name, 0, 0)


def _split(name: str, a: Rate, b: Rate, all_a: Rate, all_b: Rate) -> _Part:
    """What the type adds to the difference: by its own rate, and by its share of the findings."""
    if not (all_a.looked_up and all_b.looked_up):
        return (name, a, b, 0.0, 0.0)
    share_a, share_b = a.looked_up / all_a.looked_up, b.looked_up / all_b.looked_up
    rate_a = a.hits / a.looked_up if a.looked_up else b.hits / b.looked_up
    rate_b = b.hits / b.looked_up if b.looked_up else rate_a
    # Against the mean rate of both periods: a greater share of what hits often adds, of what
    # seldom does takes away; since shares add up to 1, the sum is the same.
    mean = (all_a.hits / all_a.looked_up + all_b.hits / all_b.looked_up) / 2
    rate = 100 * (rate_b - rate_a) * (share_a + share_b) / 2
    mix = 100 * (share_b - share_a) * ((rate_a + rate_b) / 2 - mean)
    return (name, a, b, rate, mix)


def _added(name: str, parts: list[_Part]) -> _Part:
    a, b, rate, mix = Rate(name, 0, 0), Rate(name, 0, 0), 0.0, 0.0
    for _, one, two, one_rate, one_mix in parts:
        a, b, rate, mix = a + one, b + two, rate + one_rate, mix + one_mix
    return (name, a, b, rate, mix)


def _interval(a: Rate, b: Rate) -> tuple[float, float]:
    """Of the difference of two shares, in points (Newcombe's, from Wilson's)."""
    share_a, low_a, high_a = _wilson(a)
    share_b, low_b, high_b = _wilson(b)
    points = share_b - share_a
    low = points - sqrt((share_b - low_b) ** 2 + (high_a - share_a) ** 2)
    high = points + sqrt((high_b - share_b) ** 2 + (share_a - low_a) ** 2)
    return 100 * low, 100 * high


def _wilson(rate: Rate) -> tuple[float, float, float]:
    number, part = rate.looked_up, rate.hits / rate.looked_up
    middle = (part + _Z**2 / (2 * number)) / (1 + _Z**2 / number)
    half = _Z * sqrt(part * (1 - part) / number + _Z**2 / (4 * number**2)) / (1 + _Z**2 / number)
    return part, max(0.0, middle - half), min(1.0, middle + half)
