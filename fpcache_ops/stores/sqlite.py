"""The embedded store: one SQLite file."""

import sqlite3
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text

from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.schema import HEAD

# The first release without the WAL-reset race (two connections checkpointing at once can corrupt
# the file): before it, a rollback journal is slower for writers and safe.
_WAL_IS_SAFE_SINCE = (3, 51, 3)
_BUSY_MILLISECONDS = 5_000


class SqliteDatabase:
    """One file, created and migrated at first use.

    A write is on the disk when it is acknowledged (``synchronous=FULL``).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine: Engine | None = None
        self._lock = Lock()

    def engine(self) -> Engine:
        """The engine, with the file's schema checked."""
        with self._lock:
            if self._engine is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                engine = create_engine(URL.create("sqlite", database=str(self._path)))
                event.listen(engine, "connect", _configure)
                event.listen(engine, "begin", _begin)
                try:
                    self._migrate(engine)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine = engine
            return self._engine

    def close(self) -> None:
        """Close all connections; the next use opens them again."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def explain(self, error: Exception) -> str:
        """What is wrong with the file, and what to do, in one line."""
        name, said = self._path, str(error).splitlines()[0] if str(error) else type(error).__name__
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return f"the store {name} is locked by another program: wait for it or stop it"
            case sqlite3.SQLITE_READONLY:
                return f"the store {name} is read-only: make it and its folder writable"
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                return (
                    f"the store {name} is damaged or no SQLite file ({said}): move it away and "
                    "run again, a new one is made"
                )
            case sqlite3.SQLITE_FULL:
                return f"the disk of the store {name} is full: make room"
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return f"the store {name} cannot be opened: check that its folder is writable"
            case _:
                return f"the store {name} cannot be used ({said})"

    def _migrate(self, engine: Engine) -> None:
        with engine.connect() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        with (
            engine.connect().execution_options(fpcache_write=True) as connection,
            connection.begin(),
        ):
            found = _revision(connection)
            if found == HEAD:
                return
            if found is not None and found > HEAD:
                raise StoreUnusable(
                    f"the store {self._path} was written by a newer fpcache (schema {found}, "
                    f"this one knows {HEAD}): upgrade fpcache, or use another --store"
                )
            if found is None and inspect(connection).get_table_names():
                raise StoreUnusable(
                    f"{self._path} is a database of something else: use another --store"
                )
            _upgrade(connection)


def _revision(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("fpcache_ops.stores") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _configure(connection: Any, _record: object) -> None:
    # The driver must not start transactions of its own: _begin says which kind is wanted.
    connection.isolation_level = None
    wal = sqlite3.sqlite_version_info >= _WAL_IS_SAFE_SINCE
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("fpcache_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
