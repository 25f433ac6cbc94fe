"""API keys: their form, and when one is believed."""

import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.core.access import (
    KEY_PATTERN,
    ApiKey,
    Scope,
    account_name,
    is_tenant_name,
    new_key,
    presented_key,
)
from tests.factories import NOW

TEXT, PRESENTED = new_key(random.Random(7).randrange)
KEY = ApiKey(PRESENTED.id, "acme", "ci", PRESENTED.digest, frozenset({Scope.VALIDATE}), NOW, "ann")


def test_a_scanner_finds_keys():
    """One pattern, one prefix, no punctuation that a double click would stop at."""
    assert re.fullmatch(KEY_PATTERN, TEXT)
    assert TEXT.startswith("fpc_")
    assert TEXT[4:].isalnum()


@given(st.integers(0, 2**32))
def test_keys_differ_and_are_read_back(seed):
    """The name is public, the rest is not told by it."""
    source = random.Random(seed)
    text, presented = new_key(source.randrange)
    other, _ = new_key(source.randrange)
    assert presented_key(text) == presented
    assert text != other
    assert presented.id == text[4:16]
    assert text.encode() not in presented.digest


@given(st.integers(0, len(TEXT) - 1), st.characters(codec="ascii"))
def test_a_typing_error_is_no_key(place, character):
    """The last six characters check the rest; nobody is asked about such a text."""
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    assert (presented_key(changed) is None) == (changed != TEXT)


@pytest.mark.parametrize("text", ["", "fpc_", TEXT + "0", TEXT[:-1], " " + TEXT, TEXT + "\n"])
def test_what_is_no_key(text):
    """Nobody ever got it from us."""
    assert presented_key(text) is None


def test_when_a_key_is_believed():
    """The right secret, not expired, not revoked; an unknown one is like a wrong one."""
    assert PRESENTED.is_of(KEY, NOW)
    assert not PRESENTED.is_of(None, NOW)
    assert not PRESENTED.is_of(replace(KEY, digest=b"x" * 32), NOW)
    assert not PRESENTED.is_of(replace(KEY, revoked_at=NOW), NOW)
    ends = replace(KEY, expires_at=NOW + timedelta(seconds=1))
    assert PRESENTED.is_of(ends, NOW)
    assert not PRESENTED.is_of(ends, NOW + timedelta(seconds=1))


def test_scopes():
    """A key has what it was given; admin is everything."""
    assert KEY.allows(Scope.VALIDATE)
    assert not KEY.allows(Scope.STORE)
    assert all(replace(KEY, scopes=frozenset({Scope.ADMIN})).allows(scope) for scope in Scope)


def test_names():
    """Of tenants and of forge accounts."""
    assert all(map(is_tenant_name, ["local", "acme-2", "a.b_c"]))
    assert not any(map(is_tenant_name, ["", "*", "Acme", "-a", "a/b", "a" * 64, "a\n", "ä"]))
    assert account_name("Acme-Corp") == "acme-corp"
    assert account_name("a/b") is account_name("") is account_name("a\0") is None
