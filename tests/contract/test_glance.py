"""A lookup that is told what is genuine says the same as one that reads every row."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Executable, update

from fpcache_ops.core.entry import Seal, Selector
from fpcache_ops.core.lookup import Found
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from fpcache_ops.stores.glance import read_at_a_glance
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.rows import ENTRY
from fpcache_ops.stores.schema import cached_validations, overrides
from fpcache_ops.stores.sql import SqlStore
from tests.factories import NOW, SEAL, a_digest, a_question, a_verdict, an_entry, an_override

QUESTIONS = [a_question(f"e{n}", path=path) for n in range(2) for path in ("a.py", "b.py")]


@pytest.fixture
def seal() -> Seal:
    """The one that entries of tests carry, and nothing is known yet."""
    return Seal(SEAL._key)


def at_a_glance(store: SqlStore, seal: Seal, asked=QUESTIONS):
    """What is answered to whom knows some entries; whether they are genuine is for him to say."""
    newest, found = store.lookup(asked, seal.known)
    return newest, [
        replace(one, candidates=tuple(replace(c, genuine=False) for c in one.candidates))
        for one in found
    ]


def run(store: SqlStore, statement: Executable) -> None:
    """As somebody does who can write to the database."""
    store.write(lambda connection: connection.execute(statement), tenant=None)


def get_to_know(seal: Seal, found: list[Found]) -> None:
    """As a cache does that has read them."""
    for one in found:
        for candidate in one.candidates:
            seal.is_genuine(candidate.entry)


questions = st.sampled_from(QUESTIONS)
verdicts = st.builds(
    a_verdict,
    st.sampled_from(list(Judgement)[:2]),
    judged_by=st.builds(ValidatorIdentity, st.just("v"), st.sampled_from(["v1", "v2"])),
)
selectors = st.builds(
    Selector,
    tenant=st.sampled_from([None, "acme", "other"]),
    path=st.sampled_from([None, "a.py"]),
    validator_version=st.sampled_from([None, None, "v1"]),
    evidence_digest=st.sampled_from([None, a_digest("e0")]),
)
acts = st.one_of(
    st.tuples(st.just("record"), questions, verdicts),
    st.tuples(st.just("record"), questions, verdicts),
    st.tuples(st.just("invalidate"), selectors),
    st.tuples(st.just("revoke"), st.integers(0, 2)),
    st.tuples(st.just("decide"), questions, st.sampled_from(list(Judgement)[:2])),
    st.tuples(st.just("sweep")),
)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(acts, min_size=1, max_size=8))
def test_a_glance_says_what_the_rows_say(store: SqlStore, seal: Seal, acts):
    """Whatever was recorded, decided, withdrawn, restored and swept, in whatever order: with what
    was known before each act, and with what is known after it.
    """
    for table in (cached_validations, overrides):
        run(store, table.delete())
    for kind, *given_ in acts:
        seq, before = store.lookup(QUESTIONS)
        get_to_know(seal, before)
        match kind:
            case "record":
                store.record([an_entry(given_[0], verdict=given_[1], seq=seq)])
            case "invalidate":
                store.invalidate(given_[0], who="ann", why="y", at=NOW)
            case "revoke":
                store.revoke(seq - given_[0], tenant=None, who="ann", at=NOW)
            case "decide":
                SqlOverrides(store, SEAL).add(an_override(given_[1], given_[0]))
            case "sweep":
                store.sweep(NOW, 100)
        rows = store.lookup(QUESTIONS)
        assert at_a_glance(store, seal) == rows
        for one in QUESTIONS:
            assert at_a_glance(store, seal, [one]) == store.lookup([one])
        get_to_know(seal, rows[1])
        assert at_a_glance(store, seal) == rows


def test_what_is_known_is_not_read_again(store: SqlStore, seal: Seal, monkeypatch):
    """Neither one question nor many."""
    store.record([an_entry(one) for one in QUESTIONS])
    get_to_know(seal, store.lookup(QUESTIONS)[1])
    monkeypatch.setattr(SqlStore, "_read", None)
    for asked in (QUESTIONS, QUESTIONS[:1]):
        found = store.lookup(asked, seal.known)[1]
        assert [one.candidates[0].genuine for one in found] == [True] * len(asked)


CHANGED: dict[str, Any] = {
    "confidence": 0.5,
    "seq": 1,
    "cached_at": 5,
    "expires_at": 2**60,
    "verdict": "true_positive",
    "neighbour": a_digest("x"),
    "part_digests": "[]",
    "justification": None,
    "validator": "v",
    **dict.fromkeys(("vulnerability_type", "rule_id", "locator", "reason"), "another"),
    "validator_version": "another",
}
OF_THE_QUESTION = {"tenant", "repository", "path", "policy", "evidence_digest"}


@pytest.mark.parametrize("column", [*CHANGED, "mac"])
def test_what_somebody_without_the_key_writes_over_a_row_is_never_answered(
    store: SqlStore, seal: Seal, column: str
):
    """To whom knows the entry, it is what was sealed, or it is read and its seal is bad."""
    assert set(CHANGED) | OF_THE_QUESTION | {"mac"} == set(ENTRY)
    sealed = an_entry(verdict=a_verdict(judged_by=ValidatorIdentity("v", "v1")))
    store.record([sealed])
    store.invalidate(Selector(tenant="other"), who="x", why="y", at=NOW)
    get_to_know(seal, store.lookup([a_question()])[1])
    change = update(cached_validations).values({column: CHANGED.get(column, b"\0" * 32)})
    run(store, change)

    (one,) = store.lookup([a_question()], seal.known)[1]
    genuine = [c.entry for c in one.candidates if seal.is_genuine(c.entry)]
    assert genuine in ([], [sealed])
    assert genuine == [] or column not in {*GUARDS, "mac"}


GUARDS = {"seq", "vulnerability_type", "validator_version"}
"""What decides whether an invalidation withdraws an entry: the database looks at the row's own."""


