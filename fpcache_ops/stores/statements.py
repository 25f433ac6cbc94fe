"""The SQL of the store, the same for every database.

A lookup asks about all findings of a request in one statement, which therefore sees one snapshot:
the entries, the invalidations that withdraw them, and the newest number. Its text is compiled once;
the questions travel as a few parameters however many they are. One question alone has a statement
of its own, which costs what a SELECT by key costs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import (
    CTE,
    ColumnElement,
    Delete,
    Dialect,
    FromClause,
    LargeBinary,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from fpcache_ops.core.entry import Question, Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.stores.rows import ENTRY, INVALIDATION, KEY, OVERRIDE, SELECTED, SWEPT, micros
from fpcache_ops.stores.schema import COUNTER_ROW, invalidations, overrides, swept
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.schema import invalidation_counter as counter

TRUE_POSITIVE = Judgement.TRUE_POSITIVE.value

GLANCE = ("mac", "seq", "vulnerability_type", "validator_version")
"""Which entry it is, and what decides whether it is withdrawn; the rest is in the question."""

_PLACE = ("tenant", "repository")

_BY_PRECISION = ("evidence_digest", "path", "repository")
_DIGEST_BYTES = 32

newest_seq = (
    select(counter.c.newest).where(counter.c.id == COUNTER_ROW).scalar_subquery().label("newest")
)
"""The number of the newest invalidation that this statement's snapshot holds."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement about many questions, ready for the driver: its text, and its parameters."""

    text: str
    parameters: Callable[[Sequence[Question]], Sequence[Any]]


