"""The staleness suite: what an edit elsewhere does to the question that a verdict answers."""

from collections import Counter

import pytest

from tests.prove.staleness import POLICIES, built, stale
from tests.unit.evidence.staleness import Pair, pairs


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_the_digest_differs_where_it_must(pair: Pair, policy: str):
    """The evidence after the edit is another question, or the same, as the pair says."""
    before, after = built(policy, pair, pair.before), built(policy, pair, pair.after)
    found = "equal" if before.digest == after.digest else "differs"
    assert found == pair.expected[policy], (before.fallback, after.fallback)


@pytest.mark.parametrize("policy", POLICIES)
def test_no_edit_is_answered_with_a_verdict_that_the_new_code_would_not_get(policy: str):
    """Where the evidence is equal, so is the answer; and it is not `false_positive` where that
    would hide something."""
    equal = [pair for pair in pairs() if pair.expected[policy] == "equal"]
    assert equal
    assert not [why for pair in equal if (why := stale(pair, policy))]


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_a_change_is_told_by_its_part(pair: Pair):
    """Evidence differs if and only if a part of it does: that part explains the miss."""
    before, after = built("scope", pair, pair.before), built("scope", pair, pair.after)
    assert (before.part_digests == after.part_digests) == (before.digest == after.digest)


def test_harmless_pairs_are_sliced():
    """A pair that keeps its hit because whole files happen to be equal shows nothing."""
    for pair in pairs():
        if pair.edit == "harmless" and pair.expected["file"] == "differs":
            assert built("scope", pair, pair.before).policy == "scope", pair.name


VULNERABLE = {
    "behind a computed name",
    "behind a lone CR or an escape",
    "in a caller",
    "in a class header or base",
    "in a constant",
    "in a decorator",
    "in a factory",
    "in a field written by another method",
    "in a file-wide mode",
    "in a guard's indentation or condition",
    "in a later redefinition",
    "in a list that is appended to elsewhere",
    "in a magic comment or other comment that is code",
    "in a same-file helper or class",
    "in a type annotation",
    "in an imported module",
    "in the flagged line",
    "in the function",
    "in the other of two code flows",
}
HARMLESS = {
    "edits to other files",
    "edits to unrelated functions",
    "layout-only reformatting",
    "moved lines",
    "new unrelated imports between sibling statements",
    "ordinary comments",
}


def test_there_are_enough_pairs_of_every_kind():
    """Both ways, for each language, under the names that the table of the evidence has."""
    assert {pair.kind for pair in pairs() if pair.edit == "vulnerable"} == VULNERABLE
    assert {pair.kind for pair in pairs() if pair.edit == "harmless"} == HARMLESS
    counts = Counter((pair.name.split("/")[0], pair.edit) for pair in pairs())
    for language in ("python", "javascript", "typescript", "java", "php", "go", "ruby"):
        assert counts[language, "vulnerable"] >= 10, language
        assert counts[language, "harmless"] >= 10, language
    for pair in pairs():
        if pair.edit == "harmless":
            assert pair.expected["scope"] == "equal", pair.name
