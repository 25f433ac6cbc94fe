"""Keys in one process: how long what was found out is believed."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fpcache_ops.core.access import ApiKey, Scope, Tenant, new_key
from fpcache_ops.service.auth import Caller, DevelopmentKeys, StoredKeys
from tests.factories import NOW, ManualClock

TEXT, PRESENTED = new_key(random.Random(1).randrange)
KEY = ApiKey(PRESENTED.id, "acme", "", PRESENTED.digest, frozenset({Scope.READ}), NOW, "ann")
CALLER = Caller("acme", PRESENTED.id, frozenset({Scope.READ}), frozenset({"acme"}))


class OneKey:
    """A directory with one key of one tenant; it counts how often it is asked."""

    def __init__(self):
        self.known: ApiKey | None = KEY
        self.held: Tenant | None = Tenant("acme", NOW, ("acme",))
        self.asked = 0

    def key(self, key_id):
        self.asked += 1
        return self.known if self.known and self.known.id == key_id else None

    def tenant(self, name):
        return self.held


@pytest.fixture
def directory():
    return OneKey()


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def keys(directory, clock):
    return StoredKeys(directory, clock)


def test_a_revocation_acts_within_a_second(keys, directory, clock):
    """Half of it is spent believing what was found out before."""
    assert keys.recent(TEXT) is None
    assert keys.caller(TEXT) == CALLER
    directory.known = replace(KEY, revoked_at=NOW)
    clock.ticks += 0.4
    assert keys.recent(TEXT) == CALLER
    clock.ticks += 0.2
    assert keys.recent(TEXT) is None
    assert keys.caller(TEXT) is None
    assert keys.recent(TEXT) is None


def test_what_becomes_of_a_key(keys, directory, clock):
    """It expires; its tenant is deleted; its accounts change."""
    directory.held = Tenant("acme", NOW, ("acme", "more"), 60)
    changed = replace(CALLER, accounts=frozenset({"acme", "more"}), requests_per_minute=60)
    assert keys.caller(TEXT) == changed
    directory.held = None
    assert keys.caller(TEXT) is None
    directory.held = Tenant("acme", NOW)
    directory.known = replace(KEY, expires_at=NOW + timedelta(seconds=1))
    assert keys.caller(TEXT) is not None
    clock.at += timedelta(seconds=1)
    assert keys.caller(TEXT) is None


def test_nobody_is_asked_about_nonsense(keys, directory):
    """The check characters of a key keep guesses away from the store."""
    for text in ("", "x", "fpc_" + "A" * 50, TEXT[:-1] + "_"):
        assert keys.recent(text) is keys.caller(text) is None
    assert directory.asked == 0
    assert keys.caller(new_key(random.Random(2).randrange)[0]) is None
    assert directory.asked == 1


def test_accounts():
    """Of the caller's tenant, whatever their case; a developer has all, or those that are named."""
    assert CALLER.owns("ACME/shop")
    assert not CALLER.owns("other/shop")
    assert not CALLER.owns("/")
    assert DevelopmentKeys().caller("any").owns("who/ever")
    named = OneKey()
    directory: Any = named
    developer = DevelopmentKeys(directory).caller("any")
    assert (developer.owns("acme/x"), developer.owns("who/ever")) == (True, False)
    named.held = None
    assert DevelopmentKeys(directory).caller("any").owns("who/ever")