class Lookup:
    """The statements of a lookup in one database's own words, each compiled when it is needed.

    A command asks two or three of them; to compile one takes as long as a lookup of a thousand.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    @cached_property
    def candidates(self) -> Compiled:
        """Rows of (number of the question, newest seq, the columns of an entry, the columns of the
        invalidation that withdrew it, the columns of an override), at least one for each question.
        """
        return self._of_many(_candidates)

    @cached_property
    def candidate(self) -> Compiled:
        """The same for one question."""
        return self._of_one(_candidates)

    @cached_property
    def glances(self) -> Compiled:
        """Of questions about one repository: (number of the question, newest seq, :data:`GLANCE`,
        the number of the invalidation that withdrew it, that of an override).
        """
        if self._dialect.name == "postgresql":
            # It would read all of a repository whose name stands in the statement.
            return self._of_many(_glances_beside_overrides)
        asked, parameters = _asked(self._dialect.name, _EXACTLY, "evidence_digest", _PLACE)
        return _compiled(_glances(asked), self._dialect, parameters)

    @cached_property
    def glance(self) -> Compiled:
        """The same for one question."""
        return self._of_one(_glances)

    @cached_property
    def neighbours(self) -> Compiled:
        """Rows of (number of the question, the columns of an entry)."""
        names = ("tenant", "repository", "path")
        near, parameters = _asked(self._dialect.name, names, "neighbour")
        return _compiled(_neighbours(near, (*names, "neighbour")), self._dialect, parameters)

    @cached_property
    def swept(self) -> Compiled:
        """The numbers of the questions whose entries were swept."""
        return self._of_many(_swept)

    @cached_property
    def overrides(self) -> Compiled:
        """Rows of (number of the question, newest seq, the columns of an override)."""
        return self._of_many(_overrides)

    def _of_many(self, statement: Callable[[FromClause], Select[Any]]) -> Compiled:
        asked, parameters = _asked(self._dialect.name, _EXACTLY, "evidence_digest")
        return _compiled(statement(asked), self._dialect, parameters)

    def _of_one(self, statement: Callable[[FromClause], Select[Any]]) -> Compiled:
        asked, parameters = _asked_once(_EXACTLY, "evidence_digest")
        return _compiled(statement(asked), self._dialect, parameters)


_EXACTLY = ("tenant", "repository", "path", "policy")


def _neighbours(near: FromClause, names: Sequence[str]) -> Select[Any]:
    """The newest entry in the scope of each question of a table of questions."""
    other = entries.alias("other")
    newest = (
        select(func.max(other.c.id))
        .where(*(other.c[name] == near.c[name] for name in names))
        .correlate(near)
        .scalar_subquery()
    )
    nearest = _computed(select(near.c.number, newest.label("id")), "nearest")
    return select(nearest.c.number, *(entries.c[name] for name in ENTRY)).select_from(
        nearest.join(entries, entries.c.id == nearest.c.id)
    )


def _candidates(asked: FromClause) -> Select[Any]:
    """What is known about each question of a table of questions."""
    withdrawal = invalidations.alias("withdrawal")
    matched = _computed(
        select(
            asked.c.number,
            entries.c.id,
            withdrawn_by().label("withdrawn_by"),
            *(entries.c[name].label(f"entry_{name}") for name in ENTRY),
            *(overrides.c[name].label(f"override_{name}") for name in OVERRIDE),
        ).select_from(_with_entries(asked).outerjoin(overrides, _overridden(asked))),
        "matched",
    )
    return (
        select(
            matched.c.number,
            newest_seq,
            *(matched.c[f"entry_{name}"] for name in ENTRY),
            *(withdrawal.c[name] for name in INVALIDATION),
            *(matched.c[f"override_{name}"] for name in OVERRIDE),
        )
        .select_from(matched.outerjoin(withdrawal, withdrawal.c.seq == matched.c.withdrawn_by))
        .order_by(matched.c.number, matched.c.id)
    )


def _glances(asked: FromClause) -> Select[Any]:
    """Which entries there are for each of several questions about one repository."""
    decided = select(overrides.c.seq).where(_overridden(asked)).correlate(asked)
    any_there = exists().where(*(overrides.c[name] == bindparam(name) for name in _PLACE))
    # Most repositories have none: that is found out once.
    override = case((any_there, decided.scalar_subquery()))
    return _glanced_at(asked, override).select_from(_with_entries(asked))


def _glances_beside_overrides(asked: FromClause) -> Select[Any]:
    """The same, of whatever repositories."""
    tables = _with_entries(asked).outerjoin(overrides, _overridden(asked))
    return _glanced_at(asked, overrides.c.seq).select_from(tables)


def _glanced_at(asked: FromClause, override: ColumnElement[Any]) -> Select[Any]:
    return select(
        asked.c.number,
        newest_seq,
        *(entries.c[name] for name in GLANCE),
        withdrawn_by().label("withdrawn_by"),
        override.label("override"),
    ).order_by(asked.c.number, entries.c.id)


def _with_entries(asked: FromClause) -> FromClause:
    """Each question beside the entries for it."""
    question = ("tenant", "repository", "path", "policy", "evidence_digest")
    return asked.outerjoin(entries, and_(*(entries.c[name] == asked.c[name] for name in question)))


def _computed(statement: Select[Any], name: str) -> CTE:
    """A table of what is computed first.

    A table under row-level security is joined by an index only where the condition compares plain
    columns: PostgreSQL does not let it see what a subquery might tell of hidden rows.
    """
    return statement.cte(name).prefix_with("MATERIALIZED", dialect="postgresql")


def _swept(asked: FromClause) -> Select[Any]:
    """Which questions of a table of questions had an entry that a sweep deleted."""
    same = (swept.c[name] == asked.c[name] for name in SWEPT)
    return select(asked.c.number).select_from(asked.join(swept, and_(*same)))


def _overrides(asked: FromClause) -> Select[Any]:
    """What people decided about each question of a table of questions."""
    columns = (overrides.c[name] for name in OVERRIDE)
    return select(asked.c.number, newest_seq, *columns).select_from(
        asked.join(overrides, _overridden(asked))
    )


def _overridden(asked: FromClause) -> ColumnElement[bool]:
    """Whether an override is about a question, and stands."""
    about = ("tenant", "repository", "path", "evidence_digest")
    same = (overrides.c[name] == asked.c[name] for name in about)
    return and_(*same, ~exists().where(withdraws_override()))


def withdraws_override() -> ColumnElement[bool]:
    """Whether an invalidation withdraws an override.

    One that names the very evidence does, and one of everything of everybody; all others are about
    what validators said.
    """
    later = invalidations.alias("later")

    def is_any(*names: str) -> ColumnElement[bool]:
        return and_(*(later.c[name].is_(None) for name in names))

    named = ("tenant", "repository", "path")
    return and_(
        later.c.revoked_at.is_(None),
        later.c.seq > overrides.c.seq,
        is_any("vulnerability_type", "validator_version"),
        or_(
            and_(
                later.c.evidence_digest == overrides.c.evidence_digest,
                *(or_(is_any(name), later.c[name] == overrides.c[name]) for name in named),
            ),
            is_any("evidence_digest", *named),
        ),
    )


def withdrawn_by() -> ColumnElement[int]:
    """The newest unrevoked invalidation that came after an entry's validation began, and matches.

    Each alternative starts with the most specific thing that the selector names, so that an index
    finds the few that can match among however many there are.
    """
    later = invalidations.alias("later")

    def is_any(name: str) -> ColumnElement[bool]:
        return later.c[name].is_(None)

    def fits(name: str) -> ColumnElement[bool]:
        return later.c[name] == entries.c[name]

    matching = []
    for given in range(len(_BY_PRECISION) + 1):
        first, rest = _BY_PRECISION[:given], _BY_PRECISION[given:]
        named, others = rest[:1], (*rest[1:], *(n for n in SELECTED if n not in _BY_PRECISION))
        matching.append(
            and_(
                *(is_any(name) for name in first),
                *(fits(name) for name in named),
                *(or_(is_any(name), fits(name)) for name in others),
            )
        )
    withdrawn = (
        select(func.max(later.c.seq))
        .where(later.c.revoked_at.is_(None), later.c.seq > entries.c.seq, or_(*matching))
        .correlate(entries)
        .scalar_subquery()
    )
    # Most entries are younger than every invalidation: then there is nothing to look for.
    younger = (
        select(func.max(invalidations.c.seq)).where(whose).correlate(entries).scalar_subquery()
        > entries.c.seq
        for whose in (invalidations.c.tenant == entries.c.tenant, invalidations.c.tenant.is_(None))
    )
    return case((or_(*younger), withdrawn))


@cache
def remember_swept(dialect: str) -> Any:
    """Insert what was swept, or say when it was swept again."""
    dialect_insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    statement = dialect_insert(swept)
    return statement.on_conflict_do_update(
        index_elements=[swept.c[name] for name in SWEPT], set_={"at": statement.excluded.at}
    )


def forget_swept(most: int) -> Delete:
    """Delete what was swept long ago: all but ``most``, and those of the moment of the last."""
    last = select(swept.c.at).order_by(swept.c.at.desc()).offset(most).limit(1)
    return delete(swept).where(swept.c.at <= last.scalar_subquery())


@cache
def upsert(dialect: str) -> Any:
    """Insert entries, or replace those that they may replace.

    Of two answers to one question "real" counts; of two alike the one whose validation began later.
    """
    dialect_insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    statement = dialect_insert(entries)
    arrived = statement.excluded
    was_real = entries.c.verdict == TRUE_POSITIVE
    is_real = arrived.verdict == TRUE_POSITIVE
    return statement.on_conflict_do_update(
        index_elements=[entries.c[name] for name in KEY],
        set_={name: arrived[name] for name in ENTRY},
        where=or_(
            and_(is_real, ~was_real),
            and_(arrived.seq >= entries.c.seq, or_(is_real, ~was_real)),
        ),
    )


def selected(selector: Selector) -> list[ColumnElement[bool]]:
    """What an entry must fulfil to be selected."""
    return [
        entries.c[name] == getattr(selector, name)
        for name in SELECTED
        if getattr(selector, name) is not None
    ]


def over(now: datetime) -> ColumnElement[bool]:
    """Past their lifetime, and no true positives."""
    return and_(entries.c.expires_at <= micros(now), entries.c.verdict != TRUE_POSITIVE)


def entries_with_withdrawal(selector: Selector) -> Select[Any]:
    """Selected entries, newest first, each with what withdrew it."""
    withdrawal = invalidations.alias("withdrawal")
    return (
        select(
            *(entries.c[name] for name in ENTRY),
            *(withdrawal.c[name].label(f"withdrawal_{name}") for name in INVALIDATION),
        )
        .select_from(entries.outerjoin(withdrawal, withdrawal.c.seq == withdrawn_by()))
        .where(*selected(selector))
        .order_by(entries.c.cached_at.desc(), entries.c.id.desc())
    )


_Parameters = dict[str, Any]
_Asked = tuple[FromClause, Callable[[Sequence[Question]], _Parameters]]


def _asked(dialect: str, texts: Sequence[str], digest: str, same: Sequence[str] = ()) -> _Asked:
    """A table of the questions, numbered from 0, and how its parameters are made of them.

    The texts in ``same`` are those of all questions, so they are given once.
    """
    others = [name for name in texts if name not in same]
    made = _asked_by_arrays if dialect == "postgresql" else _asked_by_json
    given = [bindparam(name, type_=Text).label(name) for name in same]
    asked, parameters = made(others, digest, given)

    def all_parameters(questions: Sequence[Question]) -> _Parameters:
        return parameters(questions) | {name: getattr(questions[0], name) for name in same}

    return asked, all_parameters


def _asked_once(texts: Sequence[str], digest: str) -> _Asked:
    """One question, as it is."""
    asked = select(
        literal(0).label("number"),
        *(bindparam(name, type_=Text).label(name) for name in texts),
        bindparam(digest, type_=LargeBinary).label(digest),
    ).subquery("asked")

    def parameters(questions: Sequence[Question]) -> _Parameters:
        (ask,) = questions
        return {name: getattr(ask, name) for name in (*texts, digest)}

    return asked, parameters


def _asked_by_arrays(
    texts: Sequence[str], digest: str, more: Sequence[ColumnElement[Any]]
) -> _Asked:
    table = (
        func.unnest(
            *(bindparam(name, type_=ARRAY(Text)) for name in texts),
            bindparam(digest, type_=ARRAY(BYTEA)),
        )
        .table_valued(*texts, digest, with_ordinality="number", name="each")
        .render_derived(name="each")
    )
    asked = select(
        (table.c.number - 1).label("number"),
        *(cast(table.c[name], Text).label(name) for name in texts),
        cast(table.c[digest], BYTEA).label(digest),
        *more,
    ).subquery("asked")

    def parameters(questions: Sequence[Question]) -> _Parameters:
        return {name: [getattr(ask, name) for ask in questions] for name in (*texts, digest)}

    return asked, parameters


def _asked_by_json(texts: Sequence[str], digest: str, more: Sequence[ColumnElement[Any]]) -> _Asked:
    """The texts as one JSON list of lists, the digests one after the other: JSON has no bytes."""
    each = func.json_each(bindparam("texts", type_=Text)).table_valued("key", "value", name="each")
    all_digests = bindparam("digests", type_=LargeBinary)
    asked = select(
        each.c.key.label("number"),
        *(
            func.json_extract(each.c.value, f"$[{place}]").label(name)
            for place, name in enumerate(texts)
        ),
        func.substr(all_digests, each.c.key * _DIGEST_BYTES + 1, _DIGEST_BYTES).label(digest),
        *more,
    ).subquery("asked")

    texts_of, digest_of = attrgetter(*texts), attrgetter(digest)

    def parameters(questions: Sequence[Question]) -> _Parameters:
        return {
            "texts": msgspec.json.encode(list(map(texts_of, questions))).decode(),
            "digests": b"".join(map(digest_of, questions)),
        }

    return asked, parameters


def _compiled(
    statement: Select[Any],
    dialect: Dialect,
    parameters: Callable[[Sequence[Question]], _Parameters],
) -> Compiled:
    compiled = statement.compile(dialect=dialect)
    order = compiled.positiontup
    assert order is not None
    given = compiled.params

    def in_order(questions: Sequence[Question]) -> Sequence[Any]:
        values = given | parameters(questions)
        return [values[name] for name in order]

    return Compiled(str(compiled), in_order)
