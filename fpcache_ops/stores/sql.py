"""The store over SQLAlchemy Core: the statements are the same for every database."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from fpcache_ops.core.entry import Entry, Invalidation, Question, Selector
from fpcache_ops.core.lookup import Candidate, Found
from fpcache_ops.core.verdict import Judgement, Justification, ValidatorIdentity, Verdict
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.schema import invalidations

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_AT_A_TIME = 500
"""Questions per statement: well below the number of parameters that any database takes."""

_SELECTED = (
    "tenant",
    "repository",
    "path",
    "vulnerability_type",
    "validator_version",
    "evidence_digest",
)


class Database(Protocol):
    """What a database adapter brings: connections, and words for its troubles."""

    def engine(self) -> Engine:
        """The engine, migrated and checked at first use. Raises StoreUnusable."""

    def explain(self, error: Exception) -> str:
        """One line for people: what is wrong with the store and what to do."""

    def close(self) -> None:
        """Close all connections."""


class SqlStore:
    """:class:`fpcache_ops.core.ports.Store` over a relational database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self) -> None:
        """Open, migrate and check now, rather than at the first use. Raises StoreUnusable."""
        with self._reading():
            pass

    def close(self) -> None:
        """Release the connections."""
        self._database.close()

    def lookup(self, questions: Sequence[Question]) -> tuple[int, list[Found]]:
        """See :meth:`fpcache_ops.core.ports.Store.lookup`."""
        with self._reading() as connection:
            seq = connection.execute(select(func.max(invalidations.c.seq))).scalar() or 0
            found: list[Found] = []
            for some in _in_pieces(questions):
                found += self._found(connection, some)
            return seq, found

    def record(self, new: Sequence[Entry]) -> None:
        """See :meth:`fpcache_ops.core.ports.Store.record`."""
        with self._writing() as connection:
            dialect_insert = (
                postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
            )
            statement = dialect_insert(entries)
            arrived = statement.excluded
            statement = statement.on_conflict_do_update(
                index_elements=[
                    entries.c.tenant,
                    entries.c.repository,
                    entries.c.path,
                    entries.c.policy,
                    entries.c.evidence_digest,
                    entries.c.validator,
                    entries.c.validator_version,
                ],
                set_={c.name: arrived[c.name] for c in entries.c if c.name != "id"},
                where=and_(
                    arrived.seq >= entries.c.seq,
                    or_(
                        entries.c.verdict != Judgement.TRUE_POSITIVE.value,
                        arrived.verdict == Judgement.TRUE_POSITIVE.value,
                    ),
                ),
            )
            for some in _in_pieces(new):
                connection.execute(statement, [_row(entry) for entry in some])

    def invalidate(self, selector: Selector, *, who: str, why: str, at: datetime) -> Invalidation:
        """See :meth:`fpcache_ops.core.ports.Store.invalidate`."""
        with self._writing() as connection:
            seq = connection.execute(
                insert(invalidations).returning(invalidations.c.seq),
                {name: getattr(selector, name) for name in _SELECTED}
                | {"who": who, "why": why, "at": _micros(at)},
            ).scalar_one()
        return Invalidation(seq, selector, who, at, why)

    def revoke(self, seq: int, *, tenant: str | None, who: str, at: datetime) -> bool:
        """See :meth:`fpcache_ops.core.ports.Store.revoke`."""
        statement = update(invalidations).where(
            invalidations.c.seq == seq, invalidations.c.revoked_at.is_(None)
        )
        if tenant is not None:
            statement = statement.where(invalidations.c.tenant == tenant)
        with self._writing() as connection:
            done = connection.execute(statement.values(revoked_at=_micros(at), revoked_by=who))
            return bool(done.rowcount)

    def invalidations(self, tenant: str | None) -> list[Invalidation]:
        """See :meth:`fpcache_ops.core.ports.Store.invalidations`."""
        statement = select(invalidations).order_by(invalidations.c.seq.desc())
        if tenant is not None:
            statement = statement.where(invalidations.c.tenant == tenant)
        with self._reading() as connection:
            return [_invalidation(row) for row in connection.execute(statement)]

    def count(self, tenant: str) -> int:
        """See :meth:`fpcache_ops.core.ports.Store.count`."""
        statement = select(func.count()).select_from(entries).where(entries.c.tenant == tenant)
        with self._reading() as connection:
            return connection.execute(statement).scalar_one()

    def _found(self, connection: Connection, questions: Sequence[Question]) -> list[Found]:
        candidates: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
        neighbours: dict[tuple[object, ...], Entry] = {}
        unreadable: Counter[tuple[object, ...]] = Counter()
        for (tenant, repository), asked in _by_repository(questions).items():
            here = (entries.c.tenant == tenant, entries.c.repository == repository)
            digests = {question.evidence_digest for question in asked}
            rows = connection.execute(
                _with_withdrawal().where(*here, entries.c.evidence_digest.in_(digests))
            )
            for row in rows:
                key = _row_key(row)
                try:
                    candidates[key].append(_candidate(row))
                except (ValueError, TypeError):
                    unreadable[key] += 1
            unknown = [question for question in asked if _key(question) not in candidates]
            if unknown:
                newest = (
                    select(func.max(entries.c.id))
                    .where(
                        *here,
                        entries.c.path.in_({question.path for question in unknown}),
                        entries.c.neighbour.in_({question.neighbour for question in unknown}),
                    )
                    .group_by(entries.c.path, entries.c.neighbour)
                )
                for row in connection.execute(
                    select(entries).where(*here, entries.c.id.in_(newest))
                ):
                    with suppress(ValueError, TypeError):
                        entry = _entry(row)
                        neighbours[_neighbour_key(entry.question)] = entry
        return [
            Found(
                candidates.get(_key(question), ()),
                neighbours.get(_neighbour_key(question)),
                unreadable=unreadable[_key(question)],
            )
            for question in questions
        ]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._explained(), self._database.engine().connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            self._explained(),
            self._database.engine().connect() as connection,
            connection.execution_options(fpcache_write=True).begin(),
        ):
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise StoreUnusable(self._database.explain(error.orig or error)) from error
        except (SQLAlchemyError, OSError, ValueError) as error:
            raise StoreUnusable(self._database.explain(error)) from error


