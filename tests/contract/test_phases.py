"""Phase data, on both kinds of store."""

from dataclasses import replace

from fpcache_ops.core.phases import Execution, Phase, Phases
from fpcache_ops.stores.phases import SqlPhases
from tests.factories import NOW

SCAN = Execution("acme", "acme/shop", Phase.SCAN, None, "c1", '{"n": 1}', "k", NOW)


def a(phase: Phase, issue: int, data: str, commit: str = "c1", **changes) -> Execution:
    return replace(SCAN, phase=phase, issue_number=issue, data=data, commit_sha=commit, **changes)


def known(store, issue=None, commit="c1", tenant="acme", repository="acme/shop") -> Phases:
    return SqlPhases(store).retrieve(tenant, repository, issue=issue, commit=commit)


def test_nothing_is_known(store):
    """At first."""
    assert known(store) == Phases(None, {}, {})


def test_what_accumulates(store):
    """A scan by its commit, the others by their issue under any commit, always the newest."""
    phases = SqlPhases(store)
    numbers = [
        phases.store(one)
        for one in (
            SCAN,
            a(Phase.VALIDATION, 1, "[1]"),
            a(Phase.VALIDATION, 2, "[2]"),
            a(Phase.MITIGATION, 1, "[3]", "c2", pr_url="https://h/pull/7", pr_number=7),
            a(Phase.VALIDATION, 1, "[4]", "c2"),
            replace(SCAN, commit_sha="c2", data="[5]", issue_number=1),
        )
    ]
    assert len(set(numbers)) == 6
    assert known(store, 1) == Phases('{"n": 1}', {1: "[4]"}, {1: "[3]"})
    assert known(store, 1, "c2") == Phases("[5]", {1: "[4]"}, {1: "[3]"})
    assert known(store, 1, "c9") == Phases(None, {1: "[4]"}, {1: "[3]"})
    assert known(store) == Phases('{"n": 1}', {1: "[1]", 2: "[2]"}, {})
    assert known(store, None, "c9") == known(store, 3, "c9") == Phases(None, {}, {})
    assert known(store, 1, None) == Phases("[5]", {1: "[4]"}, {1: "[3]"})
    assert known(store, tenant="beta") == known(store, repository="acme/x") == known(store, 9, "x")


def test_deletion(store):
    """Of one issue of one tenant."""
    phases = SqlPhases(store)
    for tenant in ("acme", "beta"):
        for issue in (1, 2):
            phases.store(a(Phase.VALIDATION, issue, "[]", tenant=tenant))
            phases.store(a(Phase.MITIGATION, issue, "[]", tenant=tenant))
    assert phases.delete("acme", "acme/shop", 1) == 2
    assert phases.delete("acme", "acme/shop", 1) == 0
    assert known(store) == Phases(None, {2: "[]"}, {2: "[]"})
    assert known(store, tenant="beta") == Phases(None, {1: "[]", 2: "[]"}, {1: "[]", 2: "[]"})


def test_json_is_kept_as_it_was_sent(store):
    """White space, escapes, order, large numbers."""
    sent = '{"b" : 1e400,\n"a": "\\u0000\\ud83d\\ude00 \N{GRINNING FACE}","n": 12345678901234567}'
    SqlPhases(store).store(replace(SCAN, data=sent))
    assert known(store).scan == sent
