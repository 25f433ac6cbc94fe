"""Criteria: data decides, and no data never passes."""

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.criteria import Criterion, Result, evaluate, load, wilson
from fpcache_ops.operations.wording import percent


def criterion(measure="share", direction="at_least", limit=0.8, **more):
    table = {"measure": measure, "direction": direction, "limit": limit, **more}
    return msgspec.convert({"name": "c", "title": "C", "metric": "m", **table}, Criterion)


NONE_ALLOWED = criterion("count", "at_most", 0)
ALL = criterion("share", "at_least", 1.0)
FAST = criterion("milliseconds", "below", 100, minimum_sample=20)
ESTIMATED = criterion("share", "above", 0.7, minimum_sample=100, decided_by="interval")


@pytest.mark.parametrize(
    ("wanted", "value", "sample", "result", "value_text"),
    [
        (NONE_ALLOWED, 0, 24, "pass", "0 of 24"),
        (NONE_ALLOWED, 1, 24, "fail", "1 of 24"),
        (NONE_ALLOWED, 0, 0, "inconclusive", "no data"),
        (NONE_ALLOWED, 3, 0, "fail", "3 of 3"),
        (ALL, 98, 98, "pass", "100 % (98 of 98)"),
        (ALL, 97, 98, "fail", "99 % (97 of 98)"),
        (ALL, 9_999, 10_000, "fail", "99.9 % (9999 of 10000)"),
        (ALL, 99, 98, "inconclusive", "no data"),
        (ALL, 0, 0, "inconclusive", "no data"),
        (FAST, 99.9, 20, "pass", "99.9 ms"),
        (FAST, 100, 20, "fail", "100 ms"),
        (FAST, 1, 19, "inconclusive", "1 ms"),
        (FAST, math.nan, 20, "inconclusive", "no data"),
        (FAST, math.inf, 20, "inconclusive", "no data"),
        (FAST, -1, 20, "inconclusive", "no data"),
        (FAST, None, 20, "inconclusive", "no data"),
        (ESTIMATED, 95, 100, "pass", "95 % (95 of 100)"),
        (ESTIMATED, 75, 100, "inconclusive", "75 % (75 of 100)"),
        (ESTIMATED, 50, 100, "fail", "50 % (50 of 100)"),
        (ESTIMATED, 99, 99, "inconclusive", "100 % (99 of 99)"),
    ],
)
def test_what_a_measurement_shows(wanted, value, sample, result, value_text):
    """The table of results; a zero is always "0 of n"."""
    check = evaluate(wanted, value, sample)
    assert check.result == result
    assert check.value_text == value_text
    assert check.because


def test_too_few_observations_show_no_success_but_what_must_not_happen_fails_at_once():
    """One hidden vulnerability is one too many, however few were looked at."""
    rare = criterion("count", "at_most", 0, minimum_sample=100)
    assert evaluate(rare, 0, 5).result is Result.INCONCLUSIVE
    assert evaluate(rare, 1, 5).result is Result.FAIL


@given(
    st.sampled_from([NONE_ALLOWED, ALL, FAST, ESTIMATED]),
    st.one_of(st.none(), st.floats()),
    st.integers(max_value=0),
)
def test_no_sample_never_passes(wanted, value, sample):
    """Whatever the figure says."""
    assert evaluate(wanted, value, sample).result is not Result.PASS


def test_no_data_can_mean_failure_and_never_success(tmp_path):
    """A health check that gives no answer may fail; ``no_data = "pass"`` cannot be written."""
    assert evaluate(load()["rollout_healthy"], 0, 0).result is Result.FAIL
    for bad in (
        'no_data = "pass"',
        "minimum_sample = 0",
        "limit = nan",
        "limit = 1.5",
        'decided_by = "x"',
    ):
        key = bad.partition(" ")[0]
        given_lines = {"measure": '"share"', "direction": '"at_least"', "limit": "0.5"}
        lines = [f"{name} = {value}" for name, value in given_lines.items() if name != key]
        path = tmp_path / "criteria.toml"
        path.write_text("\n".join(["[x]", 'title = "X"', 'metric = "x"', bad, *lines]))
        with pytest.raises(UnusableInput, match="the criterion x"):
            load(path)


def test_the_interval_is_wilsons():
    """As published (Newcombe 1998, method 3): 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for count, sample, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(count, sample) == pytest.approx((low, high), abs=5e-5)


def test_the_file_has_what_the_design_promises():
    """Section 8's figures, by name."""
    known = {name: (c.limit, c.direction.value) for name, c in load().items()}
    assert known["unchanged_hit_rate"] == (1.0, "at_least")
    assert known["hit_latency_p95"] == (100, "below")
    assert known["hit_latency_mean"] == (50, "below")
    assert known["real_hidden"] == (0, "at_most")
    assert known["rollout_hit_rate_1h"] == (0.7, "above")
    assert known["rollout_p95_1h"] == (100, "below")
    assert known["rollout_errors_1h"] == (0.01, "below")
    assert known["rollout_hit_rate_24h"] == (0.8, "above")
    assert known["rollout_latency_mean_24h"] == (50, "below")
    assert known["rollout_incidents_24h"] == (0, "at_most")
    assert known["accuracy"] == (0.95, "at_least")


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100 %"), (0, "0 %"), (0.99999, "99.9 %"), (0.00001, "0.1 %"), (0.875, "87.5 %")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share, text):
    """Only all is 100 %, only none is 0 %."""
    assert percent(share) == text
