"""What every store promises of expiry, sweeping, previews, listings, figures and the audit log."""

import json
from datetime import timedelta

import pytest
from msgspec import structs

from fpcache_ops.core.access import ApiKey, Scope, Tenant
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.flags import FlagSetting
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from fpcache_ops.errors import UnusableInput
from fpcache_ops.stores.directory import SqlDirectory
from fpcache_ops.stores.flags import SqlFlags
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.queries import QUERIES
from tests.factories import NOW, SEAL, a_digest, a_question, a_verdict, an_entry, an_override

SECOND = timedelta(seconds=1)


def candidates(store, question):
    _, (found,) = store.lookup([question])
    return list(found.candidates)


def test_a_sweep_deletes_what_is_past_its_lifetime(store):
    """At the very moment of the end, and not before; withdrawn or not."""
    fresh = an_entry(a_question("fresh"), expires_at=NOW + SECOND)
    store.record([an_entry(a_question("old"), expires_at=NOW), fresh])
    store.record([an_entry(a_question("withdrawn", path="w.py"), expires_at=NOW - SECOND)])
    store.invalidate(Selector(tenant="acme", path="w.py"), who="ann", why="manual", at=NOW)
    assert store.sweep(NOW - 2 * SECOND, 100) == 0
    assert store.sweep(NOW, 100) == 2
    assert [c.entry for c in store.entries(Selector(), 10)] == [fresh]


def test_what_was_swept_is_remembered_until_it_is_known_again(store):
    """A miss on it says so, for this tenant, path and evidence; also when it is swept twice."""
    gone = a_question("gone")
    others = [
        structs.replace(gone, tenant="globex"),
        structs.replace(gone, path="b.py"),
        a_question("other"),
    ]

    def swept():
        return [one.swept for one in store.lookup([gone, *others])[1]]

    for _ in range(2):
        store.record([an_entry(gone, expires_at=NOW)])
        assert swept() == [False] * 4
        assert store.sweep(NOW, 100) == 1
        assert swept() == [True, False, False, False]
    # Judged by two versions: one memory.
    for version in ("1", "2"):
        judge = ValidatorIdentity("v", version)
        store.record([an_entry(gone, verdict=a_verdict(judged_by=judge), expires_at=NOW)])
    assert store.sweep(NOW, 100) == 2
    assert swept() == [True, False, False, False]


def test_of_what_was_swept_long_ago_nothing_is_left(store, monkeypatch):
    """The memory is bounded: the last ones stay."""
    monkeypatch.setattr("fpcache_ops.stores.sql._REMEMBERED", 3)
    asked = [a_question(f"e{n}", path=f"{n}.py") for n in range(5)]
    for n, one in enumerate(asked):
        store.record([an_entry(one, expires_at=NOW)])
        store.sweep(NOW + n * SECOND, 100)
    assert [one.swept for one in store.lookup(asked)[1]] == [False, False, True, True, True]


def test_a_sweep_leaves_what_is_withdrawn_but_could_be_restored(store):
    """Withdrawn entries stay for their lifetime: an invalidation can be revoked."""
    store.record([an_entry(expires_at=NOW + SECOND)])
    done = store.invalidate(Selector(tenant="acme"), who="ann", why="manual", at=NOW)
    assert store.sweep(NOW, 100) == 0
    assert store.revoke(done.seq, tenant="acme", who="ann", at=NOW)
    assert candidates(store, a_question())[0].withdrawn_by is None


def test_a_true_positive_survives_sweep_expiry_and_invalidation(store):
    """It is what a later "false positive" on equal evidence is held against."""
    real = an_entry(verdict=Judgement.TRUE_POSITIVE, expires_at=NOW)
    store.record([real])
    store.invalidate(Selector(), who="ann", why="manual", at=NOW)
    assert store.sweep(NOW + timedelta(days=900), 100) == 0
    assert [c.entry for c in candidates(store, a_question())] == [real]


def test_a_sweep_goes_in_batches_oldest_first(store):
    """It never holds the store for long, and says when there is nothing left."""
    store.record([an_entry(a_question(f"e{n}"), expires_at=NOW + n * SECOND) for n in range(5)])
    late = NOW + timedelta(days=1)
    assert store.sweep(late, 2) == 2
    assert [c.entry.expires_at for c in store.entries(Selector(), 9)] == [
        NOW + n * SECOND for n in (4, 3, 2)
    ]
    assert [store.sweep(late, 2) for _ in range(3)] == [2, 1, 0]


