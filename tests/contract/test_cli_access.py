"""`fpcache tenants` and `fpcache keys`, on both kinds of store."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from fpcache_ops.cli import access
from fpcache_ops.core.access import KEY_PATTERN, Scope, presented_key
from fpcache_ops.errors import ExitStatus
from fpcache_ops.stores.directory import SqlDirectory
from tests.contract.places import Place
from tests.factories import a_question, an_entry

Run = Callable[..., Result]


@pytest.fixture
def on(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the store of the place."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    access.register(app)

    def run(*words: str, status: int = ExitStatus.PASS) -> Result:
        result = CliRunner().invoke(app, [*words, "--store", place.url])
        assert result.exit_code == status, result.output
        return result

    return run


def rows(result: Result):
    return json.loads(result.stdout)


def test_tenants(on: Run, place: Place):
    """Added, listed, deleted with what is theirs; only when that is confirmed."""
    assert on("tenants", "list").stdout == "no tenants\n"
    on("tenants", "add", "acme", "--account", "Acme", "--requests-per-minute", "60")
    assert "acme, labs" in on("tenants", "add", "acme", "--account", "labs").stdout
    (row,) = rows(on("tenants", "list", "--format", "json"))
    assert (row["name"], row["accounts"], row["requests_per_minute"]) == (
        "acme",
        ["acme", "labs"],
        60,
    )
    assert "labs is taken" in on("tenants", "delete", "acme", "--account", "labs").stdout
    store = place.store()
    store.record([an_entry(a_question(tenant="acme"))])
    on("tenants", "delete", "acme", status=ExitStatus.REFUSED)
    assert store.count("acme") == 1
    assert "cached_validations" in on("tenants", "delete", "acme", "--yes").stdout
    assert store.count("acme") == 0
    on("tenants", "delete", "acme", "--yes", status=ExitStatus.UNUSABLE_INPUT)
    for odd in ("Acme", "a/b", "*"):
        on("tenants", "add", odd, status=ExitStatus.UNUSABLE_INPUT)
    on("tenants", "add", "acme", "--account", "a/b", status=ExitStatus.UNUSABLE_INPUT)


def test_a_key_is_shown_once(on: Run, place: Place):
    """Alone on standard output; the store and the list hold a digest and no key."""
    on("keys", "create", "--tenant", "acme", status=ExitStatus.UNUSABLE_INPUT)
    on("tenants", "add", "acme")
    made = on("keys", "create", "--tenant", "acme", "--label", "ci")
    text = made.stdout.strip()
    assert re.fullmatch(KEY_PATTERN, text)
    assert "not shown again" in made.stderr
    listed = on("keys", "list", "--format", "json")
    (row,) = rows(listed)
    assert (row["tenant"], row["label"], row["state"]) == ("acme", "ci", "valid")
    assert row["scopes"] == "read store validate"
    assert text[16:] not in listed.output
    key = SqlDirectory(place.store()).key(row["id"])
    presented = presented_key(text)
    assert key is not None
    assert presented is not None
    assert presented.is_of(key, datetime.now(UTC))
    assert "is revoked" in on("keys", "revoke", row["id"]).stdout
    assert rows(on("keys", "list", "--tenant", "acme", "--format", "json"))[0]["state"] == "revoked"
    on("keys", "revoke", row["id"], status=ExitStatus.UNUSABLE_INPUT)
    on("keys", "revoke", "none", status=ExitStatus.UNUSABLE_INPUT)
    assert on("keys", "list", "--tenant", "beta").stdout == "no keys\n"


def test_scopes_and_ends(on: Run):
    """What a key may, and for how long."""
    on("tenants", "add", "acme")
    now = datetime.now(UTC)
    create = ("keys", "create", "--tenant", "acme", "--format", "json")
    made = rows(on(*create, "--scopes", "validate", "--expires", "90d"))
    assert made["scopes"] == Scope.VALIDATE
    end = datetime.fromisoformat(made["expires_at"])
    assert now + timedelta(days=89) < end <= now + timedelta(days=91)
    assert rows(on(*create, "--expires", "never"))["expires_at"] is None
    assert rows(on(*create, "--expires", "2999-01-01"))["expires_at"].startswith("2999-01-01")
    for odd in ("90", "0d", "yesterday", "2020-01-01", "99999d9"):
        on(*create, "--expires", odd, status=ExitStatus.UNUSABLE_INPUT)
    for odd in ("", "root", "validate store root"):
        on(*create, "--scopes", odd, status=ExitStatus.UNUSABLE_INPUT)
