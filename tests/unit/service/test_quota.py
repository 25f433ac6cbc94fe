"""Each tenant's share of requests."""

from pathlib import Path

from fpcache_ops.service.quota import Quota

NOW = 1000.0


def test_a_share_is_used_up_and_comes_back():
    """Ten seconds' worth at once, then one for each that passes."""
    with Quota() as quota:
        taken = [quota.wait("acme", 60, NOW) for _ in range(11)]
        assert taken[:10] == [0] * 10
        assert taken[10] == 1.0
        assert quota.wait("acme", 60, NOW + 0.5) == 0.5
        assert quota.wait("acme", 60, NOW + 1.0) == 0
        assert quota.wait("acme", 60, NOW + 1.0) == 1.0
        assert [quota.wait("acme", 60, NOW + 500) for _ in range(11)][9:] == [0, 1.0]


def test_others_are_not_touched():
    """By what one tenant takes; a small share is at least one request."""
    with Quota() as quota:
        while not quota.wait("acme", 60, NOW):
            pass
        assert quota.wait("beta", 1, NOW) == 0
        assert quota.wait("beta", 1, NOW) == 60


def test_processes_share_the_shares(tmp_path: Path):
    """Each of them opens the same file."""
    with Quota(tmp_path / "quota") as one, Quota(tmp_path / "quota") as other:
        for number in range(10):
            assert (one, other)[number % 2].wait("acme", 60, NOW) == 0
        assert one.wait("acme", 60, NOW) == other.wait("acme", 60, NOW) == 1.0


def test_many_tenants():
    """More than there is room for: nobody gets more than the share."""
    with Quota() as quota:
        for _ in range(2):
            for tenant in range(12_000):
                quota.wait(f"t{tenant}", 6, NOW)
        assert all(quota.wait(f"t{tenant}", 6, NOW) > 0 for tenant in range(12_000))
