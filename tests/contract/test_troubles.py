"""A store in trouble: a line that says what to do, no false acknowledgement, recovery by itself."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from fpcache_ops.core.entry import Selector
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.postgresql import PostgresqlDatabase
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import _LOOKUPS, SqliteDatabase
from tests.contract.damage import check_damaged, whole_file
from tests.contract.places import Place, PostgresqlPlace, SqlitePlace, a_database
from tests.contract.postgres import a_server
from tests.factories import NOW, a_question, an_entry

ROOT = Path(__file__).parents[2]
EVERYTHING = Selector()


def withdraw(store: SqlStore) -> int:
    return store.invalidate(EVERYTHING, who="ann", why="manual", at=NOW).seq


def trouble(store: SqlStore, *, lookups_too: bool = False) -> str:
    """The line that writers are told; nothing they asked for is done."""
    with pytest.raises(StoreUnusable) as told:
        withdraw(store)
    with pytest.raises(StoreUnusable):
        store.record([an_entry(a_question("in trouble"))])
    if lookups_too:
        with pytest.raises(StoreUnusable):
            store.lookup([a_question()])
    line = str(told.value)
    assert "\n" not in line
    return line


def check_works(store: SqlStore, withdrawn: int = 0) -> None:
    """All is well again, and so many invalidations were acknowledged before."""
    assert len(store.invalidations(None)) == withdrawn
    store.record([an_entry(seq=store.lookup([])[0])])
    done = withdraw(store)
    _, (found,) = store.lookup([a_question()])
    (candidate,) = found.candidates
    assert candidate.withdrawn_by is not None
    assert candidate.withdrawn_by.seq == done


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As on a full disk, for whoever may not mount one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_no_room(sqlite: SqlitePlace):
    """At any size that the files may reach: acknowledged is only what is there afterwards."""
    store = sqlite.store()
    store.record([an_entry()])
    acknowledged, there, lines = 0, 0, list[str]()
    size = sqlite.file.stat().st_size
    for limit in range(0, size + 8192, 2048):
        with no_file_longer_than(limit):
            try:
                withdraw(store)
                acknowledged += 1
            except StoreUnusable as told:
                lines.append(str(told))
        there = len(store.invalidations(None))
        # It may be in force although its author was told that it is not certain.
        assert there >= acknowledged
    assert acknowledged
    assert len(lines) > 5
    assert all("room" in line and "\n" not in line for line in lines)
    check_works(store, there)


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened on a disk that got full, and then read-only."""
    if os.geteuid():
        pytest.skip("only root can mount a small disk; see test_no_room")
    folder = tmp_path_factory.mktemp("disk")
    program = [sys.executable, "-m", "tests.contract.small_disk", str(folder)]
    ran = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", *program],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if "Operation not permitted" in ran.stderr:
        pytest.skip("this root may not mount; see test_no_room")
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("stage", "line"),
    [
        ("full", "is full: make room"),
        ("full, opened anew", "is full: make room"),
        ("read-only", "is read-only: make it and its folder writable"),
    ],
)
def test_a_disk_that_takes_nothing(small_disk: dict[str, Any], stage: str, line: str):
    """Lookups work, nothing is acknowledged that was not done, and what was withdrawn stays so."""
    said = small_disk[stage]
    assert not said["record"]["done"]
    assert line in said["record"]["line"]
    assert not said["invalidate"]["done"]
    assert line in said["invalidate"]["line"]
    assert said["lookup"]["done"]
    assert said["seen"] == {"kept": [False, True], "withdrawn": [False, True]}


@pytest.mark.parametrize(
    ("stage", "line"),
    [
        ("full, a new store", "is full: make room"),
        ("read-only, a new store", "cannot be opened: check that its folder is writable"),
    ],
)
def test_a_store_that_cannot_be_made(small_disk: dict[str, Any], stage: str, line: str):
    """Nothing is known and nothing is kept."""
    for what in ("record", "invalidate", "lookup"):
        assert line in small_disk[stage][what]["line"]


