"""What ``--store`` may name."""

import sqlite3
import sys
from pathlib import Path

import pytest

from fpcache_ops.errors import UnusableInput
from fpcache_ops.stores import file_of, is_postgresql, open_database
from fpcache_ops.stores.postgresql import PostgresqlDatabase
from fpcache_ops.stores.sqlite import SqliteDatabase

FILES = {
    ".fpcache/cache.db": Path(".fpcache/cache.db"),
    "/var/cache.db": Path("/var/cache.db"),
    "sqlite:///relative/cache.db": Path("relative/cache.db"),
    "sqlite:////absolute/cache.db": Path("/absolute/cache.db"),
    "C:cache.db": Path("C:cache.db"),
    ":memory:": Path(":memory:"),
}


@pytest.mark.parametrize("store", FILES)
def test_a_file(store: str):
    """A path or a SQLite URL; its journal is beside it."""
    database = open_database(store)
    assert isinstance(database, SqliteDatabase)
    assert not is_postgresql(store)
    assert file_of(store) == FILES[store]
    assert database.name == str(FILES[store])
    assert database.journal.path == Path(f"{FILES[store]}.invalidations.jsonl")


@pytest.mark.parametrize(
    ("store", "name"),
    [
        ("postgresql://ann:s3cret@db.example:5433/cache", "postgresql://ann@db.example:5433/cache"),
        (
            "postgres:///cache?host=/run/pg&user=ann&password=s3cret",
            "postgresql://ann@/run/pg/cache",
        ),
        ("postgresql://", "postgresql:///"),
    ],
)
def test_a_postgresql_database(store: str, name: str):
    """Nothing is opened yet, and the password is never said."""
    database = open_database(store)
    assert isinstance(database, PostgresqlDatabase)
    assert is_postgresql(store)
    assert database.name == name
    assert database.journal is None
    other = open_database(store, journal=Path("j.jsonl")).journal
    assert other is not None
    assert other.path == Path("j.jsonl")


@pytest.mark.parametrize(
    "store",
    ["", "mysql://x", "sqlite://", "sqlite:///", "sqlite://host/x", "a\0b", "postgresql://["],
)
def test_something_else(store: str):
    """A line that says what may be given."""
    with pytest.raises(UnusableInput, match=r"^--store"):
        open_database(store)


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch):
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "fpcache_ops.stores.postgresql", None)
    with pytest.raises(UnusableInput, match=r"fpcache-ops\[postgres\]"):
        open_database("postgresql://x")


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"\xb4", 0, 1, "invalid start byte"),
        sqlite3.OperationalError("Could not decode to UTF-8 column 'tenant' with text '\xb4'"),
    ],
)
def test_text_that_is_none_is_damage(tmp_path, error):
    """A damaged page can pass every check of SQLite's and hold bytes that are no text."""
    assert "move it away" in SqliteDatabase(tmp_path / "cache.db").explain(error)
