"""A database that was put back from a backup resurrects nothing that was withdrawn since."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fpcache_ops.core.entry import Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.instep import ITSELF, LOST
from fpcache_ops.stores.journal import Journal
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place, PostgresqlPlace, SqlitePlace
from tests.factories import NOW, a_question, an_entry

ACME = Selector(tenant="acme")


def withdraw(store: SqlStore, selector: Selector = ACME):
    return store.invalidate(selector, who="ann", why="manual", at=NOW)


def withdrawn_by(store: SqlStore, question=None):
    _, (found,) = store.lookup([question or a_question()])
    (candidate,) = found.candidates
    return candidate.withdrawn_by


def test_a_program_that_starts_on_an_old_backup(place: Place):
    """It knows what was withdrawn from the journal, and says who did it and why."""
    store = place.store()
    store.record([an_entry()])
    put_back = place.save()
    first, second = withdraw(store), withdraw(store, Selector(repository="other"))
    put_back()
    store = place.store()
    again = withdrawn_by(store)
    # Under a number that was never given before.
    assert again.seq > second.seq
    assert again == replace(first, seq=again.seq)
    assert {done.selector for done in store.invalidations(None)} == {
        first.selector,
        second.selector,
    }
    assert [row["action"] for row in store.ask("audit")] == ["invalidate again"] * 2


def test_a_program_that_runs_while_an_old_backup_is_put_back(place: Place):
    """Its next lookup notices, whoever had withdrawn."""
    operator, service = place.store(), place.store()
    service.record([an_entry()])
    put_back = place.save()
    assert withdrawn_by(service) is None
    withdraw(operator)
    assert withdrawn_by(service)
    put_back()
    assert withdrawn_by(service)
    assert withdrawn_by(operator)
    assert len(service.invalidations(None)) == 1


def test_a_program_that_had_not_looked_since(place: Place):
    """What was withdrawn and forgotten between two of its lookups is known from the journal."""
    operator, service = place.store(), place.store()
    service.record([an_entry()])
    put_back = place.save()
    assert withdrawn_by(service) is None
    withdraw(operator)
    put_back()
    assert withdrawn_by(service)


def test_a_validation_in_flight_while_an_old_backup_is_put_back(place: Place):
    """It began before; what is issued again withdraws it too."""
    store = place.store()
    store.open()
    put_back = place.save()
    withdraw(store)
    seq, _ = store.lookup([a_question()])
    put_back()
    store.lookup([])
    store.record([an_entry(seq=seq)])
    assert withdrawn_by(store)


def test_numbers_are_never_given_again(place: Place):
    """A verdict that was stored under a number is not hidden behind a later withdrawal of it."""
    store = place.store()
    store.open()
    put_back = place.save()
    seq = [withdraw(store, Selector(tenant="other")).seq for _ in range(3)][-1]
    put_back()
    store = place.store()
    store.record([an_entry(seq=store.lookup([])[0])])
    done = withdraw(store)
    assert done.seq > seq
    assert withdrawn_by(store) == done


def test_what_was_restored_is_not_withdrawn_by_a_backup(place: Place):
    """Also if the backup is from the time between."""
    store = place.store()
    store.record([an_entry()])
    before = place.save()
    done = withdraw(store)
    between = place.save()
    assert store.revoke(done.seq, tenant=None, who="bob", at=NOW + timedelta(hours=1))
    for put_back in (between, before):
        put_back()
        store = place.store()
        assert withdrawn_by(store) is None
        (again,) = store.invalidations(None)
        assert again.revoked_at == NOW + timedelta(hours=1)


def test_without_a_journal_a_running_program_withdraws_everything(postgresql: PostgresqlPlace):
    """Numbers are missing that it has seen: what they withdrew is unknown, and doubt is a miss."""
    store = postgresql.store(journal=None)
    store.record([an_entry(a_question(tenant="other"))])
    put_back = postgresql.save()
    assert withdrawn_by(store, a_question(tenant="other")) is None
    done = withdraw(store)
    put_back()
    everything = withdrawn_by(store, a_question(tenant="other"))
    assert (everything.selector, everything.who, everything.why) == (Selector(), ITSELF, LOST)
    assert everything.seq > done.seq
    # Once, and an operator may restore it.
    assert len(store.invalidations(None)) == 1
    assert store.revoke(everything.seq, tenant=None, who="ann", at=NOW)
    assert withdrawn_by(store, a_question(tenant="other")) is None


def test_a_journal_that_was_lost_too(sqlite: SqlitePlace):
    """A running program still notices."""
    store = sqlite.store()
    store.record([an_entry()])
    put_back = sqlite.save()
    withdraw(store, Selector(tenant="other"))
    put_back()
    sqlite.journal.unlink()
    assert withdrawn_by(store).why == LOST


def test_a_journal_that_was_lost_is_written_again(place: Place):
    """From the database, by the next lookup."""
    store = place.store()
    store.record([an_entry()])
    done = withdraw(store)
    revoked = withdraw(store, Selector(tenant="other"))
    store.revoke(revoked.seq, tenant=None, who="bob", at=NOW)
    place.journal.unlink()
    assert withdrawn_by(store) == done
    notes = Journal(place.journal).notes().values()
    assert [note.invalidation for note in notes] == store.invalidations(None)[::-1]


def test_a_new_database_beside_an_old_journal(sqlite: SqlitePlace):
    """The store was moved away: the new one starts with what was withdrawn."""
    store = sqlite.store()
    done = withdraw(store)
    sqlite.file.unlink()
    store.record([an_entry()])
    assert withdrawn_by(store).why == done.why


def test_an_entry_from_another_copy_of_the_database_is_not_kept(place: Place):
    """Its number was never given here, so its place among the invalidations is not known."""
    store = place.store()
    store.record([an_entry(seq=1)])
    assert store.count("acme") == 0


def test_an_entry_with_a_number_of_the_future_is_not_served(place: Place):
    """Tables that were put back one by one: a false positive is no candidate, a true one is."""
    store = place.store()
    withdraw(store, Selector(tenant="other"))
    store.record(
        [an_entry(seq=1), an_entry(a_question("real"), verdict=Judgement.TRUE_POSITIVE, seq=1)]
    )
    with place.store().database.writing() as connection:
        connection.exec_driver_sql("UPDATE invalidation_counter SET newest = 0")
    _, (found, real) = SqlStore(place.store().database).lookup([a_question(), a_question("real")])
    assert (found.candidates, found.unreadable) == ((), 1)
    assert len(real.candidates) == 1


def test_a_row_that_was_written_by_hand(place: Place):
    """Its number is not given again; what it withdraws is withdrawn."""
    store = place.store()
    store.record([an_entry()])
    with store.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO invalidations (seq, tenant, who, at, why)"
            " VALUES (1, 'acme', 'ann', 1, 'by hand')"
        )
    assert withdrawn_by(store).why == "by hand"
    assert withdraw(store).seq == 2
    store.record([an_entry(cached_at=NOW, seq=2)])
    assert withdrawn_by(store) is None
    place.store().open()
    noted = [note.invalidation for note in Journal(place.journal).notes().values()]
    assert sorted(one.seq for one in noted) == [1, 2]


def test_nothing_is_acknowledged_that_cannot_be_noted(place: Place):
    """Nor withdrawn in part: it is in force, and its author is told that it may be forgotten."""
    store = place.store()
    store.record([an_entry()])
    place.journal.mkdir(parents=True)
    with pytest.raises(StoreUnusable, match=r"journal .* cannot be .*\(Is a directory\)"):
        withdraw(store)
    with pytest.raises(StoreUnusable, match="journal"):
        store.lookup([a_question()])
    place.journal.rmdir()
    done = withdraw(store)
    assert withdrawn_by(store) == done


def test_a_damaged_journal_is_not_believed(place: Place):
    """What was withdrawn is not certain: nothing is served until somebody has looked."""
    store = place.store()
    store.record([an_entry()])
    withdraw(store, Selector(tenant="other"))
    place.journal.write_bytes(b"{]\n" + place.journal.read_bytes())
    with pytest.raises(StoreUnusable, match=r"damaged in line 1: .*move it away"):
        store.lookup([a_question()])
    place.journal.unlink()
    assert withdrawn_by(store) is None


def test_an_old_backup_that_the_program_was_not_told_of_by_name(
    sqlite: SqlitePlace, tmp_path: Path
):
    """The pages are overwritten in place, so that neither name nor connection changes."""
    import sqlite3
    from contextlib import closing

    store = sqlite.store()
    store.record([an_entry()])
    sqlite.save()
    withdraw(store)
    assert withdrawn_by(store)
    with (
        closing(sqlite3.connect(sqlite.file.with_suffix(".saved"))) as saved,
        closing(sqlite3.connect(sqlite.file)) as now,
    ):
        saved.backup(now)
    assert withdrawn_by(store)
