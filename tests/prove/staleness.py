"""The staleness suite as a table: which edits each policy notices, what is answered after them."""

from collections import Counter
from typing import Any

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.core.verdict import Verdict
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import GivenCheckout
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.unit.evidence.staleness import Pair, Side, pairs

POLICIES: dict[str, EvidenceBuilder] = {
    "file": FilePolicy(),
    "scope": ScopePolicy(),
    "closure": ClosurePolicy(),
}


def built(policy: str, pair: Pair, side: Side) -> Built:
    """The evidence of one side of a pair."""
    result = POLICIES[policy].build(side.finding(pair.type), GivenCheckout(side.files))
    assert isinstance(result, Built), (pair.name, result)
    return result


def judged(evidence: Built) -> Verdict:
    """What the built-in validator says of what decodes from the bytes."""
    return SafePatterns().judge(Evidence.decode(evidence.canonical))


def stale(pair: Pair, policy: str) -> str | None:
    """Why a verdict of before the edit may not be answered after it; ``None`` if it may, or is not.

    Evidence that differs is asked again. Equal evidence is answered from the cache: then the new
    code must be judged the same, and a vulnerable one must not be called false.
    """
    before, after = (built(policy, pair, side) for side in (pair.before, pair.after))
    if policy == "closure":
        for side in (pair.before, pair.after):
            wide, narrow = (judged(built(one, pair, side)) for one in ("closure", "scope"))
            if (wide.judgement, wide.reason) != (narrow.judgement, narrow.reason):
                return f"{pair.name}: {wide.judgement} beside other files, {narrow.judgement} alone"
    if before.digest != after.digest:
        return None
    old, new = judged(before), judged(after)
    if (old.judgement, old.reason) != (new.judgement, new.reason):
        return f"{pair.name}: {old.judgement} from the cache, {new.judgement} afresh"
    if pair.edit == "vulnerable" and not new.is_real:
        return f"{pair.name}: vulnerable, and called false"
    return None


def staleness() -> dict[str, Any]:
    """No edit of the staleness suite is answered with a verdict that the new code would not get."""
    wrong = [why for pair in pairs() for policy in POLICIES if (why := stale(pair, policy))]
    assert not wrong, wrong
    kinds: dict[str, Counter[str]] = {}
    for pair in pairs():
        row = kinds.setdefault(f"{pair.edit}: {pair.kind}", Counter())
        row["pairs"] += 1
        for policy in POLICIES:
            before, after = (built(policy, pair, side) for side in (pair.before, pair.after))
            noticed = before.digest != after.digest
            row[f"{policy}: asked again" if noticed else f"{policy}: from the cache"] += 1
    edits = Counter(pair.edit for pair in pairs())
    return {
        "pairs": len(pairs()),
        "answered_wrongly_from_the_cache": f"0 of {len(pairs()) * len(POLICIES)}",
        **edits,
        "by_kind": {kind: dict(row) for kind, row in sorted(kinds.items())},
    }
