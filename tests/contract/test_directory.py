"""Tenants, accounts and keys, on both kinds of store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fpcache_ops.core.access import ApiKey, Scope, Tenant
from fpcache_ops.core.phases import Execution, Phase
from fpcache_ops.errors import UnusableInput
from fpcache_ops.stores import backup
from fpcache_ops.stores.directory import SqlDirectory
from fpcache_ops.stores.phases import SqlPhases
from tests.contract.test_backup import put_back
from tests.factories import NOW, a_question, an_entry

ACME = Tenant("acme", NOW, ("acme-labs", "acme"))
SCOPES = frozenset({Scope.VALIDATE, Scope.READ})


def a_key(name: str = "k1", tenant: str = "acme", **changes) -> ApiKey:
    key = ApiKey(name, tenant, "ci", b"d" * 32, SCOPES, NOW, "ann", NOW + timedelta(days=1))
    return replace(key, **changes)


@pytest.fixture
def directory(store):
    return SqlDirectory(store)


def test_tenants(directory):
    """Added, changed, listed; adding twice adds to what is there."""
    assert directory.add_tenant(ACME, who="ann") == replace(ACME, accounts=("acme", "acme-labs"))
    directory.add_tenant(Tenant("beta", NOW), who="ann")
    more = Tenant("acme", NOW + timedelta(1), ("new",), requests_per_minute=60)
    changed = directory.add_tenant(more, who="bob")
    assert changed == Tenant("acme", NOW, ("acme", "acme-labs", "new"), 60)
    assert directory.add_tenant(Tenant("acme", NOW), who="bob").requests_per_minute == 60
    assert directory.tenant("acme") == changed
    assert directory.tenant("nobody") is None
    assert [one.name for one in directory.tenants()] == ["acme", "beta"]
    assert directory.delete_account("acme", "new", who="ann", at=NOW)
    assert not directory.delete_account("beta", "acme", who="ann", at=NOW)
    assert directory.tenant("acme").accounts == ("acme", "acme-labs")


def test_keys(directory):
    """Kept, listed, revoked once, by their own tenant only."""
    directory.add_tenant(ACME, who="ann")
    directory.add_tenant(Tenant("beta", NOW), who="ann")
    first, second = a_key(), a_key("k2", "beta", created_at=NOW + timedelta(1), expires_at=None)
    directory.add_key(first)
    directory.add_key(second)
    assert directory.key("k1") == first
    assert directory.key("none") is None
    assert directory.keys(None) == [second, first]
    assert directory.keys("acme") == [first]
    assert not directory.revoke_key("k1", tenant="beta", who="bob", at=NOW)
    assert directory.key("k1").state(NOW) == "valid"
    assert directory.revoke_key("k1", tenant="acme", who="bob", at=NOW)
    assert directory.key("k1").state(NOW) == "revoked"
    assert not directory.revoke_key("k1", tenant=None, who="bob", at=NOW)
    with pytest.raises(UnusableInput, match="fpcache tenants add nobody"):
        directory.add_key(a_key("k3", "nobody"))


def test_a_tenant_goes_with_all_that_is_kept_for_it(store, directory):
    """And nothing of others goes."""
    phases = SqlPhases(store)
    for name in ("acme", "beta"):
        directory.add_tenant(Tenant(name, NOW, (name,)), who="ann")
        directory.add_key(a_key(f"key-{name}", name))
        phases.store(Execution(name, "o/r", Phase.SCAN, None, "c", "{}", "k", NOW))
        store.record([an_entry(a_question(tenant=name))])
    kept = {
        "api_keys": 1,
        "cached_validations": 1,
        "forge_accounts": 1,
        "phase_executions": 1,
        "repositories": 1,
    }
    held = directory.held("acme")
    assert held == {name: kept.get(name, 0) for name in held}
    assert directory.delete_tenant("acme", who="ann", at=NOW)
    assert not directory.delete_tenant("acme", who="ann", at=NOW)
    assert not any(directory.held("acme").values())
    assert directory.held("beta") == held
    assert directory.key("key-acme") is None
    done = [row["action"] for row in store.ask("audit")]
    assert done == ["delete tenant", *["create key", "add tenant"] * 2]


def test_a_backup_revives_no_key(place, store, directory, tmp_path):
    """Revoked since, revoked afterwards."""
    directory.add_tenant(ACME, who="ann")
    directory.add_key(a_key())
    directory.add_key(a_key("k2"))
    backup.back_up(store.database, tmp_path / "backup.db")
    directory.revoke_key("k1", tenant=None, who="ann", at=NOW)
    put_back(tmp_path / "backup.db", place)
    assert [directory.key(name).state(NOW) for name in ("k1", "k2")] == ["revoked", "valid"]
