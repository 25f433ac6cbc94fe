"""What every store promises (fpcache_ops.core.ports.Store)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from fpcache_ops.core.entry import Selector
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from tests.factories import NOW, SEAL, a_digest, a_question, a_verdict, an_entry


def found(store, question):
    _, (one,) = store.lookup([question])
    return one


def some_invalidations(store, count: int) -> int:
    """Invalidations of another tenant; the number of the newest."""
    other = Selector(tenant="other")
    return [store.invalidate(other, who="x", why="y", at=NOW).seq for _ in range(count)][-1]


def test_an_entry_comes_back_as_it_was_recorded(store):
    """Field by field, MAC included: what was sealed is what is checked."""
    entry = an_entry()
    store.record([entry])
    (candidate,) = found(store, entry.question).candidates
    assert candidate.entry == entry
    assert SEAL.is_genuine(candidate.entry)
    assert candidate.withdrawn_by is None


def test_a_new_store_knows_nothing(store):
    """Nothing recorded: nothing found, number 0."""
    assert store.lookup([a_question()]) == (0, [found(store, a_question("other"))])
    assert store.count("acme") == 0
    assert store.invalidations(None) == []


@pytest.mark.parametrize("field", ["tenant", "repository", "path", "policy"])
def test_only_the_very_question_finds_an_entry(store, field: str):
    """Verdicts of one tenant, repository, path or policy never serve another."""
    store.record([an_entry()])
    other = found(store, a_question(**{field: "other"}))
    assert other.candidates == ()


def test_other_evidence_finds_the_newest_neighbour_only(store):
    """The neighbour explains; it is the newest, of the same path, and never a candidate."""
    older = an_entry(a_question("older"))
    newer = an_entry(a_question("newer"))
    elsewhere = an_entry(a_question("newest", path="other.py"))
    store.record([older])
    store.record([newer])
    store.record([elsewhere])
    one = found(store, a_question("now"))
    assert one.candidates == ()
    assert one.neighbour == newer
    assert found(store, a_question("now", neighbour=a_digest("x"))).neighbour is None
    assert found(store, a_question("now", tenant="other")).neighbour is None


def test_answers_come_in_the_order_of_the_questions(store):
    """Many questions, some repeated, some unknown, more than one statement takes."""
    known = [a_question(f"e{n}", neighbour=a_digest(f"n{n}")) for n in range(700)]
    store.record([an_entry(question) for question in known])
    unknown = a_question("unknown", neighbour=a_digest("none"))
    asked = [known[699], unknown, known[0], known[0], *known]
    _, answers = store.lookup(asked)
    assert [bool(answer.candidates) for answer in answers] == [True, False, True, True] + [
        True
    ] * 700
    assert [a.candidates[0].entry.question for a in answers if a.candidates] == [
        question for question in asked if question is not unknown
    ]


def test_versions_are_kept_side_by_side(store):
    """Entries by several versions on equal evidence are all candidates."""
    old = an_entry(verdict=a_verdict(judged_by=ValidatorIdentity("validator", "v0")))
    store.record([old, an_entry()])
    entries = [candidate.entry for candidate in found(store, a_question()).candidates]
    assert entries == [old, an_entry()]


def test_recording_again_replaces(store):
    """One entry per question, judge and version."""
    store.record([an_entry()])
    again = an_entry(cached_at=NOW, seq=some_invalidations(store, 3))
    store.record([again])
    assert [c.entry for c in found(store, a_question()).candidates] == [again]
    assert store.count("acme") == 1
    assert store.count("other") == 0


def test_a_false_positive_never_replaces_a_true_positive(store):
    """Sticky for equal evidence and version; the other way round it does replace."""
    real = an_entry(verdict=Judgement.TRUE_POSITIVE)
    seq = some_invalidations(store, 9)
    store.record([an_entry()])
    store.record([real])
    store.record([an_entry(cached_at=NOW, seq=seq)])
    assert [c.entry for c in found(store, a_question()).candidates] == [real]


def test_a_true_positive_always_replaces_a_false_positive(store):
    """Also one whose validation began earlier: of two answers to one question, "real" counts."""
    seq = some_invalidations(store, 2)
    real = an_entry(verdict=Judgement.TRUE_POSITIVE, seq=seq - 1)
    store.record([an_entry(seq=seq)])
    store.record([real])
    assert [c.entry for c in found(store, a_question()).candidates] == [real]


def test_of_two_in_one_batch_the_same_rules_hold(store):
    """As if they had come one after the other, in any order."""
    real = an_entry(verdict=Judgement.TRUE_POSITIVE)
    store.record([an_entry(), real, an_entry(cached_at=NOW)])
    assert [c.entry for c in found(store, a_question()).candidates] == [real]


def test_an_older_verdict_never_replaces_a_newer_one(store):
    """A validation that began before an invalidation does not undo one that began after."""
    seq = some_invalidations(store, 2)
    newer = an_entry(seq=seq)
    store.record([newer])
    store.record([an_entry(seq=seq - 1, cached_at=NOW)])
    assert [c.entry for c in found(store, a_question()).candidates] == [newer]


SELECTORS = {
    "entry": Selector(tenant="acme", evidence_digest=a_question().evidence_digest),
    "file": Selector(tenant="acme", repository="acme/shop", path="shop/cart.py"),
    "repository": Selector(tenant="acme", repository="acme/shop"),
    "vulnerability type": Selector(vulnerability_type="sql-injection"),
    "validator version": Selector(validator_version="v1"),
    "tenant": Selector(tenant="acme"),
    "everything": Selector(),
}
NOT_SELECTING = {
    "entry": Selector(tenant="acme", evidence_digest=a_digest("other")),
    "file": Selector(tenant="acme", repository="acme/shop", path="other.py"),
    "file of another": Selector(tenant="acme", repository="acme/x", path="shop/cart.py"),
    "repository": Selector(tenant="acme", repository="acme/x"),
    "vulnerability type": Selector(vulnerability_type="xss"),
    "validator version": Selector(validator_version="v2"),
    "tenant": Selector(tenant="other"),
}


@pytest.mark.parametrize("name", SELECTORS)
def test_an_invalidation_withdraws_what_it_selects_and_revoking_restores(store, name: str):
    """Effective for every lookup that starts later; the entry is kept and can be restored."""
    store.record([an_entry()])
    done = store.invalidate(SELECTORS[name], who="ann", why="manual", at=NOW)
    (candidate,) = found(store, a_question()).candidates
    assert candidate.withdrawn_by == done
    assert store.invalidations(None) == [done]
    assert store.revoke(done.seq, tenant=None, who="bob", at=NOW + timedelta(hours=1))
    (candidate,) = found(store, a_question()).candidates
    assert candidate.withdrawn_by is None
    assert store.invalidations(None) == [replace(done, revoked_at=NOW + timedelta(hours=1))]
    assert not store.revoke(done.seq, tenant=None, who="bob", at=NOW)


@pytest.mark.parametrize("name", NOT_SELECTING)
def test_an_invalidation_leaves_everything_else(store, name: str):
    """A selector withdraws what it names, not more."""
    store.record([an_entry()])
    store.invalidate(NOT_SELECTING[name], who="ann", why="manual", at=NOW)
    (candidate,) = found(store, a_question()).candidates
    assert candidate.withdrawn_by is None


def test_validations_in_flight_are_withdrawn_too(store):
    """Stored after the invalidation, begun before it: withdrawn. Begun after it: used."""
    before, _ = store.lookup([])
    done = store.invalidate(Selector(tenant="acme"), who="ann", why="manual", at=NOW)
    after, _ = store.lookup([])
    assert (before, after) == (0, done.seq)
    store.record([an_entry(a_question("in flight"), seq=before)])
    store.record([an_entry(a_question("after"), seq=after)])
    assert found(store, a_question("in flight")).candidates[0].withdrawn_by == done
    assert found(store, a_question("after")).candidates[0].withdrawn_by is None


def test_another_tenant_cannot_revoke(store):
    """An id of somebody else answers like one that is not there."""
    done = store.invalidate(Selector(tenant="acme"), who="ann", why="manual", at=NOW)
    assert not store.revoke(done.seq, tenant="other", who="eve", at=NOW)
    assert not store.revoke(done.seq + 1, tenant="acme", who="eve", at=NOW)
    assert store.invalidations("other") == []
    assert store.revoke(done.seq, tenant="acme", who="ann", at=NOW)


def test_what_was_acknowledged_is_there_after_opening_again(store):
    """Entries and invalidations survive the process."""
    store.record([an_entry()])
    done = store.invalidate(Selector(), who="ann", why="manual", at=NOW)
    store.close()
    (candidate,) = found(store, a_question()).candidates
    assert candidate.withdrawn_by == done


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    hostile=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
    | st.sampled_from(["' OR 1=1 --", "%", "_", '"; DROP TABLE cached_validations; --'])
)
def test_names_are_values_never_statements(store, hostile: str):
    """Any text is kept and compared as it is."""
    question = a_question(tenant=hostile, repository=hostile, path=hostile)
    entry = an_entry(question, locator=hostile, rule_id=hostile)
    store.record([entry])
    assert [c.entry for c in found(store, question).candidates] == [entry]
    assert found(store, structs.replace(question, tenant=hostile + "x")).candidates == ()
