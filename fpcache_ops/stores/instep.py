"""Keeping database and journal in step, so that no invalidation is forgotten.

A database may be put back from a backup at any time, also under a running process. Then it has
forgotten invalidations, and the next one would get a number that was given before. So:

- before a lookup, anything that hints at another database makes this module compare the two: the
  first use, a new connection, a journal that changed, a newest number that went back;
- invalidations that only the journal knows are issued again, with numbers above every number that
  was ever acknowledged: so they also withdraw verdicts whose validation began in between;
- if numbers are missing that neither knows (there is no journal, or it was lost as well),
  *everything* is withdrawn: doubt is a miss. An operator who knows better may restore that.

The newest number is counted up under a lock that is held until the commit, so numbers become
visible in their order (see :mod:`fpcache_ops.stores.schema`).
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, String, cast, func, insert, literal, select, update

from fpcache_ops.core.entry import Invalidation, Selector
from fpcache_ops.core.waiting import may_wait
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.audit import note_down
from fpcache_ops.stores.database import Database
from fpcache_ops.stores.journal import Note, Signature
from fpcache_ops.stores.rows import INVALIDATION, invalidation, micros, selector_row
from fpcache_ops.stores.schema import COUNTER_ROW, invalidations
from fpcache_ops.stores.schema import invalidation_counter as counter

ITSELF = "fpcache"
"""Who did what nobody asked for."""

LOST = "the database was replaced by an older copy, and what was withdrawn since is not known"


@dataclass(frozen=True, slots=True)
class Mark:
    """What was seen when database and journal were last compared."""

    opened: int
    journal: Signature | None
    newest: int


def out_of_step(connection: Connection, noted: Mapping[str, Note]) -> tuple[int, int]:
    """How many invalidations the database lacks (or has not revoked), and how many the journal."""
    known = _known(connection)
    lacking = len(_forgotten(known, noted)) + len(_unrevoked(known, noted))
    return lacking, len(_unnoted(known, noted))


class Step:
    """Keeps one process in step; the same for all its threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._mark: Mark | None = None
        self._highest = 0

    def mark(self) -> Mark:
        """Compare if anything hints at another database; what a lookup may rely on."""
        mark, journal = self._mark, self._database.journal
        if (
            mark is None
            or mark.opened != self._database.opened
            or (journal is not None and mark.journal != journal.signature())
        ):
            return self._compare()
        # Read before the lookup: what others learn meanwhile proves nothing against it.
        highest = self._highest
        return mark if mark.newest == highest else replace(mark, newest=highest)

    def acknowledge(self, newest: int) -> None:
        """Remember that this number was given."""
        with self._lock:
            self._highest = max(self._highest, newest)

    def holds(self, mark: Mark, newest: int) -> bool:
        """Whether what was read after ``mark``, with this newest number, may be relied on."""
        if newest < mark.newest or mark.opened != self._database.opened:
            self._mark = None
            return False
        if newest > mark.newest:
            # Somebody invalidated something: the journal of this machine learns of it too.
            self._compare()
        return True

    def _compare(self) -> Mark:
        may_wait()
        with self._lock:
            mark = self._compared()
            if mark.opened != self._database.opened:
                # Comparing opened a connection; now there is one.
                mark = self._compared()
            self._highest = max(self._highest, mark.newest)
            self._mark = mark
            return mark

    def _compared(self) -> Mark:
        opened, journal = self._database.opened, self._database.journal
        signature = journal.signature() if journal is not None else None
        # The journal first: what is noted after this is not missed in the database.
        noted = journal.notes() if journal is not None else {}
        with self._database.reading() as connection:
            newest = newest_seq(connection)
            known = _known(connection) if journal is not None else {}
        if newest < self._highest or _forgotten(known, noted) or _unrevoked(known, noted):
            with self._database.writing() as connection:
                newest = self.within(connection)
                known = _known(connection)
        if journal is not None and (unnoted := _unnoted(known, noted)):
            with self._database.reading() as connection:
                notes = known_invalidations(connection, unnoted)
            # Best effort: what was acknowledged on this machine is noted already.
            with suppress(StoreUnusable):
                journal.append(notes.values())
        return Mark(opened, signature, newest)

    def within(self, connection: Connection) -> int:
        """Bring both in step in this transaction; the newest number, locked until its end."""
        newest = lock_newest(connection)
        journal = self._database.journal
        noted = journal.notes() if journal is not None else {}
        if max(newest, highest(noted)) < self._highest:
            lost = _everything()
            noted = {**noted, lost.token: lost}
        if not noted:
            return newest
        return bring_in_step(connection, noted, max(newest, self._highest))


