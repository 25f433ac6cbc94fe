"""When requests are to arrive: decided before the run, whatever the service does.

Times are seconds from the start, in order. There is no clock here: equal loads give equal times.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SHAPES = ("constant", "ramp", "poisson", "burst")
_RAMP_FROM = 0.1


@dataclass(frozen=True)
class Load:
    """So many arrivals a second for so many seconds.

    A ramp begins at a tenth of the rate; a burst sends all of them at once, at the start. What is
    sent more than ``late_after`` seconds after it was due is late.
    """

    rate: float
    seconds: float
    shape: str = "poisson"
    seed: int = 1
    late_after: float = 0.05


def arrivals(load: Load) -> list[float]:
    """The intended times of all arrivals."""
    match load.shape:
        case "constant":
            return [number / load.rate for number in range(math.ceil(load.rate * load.seconds))]
        case "poisson":
            return list(_poisson(load, random.Random(load.seed)))
        case "burst":
            return [0.0] * math.ceil(load.rate * load.seconds)
        case "ramp":
            return list(_ramp(load))
        case other:
            raise ValueError(f"{other} is no shape of arrivals: {', '.join(SHAPES)}")


def recorded(moments: Sequence[float], times_as_fast: float = 1.0) -> list[float]:
    """What arrived once, again: at its own pace, or so many times as fast."""
    ordered = sorted(moments)
    return [(moment - ordered[0]) / times_as_fast for moment in ordered]


def _poisson(load: Load, chance: random.Random) -> Iterator[float]:
    at = chance.expovariate(load.rate)
    while at < load.seconds:
        yield at
        at += chance.expovariate(load.rate)


def _ramp(load: Load) -> Iterator[float]:
    """The times at which the integral of the rate passes a whole number."""
    low = _RAMP_FROM * load.rate
    slope = (load.rate - low) / load.seconds
    for number in range(int((low + load.rate) / 2 * load.seconds)):
        yield (math.sqrt(low * low + 2 * slope * number) - low) / slope
