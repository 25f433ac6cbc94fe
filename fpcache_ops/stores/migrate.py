"""Which schema a database has, and bringing it to the one that this program works with."""

from importlib.resources import files

from sqlalchemy import Connection, false, inspect, select, text
from sqlalchemy.exc import DBAPIError

from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.rowsecurity import unguarded
from fpcache_ops.stores.schema import HEAD, metadata

_VERSION_TABLE = "alembic_version"


def revision(connection: Connection, name: str) -> str | None:
    """The revision of the database called ``name``; ``None`` for an empty one.

    Raises:
        StoreUnusable: it is newer than this program, half migrated, or no store at all.
    """
    tables = inspect(connection).get_table_names()
    if _VERSION_TABLE not in tables:
        if tables:
            raise StoreUnusable(f"{name} is a database of something else: use another --store")
        return None
    found = [
        str(row[0]) for row in connection.execute(text("SELECT version_num FROM alembic_version"))
    ]
    if len(found) != 1:
        raise _half_migrated(name, f"it names {len(found)} schema versions")
    if found[0] > HEAD:
        raise StoreUnusable(
            f"the store {name} was written by a newer fpcache (schema {found[0]}, this one knows "
            f"{HEAD}): upgrade fpcache, or use another --store"
        )
    if found[0] == HEAD:
        _check_complete(connection, name)
    return found[0]


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Run what is missing, all of it in the transaction that the connection is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("fpcache_ops.stores") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def differences(connection: Connection) -> list[str]:
    """Where the database's tables, columns, indexes and guards are not those of the schema."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [
        *(_difference(found) for found in compare_metadata(context, metadata)),
        *(f"no row-level security on {name}" for name in unguarded(connection)),
    ]


def _check_complete(connection: Connection, name: str) -> None:
    for table in metadata.sorted_tables:
        try:
            connection.execute(select(table).where(false())).close()
        except DBAPIError as error:
            if _is_missing(error):
                said = str(error.orig).splitlines()[0]
                raise _half_migrated(name, f"at schema {HEAD}, but {said}") from error
            raise


def _is_missing(error: DBAPIError) -> bool:
    """Whether the database said that a table or a column is not there."""
    undefined = getattr(error.orig, "sqlstate", None) in {"42P01", "42703"}
    return undefined or str(error.orig).startswith("no such")


def _half_migrated(name: str, what: str) -> StoreUnusable:
    return StoreUnusable(
        f"the store {name} is half migrated ({what}): restore a backup into a new store with "
        "`fpcache db restore FILE`"
    )


def _difference(found: object) -> str:
    """One of alembic's differences, in a line."""
    if isinstance(found, list):
        return "; ".join(_difference(one) for one in found)
    if isinstance(found, tuple):
        return " ".join(str(getattr(one, "name", one)) for one in found if one is not None)
    return str(found)
