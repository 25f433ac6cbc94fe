"""A slice must not let the prover say more than the file does where that would hide something."""

from collections import Counter

import pytest

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence import scope_policy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.slice import Slice, close
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.differential import everything
from tests.unit.evidence.staleness import pairs

FALSE = Judgement.FALSE_POSITIVE


def cases():
    """Findings with their files and what is known of them: all labelled ones, all pairs."""
    for one in everything():
        yield one.name, one.finding, one.files, one.real
    for pair in pairs():
        if pair.name.startswith("python/"):
            yield pair.name, pair.before.finding(pair.type), pair.before.files, None
            # A number that anything else would fail to become is a number whatever made it.
            harmless = pair.edit != "vulnerable" or pair.name == "python/builtin-redefined"
            real = None if harmless else True
            yield pair.name, pair.after.finding(pair.type), pair.after.files, real


def judged(policy: FilePolicy | ScopePolicy, finding: Finding, files) -> Judgement | None:
    """What the built-in says of what decodes from the canonical bytes; ``None`` if unplaced."""
    built = policy.build(finding, SubmittedSources(files))
    if not isinstance(built, Built):
        return None
    return SafePatterns().judge(Evidence.decode(built.canonical)).judgement


def compared() -> tuple[Counter, list[str], list[str]]:
    """Pairs of judgements by file and by scope; what the slice hides; what it loses."""
    file, scope = FilePolicy(), ScopePolicy()
    pairs_of: Counter = Counter()
    hidden, lost = [], []
    for name, finding, files, real in cases():
        both = judged(file, finding, files), judged(scope, finding, files)
        pairs_of[both] += 1
        if both[1] is FALSE and real:
            hidden.append(name)
        if both[0] is FALSE and both[1] is not FALSE:
            lost.append(name)
    return pairs_of, hidden, lost


def test_a_slice_hides_nothing_and_loses_nothing():
    """0 real findings become false by slicing, and 0 proofs of the whole file are lost."""
    counted, hidden, lost = compared()
    assert counted[FALSE, FALSE] > 400
    assert counted[Judgement.TRUE_POSITIVE, Judgement.TRUE_POSITIVE] > 400
    assert not hidden
    assert not lost


@pytest.mark.parametrize(
    "faulty",
    [
        lambda known, seeds, doubts: Slice(frozenset(seeds), frozenset(seeds), frozenset()),
        lambda known, seeds, doubts: without(known, seeds, doubts, "wildcards"),
        lambda known, seeds, doubts: without(known, seeds, doubts, "equality"),
        lambda known, seeds, doubts: without(known, seeds, doubts, "poisons"),
    ],
    ids=["the seeds alone", "no computed writes", "no equality", "no rewriters"],
)
def test_a_slice_that_leaves_out_too_much_is_seen(faulty, monkeypatch):
    """Each kind of item that every slice must hold: left out, something real is hidden."""
    monkeypatch.setattr(scope_policy, "close", faulty)
    _, hidden, lost = compared()
    assert hidden or lost


_CLOSE = close


def without(known, seeds, doubts, what):
    """The slice, had one kind of item never been thought of."""
    kept = getattr(known, what)
    setattr(known, what, ())
    try:
        return _CLOSE(known, seeds, doubts)
    finally:
        setattr(known, what, kept)
