"""The same answers with the cache and without, on everything there is."""

from pathlib import Path

from fpcache_ops.core.cache import Cache
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule, name_of
from fpcache_ops.core.validation import Answer, Request, Validation
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.differential import everything
from tests.factories import SEAL, ListLog, ManualSwitch, PlainDescriber, RealClock


def answered(store: SqlStore, *, on: bool) -> list[Answer]:
    """Every finding, as the built-in validator and a cache on this store answer it."""
    clock, validator = RealClock(), SafePatterns()
    validation = Validation(
        cache=Cache(store, rule=ServingRule(), switch=ManualSwitch(on), seal=SEAL, clock=clock),
        builder=FilePolicy(),
        validator=validator,
        panel=InlinePanel(validator, clock),
        describer=PlainDescriber(),
        leases=SqlLeases(store),
        log=ListLog(),
        clock=clock,
        instance="differential",
    )
    labelled = everything()
    files = {path: text for one in labelled for path, text in one.files.items()}
    findings = [one.finding for one in labelled]
    return validation.run(Request("local", "demo", findings, SubmittedSources(files))).answers


def test_cache_on_equals_cache_off_and_hides_nothing_real(tmp_path: Path):
    """Off, cold and warm: equal verdicts on every finding; real ones answered as false: 0 of n."""
    store = SqlStore(SqliteDatabase(tmp_path / "cache.db"))
    try:
        off, cold, warm = (answered(store, on=on) for on in (False, True, True))
    finally:
        store.close()
    assert {name_of(answer.outcome) for answer in off} == {"bypass"}
    assert {name_of(answer.outcome) for answer in warm} == {"hit"}
    assert len(off) > 500
    for labelled, *answers in zip(everything(), off, cold, warm, strict=True):
        first, *others = (answer.verdict for answer in answers)
        assert others == [first, first], labelled.name
        assert not labelled.real or first.is_real, labelled.name
