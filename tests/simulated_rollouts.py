"""Simulated roll-outs: no service, a seed, and whatever a day does to two sides of one service.

Each minute both sides get requests with the day's cycle; the hit rate follows the day too, wobbles
on each side for itself, and carries its wobble over to the next minute. Errors come now and then,
and sometimes in a burst that hits both sides.
"""

import math
from dataclasses import dataclass

import numpy as np

from fpcache_ops.operations.rollout.judging import Counts, Look, Rules, State, judge
from fpcache_ops.operations.rollout.sequential import choose_block

WEIGHTS = (0.1,) * 8 + (0.5,) * 14 + (1.0,) * 8
"""Thirty minutes, a look a minute."""


@dataclass(frozen=True)
class World:
    """A service. The wobble is a standard deviation, in shares; the carry-over from 0 to 1."""

    lookups: float = 400.0
    hit_rate: float = 0.88
    wobble: float = 0.015
    carry: float = 0.6
    cycle: float = 0.05
    slow: float = 0.01
    errors: float = 0.001


Seen = list[tuple[int, int]]


def history(world: World, random: np.random.Generator, minutes: int = 1440) -> tuple[Seen, Seen]:
    """One side's day before, minute by minute: lookups with their hits, and with the slow ones."""
    level, slow_level = (_wobble(world, random, minutes) for _ in range(2))
    start = random.uniform(0, 1440)
    hits, slow = [], []
    for minute in range(minutes):
        lookups = int(random.poisson(_traffic(world, start + minute)))
        rate = _rate(world, start + minute, level[minute])
        hits.append((lookups, int(random.binomial(lookups, rate))))
        slow.append((lookups, int(random.binomial(lookups, _slow(world, slow_level[minute])))))
    return hits, slow


def roll_out(
    world: World,
    random: np.random.Generator,
    *,
    drop: float = 0.0,
    more_errors: float = 0.0,
    slower: float = 0.0,
) -> list[Look]:
    """The looks of one roll-out; green may be worse by so much."""
    start = random.uniform(0, 1440)
    levels = [_wobble(world, random, len(WEIGHTS)) for _ in range(2)]
    slows = [_wobble(world, random, len(WEIGHTS)) for _ in range(2)]
    looks = []
    for minute, weight in enumerate(WEIGHTS):
        burst = 0.02 if random.random() < 0.02 else 0.0
        sides = []
        for side, share in enumerate((1 - weight, weight)):
            lookups = int(random.poisson(_traffic(world, start + minute) * share))
            rate = _rate(world, start + minute, levels[side][minute]) - drop * side
            slow = _slow(world, slows[side][minute])
            failing = world.errors + burst + more_errors * side
            sides.append(
                Counts(
                    requests=lookups,
                    errors=int(random.binomial(lookups, failing)),
                    lookups=lookups,
                    hits=int(random.binomial(lookups, min(max(rate, 0.0), 1.0))),
                    slow=int(random.binomial(lookups, min(slow + slower * side, 1.0))),
                )
            )
        looks.append(Look(weight, *sides))
    return looks


def rules_from(world: World, random: np.random.Generator) -> Rules:
    """The judge's rules as phase 4 makes them: the block from the day before."""
    hits, slow = history(world, random)
    return Rules(hit_block=choose_block(hits), slow_block=choose_block(slow))


def first_alarm(looks: list[Look], rules: Rules) -> int | None:
    """At which look, from 1, the judge first says that green is at fault."""
    for count in range(1, len(looks) + 1):
        if judge(looks[:count], rules).state is State.FAULT:
            return count
    return None


def _wobble(world: World, random: np.random.Generator, minutes: int) -> list[float]:
    out = [random.normal(0, world.wobble)]
    innovation = world.wobble * math.sqrt(1 - world.carry**2)
    for _ in range(minutes - 1):
        out.append(world.carry * out[-1] + random.normal(0, innovation))
    return out


def _traffic(world: World, minute: float) -> float:
    return world.lookups * (1 + 0.6 * math.sin(2 * math.pi * minute / 1440))


def _slow(world: World, level: float) -> float:
    return min(world.slow * math.exp(20 * level), 1.0)


def _rate(world: World, minute: float, level: float) -> float:
    rate = world.hit_rate + world.cycle * math.sin(2 * math.pi * minute / 1440 + 1) + level
    return min(max(rate, 0.0), 1.0)