@pytest.mark.parametrize("stage", ["room again", "writable again"])
def test_it_works_again_by_itself(small_disk: dict[str, Any], stage: str):
    """Without a restart."""
    said = small_disk[stage]
    assert said["seen"] == {"kept": [True, True], "withdrawn": [True, True]}
    assert said["invalidate"]["done"]


def test_a_file_can_be_made_on_a_full_disk(small_disk: dict[str, Any]):
    """The off file needs no room."""
    assert small_disk["full, off file"]["done"]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds the file's lock."""
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        try:
            yield
        finally:
            other.stdin.close()


def test_a_locked_sqlite_file(sqlite: SqlitePlace):
    """Also one that was locked before it was first used."""
    used = sqlite.store(busy_seconds=0.05)
    used.open()
    for store in (used, sqlite.store(busy_seconds=0.05)):
        with locked(sqlite.file):
            line = trouble(store, lookups_too=True)
        assert "is locked by another program: wait for it or stop it" in line
    check_works(store)
    check_works(used, withdrawn=1)


def test_threads_that_write_take_turns(sqlite: SqlitePlace):
    """So none is passed by until it gives up; and it is not another program that it waits for."""
    store = sqlite.store(busy_seconds=0.05)
    store.open()
    with store.database.writing():
        with pytest.raises(StoreUnusable, match="is busy with other writes: try again"):
            store.record([an_entry()])
        assert store.count("acme") == 0
    store.record([an_entry()])


def test_more_lookups_than_connections_wait_for_one(sqlite: SqlitePlace, monkeypatch):
    """Each new connection makes all lookups look again: with always new ones none would end."""
    store = sqlite.store()
    store.record([an_entry()])
    database = store.database
    assert isinstance(database, SqliteDatabase)
    inside, go, take = threading.Semaphore(0), threading.Event(), database._held

    def held(opened):
        inside.release()
        assert go.wait(60)
        return take(opened)

    monkeypatch.setattr(database, "_held", held)
    before = database.opened
    with ThreadPoolExecutor(_LOOKUPS + 16) as pool:
        asked = [pool.submit(store.lookup, [a_question()]) for _ in range(_LOOKUPS + 16)]
        for _ in range(_LOOKUPS):
            assert inside.acquire(timeout=60)
        while inside.acquire(timeout=0.1):
            pass
        go.set()
        assert all(one.result(60)[1][0].candidates for one in asked)
    assert database.opened - before <= _LOOKUPS


@contextmanager
def held(place: PostgresqlPlace) -> Iterator[None]:
    """Another program holds the lock that invalidations take turns with."""
    with psycopg.connect(place.url) as other:
        other.execute("UPDATE invalidation_counter SET newest = newest")
        yield
        other.rollback()


def test_a_locked_postgresql(postgresql: PostgresqlPlace):
    """Lookups and records do not wait for an invalidation; another invalidation does."""
    url = postgresql.server.url(
        dbname=postgresql.name, user=postgresql.role, options="-c lock_timeout=50ms"
    )
    store = SqlStore(PostgresqlDatabase(url, journal=postgresql.journal))
    with held(postgresql):
        with pytest.raises(StoreUnusable, match="is locked by another program"):
            withdraw(store)
        store.record([an_entry()])
        _, (found,) = store.lookup([a_question()])
        assert found.candidates
    check_works(store)
    store.close()


def test_connections_that_were_cut(postgresql: PostgresqlPlace):
    """By a restart of the server or a firewall: everything is done once more, nothing fails."""
    store = postgresql.store()
    store.record([an_entry()])

    def cut() -> None:
        with psycopg.connect(postgresql.server.dsn, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
                [postgresql.name],
            )

    cut()
    _, (found,) = store.lookup([a_question()])
    assert found.candidates
    cut()
    done = withdraw(store)
    cut()
    store.record([an_entry(a_question("other"), seq=done)])
    cut()
    assert store.count("acme") == 2
    assert len(store.invalidations(None)) == 1


