"""What the cache remembers of its store, and for how long."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import inf, nan, nextafter
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from msgspec.structs import replace

from fpcache_ops.core.cache import Asked, Cache
from fpcache_ops.core.evidence import Built
from fpcache_ops.core.lookup import Bypass, Candidate, Changed, Found, Hit, Miss, ServingRule
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.validators.safe_patterns.describe import Describer
from fpcache_ops.validators.safe_patterns.validator import SafePatterns
from tests.factories import (
    LIFETIME,
    NOW,
    SEAL,
    VALIDATOR,
    ManualClock,
    ManualSwitch,
    a_finding,
    a_question,
    a_verdict,
    an_entry,
    an_override,
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


def test_what_takes_long_to_count_is_counted_a_hundredth_of_the_time(
    tmp_path: Path, monkeypatch
) -> None:
    """A million entries take longer to count than an answer may: a new one changes little."""
    clock, store = ManualClock(), SqlStore(SqliteDatabase(tmp_path / "cache.db"))
    many, seconds = 1_000_000, 0.1

    counted = []

    def count(tenant: str) -> int:
        clock.pause(seconds)
        counted.append(tenant)
        return many

    monkeypatch.setattr(store, "count", count)
    cache = Cache(store, rule=ServingRule(), switch=ManualSwitch(), seal=SEAL, clock=clock)
    tenant = a_question().tenant
    try:
        began = clock.elapsed()
        while clock.elapsed() < began + 100:
            assert cache.size(tenant) == many
            assert cache.record([an_entry_of("new")]) == []
            clock.pause(0.05)
        assert len(counted) == 10
    finally:
        store.close()


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


def test_a_question_names_the_neighbour_of_its_evidence() -> None:
    """Unless it is told another, to tell findings apart that are alike."""
    finding = a_finding()
    built = FilePolicy().build(finding, SubmittedSources({finding.primary.path: "a = 1\n"}))
    assert isinstance(built, Built)
    assert Asked.about(finding, built, VALIDATOR).question.neighbour == built.neighbour
    assert Asked.about(finding, built, VALIDATOR, b"another").question.neighbour == b"another"


# What is read from a store that others may write to


class Told:
    """A cache over a store of which a test says what it reads, and what it is asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock, self.switch = ManualClock(), ManualSwitch()
        self.store = SqlStore(SqliteDatabase(folder / "cache.db"))
        self.cache = Cache(
            self.store, rule=ServingRule(), switch=self.switch, seal=SEAL, clock=self.clock
        )
        self._monkeypatch = monkeypatch

    def found(self, *found: Found) -> None:
        self._monkeypatch.setattr(self.store, "lookup", lambda questions, known: (3, list(found)))

    def overrides(self, *decided: Override | None) -> None:
        self._monkeypatch.setattr(self.store, "overrides", lambda questions: list(decided))

    def look(self, how_many: int = 1) -> tuple[list[object], list[str]]:
        finding = a_finding()
        sources = SubmittedSources({finding.primary.path: "a = 1\n"})
        built = FilePolicy().build(finding, sources)
        assert isinstance(built, Built)
        batch = self.cache.lookup("acme", [Asked.about(finding, built, VALIDATOR)] * how_many)
        return [one.outcome for one in batch.looked], batch.warnings


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    told = Told(tmp_path, monkeypatch)
    yield told
    told.store.close()


def forged(genuine: Any) -> Any:
    """As somebody without the key would write it."""
    return structs.replace(genuine, mac=b"?" * 32)


def test_nothing_without_a_good_seal_counts_and_all_of_it_is_reported(told: Told) -> None:
    """Entries, rows that nobody can have written, and decisions: one warning with their number."""
    good, bad = Candidate(an_entry(), True), Candidate(forged(an_entry()), True)
    told.found(
        Found([good]),
        Found([bad]),
        Found([bad, good]),
        Found(override=forged(an_override()), unreadable=2),
        Found(override=forged(an_override())),
        Found([good], override=forged(an_override(Judgement.TRUE_POSITIVE))),
    )
    outcomes, warnings = told.look(6)
    assert [type(one) for one in outcomes] == [Hit, Miss, Hit, Miss, Miss, Hit]
    (warning,) = warnings
    assert warning.startswith("7 stored verdicts carry a bad seal")
    told.found(Found([good]), Found(override=an_override()), Found())
    assert told.look(3)[1] == []