_T = TypeVar("_T")


def _in_pieces(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), _AT_A_TIME):
        yield items[start : start + _AT_A_TIME]


def _with_withdrawal() -> Select[Any]:
    """Entries, each with the newest unrevoked invalidation that came after its validation began."""
    later = invalidations.alias("later")
    withdrawn_by = (
        select(func.max(later.c.seq))
        .where(
            later.c.revoked_at.is_(None),
            later.c.seq > entries.c.seq,
            *(or_(later.c[name].is_(None), later.c[name] == entries.c[name]) for name in _SELECTED),
        )
        .correlate(entries)
        .scalar_subquery()
    )
    return (
        select(entries, *(column.label(f"withdrawn_{column.name}") for column in invalidations.c))
        .select_from(entries.outerjoin(invalidations, invalidations.c.seq == withdrawn_by))
        .order_by(entries.c.id)
    )


def _by_repository(questions: Sequence[Question]) -> dict[tuple[str, str], list[Question]]:
    grouped: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        grouped[question.tenant, question.repository].append(question)
    return grouped


def _key(question: Question) -> tuple[object, ...]:
    return (
        question.tenant,
        question.repository,
        question.path,
        question.policy,
        question.evidence_digest,
    )


def _row_key(row: Row[Any]) -> tuple[object, ...]:
    return (row.tenant, row.repository, row.path, row.policy, row.evidence_digest)


def _neighbour_key(question: Question) -> tuple[object, ...]:
    return (question.tenant, question.repository, question.path, question.neighbour)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND


def _row(entry: Entry) -> dict[str, Any]:
    ask, said = entry.question, entry.verdict
    return {
        "tenant": ask.tenant,
        "repository": ask.repository,
        "path": ask.path,
        "policy": ask.policy,
        "evidence_digest": ask.evidence_digest,
        "neighbour": ask.neighbour,
        "locator": entry.locator,
        "vulnerability_type": entry.vulnerability_type,
        "rule_id": entry.rule_id,
        "part_digests": json.dumps(entry.part_digests, separators=(",", ":")),
        "validator": said.judged_by.name,
        "validator_version": said.judged_by.version,
        "verdict": said.judgement.value,
        "confidence": said.confidence,
        "reason": said.reason,
        "justification": said.justification.value if said.justification else None,
        "seq": entry.seq,
        "cached_at": _micros(entry.cached_at),
        "expires_at": _micros(entry.expires_at),
        "mac": entry.mac,
    }


def _entry(row: Row[Any]) -> Entry:
    """An entry from a row; a row that cannot be one raises ValueError."""
    return Entry(
        question=Question(
            row.tenant, row.repository, row.path, row.policy, row.evidence_digest, row.neighbour
        ),
        vulnerability_type=row.vulnerability_type,
        rule_id=row.rule_id,
        locator=row.locator,
        verdict=Verdict(
            Judgement(row.verdict),
            row.confidence,
            row.reason,
            ValidatorIdentity(row.validator, row.validator_version),
            Justification(row.justification) if row.justification else None,
        ),
        part_digests=tuple((name, value) for name, value in json.loads(row.part_digests)),
        seq=row.seq,
        cached_at=_moment(row.cached_at),
        expires_at=_moment(row.expires_at),
        mac=row.mac,
    )


def _candidate(row: Row[Any]) -> Candidate:
    withdrawn = None
    if row.withdrawn_seq is not None:
        withdrawn = Invalidation(
            seq=row.withdrawn_seq,
            selector=Selector(*(getattr(row, f"withdrawn_{name}") for name in _SELECTED)),
            who=row.withdrawn_who,
            at=_moment(row.withdrawn_at),
            why=row.withdrawn_why,
        )
    return Candidate(_entry(row), genuine=False, withdrawn_by=withdrawn)


def _invalidation(row: Row[Any]) -> Invalidation:
    return Invalidation(
        seq=row.seq,
        selector=Selector(*(getattr(row, name) for name in _SELECTED)),
        who=row.who,
        at=_moment(row.at),
        why=row.why,
        revoked_at=_moment(row.revoked_at) if row.revoked_at is not None else None,
    )
