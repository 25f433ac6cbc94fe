"""The judge: what it must see, what it must not see, and what it says when it sees nothing."""

import math
import random

import numpy as np
import pytest

from fpcache_ops.operations.rollout.judging import Counts, Look, Rules, State, judge, power
from fpcache_ops.operations.rollout.sequential import (
    Block,
    Failures,
    above_limit,
    choose_block,
    excess_errors,
    mean_interval,
    weighted_interval,
)
from fpcache_ops.operations.rollout.warmup import Asked, expected_curve
from tests.simulated_rollouts import WEIGHTS, World, first_alarm, roll_out, rules_from

BUSY = World(lookups=3000, carry=0.4)
KNOWN = Block(1, 0.005, 0.0, 1000)


def test_roll_outs_without_a_fault_are_hardly_ever_stopped() -> None:
    chance = np.random.default_rng(1)
    rules = rules_from(BUSY, chance)
    alarms = [first_alarm(roll_out(BUSY, chance), rules) for _ in range(40)]
    assert sum(alarm is not None for alarm in alarms) <= 2


@pytest.mark.parametrize(
    ("worse", "within", "why"),
    [
        ({"drop": 0.08}, 22, "hit rate"),
        ({"more_errors": 0.02}, 12, "fail"),
        ({"slower": 0.08}, 12, "slow"),
    ],
)
def test_a_green_that_is_worse_is_seen_in_time(
    worse: dict[str, float], within: int, why: str
) -> None:
    chance = np.random.default_rng(2)
    rules = rules_from(BUSY, chance)
    for _ in range(4):
        looks = roll_out(BUSY, chance, **worse)
        alarm = first_alarm(looks, rules)
        assert alarm is not None
        assert alarm <= within
        assert why in judge(looks[:alarm], rules).reason


def test_looking_every_minute_at_a_fixed_test_would_cry_wolf() -> None:
    """The same looks by a 95 % interval that is made for one look: what this judge is not."""
    chance = random.Random(3)
    fixed = ours = 0
    for _ in range(300):
        values: list[tuple[float, float]] = []
        seen = [False, False]
        for _ in range(30):
            values.append((chance.gauss(0, 1), 1.0))
            mean = sum(value for value, _ in values) / len(values)
            seen[0] |= abs(mean) > 1.96 / math.sqrt(len(values))
            interval = weighted_interval(values, 0.05)
            seen[1] |= interval.low > 0 or interval.high < 0
        fixed += seen[0]
        ours += seen[1]
    assert fixed > 0.2 * 300
    assert ours <= 0.05 * 300


def test_the_interval_of_unknown_spread_holds_at_all_looks() -> None:
    chance = random.Random(4)
    wrong = 0
    for _ in range(300):
        values: list[float] = []
        out = False
        for _ in range(30):
            values.append(chance.gauss(0, 1))
            interval = mean_interval(values, 0.05)
            out |= not interval.low <= 0 <= interval.high
        wrong += out
    assert wrong <= 0.05 * 300


def test_what_scatters_more_than_was_known_widens_the_interval() -> None:
    calm = [(0.001 * (-1) ** n, 1e-4) for n in range(20)]
    wild = [(0.1 * (-1) ** n, 1e-4) for n in range(20)]
    narrow, wide = weighted_interval(calm, 0.05), weighted_interval(wild, 0.05)
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_evidence_of_errors_is_fair() -> None:
    """Under equal rates it is a martingale: its mean stays 1, whatever the shares are."""
    for share in (0.1, 0.5):
        ours, theirs = Failures(1, 0, share), Failures(0, 1, share)
        after = share * excess_errors([ours]) + (1 - share) * excess_errors([theirs])
        assert after == pytest.approx(1.0)
    assert 0.01 * above_limit(1, 1, 0.01) + 0.99 * above_limit(0, 1, 0.01) == pytest.approx(1.0)


def test_a_burst_that_hits_both_sides_is_no_fault_of_green() -> None:
    # Both fail in half of all requests, ours no more than theirs.
    assert excess_errors([Failures(50, 450, 0.1)] * 5) < 1
    assert excess_errors([Failures(8, 0, 0.1)]) > 1000


@pytest.mark.parametrize("carry", [0.0, 0.5, 0.9])
def test_the_block_grows_with_the_carry_over(carry: float) -> None:
    chance = np.random.default_rng(5)
    level, series = 0.0, []
    for _ in range(400):
        level = carry * level + chance.normal(0, 0.02 * math.sqrt(1 - carry**2))
        series.append((10_000, int(10_000 * min(max(0.85 + level, 0), 1))))
    block = choose_block(series)
    assert block.measured_on >= 20
    if carry < 0.05:
        assert block.looks == 1
    if carry > 0.8:
        assert block.looks > 1


def test_with_nothing_before_the_longest_block_is_taken() -> None:
    assert choose_block([]) == Block()
    assert Block().looks == 5
    assert Block().measured_on == 0


