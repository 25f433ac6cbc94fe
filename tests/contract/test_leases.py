"""What every store promises of leases (fpcache_ops.core.ports.Leases)."""

from datetime import timedelta
from threading import Semaphore
from threading import enumerate as enumerate_threads

import pytest

from fpcache_ops.core.ports import Ended
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.renewed import RenewedLeases
from tests.factories import NOW, ManualClock, a_digest, an_entry

KEYS = [a_digest(name) for name in ("a", "b", "c")]
LASTING = timedelta(seconds=10)
LATER = NOW + LASTING


@pytest.fixture(params=["plain", "renewed"])
def leases(request, store):
    """The leases of a store, and the same with signs of life."""
    plain = SqlLeases(store)
    if request.param == "plain":
        yield plain
        return
    renewed = RenewedLeases(plain, ManualClock())
    yield renewed
    renewed.close()


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


def test_leases_end_with_the_entries_they_were_taken_for(leases, store):
    """In the same transaction, however many; what somebody else has taken over stays theirs."""
    many = [a_digest(f"k{n}") for n in range(250)]
    claim(leases, "ann", many)
    claim(leases, "cid", KEYS[:1], now=LATER, until=LATER + LASTING)
    leases.ending([*many, KEYS[0]], holder="ann")
    assert claim(SqlLeases(store), "bob", many) == set(), "not before the entries are there"
    store.record([an_entry()], Ended("ann", [*many, KEYS[0]]))
    assert claim(SqlLeases(store), "bob", [*many, KEYS[0]]) == set(many)


def test_many_and_none(leases):
    """More keys than one statement takes, repeated ones, and no key at all."""
    many = [a_digest(f"k{n}") for n in range(450)]
    assert claim(leases, "ann", many + many[:10]) == set(many)
    assert claim(leases, "bob", many) == set()
    leases.release(many, holder="ann")
    assert claim(leases, "bob", many) == set(many)
    assert claim(leases, "bob", []) == set()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def renewed(store, clock):
    renewed = RenewedLeases(SqlLeases(store), clock)
    yield renewed
    renewed.close()


def test_a_sign_of_life_extends_what_is_held(renewed, store, clock):
    """However long its call takes, nobody else judges what a living holder judges."""
    claim(renewed, "ann")
    clock.pause(8)
    renewed.renew()
    assert claim(SqlLeases(store), "bob", now=NOW + timedelta(seconds=17)) == set()
    assert claim(SqlLeases(store), "bob", now=NOW + timedelta(seconds=18)) == set(KEYS)


def test_nothing_is_renewed_that_was_given_back_or_taken_over(renewed, store, clock):
    """A holder that is done, or was too late, stands in nobody's way."""
    claim(renewed, "ann")
    renewed.release(KEYS[:1], holder="ann")
    renewed.renew()
    others = SqlLeases(store)
    assert claim(others, "bob") == {KEYS[0]}
    clock.pause(10)
    assert claim(others, "cid", KEYS[1:2], now=clock.at, until=clock.at + LASTING) == {KEYS[1]}
    renewed.renew()
    assert claim(others, "dan", now=clock.at) == {KEYS[0]}, "bob's is over, cid's and ann's are not"


def test_what_is_given_back_during_a_sign_of_life_is_free(store, clock):
    """The sign may come after the release: it is taken back."""

    class GivenBackMeanwhile(SqlLeases):
        def claim(self, keys, **named):
            if renewing:
                renewing.clear()
                renewed.release(KEYS, holder="ann")
            return super().claim(keys, **named)

    renewing: list[bool] = []
    renewed = RenewedLeases(GivenBackMeanwhile(store), clock)
    claim(renewed, "ann")
    renewing.append(True)
    renewed.renew()
    renewed.close()
    assert claim(SqlLeases(store), "bob") == set(KEYS)


def test_what_ends_with_its_entry_gives_no_signs(renewed, store, clock):
    """Else it would be there again, and nobody would give it back."""
    claim(renewed, "ann")
    renewed.ending(KEYS[:2], holder="ann")
    clock.pause(8)
    renewed.renew()
    assert claim(SqlLeases(store), "bob", now=LATER) == set(KEYS[:2])


def test_signs_of_life_come_by_themselves_until_it_is_closed(store, clock):
    """A thread gives them, before the lease is over."""

    class Heard(SqlLeases):
        def claim(self, keys, **named):
            held = super().claim(keys, **named)
            heard.release()
            return held

    heard = Semaphore(0)
    renewed = RenewedLeases(Heard(store), clock)
    claim(renewed, "ann", until=NOW + timedelta(milliseconds=30))
    assert all(heard.acquire(timeout=60) for _ in range(3))
    renewed.close()
    assert not [thread for thread in enumerate_threads() if thread.name == "leases"]
