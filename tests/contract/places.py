"""Where the contract is tested: a SQLite file and a real PostgreSQL database.

A *place* is one store's data; it opens as many stores on it as a test wants, each as another
process would.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest

from fpcache_ops.stores.postgresql import PostgresqlDatabase
from fpcache_ops.stores.rowsecurity import SETTING, about
from fpcache_ops.stores.schema import metadata
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.contract.postgres import NoServer, Server, a_name, a_server

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


class Place(Protocol):
    """One store's data."""

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""

    @property
    def url(self) -> str:
        """What ``--store`` takes."""

    @property
    def journal(self) -> Path:
        """Where invalidations are noted outside the database."""

    @property
    def opened(self) -> ExitStack:
        """Closes the stores."""

    def store(self, **options: Any) -> SqlStore:
        """Another store on the same data, as another process opens it; closed with the place."""

    def save(self) -> Callable[[], None]:
        """Keep the data as they are; what is given puts them back by hand, with no care at all."""


@dataclass
class SqlitePlace:
    """A file in a folder that does not exist yet."""

    folder: Path
    kind: str = "sqlite"
    opened: ExitStack = field(default_factory=ExitStack)

    @property
    def file(self) -> Path:
        return self.folder / "deep" / "cache.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    @property
    def journal(self) -> Path:
        return self.file.with_name("cache.db.invalidations.jsonl")

    def store(self, **options: Any) -> SqlStore:
        store = SqlStore(SqliteDatabase(self.file, **options))
        self.opened.callback(store.close)
        return store

    def save(self) -> Callable[[], None]:
        saved = self.file.with_suffix(".saved")
        shutil.copy(self.file, saved)

        def put_back() -> None:
            shutil.copy(saved, self.file.with_suffix(".new"))
            self.file.with_suffix(".new").replace(self.file)

        return put_back


@dataclass
class PostgresqlPlace:
    """A database with an owner, who migrates, and a plain role, who serves."""

    server: Server
    name: str
    owner: str
    role: str
    folder: Path
    kind: str = "postgresql"
    opened: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return self.server.url(dbname=self.name, user=self.role)

    @property
    def owner_url(self) -> str:
        # Row-level security holds for the owner, too: tests look at everybody's rows.
        everybodys = f"-c {SETTING}={about(None)}"
        return self.server.url(dbname=self.name, user=self.owner, options=everybodys)

    @property
    def journal(self) -> Path:
        return self.folder / "deep" / "invalidations.jsonl"

    def store(self, **options: Any) -> SqlStore:
        store = SqlStore(PostgresqlDatabase(self.url, **({"journal": self.journal} | options)))
        self.opened.callback(store.close)
        return store

    def save(self) -> Callable[[], None]:
        names = [table.name for table in metadata.sorted_tables]
        with psycopg.connect(self.owner_url) as connection:
            saved = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}

        def put_back() -> None:
            with psycopg.connect(self.owner_url) as connection, connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {', '.join(names)}")
                for name, rows in saved.items():
                    if rows:
                        values = ", ".join(["%s"] * len(rows[0]))
                        cursor.executemany(f"INSERT INTO {name} VALUES ({values})", rows)

        return put_back

    def empty(self) -> None:
        """Forget everything that a test stored."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            tables = [name for name in metadata.tables if name != "invalidation_counter"]
            connection.execute(f"TRUNCATE {', '.join(tables)}")
            connection.execute("UPDATE invalidation_counter SET newest = 0")


@contextmanager
def a_database(server: Server, folder: Path) -> Iterator[PostgresqlPlace]:
    """A new database with both roles, migrated; gone afterwards."""
    name = a_name()
    place = PostgresqlPlace(server, name, f"{name}_owner", f"{name}_serving", folder)
    with empty_database(place):
        database = PostgresqlDatabase(place.owner_url)
        database.upgrade(place.role)
        yield place


@contextmanager
def empty_database(place: PostgresqlPlace) -> Iterator[None]:
    """The database and its roles, without any table."""

    def run(*statements: str) -> None:
        with psycopg.connect(place.server.dsn, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    run(
        f"CREATE ROLE {place.owner} LOGIN",
        f"CREATE ROLE {place.role} LOGIN",
        f"CREATE DATABASE {place.name} OWNER {place.owner}",
    )
    try:
        yield
    finally:
        run(
            f"DROP DATABASE {place.name} WITH (FORCE)",
            f"DROP ROLE {place.owner}, {place.role}",
        )


@contextmanager
def the_server() -> Iterator[Server]:
    """The server for this test process; where there is none, CI fails and others skip."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(a_server())
        except NoServer as trouble:
            if os.environ.get("CI"):
                pytest.fail(f"PostgreSQL tests never skip in CI: {trouble}")
            pytest.skip(str(trouble))
        yield server
