"""Row-level security: PostgreSQL keeps tenants apart, and whom it does not hold may not serve."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Table, insert
from typer.testing import CliRunner

from fpcache_ops.cli import app
from fpcache_ops.core.access import ApiKey, Scope, Tenant, new_key
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.flags import CACHING, FlagSetting
from fpcache_ops.core.phases import Execution, Phase
from fpcache_ops.errors import ExitStatus, StoreUnusable
from fpcache_ops.service.server import Server
from fpcache_ops.stores import migrate, statements
from fpcache_ops.stores.directory import SqlDirectory
from fpcache_ops.stores.flags import SqlFlags
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.phases import SqlPhases
from fpcache_ops.stores.postgresql import PostgresqlDatabase
from fpcache_ops.stores.rowsecurity import SETTING, about, guarded
from fpcache_ops.stores.schema import swept, tenants
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import PostgresqlPlace
from tests.factories import SEAL, a_question, an_entry, an_override

pytestmark = pytest.mark.postgres

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BOTH = ("acme", "beta")


def fill(store: SqlStore) -> None:
    """Something of each of two tenants in every table."""
    directory, flags, phases = SqlDirectory(store), SqlFlags(store), SqlPhases(store)
    for name in BOTH:
        directory.add_tenant(Tenant(name, NOW, (name,)), who="ann")
        _, key = new_key(secrets.randbelow)
        scopes = frozenset(Scope)
        directory.add_key(ApiKey(key.id, name, "x", key.digest, scopes, NOW, "ann", None))
        flags.set(CACHING, name, FlagSetting(100), who="ann", at=NOW)
        store.record([an_entry(a_question(tenant=name))])
        SqlOverrides(store, SEAL).add(an_override(question=a_question(tenant=name)))
        store.invalidate(Selector(tenant=name), who="ann", why="manual", at=NOW)
        gone = insert(swept).values(
            tenant=name, repository="r", path="p", policy="file", evidence_digest=bytes(32), at=0
        )
        store.write(partial(Connection.execute, statement=gone), tenant=name)
        phases.store(
            Execution(
                tenant=name,
                repository=f"{name}/x",
                phase=Phase.SCAN,
                issue_number=None,
                commit_sha="c",
                data="{}",
                key_id="k",
                created_at=NOW,
            )
        )


def column(table: Table) -> str:
    return "name" if table is tenants else "tenant"


def seen(connection: psycopg.Connection, table: Table) -> set[str | None]:
    return {row[0] for row in connection.execute(f"SELECT {column(table)} FROM {table.name}")}


def test_a_transaction_sees_the_rows_it_is_about(postgresql: PostgresqlPlace):
    """Those of its tenant, of everybody when it says so, and none when it says nothing."""
    store = postgresql.store()
    fill(store)
    store.invalidate(Selector(), who="ann", why="everything", at=NOW)
    SqlFlags(store).set(CACHING, "", FlagSetting(50), who="ann", at=NOW)
    everyones: dict[str, set[Any]] = {"invalidations": {None}, "flags": {""}}
    for url in (postgresql.url, postgresql.owner_url.partition("&options")[0]):
        with psycopg.connect(url) as connection:
            for table in guarded():
                assert seen(connection, table) == set(), table.name
            for name in BOTH:
                connection.execute(f"SELECT set_config('{SETTING}', %s, true)", [about(name)])
                for table in guarded():
                    assert seen(connection, table) == {name} | everyones.get(table.name, set())
            connection.execute(f"SELECT set_config('{SETTING}', %s, true)", [about(None)])
            for table in guarded():
                assert seen(connection, table) >= {*BOTH}, table.name
            connection.rollback()
            # Afterwards the setting is empty, not what it was.
            assert seen(connection, guarded()[0]) == set()


def test_a_transaction_writes_no_rows_of_others(postgresql: PostgresqlPlace):
    """It neither takes them away nor makes them nor gives its own to others."""
    fill(postgresql.store())
    with psycopg.connect(postgresql.url, autocommit=True) as connection:
        connection.execute(f"SELECT set_config('{SETTING}', %s, false)", [about("beta")])
        for table in guarded():
            if table.name in ("invalidations", "audit_log"):
                continue  # the role may not change them at all
            of_acme = f"{column(table)} = 'acme'"
            if table.name != "api_keys":
                gone = connection.execute(f"UPDATE {table.name} SET {of_acme} WHERE {of_acme}")
                assert gone.rowcount == 0
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level"):
                    connection.execute(f"UPDATE {table.name} SET {of_acme}")
            assert connection.execute(f"DELETE FROM {table.name} WHERE {of_acme}").rowcount == 0
        for text in (
            "INSERT INTO flags VALUES ('x', 'acme', 0, 0, 'ann')",
            "INSERT INTO flags VALUES ('x', '', 0, 0, 'ann')",
            "INSERT INTO invalidations (tenant, who, at, why) VALUES (NULL, 'ann', 0, 'x')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level"):
                connection.execute(text)


def test_a_table_that_is_not_guarded_is_seen(postgresql: PostgresqlPlace):
    """`db check` tells, and nothing is served."""
    with psycopg.connect(postgresql.owner_url, autocommit=True) as owner:
        for before, after in (
            ("NO FORCE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
            ("DISABLE ROW LEVEL SECURITY", "ENABLE ROW LEVEL SECURITY"),
        ):
            owner.execute(f"ALTER TABLE repositories {before}")
            try:
                database = postgresql.store().database
                with database.reading() as connection:
                    assert migrate.differences(connection) == [
                        "no row-level security on repositories"
                    ]
                with pytest.raises(StoreUnusable, match="not force row-level security on repos"):
                    database.check_role()
            finally:
                owner.execute(f"ALTER TABLE repositories {after}")


def unindexed(plan: dict[str, Any]) -> list[str]:
    """The tables of tenants that a plan reads from one end to the other."""
    found = [name for below in plan.get("Plans", ()) for name in unindexed(below)]
    relation = plan.get("Relation Name")
    if relation in GUARDED and "Index Cond" not in plan and "Recheck Cond" not in plan:
        found.append(relation)
    return found


GUARDED = {table.name for table in guarded()}


def test_a_lookup_passes_nobody_elses_rows_by(postgresql: PostgresqlPlace):
    """Every table of tenants is reached by an index, also with row-level security in between."""
    store = postgresql.store()
    found = statements.Lookup(store.database.engine().dialect)
    asked = [a_question()]
    with psycopg.connect(postgresql.owner_url) as owner:
        # The planner takes a table that is known to be empty by any way, one that is not known yet
        # by the best; which of both it is was up to the server's autovacuum.
        for table in sorted(GUARDED):
            owner.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
        owner.execute("ANALYZE")
        owner.execute(f"TRUNCATE {', '.join(sorted(GUARDED))} CASCADE")
    with psycopg.connect(postgresql.url) as connection:
        # Then the planner reads from one end to the other only where it has no other way.
        connection.execute("SET enable_seqscan = off")
        connection.execute("SET plan_cache_mode = force_generic_plan")

        def plan(text: str, *values: Any) -> dict[str, Any]:
            row = connection.execute(f"EXPLAIN (FORMAT JSON) {text}", values).fetchone()
            assert row is not None
            return row[0][0]["Plan"]

        several = (found.candidates, found.glances, found.neighbours, found.overrides)
        for one in (found.candidate, found.glance, *several):
            assert unindexed(plan(one.text, *one.parameters(asked))) == []
        assert unindexed(plan("SELECT * FROM flags WHERE percentage = 1")) == ["flags"]


@contextmanager
def a_role(place: PostgresqlPlace, options: str) -> Iterator[str]:
    """The store's address for a role that serving grants were given to, and more."""
    name = f"{place.name}_other"
    with psycopg.connect(place.server.dsn, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN {options}")
    try:
        PostgresqlDatabase(place.owner_url).upgrade(name)
        yield place.server.url(dbname=place.name, user=name)
    finally:
        with psycopg.connect(place.server.url(dbname=place.name), autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {name}")
            connection.execute(f"DROP ROLE {name}")


ROLES = {
    "": "",
    "SUPERUSER": "is a superuser",
    "BYPASSRLS": "bypasses row-level security",
    "IN ROLE {owner}": "owns its tables",
    "NOINHERIT IN ROLE {owner}": "owns its tables",
}


@pytest.mark.parametrize("options", ROLES)
def test_which_roles_may_serve(postgresql: PostgresqlPlace, options: str):
    """A plain one; not one that the policies do not hold."""
    with a_role(postgresql, options.format(owner=postgresql.owner)) as url:
        database = PostgresqlDatabase(url)
        try:
            if not ROLES[options]:
                return database.check_role()
            with pytest.raises(StoreUnusable) as refused:
                database.check_role()
        finally:
            database.close()
    line = str(refused.value)
    assert "\n" not in line
    assert f"_other {ROLES[options]}" in line
    assert "--serving-role ROLE" in line
    return None


def test_the_owner_may_not_serve(
    postgresql: PostgresqlPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """`fpcache serve` says so in a line; a developer's service does not mind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Server, "run_on", lambda self, sockets: None)
    serve = ["serve", "--port", "0", "--metrics-port", "0", "--store"]
    refused = CliRunner().invoke(app, [*serve, postgresql.owner_url])
    assert refused.exit_code == ExitStatus.ERROR
    (line,) = refused.stderr.splitlines()
    assert "_owner owns its tables" in line
    for words in ([*serve, postgresql.owner_url, "--dev"], [*serve, postgresql.url]):
        assert CliRunner().invoke(app, words).exit_code == ExitStatus.PASS
