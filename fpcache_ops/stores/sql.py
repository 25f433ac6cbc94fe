"""The store over SQLAlchemy Core: the same for every database."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from fpcache_ops.core.entry import (
    Entry,
    Invalidation,
    Preview,
    Question,
    Selector,
    Statistics,
)
from fpcache_ops.core.lookup import Candidate, Found
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.ports import Ended, Genuine
from fpcache_ops.core.waiting import may_wait
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.stores import statements
from fpcache_ops.stores.audit import note_down
from fpcache_ops.stores.database import Database, explained
from fpcache_ops.stores.glance import Read, read_at_a_glance
from fpcache_ops.stores.instep import Step, newest_seq, set_newest, write
from fpcache_ops.stores.journal import Note
from fpcache_ops.stores.queries import QUERIES
from fpcache_ops.stores.rows import (
    ENTRY,
    INVALIDATION,
    KEY,
    SELECTED,
    SWEPT,
    entry,
    entry_row,
    invalidation,
    is_storable,
    micros,
    moment,
    override,
)
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.schema import invalidations, leases

_TRIES = 100
"""More than other threads may open connections: each may be to another database, and is a hint."""

_REMEMBERED = 50_000
"""Entries that were swept: about 10 MB. Of those before, a miss says that it is the first."""

_AT_A_TIME = 200
"""Keys per statement: well below the number of parameters that any database takes."""

_DIGEST_BYTES = 32
_AT_ENTRY = 2
_AT_OVERRIDE = _AT_ENTRY + len(ENTRY) + len(INVALIDATION)
_UNREADABLE = (ValueError, TypeError, OverflowError)

_T = TypeVar("_T")


class SqlStore:
    """:class:`fpcache_ops.core.ports.Store` over a relational database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._step = Step(database)

    def open(self) -> None:
        """Open, migrate and check now, rather than at the first use. Raises StoreUnusable."""
        with explained(self.database):
            self._step.mark()

    def close(self) -> None:
        """Release the connections."""
        self.database.close()

    def lookup(
        self, questions: Sequence[Question], genuine: Genuine | None = None
    ) -> tuple[int, list[Found]]:
        """See :meth:`fpcache_ops.core.ports.Store.lookup`."""
        asked = [question for question in questions if _can_be_stored(question)]
        newest, found = self._in_step(lambda: self._looked_up(asked, genuine))
        if len(asked) < len(questions):
            answers = dict(zip(asked, found, strict=True))
            found = [answers.get(question, Found()) for question in questions]
        return newest, found

    def overrides(self, questions: Sequence[Question]) -> list[Override | None]:
        """See :meth:`fpcache_ops.core.ports.Store.overrides`."""
        asked = [question for question in questions if _can_be_stored(question)]
        if not asked:
            return [None] * len(questions)
        _, decided = self._in_step(lambda: self._decided(asked))
        answers = dict(zip(asked, decided, strict=True))
        return [answers.get(question) for question in questions]

    def record(self, new: Sequence[Entry], ended: Ended | None = None) -> None:
        """See :meth:`fpcache_ops.core.ports.Store.record`."""
        # In one order for everybody: two programs that store the same cannot wait for each other.
        rows = sorted(
            (entry_row(one) for one in new if _can_be_stored(one.question, one)),
            key=lambda row: [row[name] for name in KEY],
        )

        def work(connection: Connection) -> None:
            newest = newest_seq(connection)
            # A greater number is from another copy of this database: its place is not known.
            known = [row for row in rows if row["seq"] <= newest]
            if known:
                connection.execute(statements.upsert(connection.dialect.name), known)
            if ended is not None:
                give_back(connection, ended.keys, ended.holder)

        self.write(work, tenant=_tenant_of([one.question for one in new]))

    def invalidate(self, selector: Selector, *, who: str, why: str, at: datetime) -> Invalidation:
        """See :meth:`fpcache_ops.core.ports.Store.invalidate`."""
        texts = [getattr(selector, name) for name in SELECTED if name != "evidence_digest"]
        if not is_storable(*texts):
            raise UnusableInput("the selector names something that no entry can be called")
        if not is_storable(who, why, limit=None):
            raise UnusableInput("the reason of an invalidation must be text without NUL")
        token = uuid4().hex

        def work(connection: Connection) -> Invalidation:
            seq = self._step.within(connection) + 1
            done = _by_token(connection, token)
            if done is not None:
                return done  # in a first try, of which the answer was lost
            done = Invalidation(seq, selector, who, at, why)
            set_newest(connection, seq)
            write(connection, Note(token, done))
            _note_down(connection, who, "invalidate", done, at)
            return done

        # About everybody: what a journal knows of others may be issued again by the way.
        done = self.write(work, tenant=None)
        if self.database.journal is not None:
            # Committed, but not acknowledged until a restored backup cannot forget it.
            self.database.journal.append([Note(token, done)])
        self._step.acknowledge(done.seq)
        return done

    def revoke(self, seq: int, *, tenant: str | None, who: str, at: datetime) -> bool:
        """See :meth:`fpcache_ops.core.ports.Store.revoke`."""
        statement = update(invalidations).where(
            invalidations.c.seq == seq, invalidations.c.revoked_at.is_(None)
        )
        if tenant is not None:
            statement = statement.where(invalidations.c.tenant == tenant)
        statement = statement.values(revoked_at=micros(at), revoked_by=who).returning(
            *(invalidations.c[name] for name in INVALIDATION), invalidations.c.token
        )

        def work(connection: Connection) -> Note | None:
            row = connection.execute(statement).one_or_none()
            if row is None:
                return None
            done = invalidation(row[:-1])
            _note_down(connection, who, "restore", done, at)
            return Note(row[-1], done, who)

        done = self.write(work, tenant=tenant)
        if done is None:
            return False
        if self.database.journal is not None:
            # What could not be noted is withdrawn again in a restored backup.
            with suppress(StoreUnusable):
                self.database.journal.append([done])
        return True

    def invalidations(self, tenant: str | None) -> list[Invalidation]:
        """See :meth:`fpcache_ops.core.ports.Store.invalidations`."""
        statement = select(*(invalidations.c[name] for name in INVALIDATION)).order_by(
            invalidations.c.seq.desc()
        )
        if tenant is not None:
            statement = statement.where(invalidations.c.tenant == tenant)
        return self.read(
            lambda connection: [invalidation(row) for row in connection.execute(statement)],
            tenant=tenant,
        )

    def count(self, tenant: str) -> int:
        """See :meth:`fpcache_ops.core.ports.Store.count`."""
        may_wait()  # A million entries are read for it.
        ((many,),) = self._twice_if_cut_off(
            lambda: self.database.fetch(self._counting, [tenant], tenant=tenant)
        )
        return int(many)

    def preview(self, selector: Selector, limit: int) -> Preview:
        """See :meth:`fpcache_ops.core.ports.Store.preview`."""
        chosen = and_(*statements.selected(selector), statements.withdrawn_by().is_(None))
        return self._previewed(chosen, limit, entries.c.cached_at.desc(), selector.tenant)

    def entries(self, selector: Selector, limit: int) -> list[Candidate]:
        """See :meth:`fpcache_ops.core.ports.Store.entries`."""
        statement = statements.entries_with_withdrawal(selector).limit(limit)
        return self.read(
            lambda connection: list(_readable(_candidate, connection.execute(statement))),
            tenant=selector.tenant,
        )

    def stats(self, tenant: str | None) -> Statistics:
        """See :meth:`fpcache_ops.core.ports.Store.stats`."""
        return self.read(lambda connection: self._stats(connection, tenant), tenant=tenant)

    def to_sweep(self, now: datetime, limit: int) -> Preview:
        """What all sweeps together would delete now, with so many samples, oldest first."""
        over = statements.over(now)
        return self._previewed(over, limit, entries.c.expires_at, None)

    def sweep(self, now: datetime, limit: int) -> int:
        """See :meth:`fpcache_ops.core.ports.Store.sweep`."""
        # Both times: a row that was chosen may have been replaced before it is deleted.
        over = statements.over(now)
        chosen = select(entries.c.id).where(over).order_by(entries.c.expires_at).limit(limit)
        statement = (
            delete(entries)
            .where(entries.c.id.in_(chosen), over)
            .returning(*(entries.c[name] for name in SWEPT))
        )

        def work(connection: Connection) -> int:
            gone = connection.execute(statement).mappings().all()
            if gone:
                # In one order, and each once: two versions may have judged the same evidence.
                rows = {tuple(row.values()): {**row, "at": micros(now)} for row in gone}
                connection.execute(
                    statements.remember_swept(connection.dialect.name),
                    [rows[key] for key in sorted(rows)],
                )
                connection.execute(statements.forget_swept(_REMEMBERED))
            return len(gone)

        return self.write(work, tenant=None)

    def ask(self, question: str) -> list[dict[str, Any]]:
        """The rows that answer a canned question (:data:`fpcache_ops.stores.queries.QUERIES`)."""
        rows = QUERIES[question].rows
        return self.read(lambda connection: rows(self.database, connection), tenant=None)

    @cached_property
    def _counting(self) -> str:
        of_tenant = entries.c.tenant == bindparam("tenant")
        statement = select(func.count()).select_from(entries).where(of_tenant)
        return str(statement.compile(dialect=self.database.engine().dialect))

    @cached_property
    def _lookup(self) -> statements.Lookup:
        return statements.Lookup(self.database.engine().dialect)

    def _in_step(self, read: Callable[[], tuple[int, _T]]) -> tuple[int, _T]:
        """What was read, with the newest number, from a database that has forgotten nothing."""

        def once() -> tuple[int, _T]:
            for _ in range(_TRIES):
                mark = self._step.mark()
                newest, found = read()
                if self._step.holds(mark, newest):
                    return newest, found
            raise StoreUnusable(
                f"the store {self.database.name} is being replaced by another one: run again"
            )

        return self._twice_if_cut_off(once)

    def _decided(self, asked: Sequence[Question]) -> tuple[int, list[Override | None]]:
        statement = self._lookup.overrides
        newest: int | None = None
        decided: list[Override | None] = [None] * len(asked)
        for number, newest, *columns in self.database.fetch(
            statement.text, statement.parameters(asked), tenant=_tenant_of(asked)
        ):
            decided[number] = _override(columns, newest)
        if newest is None:
            newest, _ = self._looked_up([])
        return newest, decided

    def _looked_up(
        self, asked: Sequence[Question], genuine: Genuine | None = None
    ) -> tuple[int, list[Found]]:
        if not asked:
            with self.database.reading() as connection:
                return newest_seq(connection), []
        read = self._glanced_at(asked, genuine) if genuine is not None else None
        read = read or self._read(asked)
        unknown = [
            n for n in range(len(asked)) if not read.candidates[n] and not read.unreadable[n]
        ]
        neighbours = self._neighbours([(number, asked[number]) for number in unknown])
        alone = [(number, asked[number]) for number in unknown if number not in neighbours]
        swept = self._swept(alone)
        return read.newest, [
            Found(tuple(candidates), neighbours.get(n), decided, unreadable, n in swept)
            for n, (candidates, decided, unreadable) in enumerate(
                zip(read.candidates, read.decided, read.unreadable, strict=True)
            )
        ]

    def _glanced_at(self, asked: Sequence[Question], genuine: Genuine) -> Read | None:
        first = asked[0]
        if any(a.repository != first.repository or a.tenant != first.tenant for a in asked):
            return None
        statement = self._lookup.glance if len(asked) == 1 else self._lookup.glances
        rows = self.database.fetch(statement.text, statement.parameters(asked), tenant=first.tenant)
        return read_at_a_glance(rows, asked, genuine)

    def _read(self, asked: Sequence[Question]) -> Read:
        statement = self._lookup.candidate if len(asked) == 1 else self._lookup.candidates
        read = Read.nothing(len(asked))
        for row in self.database.fetch(
            statement.text, statement.parameters(asked), tenant=_tenant_of(asked)
        ):
            number, newest = row[:_AT_ENTRY]
            read.newest = newest
            if row[_AT_OVERRIDE] is not None:
                read.decided[number] = _override(row[_AT_OVERRIDE:], newest)
            if row[_AT_ENTRY] is None:
                continue
            try:
                candidate = _candidate(row[_AT_ENTRY:_AT_OVERRIDE])
            except _UNREADABLE:
                read.unreadable[number] += 1
                continue
            if candidate.entry.seq > newest and not candidate.entry.verdict.is_real:
                read.unreadable[number] += 1
            else:
                read.candidates[number].append(candidate)
        return read

    def _swept(self, unknown: Sequence[tuple[int, Question]]) -> set[int]:
        if not unknown:
            return set()
        statement = self._lookup.swept
        asked = [question for _, question in unknown]
        rows = self.database.fetch(
            statement.text, statement.parameters(asked), tenant=_tenant_of(asked)
        )
        return {unknown[place][0] for (place,) in rows}

    def _neighbours(self, unknown: Sequence[tuple[int, Question]]) -> dict[int, Entry]:
        if not unknown:
            return {}
        statement = self._lookup.neighbours
        found = {}
        asked = [question for _, question in unknown]
        for place, *columns in self.database.fetch(
            statement.text, statement.parameters(asked), tenant=_tenant_of(asked)
        ):
            with suppress(*_UNREADABLE):
                found[unknown[place][0]] = entry(columns)
        return found

    def _previewed(
        self, chosen: ColumnElement[bool], limit: int, first: Any, tenant: str | None
    ) -> Preview:
        counted = select(func.count()).select_from(entries).where(chosen)
        sample = (
            select(*(entries.c[name] for name in ENTRY))
            .where(chosen)
            .order_by(first, entries.c.id.desc())
            .limit(limit)
        )
        return self.read(
            lambda connection: Preview(
                connection.execute(counted).scalar_one(),
                tuple(_readable(entry, connection.execute(sample))),
            ),
            tenant=tenant,
        )

    def _stats(self, connection: Connection, tenant: str | None) -> Statistics:
        mine = [entries.c.tenant == tenant] if tenant is not None else []
        real = entries.c.verdict == statements.TRUE_POSITIVE
        all_of_them = select(
            func.count(),
            func.coalesce(func.sum(case((real, 1), else_=0)), 0),
            func.min(entries.c.cached_at),
            func.max(entries.c.cached_at),
        ).where(*mine)
        total, true_positives, oldest, newest = connection.execute(all_of_them).one()
        withdrawn = (
            select(func.count())
            .select_from(entries)
            .where(*mine, statements.withdrawn_by().is_not(None))
        )

        def by(name: str) -> tuple[tuple[str, int], ...]:
            column, number = entries.c[name], func.count().label("number")
            rows = connection.execute(
                select(column, number).where(*mine).group_by(column).order_by(number.desc(), column)
            )
            return tuple((str(value), int(many)) for value, many in rows)

        return Statistics(
            entries=total,
            false_positives=total - true_positives,
            true_positives=true_positives,
            withdrawn=connection.execute(withdrawn).scalar_one(),
            by_type=by("vulnerability_type"),
            by_repository=by("repository"),
            oldest=moment(oldest) if oldest is not None else None,
            newest=moment(newest) if newest is not None else None,
            bytes_on_disk=sum(size for _, size in self.database.sizes(connection)),
        )

    def read(self, work: Callable[[Connection], _T], *, tenant: str | None) -> _T:
        """Do the work in one snapshot, perhaps twice. Raises StoreUnusable.

        ``tenant``: whose rows it is about; ``None``: everybody's.
        """

        def once() -> _T:
            with self.database.reading(tenant) as connection:
                return work(connection)

        return self._twice_if_cut_off(once)

    def write(self, work: Callable[[Connection], _T], *, tenant: str | None) -> _T:
        """Do the work in one transaction, perhaps twice; it is on the disk when this returns.

        ``tenant``: whose rows it is about; ``None``: everybody's.

        Raises:
            StoreUnusable: it could not be done, or it is not known whether it was.
        """

        def once() -> _T:
            with self.database.writing(tenant) as connection:
                return work(connection)

        return self._twice_if_cut_off(once)

    def _twice_if_cut_off(self, once: Callable[[], _T]) -> _T:
        """All work of this store may be done twice: the database may have been restarted."""
        try:
            return once()
        except (SQLAlchemyError, OSError, ValueError) as error:
            with explained(self.database):
                if not (isinstance(error, DBAPIError) and error.connection_invalidated):
                    raise
                return once()


