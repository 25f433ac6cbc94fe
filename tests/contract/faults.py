"""Faults that are planted in the stores, and the check that catches each.

A fault is a context manager around the opening of stores; its check raises AssertionError while the
fault is planted, and nothing without it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import BigInteger, Connection, and_, cast, delete, func, insert, null, select, text
from sqlalchemy.dialects import postgresql, sqlite

from fpcache_ops.core.entry import Entry, Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.stores import backup, instep, sql, statements
from fpcache_ops.stores.instep import Step, newest_seq
from fpcache_ops.stores.journal import Journal
from fpcache_ops.stores.rows import ENTRY, KEY, entry_row, micros
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.schema import invalidation_counter as counter
from fpcache_ops.stores.schema import invalidations
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place
from tests.contract.races import against_a_sweep, against_withdrawals, theatre_on, usable
from tests.contract.stepping import every_interleaving
from tests.factories import NOW, a_question, an_entry

ACME = Selector(tenant="acme")
Planted = Callable[[], Any]


@dataclass(frozen=True)
class Fault:
    """What is wrong, how it is planted, and what sees it; ``kinds`` are the stores it fits."""

    name: str
    plant: Planted
    caught_by: Callable[[Place], None]
    kinds: tuple[str, ...] = ("sqlite", "postgresql")


# --- the checks -----------------------------------------------------------------------------


def withdraws(place: Place) -> None:
    """An acknowledged invalidation withdraws, in every process, also what is in flight."""
    one, other = place.store(), place.store()
    seq, _ = one.lookup([])
    one.record([an_entry()])
    other.invalidate(ACME, who="ann", why="manual", at=NOW)
    assert not usable(one, a_question())
    late = a_question("in flight")
    one.record([an_entry(late, seq=seq)])
    assert not usable(one, late)


def in_flight(place: Place) -> None:
    """Every interleaving of a validation and an invalidation."""
    with theatre_on(place) as theatre:
        for _ in every_interleaving(against_withdrawals(theatre, 1)):
            pass


def in_order(place: Place) -> None:
    """Every interleaving of a validation and two invalidations."""
    with theatre_on(place) as theatre:
        for _ in every_interleaving(against_withdrawals(theatre, 2, fine=False)):
            pass


def sweep_races(place: Place) -> None:
    """Every interleaving of a sweep and a new verdict."""
    with theatre_on(place) as theatre:
        for _ in every_interleaving(against_a_sweep(theatre)):
            pass


def sticky(place: Place) -> None:
    """A true positive survives sweep and later false positives."""
    store = place.store()
    real = an_entry(verdict=Judgement.TRUE_POSITIVE, expires_at=NOW)
    store.record([real])
    store.record([an_entry(cached_at=NOW)])
    store.sweep(NOW + timedelta(days=900), 100)
    assert usable(store, a_question()) == [real]


def old_backup(place: Place) -> None:
    """A backup that was put back resurrects nothing."""
    store = place.store()
    store.record([an_entry()])
    put_back = place.save()
    store.invalidate(ACME, who="ann", why="manual", at=NOW)
    put_back()
    assert not usable(place.store(), a_question())


def under_way(place: Place) -> None:
    """A backup that is put back under a running program resurrects nothing."""
    service, operator = place.store(), place.store()
    service.record([an_entry()])
    put_back = place.save()
    operator.invalidate(ACME, who="ann", why="manual", at=NOW)
    assert not usable(service, a_question())
    put_back()
    assert not usable(service, a_question())


def numbers(place: Place) -> None:
    """A number is never given a second time."""
    store = place.store()
    store.open()
    put_back = place.save()
    last = store.invalidate(Selector(tenant="x"), who="ann", why="manual", at=NOW).seq
    put_back()
    assert place.store().invalidate(ACME, who="ann", why="manual", at=NOW).seq > last


def foreign(place: Place) -> None:
    """An entry whose number was never given is not kept."""
    store = place.store()
    store.record([an_entry(seq=3)])
    for _ in range(3):
        store.invalidate(ACME, who="ann", why="manual", at=NOW)
    assert not usable(store, a_question())


def apart(place: Place) -> None:
    """Verdicts of one tenant, repository, path or policy never serve another."""
    store = place.store()
    store.record([an_entry()])
    for name in ("tenant", "repository", "path", "policy"):
        assert not usable(store, a_question(**{name: "other"})), f"another {name} is served"


def restored(place: Place) -> None:
    """`db restore` keeps what was withdrawn since."""
    store = place.store()
    store.record([an_entry()])
    target = place.journal.with_name("backup.db")
    backup.back_up(store.database, target)
    store.invalidate(ACME, who="ann", why="manual", at=NOW)
    with backup.opened(target) as opened:
        backup.put_back(opened, store.database, who="ann", at=NOW)
    place.journal.unlink()
    assert not usable(place.store(), a_question())


# --- the faults -----------------------------------------------------------------------------


def _no_check() -> Any:
    return patch.object(statements, "withdrawn_by", lambda: cast(null(), BigInteger))


@contextmanager
def _unordered() -> Iterator[None]:
    """Numbers from a sequence: 8 may be read while 7 is not committed."""

    def from_sequence(_step: Step, connection: Connection) -> int:
        sequence = text("SELECT nextval(pg_get_serial_sequence('invalidations', 'seq'))")
        return int(connection.execute(sequence).scalar_one()) - 1

    def raised(connection: Connection, newest: int) -> None:
        """The newest number is that of the newest row, and nobody takes turns."""

    highest = func.coalesce(func.max(invalidations.c.seq), 0)
    newest_row = select(highest).scalar_subquery().label("newest")

    def newest(connection: Connection) -> int:
        return int(connection.execute(select(newest_row)).scalar_one())

    with (
        patch.object(Step, "within", from_sequence),
        patch.object(sql, "set_newest", raised),
        patch.object(statements, "newest_seq", newest_row),
        patch.object(
            instep, "newest_seq", lambda connection: connection.scalar(select(newest_row)) or 0
        ),
        patch.object(
            sql, "newest_seq", lambda connection: connection.scalar(select(newest_row)) or 0
        ),
    ):
        yield


def _number_when_stored() -> Any:
    """An entry gets the newest number when it is stored, not when its validation began."""

    def late(store: SqlStore, new: list[Entry], _ended: object = None) -> None:
        rows = [{k: v for k, v in entry_row(one).items() if k != "seq"} for one in new]
        newest = select(counter.c.newest).scalar_subquery()
        store.write(
            lambda connection: connection.execute(insert(entries).values(seq=newest), rows),
            tenant=None,
        )

    return patch.object(SqlStore, "record", late)


def _greedy_sweep() -> Any:
    def sweep(store: SqlStore, now: Any, limit: int) -> int:
        over = entries.c.expires_at <= micros(now)
        chosen = select(entries.c.id).where(over).limit(limit)
        statement = delete(entries).where(entries.c.id.in_(chosen))
        return store.write(lambda connection: connection.execute(statement).rowcount, tenant=None)

    return patch.object(SqlStore, "sweep", sweep)


def _blind_sweep() -> Any:
    """It deletes what was chosen, whatever became of it since."""

    def sweep(store: SqlStore, now: Any, limit: int) -> int:
        over = and_(
            entries.c.expires_at <= micros(now), entries.c.verdict != statements.TRUE_POSITIVE
        )
        chosen = select(entries.c.id).where(over).limit(limit)
        ids = store.read(lambda connection: list(connection.scalars(chosen)), tenant=None)
        statement = delete(entries).where(entries.c.id.in_(ids))
        return store.write(lambda connection: connection.execute(statement).rowcount, tenant=None)

    return patch.object(SqlStore, "sweep", sweep)


def _last_one_wins() -> Any:
    def without_rule(dialect: str) -> Any:
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        statement: Any = insert(entries)
        return statement.on_conflict_do_update(
            index_elements=[entries.c[name] for name in KEY],
            set_={name: statement.excluded[name] for name in ENTRY},
        )

    return patch.object(statements, "upsert", without_rule)


def _not_noted() -> Any:
    return patch.object(Journal, "append", lambda _journal, _notes: None)


def _not_compared() -> Any:
    """The journal is written, and never looked at again."""
    return patch.object(Journal, "notes", lambda _journal: {})


def _compared_once() -> Any:
    """At the start only."""
    mark = Step.mark

    def once(step: Step) -> Any:
        return step._mark if step._mark is not None else mark(step)

    return _both(patch.object(Step, "mark", once), patch.object(Step, "holds", lambda *_: True))


def _counted_in_the_database() -> Any:
    """The next number is that of the database, whatever was given before."""
    bring = instep.bring_in_step

    def forgetful(connection: Connection, noted: Any, given: int) -> int:
        newest = newest_seq(connection)
        bring(connection, {}, newest)
        return newest

    return patch.object(instep, "bring_in_step", forgetful)


def _any_number() -> Any:
    return patch.object(sql, "newest_seq", lambda _connection: 10**9)


def _one_key_for_all() -> Any:
    """Tenants are not compared."""
    compiled = statements._compiled

    def shared(statement: Any, dialect: Any, parameters: Any) -> Any:
        done = compiled(statement, dialect, parameters)
        text = done.text.replace("cached_validations.tenant = asked.tenant", "1 = 1")
        return replace(done, text=text)

    return patch.object(statements, "_compiled", shared)


def _restored_as_it_was() -> Any:
    return patch.object(backup, "bring_in_step", lambda *_: 0)


@contextmanager
def _both(*planted: Any) -> Iterator[None]:
    with planted[0], planted[1]:
        yield


FAULTS = (
    Fault("the seq is not checked", _no_check, withdraws),
    Fault("numbers are not given in the order of commits", _unordered, in_order, ("postgresql",)),
    Fault("the seq is taken when a verdict is stored", _number_when_stored, in_flight),
    Fault("a sweep deletes true positives", _greedy_sweep, sticky),
    Fault("a sweep deletes what was replaced meanwhile", _blind_sweep, sweep_races),
    Fault("the last verdict wins", _last_one_wins, sticky),
    Fault("invalidations are not noted outside the database", _not_noted, old_backup),
    Fault("the journal is not compared", _not_compared, old_backup),
    Fault("the journal is compared at the start only", _compared_once, under_way),
    Fault("a number is given again after a restore", _counted_in_the_database, numbers),
    Fault("an entry with any number is kept", _any_number, foreign),
    # On PostgreSQL the second wall holds alone (test_row_security).
    Fault("tenants share a key", _one_key_for_all, apart, ("sqlite",)),
    Fault("a restored backup is as it was", _restored_as_it_was, restored, ("sqlite",)),
)
