"""What every store promises of leases (fpcache_ops.core.ports.Leases)."""

from datetime import timedelta

import pytest

from fpcache_ops.stores.leases import SqlLeases
from tests.factories import NOW, a_digest

KEYS = [a_digest(name) for name in ("a", "b", "c")]
LATER = NOW + timedelta(seconds=10)


@pytest.fixture
def leases(store) -> SqlLeases:
    return SqlLeases(store)


def claim(leases, holder, keys=KEYS, now=NOW, until=LATER):
    return leases.claim(keys, holder=holder, now=now, until=until)


def test_a_lease_has_one_holder(leases):
    """Who comes second gets what is left."""
    assert claim(leases, "ann", KEYS[:2]) == set(KEYS[:2])
    assert claim(leases, "bob") == {KEYS[2]}


def test_a_holder_may_renew(leases):
    """Claiming again extends."""
    claim(leases, "ann")
    assert claim(leases, "ann", until=LATER + timedelta(seconds=10)) == set(KEYS)
    assert claim(leases, "bob", now=LATER) == set()


def test_a_lease_expires(leases):
    """The death of a holder costs one more validation, at the very moment of the end."""
    claim(leases, "ann")
    assert claim(leases, "bob", now=LATER - timedelta(microseconds=1)) == set()
    assert claim(leases, "bob", now=LATER) == set(KEYS)


def test_a_released_lease_is_free_and_one_taken_over_is_not_given_back(leases):
    """A holder that was too late cannot release its successor's lease."""
    claim(leases, "ann")
    leases.release(KEYS[:1], holder="ann")
    assert claim(leases, "bob") == {KEYS[0]}
    claim(leases, "cid", now=LATER, until=LATER + timedelta(seconds=10))
    leases.release(KEYS, holder="ann")
    assert claim(leases, "dan", now=LATER) == set()


def test_many_and_none(leases):
    """More keys than one statement takes, repeated ones, and no key at all."""
    many = [a_digest(f"k{n}") for n in range(450)]
    assert claim(leases, "ann", many + many[:10]) == set(many)
    assert claim(leases, "bob", many) == set()
    leases.release(many, holder="ann")
    assert claim(leases, "bob", many) == set(many)
    assert claim(leases, "bob", []) == set()
