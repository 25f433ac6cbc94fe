"""Backups go from either kind of store into either kind, and make none less careful."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from fpcache_ops.core.entry import Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import Refused, StoreUnusable, UnusableInput
from fpcache_ops.stores import backup, migrate
from fpcache_ops.stores.postgresql import PostgresqlDatabase
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place, PostgresqlPlace, SqlitePlace
from tests.factories import NOW, a_question, an_entry

ACME = Selector(tenant="acme")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "backup.db"


@pytest.fixture
def other(place: Place, tmp_path: Path) -> SqlitePlace:
    """A store that knows nothing of the first."""
    other = SqlitePlace(tmp_path / "other")
    place.opened.push(other.opened)
    return other


def put_back(file: Path, place: Place) -> backup.Restored:
    """Restore, as whoever may."""
    database = (
        PostgresqlDatabase(place.owner_url, journal=place.journal)
        if isinstance(place, PostgresqlPlace)
        else place.store().database
    )
    try:
        with backup.opened(file) as opened:
            return backup.put_back(opened, database, who="ann", at=NOW)
    finally:
        database.close()


def withdraw(store: SqlStore, selector: Selector = ACME):
    return store.invalidate(selector, who="ann", why="manual", at=NOW)


def usable(store: SqlStore, question=None):
    _, (found,) = store.lookup([question or a_question()])
    return [c.entry for c in found.candidates if c.withdrawn_by is None]


def everything(store: SqlStore):
    """All that a store holds, as its users see it."""
    return (
        store.entries(Selector(), 9999),
        store.invalidations(None),
        store.lookup([])[0],
        [row for row in store.ask("audit") if row["action"] != "restore a backup"],
    )


def test_there_and_back(place: Place, file: Path):
    """What comes after the backup is gone, all else is as it was."""
    store = place.store()
    store.record([an_entry(a_question(f"e{n}"), cached_at=NOW + timedelta(n)) for n in range(2500)])
    done = withdraw(store, Selector(tenant="other"))
    store.revoke(done.seq, tenant=None, who="bob", at=NOW)
    store.record([an_entry(verdict=Judgement.TRUE_POSITIVE, seq=done.seq)])
    before = everything(store)
    assert backup.back_up(store.database, file) == backup.Contents(2501, 1, NOW + timedelta(2499))
    store.sweep(NOW + timedelta(days=9999), 2000)
    store.record([an_entry(a_question("later"), seq=done.seq)])
    restored = put_back(file, place)
    assert restored == backup.Restored(2501, true_positives_kept=1, invalidated_again=0)
    assert everything(place.store()) == before
    # The next rows have numbers of their own.
    store.record([an_entry(a_question("next"), seq=done.seq)])
    assert store.count("acme") == 2502
    assert withdraw(store).seq == done.seq + 1


def test_from_one_kind_to_the_other(place: Place, other: SqlitePlace, file: Path):
    """The way from a SQLite store to PostgreSQL, and back."""
    source = other.store()
    source.record([an_entry(a_question(f"e{n}"), cached_at=NOW + timedelta(n)) for n in range(5)])
    withdraw(source, Selector(tenant="acme", evidence_digest=b"e3".ljust(32, b".")))
    backup.back_up(source.database, file)
    put_back(file, place)
    assert everything(place.store()) == everything(source)
    again = file.with_name("again.db")
    backup.back_up(place.store().database, again)
    third = SqlitePlace(file.parent / "third")
    with third.opened:
        put_back(again, third)
        assert everything(third.store()) == everything(source)


def test_what_was_withdrawn_since_stays_withdrawn(place: Place, file: Path):
    """Also without a journal, and for programs that run."""
    store = place.store()
    store.record([an_entry()])
    backup.back_up(store.database, file)
    done = withdraw(store)
    assert not usable(store)
    place.journal.unlink()
    assert put_back(file, place).invalidated_again == 1
    assert not usable(store)
    assert not usable(place.store())
    (again,) = store.invalidations(None)
    assert again == replace(done, seq=done.seq + 1)


def test_a_new_store_beside_an_old_journal(place: Place, file: Path):
    """The database is lost: what was withdrawn after the backup is known from the journal."""
    store = place.store()
    store.record([an_entry()])
    backup.back_up(store.database, file)
    done = withdraw(store)
    kept = place.journal.read_bytes()
    place.opened.close()
    if isinstance(place, PostgresqlPlace):
        place.empty()
    else:
        assert isinstance(place, SqlitePlace)
        place.file.unlink()
    place.journal.write_bytes(kept)
    assert put_back(file, place).invalidated_again == 1
    assert not usable(place.store())
    assert place.store().invalidations(None)[0].seq > done.seq


def test_a_true_positive_that_was_found_since_is_kept(place: Place, file: Path):
    """A backup from before it holds a false positive on the same evidence: "real" counts."""
    store = place.store()
    store.record([an_entry()])
    backup.back_up(store.database, file)
    real = an_entry(verdict=Judgement.TRUE_POSITIVE)
    store.record([real])
    assert put_back(file, place).true_positives_kept == 1
    assert usable(store) == [real]


def test_what_was_restored_since_stays_restored(place: Place, file: Path):
    """It was withdrawn when the backup was made."""
    store = place.store()
    store.record([an_entry()])
    done = withdraw(store)
    backup.back_up(store.database, file)
    store.revoke(done.seq, tenant=None, who="bob", at=NOW)
    put_back(file, place)
    assert usable(store)


def test_the_numbers_of_another_store_are_not_believed(
    place: Place, other: SqlitePlace, file: Path
):
    """Its entries may have greater numbers: what was withdrawn here comes after them all."""
    source = other.store()
    seq = [withdraw(source, Selector(tenant="x")).seq for _ in range(9)][-1]
    source.record([an_entry(seq=seq)])
    backup.back_up(source.database, file)
    store = place.store()
    withdraw(store)
    put_back(file, place)
    assert not usable(store)
    assert store.lookup([])[0] == seq + 1


def test_a_copy_of_a_file_is_a_backup_too(sqlite: SqlitePlace, file: Path):
    """Also one that an older version wrote, which is not touched."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        migrate.upgrade(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO invalidations (seq, tenant, who, at, why)"
            " VALUES (3, 'acme', 'ann', 1, 'manual')"
        )
    engine.dispose()
    before = file.read_bytes()
    put_back(file, sqlite)
    assert [done.seq for done in sqlite.store().invalidations(None)] == [3]
    assert file.read_bytes() == before


