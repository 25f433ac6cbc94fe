"""When requests are to arrive."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtests.schedule import SHAPES, Load, arrivals, recorded

LOADS = st.builds(
    Load,
    rate=st.floats(1, 500),
    seconds=st.floats(0.1, 20),
    shape=st.sampled_from(SHAPES),
    seed=st.integers(0, 99),
)


@given(LOADS)
def test_arrivals_are_in_order_within_the_run_and_the_same_again(load: Load):
    due = arrivals(load)
    assert due == sorted(due)
    assert all(0 <= at < load.seconds for at in due)
    assert due == arrivals(load)


@given(st.integers(1, 50))
def test_chance_gives_the_rate_and_no_rhythm(seed: int):
    """Of 4,000 expected, five standard deviations about; gaps as spread as they are long."""
    due = arrivals(Load(rate=400, seconds=10, shape="poisson", seed=seed))
    assert abs(len(due) - 4000) < 5 * 4000**0.5
    gaps = [b - a for a, b in pairwise(due)]
    mean = sum(gaps) / len(gaps)
    spread = (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5
    assert spread == pytest.approx(mean, rel=0.15)


def test_a_constant_rate_and_a_ramp():
    due = arrivals(Load(rate=10, seconds=2, shape="constant"))
    assert due == [number / 10 for number in range(20)]
    ramp = arrivals(Load(rate=100, seconds=10, shape="ramp"))
    assert len(ramp) == 550
    assert sum(at < 5 for at in ramp) == pytest.approx(550 * 0.3, abs=30)
    assert ramp[-1] - ramp[-2] == pytest.approx(1 / 100, rel=0.05)


def test_what_was_recorded_keeps_its_gaps():
    assert recorded([103.0, 100.0, 101.0]) == [0.0, 1.0, 3.0]
    assert recorded([100.0, 103.0], times_as_fast=2) == [0.0, 1.5]


def test_an_unknown_shape_is_no_shape():
    with pytest.raises(ValueError, match="constant, ramp, poisson"):
        arrivals(Load(1, 1, "square"))
