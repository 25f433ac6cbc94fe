"""The flag's own rule: off for everyone wins, then a tenant's own setting, then the gate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.core.flags import CACHING, EVERYONE, FlagSetting, bucket, evaluate
from fpcache_ops.core.lookup import SwitchState
from fpcache_ops.core.switch import decide_switch

percentages = st.integers(0, 100)
tenants = st.text(min_size=1)


@given(tenants, percentages, percentages)
def test_who_is_let_in_stays_in_as_the_gate_opens(tenant, one, other):
    """The gate is stable, and monotonic in its percentage."""
    low, high = sorted((one, other))
    if evaluate(CACHING, {EVERYONE: FlagSetting(low)}, tenant):
        assert evaluate(CACHING, {EVERYONE: FlagSetting(high)}, tenant)


def test_the_gate_lets_in_the_share_that_it_says():
    """Of 10,000 tenants within two points; and other flags let in others."""
    names = [f"tenant-{number}" for number in range(10_000)]
    for percentage in (1, 10, 50, 90):
        settings = {EVERYONE: FlagSetting(percentage)}
        share = sum(evaluate(CACHING, settings, name) is True for name in names) / 100
        assert abs(share - percentage) < 2
    assert any(bucket("a", name) != bucket("b", name) for name in names)
    # The same in every process, for ever.
    assert [bucket(CACHING, name) for name in ("acme", "local", "é")] == [71, 17, 45]


@given(tenants, percentages)
def test_off_for_everyone_wins(tenant, percentage):
    """Whatever a tenant's own setting says."""
    settings = {EVERYONE: FlagSetting(0), tenant: FlagSetting(percentage)}
    assert evaluate(CACHING, settings, tenant) is False


@given(tenants, st.integers(1, 100), st.booleans())
def test_a_tenants_own_setting_comes_before_the_gate(tenant, percentage, on):
    """On or off, in or out of the gate."""
    settings = {EVERYONE: FlagSetting(percentage), tenant: FlagSetting(100 * on)}
    assert evaluate(CACHING, settings, tenant) is on


def test_unset_is_neither():
    """Another tenant's setting says nothing."""
    assert evaluate(CACHING, {}, "a") is None
    assert evaluate(CACHING, {"b": FlagSetting(100)}, "a") is None


@pytest.mark.parametrize("percentage", [-1, 101])
def test_a_percentage_is_one(percentage):
    """Nothing else can be set."""
    with pytest.raises(ValueError, match="from 0 to 100"):
        FlagSetting(percentage)


three = st.sampled_from([True, False, None])


@given(st.booleans(), three, three, st.booleans())
def test_any_off_wins(off_file, forced, flag, default):
    """Off file > forced off > flag off > forced on > flag on > default."""
    state = decide_switch(off_file=off_file, forced=forced, flag=flag, default=default)
    if off_file or forced is False or flag is False:
        assert not state.on
    elif forced or flag:
        assert state.on
    else:
        assert state == SwitchState(default, "default")