# --- nothing seen is nothing shown -------------------------------------------------------

FINE = Counts(requests=100, errors=0, lookups=100, hits=90, slow=0)


def test_metrics_that_cannot_be_read_are_no_reason_to_go_on() -> None:
    looks = [Look(0.5, FINE, FINE)] * 3 + [Look(0.5, FINE, None)] * 2
    opinion = judge(looks, Rules())
    assert opinion.state is State.BLIND
    assert "metrics of green" in opinion.reason


def test_no_traffic_on_green_is_no_reason_to_go_on() -> None:
    opinion = judge([Look(0.5, FINE, Counts())] * 2, Rules())
    assert opinion.state is State.BLIND
    assert opinion.reason == "no traffic reaches green"


def test_one_look_without_figures_is_waited_out() -> None:
    looks = [Look(0.5, FINE, FINE), Look(0.5, FINE, None), Look(0.5, FINE, FINE)]
    assert judge(looks, Rules()).state is State.HEALTHY


# --- warming up --------------------------------------------------------------------------


def _log(seconds: float, chance: random.Random) -> list[Asked]:
    """Four requests a second, each about ten of 400 findings, of which some change now and then."""
    version = [0] * 400
    log = []
    for number in range(int(seconds * 4)):
        if number % 10 == 0:
            version[chance.randrange(400)] += 1
        first = chance.randrange(390)
        log += [
            Asked(number / 4, f"r{number}", (str(one), str(version[one])))
            for one in range(first, first + 10)
        ]
    return log


WARM = (0.5,) * 10


def _cold(share_kept: float, chance: random.Random) -> list[Look]:
    """A green that begins with nothing; it loses what it stored with some chance."""
    known: set[tuple[str, ...]] = set()
    counts = [[0, 0, 0] for _ in WARM]
    last = ""
    taken = False
    for row in _log(len(WARM) * 30, chance):
        look = int(row.at // 30)
        if row.request != last:
            last, taken = row.request, chance.random() < 0.5
            counts[look][2] += taken
        if taken:
            counts[look][0] += 1
            counts[look][1] += row.key in known and chance.random() < share_kept
            known.add(row.key)
    return [
        Look(0.5, FINE, Counts(requests, 0, lookups, hits, 0)) for lookups, hits, requests in counts
    ]


def test_a_healthy_cold_cache_is_not_failed_and_a_limping_one_is() -> None:
    chance = random.Random(6)
    curve = expected_curve(_log(1800, chance), WARM, 30.0)
    assert curve is not None
    assert curve.windows >= 10
    rules = Rules(hit_block=KNOWN, slow_block=KNOWN, cold=True, curve=curve)
    for _ in range(3):
        healthy = _cold(1.0, chance)
        assert healthy[0].green is not None
        # Far below blue's 90 %, and that is no fault.
        assert healthy[0].green.hits < 0.7 * healthy[0].green.lookups
        assert first_alarm(healthy, rules) is None
        limping = _cold(0.7, chance)
        alarm = first_alarm(limping, rules)
        assert alarm is not None
        assert "cold cache" in judge(limping[:alarm], rules).reason


def test_a_log_that_is_too_short_gives_no_curve_and_no_pass() -> None:
    chance = random.Random(7)
    assert expected_curve(_log(400, chance), WARM, 30.0) is None
    assert expected_curve([], WARM, 30.0) is None
    looks = _cold(1.0, chance)
    assert judge(looks, Rules(cold=True, curve=None)).state is State.BLIND


# --- power -------------------------------------------------------------------------------


def test_the_power_table_says_what_cannot_be_seen() -> None:
    rules = Rules(hit_block=Block(1, 0.01, 0.2, 1000))
    found = power((0.01, 0.02, 0.05), 22, rules, lookups=400, share=0.3, hit_rate=0.88)
    seen = [one.looks for one in found]
    assert seen[0] is None
    assert seen[2] is not None
    few = power((0.05,), 22, rules, lookups=20, share=0.3, hit_rate=0.88)
    assert few[0].looks is None
    more = power((0.01,), 1400, rules, lookups=4000, share=0.5, hit_rate=0.88)
    assert more[0].looks is not None


def test_what_the_power_table_promises_is_what_is_seen() -> None:
    chance = np.random.default_rng(8)
    rules = rules_from(BUSY, chance)
    together = [weight for weight in WEIGHTS if weight < 1]
    promised = power((0.08,), len(together), rules, lookups=3000, share=0.1, hit_rate=0.88)[0].looks
    assert promised is not None
    alarms = [first_alarm(roll_out(BUSY, chance, drop=0.08), rules) for _ in range(20)]
    assert sum(alarm is not None and alarm <= promised for alarm in alarms) >= 14


def test_a_side_that_never_changes_has_no_wobble():
    """A warm cache answers everything from itself: every share is one."""
    block = choose_block([(40, 40)] * 200)
    assert (block.looks, block.correlation) == (1, 0.0)
    assert block.lasting_variance == 0.0
