"""Backups: of either kind of database, into one SQLite file, and back into either kind.

Putting a backup back must not make the store less careful than it was. So what was withdrawn since
stays withdrawn, what was switched off or revoked since stays so (:mod:`fpcache_ops.stores.since`),
and a true positive that was found since is kept, whether a validator or a person found it: it is
what a later false positive on equal evidence is held against. All of this comes from the database
that is restored *into*, and the invalidations from the journal too, for it may be an empty one.

The key that seals the entries is not in a backup: without it they are worth nothing.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.stores import since
from fpcache_ops.stores.audit import note_down
from fpcache_ops.stores.database import Database, explained
from fpcache_ops.stores.instep import (
    bring_in_step,
    highest,
    known_invalidations,
    lock_newest,
    newest_seq,
)
from fpcache_ops.stores.rows import ENTRY, moment
from fpcache_ops.stores.schema import (
    audit_log,
    invalidation_counter,
    leases,
    metadata,
)
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.stores.statements import TRUE_POSITIVE, upsert

_AT_A_TIME = 1_000

_LASTING = [table for table in metadata.sorted_tables if table is not leases]
"""What a backup holds: a lease of yesterday is nobody's."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    entries: int
    invalidations: int
    newest_entry: datetime | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what was kept or done again for safety."""

    entries: int
    true_positives_kept: int
    invalidated_again: int


def back_up(database: Database, target: Path) -> Contents:
    """Write all tables, as one snapshot holds them, into a new file.

    Raises:
        Refused: the file is there already.
        StoreUnusable: the database could not be read, or the file not be written.
    """
    if target.exists():
        raise Refused(f"{target} is there already: name a new file")
    if not target.parent.is_dir():
        raise UnusableInput(f"{target.parent} is no folder: make it, or name another file")
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        draft = SqliteDatabase(Path(folder) / target.name)
        with (
            explained(database),
            database.reading() as source,
            explained(draft),
            draft.writing() as into,
        ):
            into.execute(delete(invalidation_counter))
            for table in _LASTING:
                _copy(source, into, table)
        contents = _contents(draft)
        draft.close()
        _to_disk(Path(folder) / target.name)
        try:
            os.link(Path(folder) / target.name, target)
        except FileExistsError:
            raise Refused(f"{target} is there already: name a new file") from None
    _to_disk(target.parent)
    return contents


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """A backup, copied and brought to this program's schema; the file itself is not touched.

    Raises:
        UnusableInput: it is not there, damaged, or no backup.
        StoreUnusable: it was written by a newer program.
    """
    if not file.is_file():
        raise UnusableInput(f"{file} is no file")
    with TemporaryDirectory(prefix="fpcache-restore-") as folder:
        copy = Path(folder) / file.name
        try:
            _copy_file(file, copy)
        except sqlite3.Error as error:
            raise UnusableInput(f"{file} is damaged or no backup ({error})") from error
        database = SqliteDatabase(copy)
        try:
            yield database
        finally:
            database.close()


def contents(backup: Database) -> Contents:
    """What an opened backup holds."""
    with explained(backup):
        return _contents(backup)


def put_back(backup: Database, database: Database, *, who: str, at: datetime) -> Restored:
    """Replace the contents of a database by those of an opened backup, all in one transaction.

    Raises:
        StoreUnusable: it could not be done; nothing was changed.
    """
    with (
        explained(backup),
        backup.reading() as source,
        explained(database),
        database.writing(patiently=True) as into,
    ):
        newest = max(lock_newest(into), newest_seq(source))
        withdrawn = known_invalidations(into)
        careful = since.known(into)
        into.execute(delete(entries).where(entries.c.verdict != TRUE_POSITIVE))
        kept = into.execute(select(func.count()).select_from(entries)).scalar_one()
        for table in reversed(_LASTING):
            if table not in (entries, invalidation_counter, audit_log):
                into.execute(delete(table))
        for table in _LASTING:
            if table is entries:
                _copy_entries(source, into)
            elif table is audit_log:
                if not into.execute(select(func.count()).select_from(table)).scalar_one():
                    _copy(source, into, table)
            elif table is not invalidation_counter:
                _copy(source, into, table)
        since.keep(into, careful, who=who, at=at)
        loaded = known_invalidations(into)
        journal = database.journal
        noted = {**withdrawn, **(journal.notes() if journal is not None else {})}
        bring_in_step(into, noted, max(newest, highest(withdrawn)))
        restored = Restored(
            entries=source.execute(select(func.count()).select_from(entries)).scalar_one(),
            true_positives_kept=kept,
            invalidated_again=len(noted.keys() - loaded.keys()),
        )
        note_down(
            into,
            who=who,
            tenant=None,
            action="restore a backup",
            detail={"entries": restored.entries, "again": restored.invalidated_again},
            at=at,
        )
    return restored


def _copy(source: Connection, into: Connection, table: Table) -> None:
    rows = source.execution_options(yield_per=_AT_A_TIME).execute(
        select(table).order_by(*table.primary_key)
    )
    for some in rows.mappings().partitions():
        into.execute(insert(table), [dict(row) for row in some])
    serial = table.autoincrement_column
    if serial is not None and into.dialect.name == "postgresql":
        # The next row's number comes after those that were copied.
        into.execute(
            select(
                func.setval(
                    func.pg_get_serial_sequence(table.name, serial.name),
                    func.coalesce(func.max(serial), 0) + 1,
                    text("false"),
                )
            )
        )


def _copy_entries(source: Connection, into: Connection) -> None:
    """In their order, under new ids: those of true positives that were kept may be the same."""
    statement = upsert(into.dialect.name)
    rows = source.execution_options(yield_per=_AT_A_TIME).execute(
        select(*(entries.c[name] for name in ENTRY)).order_by(entries.c.id)
    )
    for some in rows.mappings().partitions():
        into.execute(statement, [dict(row) for row in some])


def _contents(database: Database) -> Contents:
    with database.reading() as connection:
        count, newest = connection.execute(
            select(func.count(), func.max(entries.c.cached_at)).select_from(entries)
        ).one()
        withdrawals = len(known_invalidations(connection))
    return Contents(count, withdrawals, moment(newest) if newest is not None else None)


def _copy_file(file: Path, copy: Path) -> None:
    """As SQLite reads it, also while somebody writes to it; damaged pages raise."""
    read_only = f"{file.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(read_only, uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        found = target.execute("PRAGMA integrity_check(1)").fetchone()
        if found != ("ok",):
            raise sqlite3.DatabaseError(str(found[0]))


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
