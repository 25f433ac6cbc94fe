"""Where entries and invalidations are kept: one SQL schema, one behaviour, two databases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fpcache_ops.errors import UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.stores.database import Database

_POSTGRESQL = ("postgresql://", "postgres://")


def open_database(store: str, *, journal: Path | None = None) -> Database:
    """The database that ``--store`` names; nothing is opened yet.

    Args:
        store: a path, ``sqlite:///relative/path``, ``sqlite:////absolute/path`` or
            ``postgresql://...``.
        journal: where invalidations are noted outside the database; for SQLite by default beside
            the file, for PostgreSQL by default nowhere.

    Raises:
        UnusableInput: it names neither, or the driver is not installed.
    """
    if store.startswith(_POSTGRESQL):
        try:
            from fpcache_ops.stores.postgresql import PostgresqlDatabase
        except ImportError as error:
            raise UnusableInput(
                f"--store {store.partition(':')[0]}://... needs a driver: "
                "install fpcache-ops[postgres]"
            ) from error
        return PostgresqlDatabase(store, journal=journal)
    from fpcache_ops.stores.sqlite import SqliteDatabase

    return SqliteDatabase(file_of(store), journal=journal)


def is_postgresql(store: str) -> bool:
    """Whether ``--store`` names a PostgreSQL database, and so no file."""
    return store.startswith(_POSTGRESQL)


def file_of(store: str) -> Path:
    """The SQLite file that ``--store`` names.

    Raises:
        UnusableInput: it names none.
    """
    scheme, separator, rest = store.partition("://")
    if not separator:
        path = store
    elif scheme == "sqlite" and rest.startswith("/"):
        path = rest[1:]
    else:
        raise UnusableInput(
            f"--store {scheme}://...: give the path of a SQLite file, or postgresql://..."
        )
    if not path or "\0" in path:
        raise UnusableInput("--store names no file: give its path")
    return Path(path)
