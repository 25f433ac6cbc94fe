"""The production store: a PostgreSQL database, shared by processes and hosts.

Two roles: the owner of the tables migrates (``fpcache db upgrade --serving-role NAME``), a plain
role serves. Serving never migrates: several versions of the program may be running.

Every transaction is READ COMMITTED, every lookup is one statement, so it sees one snapshot. That
the newest number in this snapshot is never newer than the invalidations in it follows from the
counter's lock (:mod:`fpcache_ops.stores.instep`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from fpcache_ops.core.waiting import may_wait
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.stores import migrate, rowsecurity
from fpcache_ops.stores.database import Check, in_use
from fpcache_ops.stores.journal import Journal
from fpcache_ops.stores.rowsecurity import about
from fpcache_ops.stores.schema import HEAD, metadata

APPLICATION_NAME = "fpcache"

_OLDEST = 130000
_NETWORK = {
    "connect_timeout": "5",
    # A server that vanished without a word is noticed in half a minute, and not in a quarter hour.
    "tcp_user_timeout": "15000",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}
_SESSION = {
    # No statement of ours takes seconds, and no answer is worth waiting minutes for.
    "statement_timeout": "10s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    # A lookup is planned once for any number of questions; that takes longer than running it.
    "plan_cache_mode": "force_generic_plan",
}

_PATIENCE = "1h"
"""For what people ask for: counting and moving millions of rows takes its time."""

_ABOUT = f"SELECT set_config('{rowsecurity.SETTING}', %s, false)"
"""For the connection; every transaction says it for itself, whatever this is."""

_BEGIN = text(f"SELECT set_config('{rowsecurity.SETTING}', :about, true)")
_BEGIN_PATIENTLY = text(
    f"SELECT set_config('{rowsecurity.SETTING}', :about, true),"
    f" set_config('statement_timeout', '{_PATIENCE}', true)"
)

_GRANTS = {
    "alembic_version": "SELECT",
    "cached_validations": "SELECT, INSERT, UPDATE, DELETE",
    "invalidation_counter": "SELECT, UPDATE",
    "invalidations": "SELECT, INSERT, UPDATE (revoked_at, revoked_by)",
    "audit_log": "SELECT, INSERT",
    "api_keys": "SELECT, INSERT, UPDATE (revoked_at, revoked_by), DELETE",
}
"""What serving needs; a table that is not named here: all four."""


class PostgresqlDatabase:
    """A database under a libpq connection string, with a pool of connections.

    What was acknowledged is on the server's disk, whatever ``synchronous_commit`` the server or the
    role has by default.
    """

    at_once = False

    def __init__(
        self,
        dsn: str,
        *,
        journal: Path | None = None,
        connections: int = 8,
        pool_seconds: float = 5.0,
    ) -> None:
        """Name the database; nothing is opened yet.

        Args:
            dsn: ``postgresql://user@host/database?...`` or ``host=... dbname=...``, see libpq.
            journal: where this machine notes invalidations outside the database; without one a
                database that was put back from a backup withdraws everything when a running process
                notices, and nothing otherwise.
            connections: at most so many at a time.
            pool_seconds: how long a free one is waited for.
        """
        try:
            given = conninfo_to_dict(dsn)
        except psycopg.Error as error:
            said = str(error).strip().splitlines()[0]
            raise UnusableInput(
                f"--store: that is no PostgreSQL connection string ({said})"
            ) from error
        self._dsn = make_conninfo(dsn, **{k: v for k, v in _NETWORK.items() if k not in given})
        self._name = _named(given)
        self._given_options = str(given.get("options") or "")
        self._journal = Journal(journal) if journal is not None else None
        self._connections = connections
        self._pool_seconds = pool_seconds
        self._engine: Engine | None = None
        self._lock = Lock()
        self.opened = 0

    @property
    def name(self) -> str:
        """Where it is and who connects, without the password."""
        return self._name

    @property
    def journal(self) -> Journal | None:
        """Where this machine notes invalidations."""
        return self._journal

    def engine(self) -> Engine:
        """The engine, with the schema checked."""
        with self._lock:
            if self._engine is None:
                engine = self._make_engine()
                try:
                    with engine.connect() as connection:
                        self._check(connection)
                except BaseException:
                    engine.dispose()
                    raise
                self._engine = engine
            return self._engine

    def fetch(
        self, statement: str, parameters: Sequence[Any], *, tenant: str | None = None
    ) -> list[tuple[Any, ...]]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        may_wait()
        engine, rows_of = self.engine(), about(tenant)
        try:
            try:
                return self._fetch(engine, statement, parameters, rows_of)
            except psycopg.OperationalError as error:
                if _sqlstate(error) in _STILL_CONNECTED:
                    raise
                # The server was restarted: all connections of the pool are dead.
                engine.dispose()
                return self._fetch(engine, statement, parameters, rows_of)
        except psycopg.Error as error:
            raise StoreUnusable(self.explain(error)) from error

    @contextmanager
    def reading(self, tenant: str | None = None) -> Iterator[Connection]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        may_wait()
        with self.engine().connect() as connection:
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            _begin(connection, tenant, patiently=True)
            yield connection

    @contextmanager
    def writing(
        self, tenant: str | None = None, *, patiently: bool = False
    ) -> Iterator[Connection]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        may_wait()
        with self.engine().begin() as connection:
            _begin(connection, tenant, patiently=patiently)
            yield connection

    def upgrade(self, serving_role: str | None = None) -> tuple[str | None, str]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        engine = self._make_engine()
        try:
            with engine.begin() as connection:
                _begin(connection, None, patiently=True)
                # One upgrade at a time.
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('fpcache'))"))
                before = migrate.revision(connection, self.name)
                if before != HEAD:
                    migrate.upgrade(connection)
                if serving_role is not None:
                    _grant(connection, serving_role)
        finally:
            engine.dispose()
        self.close()
        return before, HEAD

    def checks(self) -> list[Check]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        wanted = ("fsync", "full_page_writes", "synchronous_commit")
        with self.reading() as connection:
            found = {
                name: connection.execute(text("SELECT current_setting(:name)"), {"name": name})
                for name in wanted
            }
            settings = {name: str(result.scalar_one()) for name, result in found.items()}
        seen = ", ".join(f"{name}={value}" for name, value in settings.items())
        return [Check("durable", "off" not in settings.values(), seen)]

    def version(self, connection: Connection) -> str:
        """See :class:`fpcache_ops.stores.database.Database`."""
        return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"

    def clock(self, connection: Connection) -> datetime | None:
        """See :class:`fpcache_ops.stores.database.Database`."""
        now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now

    def check_role(self) -> None:
        """See :class:`fpcache_ops.stores.database.Database`."""
        with self.reading() as connection:
            trouble = rowsecurity.trouble_with_role(connection)
            open_tables = rowsecurity.unguarded(connection)
        if open_tables:
            raise StoreUnusable(
                f"the store {self.name} does not force row-level security on "
                f"{', '.join(open_tables)}: restore a backup into a new database"
            )
        if trouble is not None:
            raise StoreUnusable(
                f"the store {self.name} must be served by a plain role, but {trouble}, so "
                "PostgreSQL would not keep tenants apart: run `fpcache db upgrade --serving-role "
                "ROLE` as the owner, and connect as ROLE"
            )

    def sizes(self, connection: Connection) -> list[tuple[str, int]]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        size = text("SELECT pg_total_relation_size(to_regclass(quote_ident(:name)))")
        return [
            (table.name, int(connection.execute(size, {"name": table.name}).scalar_one()))
            for table in metadata.sorted_tables
        ]

    def connections(self, connection: Connection) -> list[dict[str, Any]]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        asked = text(
            "SELECT pid, usename AS role, application_name AS application, state,"
            " wait_event_type AS waits_for, wait_event AS waiting_on,"
            " round(extract(epoch FROM clock_timestamp() - state_change))::integer AS seconds"
            " FROM pg_stat_activity WHERE datname = current_database() ORDER BY pid"
        )
        return [dict(row) for row in connection.execute(asked).mappings()]

    def in_use(self) -> tuple[int, int]:
        """See :class:`fpcache_ops.stores.database.Database`."""
        engine = self._engine
        return in_use(engine) if engine is not None else 0, self._connections

    def close(self) -> None:
        """Close all connections; the next use opens them again."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def explain(self, error: BaseException) -> str:
        """What is wrong with the database, and what to do, in one line."""
        name = self.name
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if isinstance(error, PoolTimeout):
            return (
                f"all {self._connections} connections to the store {name} are busy: wait, or allow "
                "more"
            )
        state = _sqlstate(error)
        for known, words in _WORDS.items():
            if state.startswith(known):
                return f"the store {name} {words} ({said})"
        if isinstance(error, psycopg.OperationalError):
            return f"the store {name} cannot be reached ({said}): is the server running?"
        return f"the store {name} cannot be used ({said})"

    def _make_engine(self) -> Engine:
        engine = create_engine(
            "postgresql+psycopg://",
            creator=self._connect,
            paramstyle="format",
            isolation_level="READ COMMITTED",
            pool_size=self._connections,
            max_overflow=0,
            pool_timeout=self._pool_seconds,
        )
        event.listen(engine, "connect", self._count)
        return engine

    def _connect(self) -> psycopg.Connection[Any]:
        options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
        connection = psycopg.connect(
            self._dsn,
            application_name=APPLICATION_NAME,
            # What the connection string says of them comes later, and wins.
            options=f"{options} {self._given_options}".strip(),
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: psycopg.Connection[Any]) -> None:
        """Refuse a server that cannot keep the promises; make it keep them where it can."""
        if connection.info.server_version < _OLDEST:
            raise StoreUnusable(
                f"the store {self.name} runs PostgreSQL {connection.info.server_version // 10000}: "
                f"{_OLDEST // 10000} or newer is needed"
            )
        connection.autocommit = True
        found = connection.execute(
            "SELECT pg_is_in_recovery(), current_setting('synchronous_commit'),"
            " current_setting('server_encoding')"
        ).fetchone()
        assert found is not None
        standby, synchronous, encoding = found
        if standby:
            raise StoreUnusable(
                f"the store {self.name} is a standby, which learns of invalidations late: use the "
                "primary (target_session_attrs=read-write)"
            )
        if encoding != "UTF8":
            raise StoreUnusable(
                f"the store {self.name} has the encoding {encoding}: create it with UTF8"
            )
        if synchronous == "off":
            connection.execute("SET synchronous_commit = on")
        connection.autocommit = False

    def _count(self, _connection: object, _record: object) -> None:
        self.opened += 1

    def _check(self, connection: Connection) -> None:
        found = migrate.revision(connection, self.name)
        if found != HEAD:
            what = "is empty" if found is None else f"has the schema {found}"
            raise StoreUnusable(
                f"the store {self.name} {what}, this fpcache needs {HEAD}: run "
                "`fpcache db upgrade` with the owner's connection string as --store"
            )

    @staticmethod
    def _fetch(
        engine: Engine, statement: str, parameters: Sequence[Any], rows_of: str
    ) -> list[tuple[Any, ...]]:
        pooled = engine.raw_connection()
        driver: Any = pooled.driver_connection
        try:
            # One statement is a snapshot by itself: no BEGIN, no COMMIT, one round trip, or two if
            # the connection was last used for another tenant.
            driver.autocommit = True
            with driver.cursor(binary=True) as cursor:
                if pooled.info.get(_ABOUT) != rows_of:
                    cursor.execute(_ABOUT, (rows_of,), prepare=True)
                    pooled.info[_ABOUT] = rows_of
                rows: list[tuple[Any, ...]] = cursor.execute(
                    statement, parameters, prepare=True
                ).fetchall()
            driver.autocommit = False
        except BaseException:
            pooled.invalidate()
            raise
        pooled.close()
        return rows


