"""The embedded store: one SQLite file."""

import os
import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from fpcache_ops.core.waiting import WouldWait, is_hurried, may_wait
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores import migrate
from fpcache_ops.stores.database import Check, in_use
from fpcache_ops.stores.journal import Journal
from fpcache_ops.stores.schema import HEAD

_OLDEST = (3, 35)
"""UPDATE ... RETURNING."""

# The first release without the WAL-reset race (two connections checkpointing at once can corrupt
# the file): before it, a rollback journal is slower for writers and safe.
_WAL_IS_SAFE_SINCE = (3, 51, 3)

_LOOKUPS = 32
"""Lookups at the same moment, each on a connection that is kept; further ones wait for one."""

_CONNECTIONS = 32
"""At most, beside those. None is closed while the store is open: each new one has every lookup that
is under way compare database and journal again, and where some are always new none comes to an end.
"""

_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Open:
    """A file that was opened, and which one it is."""

    engine: Engine
    identity: _Identity | None


class SqliteDatabase:
    """One file, created and migrated at first use.

    A write is on the disk when it is acknowledged (``synchronous=FULL``). A file that was replaced
    under its name is opened again.
    """

    at_once = True

    def __init__(
        self, path: Path, *, journal: Path | None = None, busy_seconds: float = 5.0
    ) -> None:
        """Name the file.

        Args:
            path: of the file; its folder is made.
            journal: where invalidations are noted outside the database, by default beside it.
            busy_seconds: how long another program's lock is waited for.
        """
        self._path = path
        self._file = str(path.absolute())
        self._journal = Journal(journal or path.with_name(path.name + ".invalidations.jsonl"))
        self._busy_milliseconds = round(busy_seconds * 1000)
        self._open: _Open | None = None
        self._lock = Lock()
        # SQLite lets whoever looks at the right moment write: our own threads take turns instead.
        self._turn = Lock()
        self._busy_seconds = busy_seconds
        # One for each lookup that may run; a semaphore takes as long as a third of a lookup.
        self._turns: SimpleQueue[None] = SimpleQueue()
        for _ in range(_LOOKUPS):
            self._turns.put(None)
        self._idle: deque[tuple[_Open, sqlite3.Connection]] = deque()
        self._hurried: sqlite3.Connection | None = None
        self._hurry = Lock()
        self.opened = 0

    @property
    def name(self) -> str:
        """The path."""
        return str(self._path)

    @property
    def journal(self) -> Journal:
        """Beside the file."""
        return self._journal

    def engine(self) -> Engine:
        """The engine, with the file's schema checked."""
        return self._opened_file().engine

    def _opened_file(self) -> "_Open":
        opened = self._open
        if opened is not None and opened.identity == self._found():
            return opened
        may_wait()
        with self._lock:
            opened = self._open
            if opened is not None and opened.identity == self._found():
                return opened
            self._forget()
            if sqlite3.sqlite_version_info < _OLDEST:
                raise StoreUnusable(
                    f"SQLite {sqlite3.sqlite_version} is too old for the store: Python must be "
                    f"built with {'.'.join(map(str, _OLDEST))} or newer"
                )
            self._path.parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(
                URL.create("sqlite", database=self._file),
                paramstyle="qmark",
                pool_size=_CONNECTIONS,
                max_overflow=0,
            )
            event.listen(engine, "connect", self._configure)
            event.listen(engine, "begin", _begin)
            try:
                self._migrate(engine)
                opened = _Open(engine, self._found())
                self._idle.append((opened, self._connect()))
                self._hurried = self._connect(wait=False)
            except BaseException:
                engine.dispose()
                raise
            self._open = opened
            return opened

    def fetch(
        self, statement: str, parameters: Sequence[Any], *, tenant: str | None = None
    ) -> list[tuple[Any, ...]]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        opened = self._opened_file()
        if is_hurried():
            return self._fetched_at_once(statement, parameters)
        self._turns.get()
        try:
            connection = self._held(opened)
            try:
                rows = connection.execute(statement, parameters).fetchall()
            except BaseException:
                connection.close()
                raise
            self._idle.append((opened, connection))
            return rows
        except sqlite3.Error as error:
            raise StoreUnusable(self.explain(error)) from error
        finally:
            self._turns.put(None)

    def _fetched_at_once(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows if nobody writes at this moment. Whatever else is wrong is told to who waits."""
        if not self._hurry.acquire(blocking=False):
            raise WouldWait
        try:
            if self._hurried is None:
                raise WouldWait
            return self._hurried.execute(statement, parameters).fetchall()
        except sqlite3.Error as error:
            raise WouldWait from error
        finally:
            self._hurry.release()

    def _held(self, opened: "_Open") -> sqlite3.Connection:
        """A connection to this very file that is open already, if one is idle.

        Taking one from the engine's pool costs more than the statement that it is taken for.
        """
        while True:
            try:
                of, connection = self._idle.popleft()
            except IndexError:
                return self._connect()
            if of is opened:
                return connection
            connection.close()

    def _connect(self, *, wait: bool = True) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, check_same_thread=False)
        self._configure(connection, None)
        if not wait:
            connection.execute("PRAGMA busy_timeout = 0")
        return connection

    @contextmanager
    def reading(self, tenant: str | None = None) -> Iterator[Connection]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        may_wait()
        with self.engine().connect() as connection:
            yield connection

    @contextmanager
    def writing(
        self, tenant: str | None = None, *, patiently: bool = False
    ) -> Iterator[Connection]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        del tenant, patiently
        may_wait()
        engine = self.engine()
        if not self._turn.acquire(timeout=self._busy_seconds):
            raise StoreUnusable(f"the store {self.name} is busy with other writes: try again")
        try:
            with engine.connect() as connection, _for_writing(connection).begin():
                yield connection
        finally:
            self._turn.release()

    def upgrade(self, serving_role: str | None = None) -> tuple[str | None, str]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        if serving_role is not None:
            raise StoreUnusable(
                f"the store {self.name} is a file: it knows no roles, only who may write to it"
            )
        before: str | None = None
        if self._path.exists() and self._path.stat().st_size:
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True))
            with engine.connect() as connection:
                before = migrate.revision(connection, self.name)
            engine.dispose()
        self.engine()
        return before, HEAD

    def checks(self) -> list[Check]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        with self.reading() as connection:
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            synchronous = connection.execute(text("PRAGMA synchronous")).scalar_one()
            mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        return [
            Check("integrity", found == ["ok"], "; ".join(found[:3])),
            Check("durable", int(synchronous) >= 2, f"synchronous={synchronous}, {mode}"),
        ]

    def version(self, connection: Connection) -> str:
        """See :class:`fpcache_ops.stores.database.Database`."""
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        return f"SQLite {sqlite3.sqlite_version}, journal mode {mode}"

    def clock(self, connection: Connection) -> datetime | None:
        """See :class:`fpcache_ops.stores.database.Database`."""
        return None

    def check_role(self) -> None:
        """See :class:`fpcache_ops.stores.database.Database`: whoever reads the file reads all."""

    def sizes(self, connection: Connection) -> list[tuple[str, int]]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        del connection
        found = [Path(f"{self._path}{end}") for end in ("", "-wal", "-journal")]
        return [(file.name, file.stat().st_size) for file in found if file.exists()]

    def connections(self, connection: Connection) -> list[dict[str, Any]]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        return [{"file": self.name, "journal_mode": mode, "library": sqlite3.sqlite_version}]

    def in_use(self) -> tuple[int, int]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        opened = self._open
        used = in_use(opened.engine) if opened is not None else 0
        return used, _CONNECTIONS

    def close(self) -> None:
        """Close all connections; the next use opens them again."""
        with self._lock:
            self._forget()

    def explain(self, error: BaseException) -> str:
        """What is wrong with the file, and what to do, in one line."""
        name, said = self._path, str(error).splitlines()[0] if str(error) else type(error).__name__
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, UnicodeDecodeError) or said.startswith("Could not decode"):
            # SQLite hands out what a damaged page holds; only Python sees that it is no text.
            code = sqlite3.SQLITE_CORRUPT
        match code:
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
            case sqlite3.SQLITE_IOERR:
                return (
                    f"the store {name} cannot be read or written ({said}): check its disk, room "
                    "and limits"
                )
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return f"the store {name} cannot be opened: check that its folder is writable"
            case _:
                return f"the store {name} cannot be used ({said})"

    def _found(self) -> _Identity | None:
        try:
            found = os.stat(self._file)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _forget(self) -> None:
        if self._open is not None:
            self._open.engine.dispose()
            self._open = None
        while self._idle:
            self._idle.popleft()[1].close()
        with self._hurry:
            if self._hurried is not None:
                self._hurried.close()
                self._hurried = None

    def _migrate(self, engine: Engine) -> None:
        with engine.connect() as connection:
            if migrate.revision(connection, f"the file {self.name}") == HEAD:
                return
        with engine.connect() as connection, _for_writing(connection).begin():
            if migrate.revision(connection, f"the file {self.name}") != HEAD:
                migrate.upgrade(connection)

    def _configure(self, connection: Any, _record: object) -> None:
        # The driver must not start transactions of its own: _begin says which kind is wanted.
        connection.isolation_level = None
        wal = sqlite3.sqlite_version_info >= _WAL_IS_SAFE_SINCE
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {self._busy_milliseconds}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA cell_size_check = ON")
        cursor.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
        cursor.close()
        self.opened += 1


def _for_writing(connection: Connection) -> Connection:
    return connection.execution_options(fpcache_write=True)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("fpcache_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
