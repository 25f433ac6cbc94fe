"""With every statement's tenant condition gone, PostgreSQL still tells one tenant nothing."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from fpcache_ops.core.access import Scope, Tenant
from fpcache_ops.stores.database import Database
from tests.contract.service.conftest import FALSE, FILES, REAL, VALIDATE, Service
from tests.contract.service.test_matrix import _comparable as comparable

CONDITION = re.compile(r"((?:\w+\.)?tenant|tenants\.name) = (%s(?:::\w+)?|\?|\w+\.tenant)")


def careless(statement: str) -> str:
    """The statement, as if its author had never thought of tenants."""
    return CONDITION.sub(r"(\g<0> OR 1 = 1)", statement)


def forget_tenants(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on every statement is careless; those that are changed by it."""
    changed: list[str] = []

    def rewritten(statement: str) -> str:
        told = careless(statement)
        if told != statement:
            changed.append(told)
        return told

    def execute(_connection, _cursor, statement, parameters, _context, _many):
        return rewritten(statement), parameters

    event.listen(database.engine(), "before_cursor_execute", execute, retval=True)
    fetch = database.fetch
    monkeypatch.setattr(
        database, "fetch", lambda text, *given, **named: fetch(rewritten(text), *given, **named)
    )
    return changed


def scene(service: Service, acme: str) -> dict[str, Callable[[str], Any]]:
    """Acme has something of each kind; what another tenant may ask, and one it would harm."""
    shared = ("shared",)
    for name in ("acme", "beta"):
        tenant = Tenant(name, datetime.now(UTC), shared)
        service.assembly.directory.add_tenant(tenant, who="test")
    service.validate(acme, FALSE, REAL, repository="shared/x")
    cache, phases = "/api/v1/cache", "/api/v1/phases"
    done = service.ask(
        acme,
        "POST",
        f"{cache}/invalidations",
        json={"selector": {"type": "xss"}, "reason": "mark-of-acme"},
    ).json()["id"]
    issue = {"phase": "validation", "repo": "shared/x", "issueNumber": 7, "commitSha": "c1"}
    service.ask(acme, "POST", f"{phases}/store", json=issue | {"data": {"mark": "of-acme"}})
    _, key_id = service.key("acme")
    only_looks, _ = service.key("beta", Scope.VALIDATE)
    asked = {"repository": "shared/x", "vulnerabilities": [FALSE, REAL], "files": FILES}

    def by(method: str, path: str, **sent: Any) -> Callable[[str], Any]:
        return lambda key: comparable(service.ask(key, method, path, **sent))

    return {
        "validate": lambda _: comparable(service.ask(only_looks, "POST", VALIDATE, json=asked)),
        "entries": by("GET", f"{cache}/entries"),
        "explain": by("GET", f"{cache}/explain?file=b.py"),
        "stats": by("GET", f"{cache}/stats"),
        "invalidations": by("GET", f"{cache}/invalidations"),
        "dry run": by(
            "POST",
            f"{cache}/invalidations",
            json={"selector": {"type": "sql-injection"}, "reason": "x", "dry_run": True},
        ),
        "keys": by("GET", "/api/v1/keys"),
        "phase data": by("GET", f"{phases}/retrieve?repo=shared/x&issue=7&commit=c1"),
        "restore": by("DELETE", f"{cache}/invalidations/{done}"),
        "revoke": by("DELETE", f"/api/v1/keys/{key_id}"),
        "forget": by("DELETE", "/api/v1/phase_data/shared/x/7"),
    }


def test_a_forgotten_condition_tells_nothing(service, acme, beta, monkeypatch):
    """On PostgreSQL every answer is what it was; on SQLite they show that the fault is there."""
    asked = scene(service, acme)
    of_acme = [ask(acme) for name, ask in asked.items() if name in ("entries", "phase data")]
    before = {name: ask(beta) for name, ask in asked.items()}
    changed = forget_tenants(service.assembly.store.database, monkeypatch)
    after = {name: ask(beta) for name, ask in asked.items()}
    assert len(changed) > 10
    different = {name for name in asked if before[name] != after[name]}
    if service.place.kind == "postgresql":
        assert different == set()
        assert [asked[name](acme) for name in ("entries", "phase data")] == of_acme
    else:
        assert different >= {*asked} - {"validate"}
