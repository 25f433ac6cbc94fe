"""How a cold cache warms up: what the log before the roll-out says, replayed from nothing.

A cold cache answers little at first, and that is no fault. How much it should answer by when is
read from what was asked before: windows of the old log are sent, by the plan's weights, to a cache
that is empty, and the curves of all windows are the band.
"""

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

FEWEST_WINDOWS = 3
_MOST_WINDOWS = 24


class Asked(NamedTuple):
    """One lookup of the log before: when, in which request, about what."""

    at: float
    request: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """At each look the expected hit rate, and the lowest of any window, if there were lookups."""

    expected: tuple[float | None, ...]
    lowest: tuple[float | None, ...]
    windows: int


def expected_curve(
    log: Sequence[Asked], weights: Sequence[float], seconds: float, *, seed: int = 0
) -> Curve | None:
    """What green's hit rate should be at each look, when it starts from nothing.

    Args:
        log: the lookups before the roll-out, in order.
        weights: the share of the requests that green gets at each look.
        seconds: from one look to the next.
        seed: which requests those are.

    Returns:
        ``None`` when the log is too short to tell: not three windows, overlapping by half.
    """
    if not log or not weights:
        return None
    length = seconds * len(weights)
    begins, ends = log[0].at, log[-1].at
    count = min(_MOST_WINDOWS, int(2 * (ends - begins) / length) - 1)
    if count < FEWEST_WINDOWS:
        return None
    step = (ends - begins - length) / (count - 1)
    choice = random.Random(seed)  # noqa: S311
    curves = [
        _replayed(log, begins + number * step, weights, seconds, choice) for number in range(count)
    ]
    columns = [[one for one in column if one is not None] for column in zip(*curves, strict=True)]
    return Curve(
        tuple(sum(column) / len(column) if column else None for column in columns),
        tuple(min(column) if len(column) >= FEWEST_WINDOWS else None for column in columns),
        count,
    )


def _replayed(
    log: Sequence[Asked],
    begins: float,
    weights: Sequence[float],
    seconds: float,
    choice: random.Random,
) -> list[float | None]:
    known: set[tuple[str, ...]] = set()
    hits, asked = [0] * len(weights), [0] * len(weights)
    last, taken = None, False
    for row in log[bisect_left(log, begins, key=_moment) :]:
        look = int((row.at - begins) // seconds)
        if look >= len(weights):
            break
        if row.request != last:
            last, taken = row.request, choice.random() < weights[look]
        if taken:
            asked[look] += 1
            hits[look] += row.key in known
            known.add(row.key)
    return [hit / all_ if all_ else None for hit, all_ in zip(hits, asked, strict=True)]


def _moment(row: Asked) -> float:
    return row.at
