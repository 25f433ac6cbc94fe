"""Whether a store is as it should be. Looking changes nothing (but a SQLite file is migrated)."""

from sqlalchemy import func, select

from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores import migrate
from fpcache_ops.stores.database import Check, Database, explained
from fpcache_ops.stores.instep import newest_seq, out_of_step
from fpcache_ops.stores.schema import HEAD, invalidations
from fpcache_ops.stores.schema import cached_validations as entries


def checks(database: Database) -> list[Check]:
    """What was looked at, and what was seen.

    Raises:
        StoreUnusable: the store cannot even be opened; the text says why.
    """
    with explained(database):
        with database.reading() as connection:
            different = migrate.differences(connection)
            newest = newest_seq(connection)
            highest = connection.execute(select(func.max(invalidations.c.seq))).scalar() or 0
        return [
            Check("schema", not different, "; ".join(different[:3]) or f"version {HEAD}"),
            *database.checks(),
            Check(
                "numbers",
                highest <= newest,
                f"the newest invalidation has number {highest}, {newest} were given",
            ),
            _journal(database),
        ]


def held(database: Database) -> tuple[int, int] | None:
    """Entries, and bytes on disk; ``None`` when it cannot be told."""
    try:
        with explained(database), database.reading() as connection:
            many = connection.execute(select(func.count()).select_from(entries)).scalar_one()
            return many, sum(size for _, size in database.sizes(connection))
    except StoreUnusable:
        return None


def _journal(database: Database) -> Check:
    journal = database.journal
    if journal is None:
        return Check(
            "journal",
            False,
            "none: a database that is put back from a backup forgets what was withdrawn since",
        )
    try:
        noted = journal.notes()
    except StoreUnusable as trouble:
        return Check("journal", False, str(trouble))
    with database.reading() as connection:
        lacking, unnoted = out_of_step(connection, noted)
    if lacking:
        seen = f"{lacking} invalidations are missing in the database; the next lookup issues them"
    elif unnoted:
        seen = f"{unnoted} invalidations are not in {journal.path}; the next lookup notes them"
    else:
        seen = f"{len(noted)} invalidations in {journal.path}"
    return Check("journal", not lacking and not unnoted, seen)