def test_every_field_of_a_decision_is_under_its_seal() -> None:
    """Nobody without the key makes it last longer, or about something else."""
    decision = an_override(expires_at=NOW + timedelta(hours=1))
    assert SEAL.is_genuine(decision)
    changes: dict[str, Any] = {
        "tenant": "beta",
        "repository": "acme/other",
        "path": "other.py",
        "evidence_digest": b"!" * 32,
        "judgement": Judgement.TRUE_POSITIVE,
        "who": "bob",
        "at": NOW,
        "why": "",
        "seq": 7,
        "expires_at": NOW + timedelta(hours=2),
    }
    assert set(changes) == set(Override.__struct_fields__) - {"mac"}
    for name, value in changes.items():
        assert not SEAL.is_genuine(structs.replace(decision, **{name: value})), name
    assert not SEAL.is_genuine(structs.replace(decision, expires_at=None))


def test_a_neighbour_without_a_good_seal_explains_nothing(told: Told) -> None:
    """What somebody without the key wrote is not shown to anybody."""
    told.found(Found(neighbour=an_entry()), Found(neighbour=forged(an_entry())), Found())
    outcomes, _ = told.look(3)
    assert isinstance(outcomes[0], Changed)
    assert outcomes[1:] == [Miss("first_seen")] * 2


def test_verdicts_from_another_clock_age_all_of_the_request(told: Told) -> None:
    """One stored a day from now says how late it may be already."""
    ahead = Candidate(an_entry(cached_at=NOW + timedelta(days=1)), True)
    last = Candidate(an_entry(cached_at=NOW - LIFETIME + timedelta(hours=1)), True)
    told.found(Found([last]))
    assert isinstance(told.look()[0][0], Hit)
    told.found(Found([last]), Found([ahead]))
    assert not any(isinstance(one, Hit) for one in told.look(2)[0])
    told.found(Found([last]), Found([Candidate(forged(ahead.entry), True)]))
    assert isinstance(told.look(2)[0][0], Hit)


def test_off_only_decisions_that_hold_are_passed_on(told: Told) -> None:
    """Sealed with the key, begun and not ended: all else is judged, and the forged is reported."""
    told.switch.on = False
    holds, real = an_override(), an_override(Judgement.TRUE_POSITIVE)
    ended = an_override(expires_at=NOW)
    told.overrides(holds, real, forged(holds), ended, an_override(at=NOW + timedelta(1)), None)
    outcomes, warnings = told.look(6)
    expected = [holds, real, None, None, None, None]
    assert outcomes == [Bypass("test", one) for one in expected]
    (warning,) = warnings
    assert warning.startswith("1 stored verdicts carry a bad seal")
    told.overrides(holds, None)
    assert told.look(2)[1] == []


def test_off_a_decision_ends_by_the_clock_that_is_ahead(told: Told) -> None:
    """Setting the clock back does not lengthen it."""
    told.switch.on = False
    told.overrides(an_override(expires_at=NOW + timedelta(hours=1)))
    told.clock.pause(3600)
    told.clock.at = NOW
    assert told.look()[0] == [Bypass("test", None)]
    # In doubt about the clock, what reports the finding goes on, and nothing else begins.
    real = an_override(Judgement.TRUE_POSITIVE, expires_at=NOW + timedelta(hours=1))
    told.overrides(real, an_override(at=NOW + timedelta(minutes=1)))
    assert told.look(2)[0] == [Bypass("test", real), Bypass("test", None)]


def test_off_a_store_in_trouble_is_left_alone_for_ten_seconds(told: Told, monkeypatch) -> None:
    """And told about each time; then it is asked again, and what people decided holds again."""
    told.switch.on = False
    asked: list[float] = []

    def overrides(questions: Sequence[object]) -> list[Override | None]:
        asked.append(told.clock.ticks)
        if len(asked) < 3:
            raise StoreUnusable("the disk is full")
        return [an_override()]

    monkeypatch.setattr(told.store, "overrides", overrides)
    for pause, so_often in ((0, 1), (1, 1), (8.9, 1), (0.1, 2), (9.9, 2), (0.1, 3)):
        told.clock.pause(pause)
        outcomes, warnings = told.look()
        assert len(asked) == so_often
        assert outcomes == [Bypass("test", an_override() if so_often == 3 else None)]
        assert warnings == (
            ["the disk is full; what people decided before is not known"] if so_often < 3 else []
        )
    told.look()
    assert len(asked) == 4


def test_only_a_whole_verdict_at_or_above_the_threshold_is_kept(told: Told) -> None:
    """Nor one surer than sure, nor one that rests on what nobody saw."""
    kept = {0.0: False, nextafter(0.7, 0): False, 0.7: True, 1.0: True, nextafter(1, 2): False}
    for confidence, may in (kept | {1.5: False, inf: False, -inf: False, nan: False}).items():
        for judgement in Judgement:
            verdict = a_verdict(judgement, confidence=confidence)
            complete = judgement is not Judgement.UNDETERMINED
            assert told.cache.may_keep(verdict) is (may and complete), verdict
            unseen = structs.replace(verdict, relies_on_unseen=("helper",))
            assert not told.cache.may_keep(unseen)