def bring_in_step(connection: Connection, noted: Mapping[str, Note], given: int) -> int:
    """Issue again what this database has forgotten, under the lock of the counter.

    Args:
        connection: in a transaction that holds the lock.
        noted: what is known outside this database.
        given: the greatest number that was ever given, as far as this database knows.

    Returns:
        The newest number.
    """
    known = _known(connection)
    newest = max(given, highest(noted))
    for note in _forgotten(known, noted):
        newest += 1
        issued = replace(note, invalidation=replace(note.invalidation, seq=newest))
        write(connection, issued)
        note_down(
            connection,
            who=ITSELF,
            tenant=issued.invalidation.selector.tenant,
            action="invalidate again",
            detail={"seq": newest, "why": issued.invalidation.why},
            at=datetime.now(UTC),
        )
    for note in _unrevoked(known, noted):
        _revoke(connection, note)
    set_newest(connection, newest)
    return newest


def highest(notes: Mapping[str, Note]) -> int:
    """The greatest number in them."""
    return max((note.invalidation.seq for note in notes.values()), default=0)


def newest_seq(connection: Connection) -> int:
    """The number of the newest invalidation."""
    return _the(connection.execute(select(counter.c.newest).where(_ROW)).scalar())


def lock_newest(connection: Connection) -> int:
    """The newest number, which nobody else can count up before this transaction ends."""
    same = update(counter).where(_ROW).values(newest=counter.c.newest).returning(counter.c.newest)
    newest = _the(connection.execute(same).scalar())
    # Should somebody have written a row by hand: its number is taken, too.
    return max(newest, connection.execute(select(func.max(invalidations.c.seq))).scalar() or 0)


def set_newest(connection: Connection, newest: int) -> None:
    """Count up to this number."""
    connection.execute(update(counter).where(_ROW).values(newest=newest))


def write(connection: Connection, note: Note) -> None:
    """Put an invalidation into the database, under its number."""
    done = note.invalidation
    connection.execute(
        insert(invalidations).values(
            seq=done.seq,
            **selector_row(done.selector),
            who=done.who,
            at=micros(done.at),
            why=done.why,
            revoked_at=micros(done.revoked_at) if done.revoked_at is not None else None,
            revoked_by=note.revoked_by,
            token=note.token,
        )
    )


_ROW = counter.c.id == COUNTER_ROW

# A row that was written by hand has none.
_row_token = func.coalesce(
    invalidations.c.token, literal("row ").concat(cast(invalidations.c.seq, String))
)


def _the(newest: int | None) -> int:
    if newest is None:
        raise StoreUnusable(
            "the store has lost its counter of invalidations: restore a backup into a new store "
            "with `fpcache db restore FILE`"
        )
    return newest


def known_invalidations(
    connection: Connection, tokens: Collection[str] | None = None
) -> dict[str, Note]:
    """The invalidations of the database by their token, in their order; all, or these."""
    rows = connection.execute(
        select(
            *(invalidations.c[name] for name in INVALIDATION),
            invalidations.c.revoked_by,
            _row_token,
        ).order_by(invalidations.c.seq)
    )
    return {
        token: Note(token, invalidation(row), by)
        for *row, by, token in rows
        if tokens is None or token in tokens
    }


class _Known(NamedTuple):
    """As much of an invalidation as is compared."""

    seq: int
    is_revoked: bool


def _known(connection: Connection) -> dict[str, _Known]:
    columns = invalidations.c
    rows = connection.execute(
        select(_row_token, columns.seq, columns.revoked_at.is_not(None)).order_by(columns.seq)
    )
    return {token: _Known(seq, revoked) for token, seq, revoked in rows}


def _forgotten(known: Mapping[str, _Known], noted: Mapping[str, Note]) -> list[Note]:
    """What the database does not know."""
    return [note for token, note in noted.items() if token not in known]


def _unrevoked(known: Mapping[str, _Known], noted: Mapping[str, Note]) -> list[Note]:
    """What was restored, but not in the database."""
    return [
        note
        for token, note in noted.items()
        if note.is_revoked and token in known and not known[token].is_revoked
    ]


def _unnoted(known: Mapping[str, _Known], noted: Mapping[str, Note]) -> set[str]:
    """What the journal does not know, or by another number."""
    return {
        token
        for token, one in known.items()
        if token not in noted
        or noted[token].invalidation.seq < one.seq
        or (one.is_revoked and not noted[token].is_revoked)
    }


def _everything() -> Note:
    now = datetime.now(UTC)
    return Note(uuid4().hex, Invalidation(0, Selector(), ITSELF, now, LOST))


def _revoke(connection: Connection, note: Note) -> None:
    revoked_at = note.invalidation.revoked_at
    assert revoked_at is not None
    connection.execute(
        update(invalidations)
        .where(_row_token == note.token)
        .values(revoked_at=micros(revoked_at), revoked_by=note.revoked_by)
    )