SELECTORS = {
    "entry": (Selector(tenant="acme", evidence_digest=a_digest("a")), "a"),
    "file": (Selector(tenant="acme", repository="acme/shop", path="b.py"), "b"),
    "type": (Selector(tenant="acme", vulnerability_type="xss"), "c"),
    "version": (Selector(tenant="acme", validator_version="v9"), "d"),
    "tenant": (Selector(tenant="acme"), "abcd"),
    "everything": (Selector(), "abcde"),
}


def several(store):
    """Five entries that differ in what selectors name."""
    other = a_verdict(judged_by=a_verdict().judged_by.__class__("validator", "v9"))
    store.record(
        [
            an_entry(a_question("a")),
            an_entry(a_question("b", path="b.py")),
            an_entry(a_question("c"), vulnerability_type="xss"),
            an_entry(a_question("d"), verdict=other),
            an_entry(a_question("e", tenant="other")),
        ]
    )


def names(entries):
    return "".join(sorted(chr(entry.question.evidence_digest[0]) for entry in entries))


@pytest.mark.parametrize("name", SELECTORS)
def test_a_preview_shows_what_an_invalidation_withdraws(store, name: str):
    """The count and the sample are those of the invalidation, which a preview does not make."""
    several(store)
    selector, expected = SELECTORS[name]
    preview = store.preview(selector, 10)
    assert (preview.count, names(preview.sample)) == (len(expected), expected)
    assert store.invalidations(None) == []
    done = store.invalidate(selector, who="ann", why="manual", at=NOW)
    withdrawn = [c.entry for c in store.entries(Selector(), 10) if c.withdrawn_by == done]
    assert names(withdrawn) == expected
    assert store.preview(selector, 10).count == 0, "they are withdrawn already"


def test_a_preview_counts_all_and_shows_some(store):
    """The newest."""
    store.record([an_entry(a_question(f"e{n}"), cached_at=NOW + n * SECOND) for n in range(9)])
    preview = store.preview(Selector(tenant="acme"), 2)
    assert preview.count == 9
    assert [entry.cached_at for entry in preview.sample] == [NOW + 8 * SECOND, NOW + 7 * SECOND]


def test_entries_are_listed_newest_first(store):
    """Withdrawn ones too, with what withdrew them."""
    store.record([an_entry(a_question(f"e{n}"), cached_at=NOW + n * SECOND) for n in range(3)])
    done = store.invalidate(
        Selector(tenant="acme", evidence_digest=a_digest("e1")), who="ann", why="x", at=NOW
    )
    listed = store.entries(Selector(tenant="acme", repository="acme/shop"), 2)
    assert [(c.entry.cached_at - NOW, c.withdrawn_by) for c in listed] == [
        (2 * SECOND, None),
        (SECOND, done),
    ]
    assert store.entries(Selector(tenant="other"), 2) == []


def test_figures(store):
    """Of one tenant, of all, and of an empty store."""
    nothing = store.stats("acme")
    assert (nothing.entries, nothing.by_type, nothing.oldest) == (0, (), None)
    several(store)
    store.record([an_entry(a_question("f"), verdict=Judgement.TRUE_POSITIVE, cached_at=NOW)])
    store.invalidate(Selector(tenant="acme", path="b.py"), who="ann", why="manual", at=NOW)
    mine, everybody = store.stats("acme"), store.stats(None)
    assert (mine.entries, everybody.entries) == (5, 6)
    assert (mine.false_positives, mine.true_positives, mine.withdrawn) == (4, 1, 1)
    assert mine.by_type == (("sql-injection", 4), ("xss", 1))
    assert mine.by_repository == (("acme/shop", 5),)
    assert (mine.oldest, mine.newest) == (an_entry().cached_at, NOW)
    assert mine.bytes_on_disk == everybody.bytes_on_disk > 1000


def test_who_did_what_is_on_record(store):
    """Invalidations and their revocation, in the transaction that did it."""
    selector = Selector(tenant="acme", evidence_digest=a_digest("a"))
    done = store.invalidate(selector, who="ann", why="wrong verdict", at=NOW)
    store.revoke(done.seq, tenant="acme", who="bob", at=NOW + SECOND)
    store.revoke(done.seq, tenant="acme", who="eve", at=NOW + SECOND)
    rows = store.ask("audit")
    assert [(row["who"], row["action"], row["tenant"]) for row in rows] == [
        ("bob", "restore", "acme"),
        ("ann", "invalidate", "acme"),
    ]
    assert json.loads(rows[1]["detail"]) == {
        "seq": done.seq,
        "why": "wrong verdict",
        "selector": {"tenant": "acme", "evidence_digest": a_digest("a").hex()},
    }