def test_a_seal_that_is_copied_to_another_row_proves_nothing_of_it(store: SqlStore, seal: Seal):
    """What excuses one finding, on the row of one that is real."""
    real, other = a_question("real"), a_question("false")
    store.record([an_entry(real, verdict=Judgement.TRUE_POSITIVE), an_entry(other)])
    get_to_know(seal, store.lookup([real, other])[1])
    change = update(cached_validations).values(mac=an_entry(other).mac)
    run(store, change)
    (one,) = store.lookup([real], seal.known)[1]
    assert not any(seal.is_genuine(c.entry) for c in one.candidates)


# What a row of a glance must say to be believed, one condition at a time

ASKED = a_question()
ENTRY_KNOWN = an_entry(seq=3, verdict=a_verdict(judged_by=ValidatorIdentity("v", "v1")))
ROW = (0, 7, ENTRY_KNOWN.mac, 3, "sql-injection", "v1", None, None)


def read(row=ROW, asked=ASKED, known: Any = ENTRY_KNOWN):
    """What one row says to whom knows one thing by that seal."""
    return read_at_a_glance([row], [asked], {ENTRY_KNOWN.mac: known}.get)


def test_a_row_is_read_at_a_glance():
    """An entry, or none."""
    said = read()
    assert said is not None
    assert (said.newest, said.decided, said.unreadable) == (7, [None], [0])
    assert [one.entry for one in said.candidates[0]] == [ENTRY_KNOWN]
    said = read((0, 7, *[None] * 6))
    assert said is not None
    assert (said.candidates, said.decided) == ([[]], [None])


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, 2), (2, b"x"), (3, 4), (4, "xss"), (5, "v2"), (6, 7), (7, 1)],
)
def test_a_row_that_says_something_else_is_read_as_a_whole(place: int, value: Any):
    """A newest number below that of the entry; another seal, number, type or version; a withdrawal;
    a decision.
    """
    changed = list(ROW)
    changed[place] = value
    assert read(tuple(changed)) is None


@pytest.mark.parametrize("name", ["tenant", "repository", "path", "policy", "evidence_digest"])
def test_an_entry_is_believed_where_it_was_sealed_for(name: str):
    """And answers no other question."""
    other: Any = a_digest("x") if name == "evidence_digest" else "other"
    assert read(asked=a_question(**{name: other})) is None


def test_a_seal_of_another_kind_is_none():
    """A decision is no entry."""
    assert read(known=an_override()) is None
    assert read(known=None) is None
