"""What a database adapter brings: connections, and words for its troubles."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, QueuePool
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.journal import Journal


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, whether it is as it should be, and what was seen."""

    name: str
    good: bool
    seen: str


class Database(Protocol):
    """A SQLite file or a PostgreSQL database, migrated and checked at first use.

    Where nothing else is said a method raises what the driver raises, or
    :class:`fpcache_ops.errors.StoreUnusable` when the database is not one to be used.
    """

    @property
    def name(self) -> str:
        """What people call it; it holds no password."""

    @property
    def at_once(self) -> bool:
        """Whether a reading statement may be answered without waiting for another process."""

    @property
    def journal(self) -> Journal | None:
        """Where invalidations are noted outside the database."""

    @property
    def opened(self) -> int:
        """How many connections were ever opened: a new one may lead to another, older database."""

    def engine(self) -> Engine:
        """The engine, with the schema checked."""

    def fetch(
        self, statement: str, parameters: Sequence[Any], *, tenant: str | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of one reading statement, by the driver alone; it sees one snapshot.

        ``tenant``: whose rows it may see, where the database can tell; ``None``: everybody's.

        Raises:
            StoreUnusable: it could not be run.
        """

    def reading(self, tenant: str | None = None) -> AbstractContextManager[Connection]:
        """A connection whose statements all see one snapshot; ``tenant`` as for :meth:`fetch`."""

    def writing(
        self, tenant: str | None = None, *, patiently: bool = False
    ) -> AbstractContextManager[Connection]:
        """A connection in a transaction that is on the disk when the block was left.

        ``tenant``: whose rows it may see and write. ``patiently``: its statements may take long.
        """

    def check_role(self) -> None:
        """Raise StoreUnusable if what keeps tenants apart does not hold whoever is connected."""

    def upgrade(self, serving_role: str | None = None) -> tuple[str | None, str]:
        """Migrate, and let a role use the tables; the revisions before and after.

        Raises:
            StoreUnusable: it cannot be migrated; nothing was changed.
        """

    def checks(self) -> list[Check]:
        """What is good and bad about the database, apart from what is stored in it."""

    def version(self, connection: Connection) -> str:
        """Which program keeps the data, with its version."""

    def clock(self, connection: Connection) -> datetime | None:
        """The time of day where the data are; ``None`` if that is this machine."""

    def sizes(self, connection: Connection) -> list[tuple[str, int]]:
        """The bytes on disk, by table or file."""

    def connections(self, connection: Connection) -> list[dict[str, Any]]:
        """Who is connected and what they wait for, as far as the database tells."""

    def in_use(self) -> tuple[int, int]:
        """How many connections of this process are in use, and how many may be."""

    def explain(self, error: BaseException) -> str:
        """One line for people: what is wrong with the store and what to do."""

    def close(self) -> None:
        """Close all connections; the next use opens them again."""


@contextmanager
def explained(database: Database) -> Iterator[None]:
    """Whatever goes wrong with the database in this block is raised as StoreUnusable."""
    try:
        yield
    except DBAPIError as error:
        raise StoreUnusable(database.explain(error.orig or error)) from error
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise StoreUnusable(database.explain(error)) from error


def in_use(engine: Engine) -> int:
    """How many connections of an engine's pool are in use."""
    pool = engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0
