"""Clocks that people set: misses and a warning, never a longer life."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.entry import Selector
from fpcache_ops.core.lookup import name_of
from fpcache_ops.core.reckoning import Watch
from tests.factories import LIFETIME, ManualClock, an_override
from tests.unit.core.test_validation import FINDINGS, Bench

ACME = Selector(tenant="acme")
DAY = timedelta(days=1)
ONE = FINDINGS[1:2]


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


@pytest.fixture
def cache(bench):
    """Of a process that has stored a verdict."""
    cache = bench.cache()
    bench.run(ONE, cache=cache)
    return cache


def asked(bench, cache, findings=ONE):
    report = bench.run(findings, cache=cache, may_store=False)
    return [name_of(answer.outcome) for answer in report.answers], report.warnings


def pass_by(bench, time):
    bench.clock.pause(time.total_seconds())


def test_time_that_passes_is_no_alarm(bench, cache):
    """Nor is what a time server puts right."""
    pass_by(bench, 89 * DAY)
    bench.clock.at -= timedelta(seconds=50)
    assert asked(bench, cache) == (["hit"], [])
    pass_by(bench, DAY)
    bench.clock.at += timedelta(seconds=100)
    assert asked(bench, cache) == (["expired"], [])


def test_set_back_under_a_running_process(bench, cache):
    """Verdicts are as old as they are; it is told from the first answer on."""
    pass_by(bench, 80 * DAY)
    bench.clock.at -= 70 * DAY
    outcomes, (warning,) = asked(bench, cache)
    assert outcomes == ["hit"]
    assert "set back by 70 days" in warning
    pass_by(bench, 11 * DAY)
    assert asked(bench, cache)[0] == ["expired"]
    # Another process knows no better.
    assert asked(bench, bench.cache()) == (["hit"], [])


def test_set_ahead(bench, cache):
    """What is over by it is judged again, and it is said why."""
    bench.clock.at += 50 * DAY
    assert asked(bench, cache) == (["hit"], [])
    bench.clock.at += 50 * DAY
    outcomes, (warning,) = asked(bench, cache)
    assert outcomes == ["expired"]
    assert "jumped ahead by 100 days" in warning
    assert "1 stored verdicts are past their end" in warning


def test_a_verdict_from_a_time_that_has_not_come_yet(bench):
    """It is not used; and it tells a new process how late it was already."""
    bench.run(FINDINGS[:1])
    bench.clock.at += LIFETIME
    bench.run(FINDINGS[1:2])
    bench.clock.at -= LIFETIME - DAY
    fresh = bench.cache()
    assert asked(bench, fresh, FINDINGS[:1]) == (["hit"], [])
    outcomes, warnings = asked(bench, fresh, FINDINGS[:2])
    assert outcomes == ["expired", "expired"]
    assert ["1 stored verdicts are from a time that has not come yet" in w for w in warnings] == [
        True
    ]


def test_a_decision_ends_no_later():
    """Also when the clock was set back."""
    clock = ManualClock()
    watch = Watch(clock)
    decided = an_override(expires_at=clock.at + DAY)
    clock.pause(2 * DAY.total_seconds())
    clock.at -= 2 * DAY
    time = watch.read()
    assert decided.applies(time.now)
    assert not decided.applies(time.now, time.latest)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(-200, 200)), min_size=1, max_size=6),
)
def test_nobody_lives_longer_by_setting_the_clock(bench, cache, moves):
    """Within a process: whatever was done to the clock, what is served is younger than that."""
    bench.store.invalidate(ACME, who="ann", why="anew", at=bench.clock.at)
    bench.run(ONE, cache=cache)
    age = timedelta()
    for days, setting in moves:
        pass_by(bench, days * DAY)
        age += days * DAY
        bench.clock.at += setting * DAY
        outcomes, _ = asked(bench, cache)
        assert outcomes != ["hit"] or age < LIFETIME
        bench.clock.at -= setting * DAY