def test_a_postgresql_that_is_down(postgresql: PostgresqlPlace):
    """And up again."""
    store = postgresql.store()
    store.record([an_entry()])
    with psycopg.connect(postgresql.server.dsn, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {postgresql.name} ALLOW_CONNECTIONS false")
        other.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
            [postgresql.name],
        )
        try:
            line = trouble(store, lookups_too=True)
        finally:
            other.execute(f"ALTER DATABASE {postgresql.name} ALLOW_CONNECTIONS true")
    assert "cannot be reached" in line
    check_works(store)


def test_a_postgresql_that_is_not_there(server):
    """The line names the database, and never the password."""
    nowhere = PostgresqlDatabase("postgresql://u:s3cret@/x?host=/nowhere")
    with pytest.raises(StoreUnusable, match=r"cannot be reached .* is the server running") as told:
        SqlStore(nowhere).open()
    assert "s3cret" not in str(told.value)
    assert "postgresql://u@/nowhere/x" in str(told.value)
    with pytest.raises(StoreUnusable, match='database "no_such" does not exist'):
        SqlStore(PostgresqlDatabase(server.url(dbname="no_such"))).open()


def test_a_read_only_postgresql(postgresql: PostgresqlPlace):
    """Lookups work."""
    url = postgresql.server.url(
        dbname=postgresql.name,
        user=postgresql.role,
        options="-c default_transaction_read_only=on",
    )
    postgresql.store().record([an_entry()])
    store = SqlStore(PostgresqlDatabase(url, journal=postgresql.journal))
    assert "is read-only: use the primary" in trouble(store)
    _, (found,) = store.lookup([a_question()])
    assert found.candidates
    store.close()


def test_all_connections_busy(postgresql: PostgresqlPlace):
    """A line instead of a hanging request."""
    store = postgresql.store(connections=1, pool_seconds=0.05)
    store.open()
    with store.database.reading():
        line = trouble(store, lookups_too=True)
    assert "all 1 connections to the store" in line
    check_works(store)


def test_a_server_that_crashed(tmp_path: Path):
    """kill -9 of the server: what was acknowledged is there when it has recovered."""
    with (
        a_server(fsync="on", full_page_writes="on") as server,
        a_database(server, tmp_path) as place,
        place.opened,
    ):
        store = place.store()
        store.record([an_entry()])
        done = withdraw(store)
        server.crash()
        _, (found,) = store.lookup([a_question()])
        assert found.candidates[0].withdrawn_by
        assert [one.seq for one in store.invalidations(None)] == [done]


@pytest.fixture
def whole(sqlite: SqlitePlace) -> Path:
    """A store with many entries, all of them withdrawn; its file."""
    return whole_file(sqlite)


def test_a_damaged_sqlite_file(sqlite: SqlitePlace, whole: Path):
    """Random bytes over pages: what is noticed has a line that says what to do."""
    said = [check_damaged(sqlite, whole, seed) for seed in range(30)]
    lines = [line for line in said if line]
    assert len(lines) > 15
    assert all("move it away" in line or "restore a backup" in line for line in lines)


@pytest.mark.parametrize("raw", [b"no database", b"\0" * 5000, os.urandom(9000)])
def test_a_file_of_something_else(sqlite: SqlitePlace, raw: bytes):
    """It is not overwritten."""
    sqlite.file.parent.mkdir()
    sqlite.file.write_bytes(raw)
    assert "damaged or no SQLite file" in trouble(sqlite.store(), lookups_too=True)
    assert sqlite.file.read_bytes() == raw


def test_a_folder_in_its_place(place: Place, sqlite: SqlitePlace):
    """A line, whatever it is."""
    sqlite.file.mkdir(parents=True)
    assert "cannot be opened" in trouble(sqlite.store(), lookups_too=True)


def test_a_lookup_that_is_read_while_a_writer_waits(sqlite: SqlitePlace):
    """A writer that has begun and not committed does not stop readers."""
    store = sqlite.store()
    store.record([an_entry()])
    with sqlite.store().database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cached_validations")
        _, (found,) = store.lookup([a_question()])
        assert found.candidates
        with pytest.raises(sqlite3.OperationalError):
            sqlite3.connect(sqlite.file, timeout=0).execute("BEGIN IMMEDIATE")
        connection.rollback()
    check_works(store)
