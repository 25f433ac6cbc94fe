"""The same answers with the cache and without, on everything there is."""

from collections.abc import Sequence
from pathlib import Path

from fpcache_ops.core.cache import Cache
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule, name_of
from fpcache_ops.core.ports import EvidenceBuilder, Sources
from fpcache_ops.core.validation import Answer, Request, Validation
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import GivenCheckout, SubmittedSources
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.differential import everything
from tests.factories import SEAL, ListLog, ManualSwitch, PlainDescriber, RealClock
from tests.unit.evidence.staleness import pairs


def answered(
    store: SqlStore,
    findings: Sequence[Finding],
    sources: Sources,
    builder: EvidenceBuilder,
    *,
    on: bool,
) -> list[Answer]:
    """The findings, as the built-in validator and a cache on this store answer them."""
    clock, validator = RealClock(), SafePatterns()
    validation = Validation(
        cache=Cache(store, rule=ServingRule(), switch=ManualSwitch(on), seal=SEAL, clock=clock),
        builder=builder,
        validator=validator,
        panel=InlinePanel(validator, clock),
        describer=PlainDescriber(),
        leases=SqlLeases(store),
        log=ListLog(),
        clock=clock,
        instance="differential",
    )
    return validation.run(Request("local", "demo", findings, sources)).answers


def test_cache_on_equals_cache_off_and_hides_nothing_real(tmp_path: Path):
    """Off, cold and warm: equal verdicts on every finding; real ones answered as false: 0 of n."""
    store = SqlStore(SqliteDatabase(tmp_path / "cache.db"))
    labelled = everything()
    sources = SubmittedSources({path: text for one in labelled for path, text in one.files.items()})
    findings = [one.finding for one in labelled]
    try:
        off, cold, warm = (
            answered(store, findings, sources, FilePolicy(), on=on) for on in (False, True, True)
        )
    finally:
        store.close()
    assert {name_of(answer.outcome) for answer in off} == {"bypass"}
    assert {name_of(answer.outcome) for answer in warm} == {"hit"}
    assert len(off) > 500
    for one, *answers in zip(labelled, off, cold, warm, strict=True):
        first, *others = (answer.verdict for answer in answers)
        assert others == [first, first], one.name
        assert not one.real or first.is_real, one.name


def test_cache_on_equals_cache_off_when_other_files_change(tmp_path: Path):
    """Under ``closure``: what is answered after an edit elsewhere is what would be judged then."""
    store, builder = SqlStore(SqliteDatabase(tmp_path / "cache.db")), ClosurePolicy()
    asked_again = 0
    elsewhere = [pair for pair in pairs() if pair.expected["file"] == "equal"]
    try:
        for pair in elsewhere:
            before, after = (
                ([side.finding(pair.type)], GivenCheckout(side.files))
                for side in (pair.before, pair.after)
            )
            answered(store, *before, builder, on=True)
            (on,), (off,) = (answered(store, *after, builder, on=on) for on in (True, False))
            assert on.verdict == off.verdict, pair.name
            asked_again += name_of(on.outcome) == "changed"
            assert name_of(on.outcome) in ("hit", "changed"), pair.name
    finally:
        store.close()
    assert asked_again == sum(pair.expected["closure"] == "differs" for pair in elsewhere)