def test_a_backup_overwrites_nothing(place: Place, file: Path):
    """And leaves nothing half made."""
    store = place.store()
    file.write_text("mine")
    with pytest.raises(Refused, match="is there already"):
        backup.back_up(store.database, file)
    assert file.read_text() == "mine"
    with pytest.raises(UnusableInput, match="is no folder"):
        backup.back_up(store.database, file / "x" / "y")
    assert [one.name for one in file.parent.iterdir() if "backup" in one.name] == ["backup.db"]


def test_what_is_no_backup_is_refused(place: Place, file: Path):
    """Before anything is changed."""
    store = place.store()
    store.record([an_entry()])
    with pytest.raises(UnusableInput, match="is no file"):
        put_back(file, place)
    file.write_bytes(b"no database, but long enough to be one" * 99)
    with pytest.raises(UnusableInput, match="is damaged or no backup"):
        put_back(file, place)
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoreUnusable, match="is a database of something else"):
        put_back(file, place)
    file.unlink()
    backup.back_up(store.database, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreUnusable, match="by a newer fpcache"):
        put_back(file, place)
    assert store.count("acme") == 1


def test_a_damaged_backup_is_refused(sqlite: SqlitePlace, file: Path):
    """Random bytes over a page."""
    store = sqlite.store()
    store.record([an_entry(a_question(f"e{n}")) for n in range(100)])
    backup.back_up(store.database, file)
    raw = bytearray(file.read_bytes())
    raw[4096 * 3 : 4096 * 4] = bytes(range(256)) * 16
    file.write_bytes(raw)
    with pytest.raises(UnusableInput, match="is damaged or no backup"):
        put_back(file, sqlite)
    assert store.count("acme") == 100


def test_who_serves_may_not_restore(postgresql: PostgresqlPlace, file: Path):
    """It is the owner's business."""
    store = postgresql.store()
    store.record([an_entry()])
    backup.back_up(store.database, file)
    with (
        backup.opened(file) as opened,
        pytest.raises(StoreUnusable, match="denies a right"),
    ):
        backup.put_back(opened, store.database, who="ann", at=NOW)
    assert usable(store)


def test_a_store_that_is_gone_with_its_folder(sqlite: SqlitePlace, file: Path):
    """It is made anew from the backup, under the running program."""
    store = sqlite.store()
    store.record([an_entry()])
    backup.back_up(store.database, file)
    shutil.rmtree(sqlite.file.parent)
    put_back(file, sqlite)
    assert usable(sqlite.store())