def the_rest(store) -> None:
    """A row in every other table that somebody may ask about."""
    SqlFlags(store).set("caching", "acme", FlagSetting(100), who="ann", at=NOW)
    SqlDirectory(store).add_tenant(Tenant("acme", NOW), who="ann")
    SqlDirectory(store).add_key(
        ApiKey("k1", "acme", "ci", b"secret" * 5 + b"..", frozenset({Scope.READ}), NOW, "ann")
    )
    SqlOverrides(store, SEAL).add(an_override())
    SqlLeases(store).claim([a_digest("a")], holder="host-1/req-1", now=NOW, until=NOW + SECOND)


def test_every_canned_question_is_answered(store):
    """On an empty store and on one that holds something; every row has the same columns."""
    for question in QUERIES:
        store.ask(question)
    several(store)
    store.invalidate(Selector(tenant="acme"), who="ann", why="manual", at=NOW)
    the_rest(store)
    for question in QUERIES:
        rows = store.ask(question)
        assert rows, question
        assert len({tuple(row) for row in rows}) == 1, question


def test_canned_answers(store):
    """Counts come with the largest first."""
    several(store)
    assert store.ask("by-type") == [
        {"vulnerability_type": "sql-injection", "verdict": "false_positive", "entries": 4},
        {"vulnerability_type": "xss", "verdict": "false_positive", "entries": 1},
    ]
    assert store.ask("by-repository")[0] == {
        "tenant": "acme",
        "repository": "acme/shop",
        "entries": 4,
    }
    done = store.invalidate(
        Selector(tenant="acme", vulnerability_type="xss"), who="ann", why="manual", at=NOW
    )
    assert store.ask("withdrawn") == [{"invalidation": done.seq, "entries": 1}]
    the_rest(store)
    assert store.ask("leases") == [
        {
            "holder": "host-1/req-1",
            "ends_at": "2026-03-01 12:00:01+00:00",
            "key": a_digest("a").hex(),
        }
    ]
    assert [(one["tenant"], one["percentage"]) for one in store.ask("flags")] == [("acme", 100)]
    (key,) = store.ask("keys")
    assert (key["id"], key["revoked_at"]) == ("k1", None)
    assert b"secret".hex() not in str(key)


ODD = {
    "NUL": "a\0b",
    "a lone surrogate": "caf\udce9.py",
    "longer than any path": "x" * 5000,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_cannot_be_kept_is_never_seen_and_spoils_nothing(store, odd: str):
    """One odd path in a batch: the others are kept and found, it is judged anew each time."""
    question = a_question("odd", path=odd)
    store.record([an_entry(question), an_entry()])
    _, (strange, known) = store.lookup([question, a_question()])
    assert (strange.candidates, strange.neighbour) == ((), None)
    assert [c.entry for c in known.candidates] == [an_entry()]


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_invalidation_that_can_select_nothing_is_refused(store, odd: str):
    """It is not acknowledged as if it had done something."""
    with pytest.raises(UnusableInput):
        store.invalidate(Selector(path=odd), who="ann", why="manual", at=NOW)
    assert store.invalidations(None) == []


def test_an_invalidation_is_found_among_many(store):
    """An index finds the few that can match; a broad one and a narrow one are both seen."""
    store.record([an_entry()])
    for n in range(40):
        store.invalidate(Selector(repository=f"other/{n}", path="x.py"), who="a", why="b", at=NOW)
    assert candidates(store, a_question())[0].withdrawn_by is None
    narrow = store.invalidate(Selector(path="shop/cart.py"), who="ann", why="manual", at=NOW)
    assert candidates(store, a_question())[0].withdrawn_by == narrow
    broad = store.invalidate(Selector(vulnerability_type="sql-injection"), who="a", why="b", at=NOW)
    assert candidates(store, a_question())[0].withdrawn_by == broad
    store.revoke(broad.seq, tenant=None, who="ann", at=NOW)
    assert candidates(store, a_question())[0].withdrawn_by == narrow


def test_a_request_of_ten_thousand_findings(store):
    """In one statement, whatever the number."""
    known = [a_question(f"e{n}", neighbour=a_digest(f"n{n}")) for n in range(0, 10_000, 1_000)]
    store.record([an_entry(question) for question in known])
    asked = [a_question(f"e{n}", neighbour=a_digest(f"n{n}")) for n in range(10_000)]
    _, answers = store.lookup(asked)
    assert [n for n, found in enumerate(answers) if found.candidates] == [*range(0, 10_000, 1_000)]
