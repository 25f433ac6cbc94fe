"""What the cache remembers of its store, and for how long."""

from dataclasses import replace
from pathlib import Path

from fpcache_ops.core.cache import Cache
from fpcache_ops.core.evidence import Built
from fpcache_ops.core.lookup import ServingRule
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.validators.safe_patterns.describe import Describer
from fpcache_ops.validators.safe_patterns.validator import SafePatterns
from tests.factories import (
    SEAL,
    ManualClock,
    ManualSwitch,
    a_finding,
    a_question,
    an_entry,
)


def an_entry_of(name: str):
    return SEAL.seal(an_entry(a_question(name)))


def test_the_number_of_entries_is_a_second_old_at_most(tmp_path: Path) -> None:
    """Our own show at once, those of others within a second; each tenant has its own number."""
    clock, store = ManualClock(), SqlStore(SqliteDatabase(tmp_path / "cache.db"))
    cache = Cache(store, rule=ServingRule(), switch=ManualSwitch(), seal=SEAL, clock=clock)
    tenant = a_question().tenant
    try:
        assert (cache.size(tenant), cache.size("another")) == (0, 0)
        assert cache.record([an_entry_of("ours")]) == []
        assert (cache.size(tenant), cache.size("another")) == (1, 0)
        store.record([an_entry_of("of another process")])
        clock.pause(1)
        assert cache.size(tenant) == 2
    finally:
        store.close()


def test_counting_is_not_done_for_every_request(tmp_path: Path, monkeypatch) -> None:
    """It reads every entry of the tenant."""
    clock, store = ManualClock(), SqlStore(SqliteDatabase(tmp_path / "cache.db"))
    counted = []

    def count(tenant: str) -> int:
        counted.append(tenant)
        return 7

    monkeypatch.setattr(store, "count", count)
    cache = Cache(store, rule=ServingRule(), switch=ManualSwitch(), seal=SEAL, clock=clock)
    assert [cache.size("t") for _ in range(100)] == [7] * 100
    assert counted == ["t"]


def test_equal_evidence_is_described_by_its_own_path() -> None:
    """What is seen is remembered by evidence, what kind of file it is by its name."""
    finding = a_finding()
    sources = SubmittedSources({finding.primary.path: "a = 1\nb = 2\nc = 3\n"})
    built = FilePolicy().build(finding, sources)
    assert isinstance(built, Built)
    describer = Describer(SafePatterns().look)
    kinds = []
    for path in ("src/a.py", "tests/a.py", "src/a.py"):
        location = replace(finding.locations[0], path=path)
        found = describer.describe(replace(finding, locations=(location,)), built)
        kinds.append(found.file_classification)
    assert kinds == ["application", "test", "application"]
