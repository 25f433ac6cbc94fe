"""The schema: equal to its migrations, brought up to date, or refused with a clear line."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine

from fpcache_ops.core.entry import Selector
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores import migrate
from fpcache_ops.stores.postgresql import PostgresqlDatabase
from fpcache_ops.stores.schema import HEAD
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.contract.places import Place, PostgresqlPlace, SqlitePlace, empty_database
from tests.contract.postgres import Server, a_name
from tests.factories import NOW, a_question, an_entry


@pytest.fixture
def bare(server: Server, tmp_path: Path) -> Iterator[PostgresqlPlace]:
    """A PostgreSQL database without a table."""
    name = a_name()
    place = PostgresqlPlace(server, name, f"{name}_owner", f"{name}_serving", tmp_path)
    with empty_database(place), place.opened:
        yield place


def owner(place: PostgresqlPlace) -> PostgresqlDatabase:
    return PostgresqlDatabase(place.owner_url)


def refusal(store: SqlStore) -> str:
    """The line with which a store is refused; and it is refused for everything."""
    with pytest.raises(StoreUnusable) as refused:
        store.open()
    with pytest.raises(StoreUnusable):
        store.invalidate(Selector(), who="ann", why="manual", at=NOW)
    line = str(refused.value)
    assert "\n" not in line
    return line


def test_the_schema_equals_its_migrations(place: Place):
    """Tables, columns, types, indexes."""
    place.store().open()
    with place.store().database.reading() as connection:
        assert migrate.differences(connection) == []


def test_a_difference_is_seen(sqlite: SqlitePlace):
    """The test above can fail."""
    sqlite.store().open()
    run(sqlite.file, "DROP INDEX ix_invalidations_token")
    with sqlite.store().database.reading() as connection:
        assert migrate.differences(connection) == ["add_index ix_invalidations_token"]


def run(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


OLD = (
    "INSERT INTO invalidations (seq, tenant, who, at, why) VALUES (7, 'acme', 'ann', 1, 'manual')",
    "INSERT INTO invalidations (seq, tenant, who, at, why) VALUES (9, 'x', 'ann', 1, 'manual')",
)


def check_upgraded(store: SqlStore) -> None:
    """What the first version withdrew is in force, and its numbers are not given again."""
    assert [done.seq for done in store.invalidations(None)] == [9, 7]
    assert store.lookup([])[0] == 9
    store.record([an_entry(seq=6)])
    _, (found,) = store.lookup([a_question()])
    withdrawn_by = found.candidates[0].withdrawn_by
    assert withdrawn_by is not None
    assert withdrawn_by.seq == 7
    assert store.invalidate(Selector(), who="ann", why="manual", at=NOW).seq == 10
    with store.database.reading() as connection:
        assert migrate.differences(connection) == []


def test_sqlite_is_upgraded_when_it_is_opened(sqlite: SqlitePlace):
    """From the first version, with what it holds."""
    sqlite.file.parent.mkdir()
    engine = create_engine(f"sqlite:///{sqlite.file}")
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
        for statement in OLD:
            connection.exec_driver_sql(statement)
    engine.dispose()
    check_upgraded(sqlite.store())
    assert SqliteDatabase(sqlite.file).upgrade() == (HEAD, HEAD)


def test_postgresql_is_upgraded_by_its_owner(bare: PostgresqlPlace):
    """Serving refuses, and says what to run; afterwards it serves."""
    engine = create_engine(bare.owner_url.replace("postgresql", "postgresql+psycopg", 1))
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
        for statement in OLD:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {bare.role}")
    engine.dispose()
    line = refusal(bare.store())
    assert f"has the schema 0001, this fpcache needs {HEAD}: run `fpcache db upgrade`" in line
    assert owner(bare).upgrade(bare.role) == ("0001", HEAD)
    assert owner(bare).upgrade(bare.role) == (HEAD, HEAD)
    check_upgraded(bare.store())


def test_an_empty_postgresql_is_refused(bare: PostgresqlPlace):
    """Serving never migrates."""
    assert "is empty, this fpcache needs" in refusal(bare.store())
    assert owner(bare).upgrade(bare.role) == (None, HEAD)
    bare.store().open()


BROKEN: dict[str, tuple[tuple[str, ...], str]] = {
    "newer": (("UPDATE alembic_version SET version_num = '9999'",), "by a newer fpcache"),
    "no version": (("DELETE FROM alembic_version",), "half migrated (it names 0 schema"),
    "two versions": (
        ("INSERT INTO alembic_version VALUES ('0001')",),
        "half migrated (it names 2 schema",
    ),
    "a table is missing": (("DROP TABLE audit_log",), "half migrated (at schema"),
    "a column is missing": (
        ("DROP INDEX ix_invalidations_token", "ALTER TABLE invalidations DROP COLUMN token"),
        "half migrated (at schema",
    ),
    "something else": (("DROP TABLE alembic_version",), "is a database of something else"),
    "no counter": (("DELETE FROM invalidation_counter",), "lost its counter"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sqlite_store_is_refused(sqlite: SqlitePlace, name: str):
    """Nothing is read from it and nothing is written to it."""
    statements, words = BROKEN[name]
    sqlite.store().open()
    run(sqlite.file, *statements)
    before = sqlite.file.read_bytes()
    assert words in refusal(sqlite.store())
    assert sqlite.file.read_bytes() == before


@pytest.mark.postgres
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_postgresql_store_is_refused(bare: PostgresqlPlace, name: str):
    """The same lines."""
    statements, words = BROKEN[name]
    owner(bare).upgrade(bare.role)
    with psycopg.connect(bare.owner_url) as connection:
        for statement in statements:
            connection.execute(statement)
    assert words in refusal(bare.store())
    if name != "no counter":
        with pytest.raises(StoreUnusable):
            owner(bare).upgrade()


def test_the_serving_role_may_do_no_more_than_serve(bare: PostgresqlPlace):
    """It cannot undo an invalidation unseen, rewrite history, or change the schema."""
    owner(bare).upgrade(bare.role)
    bare.store().invalidate(Selector(), who="ann", why="manual", at=NOW)
    with psycopg.connect(bare.url, autocommit=True) as connection:
        for statement in (
            "DELETE FROM invalidations",
            "UPDATE invalidations SET tenant = 'other'",
            "UPDATE invalidations SET seq = 0",
            "DELETE FROM audit_log",
            "UPDATE audit_log SET who = 'bob'",
            "DELETE FROM invalidation_counter",
            "DROP TABLE invalidations",
            "ALTER TABLE invalidations ADD COLUMN x text",
            "UPDATE alembic_version SET version_num = '0001'",
            "TRUNCATE cached_validations",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_role_without_rights_is_told_whom_to_ask(bare: PostgresqlPlace):
    """And not that the store is damaged."""
    owner(bare).upgrade()
    assert "denies a right: run `fpcache db upgrade --serving-role ROLE`" in refusal(bare.store())


def all_at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run them in threads that start together; what they raised."""
    start, raised = threading.Barrier(len(works)), []

    def one(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            raised.append(error)

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_no_name_is_special(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """SQLite would keep these in memory, or take them apart."""
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:x?mode=memory", "a b%20c#d?e.db"):
        store = SqlStore(SqliteDatabase(Path(name)))
        store.record([an_entry()])
        store.close()
        assert (tmp_path / name).is_file()


def test_many_that_open_a_new_sqlite_store_at_once(sqlite: SqlitePlace):
    """One of them makes it, the others wait."""
    stores = [sqlite.store(busy_seconds=60) for _ in range(6)]
    assert all_at_once(*(store.open for store in stores)) == []


def test_many_that_upgrade_postgresql_at_once(bare: PostgresqlPlace):
    """One of them does it, the others wait."""
    databases = [owner(bare) for _ in range(4)]
    assert all_at_once(*(database.upgrade for database in databases)) == []