def give_back(connection: Connection, keys: Sequence[bytes], holder: str) -> None:
    """Delete leases, in one order for everybody; what somebody else has taken over stays."""
    for some in in_pieces(sorted(set(keys))):
        connection.execute(delete(leases).where(leases.c.key.in_(some), leases.c.holder == holder))


def in_pieces(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """As many as a statement may name."""
    for start in range(0, len(items), _AT_A_TIME):
        yield items[start : start + _AT_A_TIME]


def _tenant_of(asked: Sequence[Question]) -> str | None:
    """Whose questions these are; ``None`` if they are of several tenants."""
    tenants = {question.tenant for question in asked}
    return tenants.pop() if len(tenants) == 1 else None


_is_name = lru_cache(4096)(is_storable)
"""The same of what names a place: there are few, and each is asked about again and again."""


def _can_be_stored(question: Question, given: Entry | None = None) -> bool:
    fits = (
        _is_name(question.tenant, question.repository, question.path, question.policy)
        and len(question.evidence_digest) == len(question.neighbour) == _DIGEST_BYTES
    )
    if given is None or not fits:
        return fits
    said = given.verdict
    texts = (given.vulnerability_type, given.rule_id, said.judged_by.name, said.judged_by.version)
    return is_storable(*texts) and all(
        is_storable(text, limit=None) for text in (given.locator, said.reason)
    )


def _candidate(columns: Sequence[Any]) -> Candidate:
    withdrawn = columns[len(ENTRY) :]
    return Candidate(
        entry(columns[: len(ENTRY)]),
        genuine=False,
        withdrawn_by=invalidation(withdrawn) if withdrawn[0] is not None else None,
    )


def _override(columns: Sequence[Any], newest: int) -> Override | None:
    """None for one that no version of this program can have written, or of another database."""
    try:
        found = override(columns)
    except _UNREADABLE:
        return None
    return found if found.seq <= newest or found.verdict.is_real else None


def _readable(make: Callable[[Sequence[Any]], _T], rows: Any) -> Iterator[_T]:
    """Rows that no version of this program can have written are left out."""
    for row in rows:
        with suppress(*_UNREADABLE):
            yield make(row)


def _by_token(connection: Connection, token: str) -> Invalidation | None:
    columns = [invalidations.c[name] for name in INVALIDATION]
    row = connection.execute(select(*columns).where(invalidations.c.token == token)).one_or_none()
    return invalidation(row) if row is not None else None


def _note_down(
    connection: Connection, who: str, action: str, done: Invalidation, at: datetime
) -> None:
    selector = {
        name: value.hex() if isinstance(value, bytes) else value
        for name in SELECTED
        if (value := getattr(done.selector, name)) is not None
    }
    note_down(
        connection,
        who=who,
        tenant=done.selector.tenant,
        action=action,
        detail={"seq": done.seq, "selector": selector, "why": done.why},
        at=at,
    )
