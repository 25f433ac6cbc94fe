"""A slice must not let the prover say more than the file does where that would hide something."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence import sliceable
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


@cache
def by_file() -> list[Judgement | None]:
    """What is said of each case from whole files."""
    policy = FilePolicy()
    return [judged(policy, finding, files) for _, finding, files, _ in cases()]


def compared() -> Iterator[tuple[str, Judgement | None, Judgement | None, bool | None]]:
    """Of each case its name, what is said by file and by scope, and whether it is real."""
    policy = ScopePolicy()
    for (name, finding, files, real), said in zip(cases(), by_file(), strict=True):
        yield name, said, judged(policy, finding, files), real


def hides(scope: Judgement | None, real: bool | None) -> bool:
    """Whether something real is called false."""
    return scope is FALSE and bool(real)


def loses(file: Judgement | None, scope: Judgement | None) -> bool:
    """Whether what the file proves is not proven."""
    return file is FALSE and scope is not FALSE


def test_a_slice_hides_nothing_and_loses_nothing():
    """0 real findings become false by slicing, and 0 proofs of the whole file are lost."""
    found = list(compared())
    counted = Counter((file, scope) for _, file, scope, _ in found)
    assert counted[FALSE, FALSE] > 400
    assert counted[Judgement.TRUE_POSITIVE, Judgement.TRUE_POSITIVE] > 400
    assert not [name for name, _, scope, real in found if hides(scope, real)]
    lost = {name for name, file, scope, _ in found if loses(file, scope)}
    assert lost <= NEED_CALLERS


NEED_CALLERS = {
    "javascript/caller",
    "typescript/caller",
    "typescript/field-written-by-another-method",
    "python/file-wide-mode",
    "python/type-annotation",
    *(f"python/sql-injection/route_{one}.safe.py" for one in ("called_here", "enum", "number")),
    *(
        f"python/sql-injection/{one}.safe.py"
        for one in ("parts_by_dictionary", "rule_by_name", "view_of_a_route")
    ),
    *(f"python/{kind}/route_type.safe.py" for kind in ("sql-injection", "xss")),
}
"""What a file proves of a parameter, for all calls of its function are in it: slices have none.

Or of a private field: a slice may lack who sets it.
"""


@pytest.mark.parametrize(
    "faulty",
    [
        lambda known, seeds, *rest: Slice(frozenset(seeds), frozenset(seeds), frozenset()),
        lambda known, *rest: without(known, rest, "wildcards"),
        lambda known, *rest: without(known, rest, "equality"),
        lambda known, *rest: without(known, rest, "poisons"),
    ],
    ids=["the seeds alone", "no computed writes", "no equality", "no rewriters"],
)
def test_a_slice_that_leaves_out_too_much_is_seen(faulty, monkeypatch):
    """Each kind of item that every slice must hold: left out, something real is hidden."""
    monkeypatch.setattr(sliceable, "close", faulty)
    assert any(hides(scope, real) or loses(file, scope) for _, file, scope, real in compared())


_CLOSE = close


def without(known, rest, what):
    """The slice, had one kind of item never been thought of."""
    kept = getattr(known, what)
    setattr(known, what, ())
    try:
        return _CLOSE(known, *rest)
    finally:
        setattr(known, what, kept)