_STILL_CONNECTED = frozenset({"57014", "55P03", "53200", "40P01"})

_WORDS = {
    "25006": "is read-only: use the primary, or end its read-only mode",
    "28": "refuses the login: check the role, the password and pg_hba.conf",
    "3D000": "does not exist: create the database",
    "42501": "denies a right: run `fpcache db upgrade --serving-role ROLE` as the owner",
    "42P01": "lacks a table: run `fpcache db upgrade` as the owner",
    "53100": "has no room on its disk: make room",
    "53300": "has no connection left: raise max_connections, or use fewer processes",
    "55P03": "is locked by another program: wait for it or end it",
    "57014": "took too long to answer: see `fpcache db query connections`",
    "57P": "is shutting down or starting: wait for it",
    "XX": "is damaged: stop it and restore a backup",
}


def _sqlstate(error: BaseException) -> str:
    return getattr(error, "sqlstate", None) or ""


def _named(given: dict[str, Any]) -> str:
    """The database in words, without what is secret."""
    user = f"{given['user']}@" if given.get("user") else ""
    port = f":{given['port']}" if given.get("port") else ""
    return f"postgresql://{user}{given.get('host') or ''}{port}/{given.get('dbname') or ''}"


def _begin(connection: Connection, tenant: str | None, *, patiently: bool) -> None:
    """Say whose rows the transaction is about, before anything else in it."""
    statement = _BEGIN_PATIENTLY if patiently else _BEGIN
    connection.execute(statement, {"about": about(tenant)})


def _grant(connection: Connection, role: str) -> None:
    """Let a role do what serving needs, and no more, in the tables that are there now."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    to = quote(role)
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {quote(schema)} TO {to}")
    for name in ("alembic_version", *metadata.tables):
        rights = _GRANTS.get(name, "SELECT, INSERT, UPDATE, DELETE")
        connection.exec_driver_sql(f"REVOKE ALL ON {quote(name)} FROM {to}")
        connection.exec_driver_sql(f"GRANT {rights} ON {quote(name)} TO {to}")
    for table in metadata.sorted_tables:
        if (column := table.autoincrement_column) is not None:
            serial = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": quote(table.name), "column": column.name},
            ).scalar_one()
            connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {serial} TO {to}")
