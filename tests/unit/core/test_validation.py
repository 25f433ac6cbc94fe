"""The pipeline, over a real store and the real evidence builder."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs
from sqlalchemy import select

from fpcache_ops.core.cache import Cache
from fpcache_ops.core.entry import Seal, Selector
from fpcache_ops.core.evidence import Unplaced
from fpcache_ops.core.finding import Location, Region
from fpcache_ops.core.judging import UNJUDGED_CONFIDENCE, InlinePanel
from fpcache_ops.core.lookup import ServingRule, name_of
from fpcache_ops.core.validation import Report, Request, Validation
from fpcache_ops.core.verdict import (
    NOT_LOOKED,
    Context,
    Judgement,
    ValidatorIdentity,
    Verdict,
)
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.schema import leases
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.factories import (
    NOW,
    SEAL,
    CountingValidator,
    ListLog,
    ManualClock,
    ManualSwitch,
    PlainDescriber,
    a_finding,
)

FILES = {
    "a.py": "def f(x):\n    run(unsafe)\n",
    "b.py": "def g(x):\n    run(x)\n    run(1)\n",
}
FINDINGS = [a_finding("a.py", 2), a_finding("b.py", 2), a_finding("b.py", 3)]

PLAIN = PlainDescriber()


class Bench:
    """A pipeline with everything around it in reach."""

    def __init__(self, folder: Path, validator=None) -> None:
        self.store = SqlStore(SqliteDatabase(folder / "cache.db"))
        self.clock, self.log = ManualClock(), ListLog()
        self.switch: Any = ManualSwitch()
        self.validator = validator or CountingValidator()
        self.rule = ServingRule()
        self.seal = SEAL

    def cache(self) -> Cache:
        """Of a process that knows nothing yet."""
        seal = Seal(self.seal._key)
        return Cache(self.store, rule=self.rule, switch=self.switch, seal=seal, clock=self.clock)

    def validation(self, cache=None, describer: Any = PLAIN) -> Validation:
        """A process of its own, unless it is given the cache of another."""
        return Validation(
            cache=cache or self.cache(),
            builder=FilePolicy(),
            validator=self.validator,
            panel=InlinePanel(self.validator, self.clock),
            describer=describer,
            leases=SqlLeases(self.store),
            log=self.log,
            clock=self.clock,
            instance="test",
        )

    def leased(self) -> int:
        """How many questions somebody is at work on."""
        rows = self.store.read(lambda c: c.execute(select(leases)).all(), tenant=None)
        return len(rows)

    def run(
        self,
        findings=FINDINGS,
        files=FILES,
        progress=lambda done, total: None,
        cache=None,
        **changes,
    ) -> Report:
        validation = self.validation(cache)
        request = Request("acme", "acme/shop", findings, SubmittedSources(files))
        return validation.run(replace(request, **changes), progress)

    def outcomes(self, *args, **named) -> list[str]:
        return [name_of(answer.outcome) for answer in self.run(*args, **named).answers]


@pytest.fixture
def bench(tmp_path: Path):
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


def verdicts(report: Report) -> list[Verdict]:
    return [answer.verdict for answer in report.answers]


def test_judged_once_then_served(bench):
    """First a miss and a call each, then hits with equal verdicts and no call."""
    first, second = bench.run(), bench.run()
    assert [name_of(a.outcome) for a in first.answers] == ["miss"] * 3
    assert [name_of(a.outcome) for a in second.answers] == ["hit"] * 3
    assert verdicts(first) == verdicts(second)
    assert [answer.is_real for answer in second.answers] == [True, False, False]
    assert (first.validator_calls, second.validator_calls) == (3, 0)
    assert len(bench.validator.seen) == 3
    assert second.total_entries == 3


def test_a_miss_waits_for_the_disk_twice(bench, monkeypatch):
    """Once for the leases, once for the entries with which they end; a hit never does."""
    bench.store.open()
    writing, written = bench.store.database.writing, []

    def counted(*given, **named):
        written.append(given)
        return writing(*given, **named)

    monkeypatch.setattr(bench.store.database, "writing", counted)
    assert bench.outcomes() == ["miss"] * 3
    assert len(written) == 2
    assert bench.leased() == 0
    assert bench.outcomes() == ["hit"] * 3
    assert len(written) == 2


def test_cache_on_and_off_answer_alike(bench):
    """Off: everything is validated, with the same verdicts, and nothing is stored."""
    bench.switch.on = False
    off = bench.run()
    assert [name_of(a.outcome) for a in off.answers] == ["bypass"] * 3
    assert off.total_entries == 0
    bench.switch.on = True
    bench.run()
    assert verdicts(bench.run()) == verdicts(off)
    bench.switch.on = False
    assert bench.outcomes() == ["bypass"] * 3


def test_an_edit_is_judged_again_where_it_matters(bench):
    """Exactly the findings of the edited file are changed, and judged as the new code."""
    bench.run()
    edited = FILES | {"b.py": FILES["b.py"].replace("run(1)", "run(unsafe)")}
    report = bench.run(files=edited)
    assert [name_of(a.outcome) for a in report.answers] == ["hit", "changed", "changed"]
    assert [answer.is_real for answer in report.answers] == [True, True, True]
    assert bench.outcomes() == ["hit"] * 3


def test_another_version_judges_again(bench):
    """A verdict of an older validator is not reused."""
    bench.run()
    bench.validator.current = "2"
    assert bench.outcomes() == ["outdated"] * 3
    assert bench.outcomes() == ["hit"] * 3


def test_time_and_threshold_are_applied_when_serving(bench):
    """Settings act on what is stored already."""
    bench.run()
    bench.rule = ServingRule(confidence_threshold=0.95)
    assert bench.outcomes() == ["outdated"] * 3
    bench.rule = ServingRule()
    bench.clock.at = NOW + timedelta(days=90)
    assert bench.outcomes() == ["expired"] * 3
    assert bench.outcomes() == ["hit"] * 3


def test_an_invalidation_is_judged_again_once(bench):
    """Withdrawn entries are judged anew; the new verdict is used."""
    bench.run()
    bench.store.invalidate(Selector(tenant="acme"), who="ann", why="manual", at=NOW)
    assert bench.outcomes() == ["invalidated"] * 3
    assert bench.outcomes() == ["hit"] * 3


def test_tenants_repositories_and_paths_share_nothing(bench):
    """Equal bytes elsewhere are another question."""
    bench.run()
    others: list[dict[str, Any]] = [{"tenant": "t"}, {"repository": "o/r"}]
    for changes in others:
        elsewhere = [msgspec.structs.replace(one, **changes) for one in FINDINGS]
        assert bench.outcomes(elsewhere) == ["miss"] * 3
    assert bench.outcomes([a_finding("c.py", 2)], {"c.py": FILES["a.py"]}) == ["miss"]


def test_duplicates_in_a_request_are_judged_once(bench):
    """Equal questions get one judgement; each finding gets its answer."""
    report = bench.run([FINDINGS[0], FINDINGS[1], FINDINGS[0], FINDINGS[0]])
    assert [answer.duplicate for answer in report.answers] == [False, False, True, True]
    assert report.validator_calls == 2
    assert len(set(map(str, (report.answers[i].verdict for i in (0, 2, 3))))) == 1


def test_a_caller_that_may_not_store_leaves_nothing_behind(bench):
    """A pull request from a fork is answered, and plants nothing."""
    assert bench.outcomes(may_store=False) == ["miss"] * 3
    assert bench.outcomes(may_store=False) == ["miss"] * 3
    bench.run()
    assert bench.outcomes(may_store=False) == ["hit"] * 3


def test_a_finding_without_a_place_is_real_and_not_stored(bench):
    """No content, a line too far, a name that is none: real, with the reason, the others served."""
    odd = [
        a_finding("missing.py", 1),
        a_finding("a.py", 99),
        a_finding("a\ud800.py", 1),
        a_finding("", -1),
    ]
    report = bench.run([FINDINGS[1], *odd, FINDINGS[0]])
    assert [name_of(a.outcome) for a in report.answers] == ["miss"] * 6
    for answer in report.answers[1:5]:
        assert answer.is_real
        assert answer.verdict.confidence == UNJUDGED_CONFIDENCE
        assert answer.verdict.judgement is Judgement.UNDETERMINED
    assert "content unavailable" in report.answers[1].verdict.reason
    assert report.total_entries == 2


class Broken(CountingValidator):
    """A validator that misbehaves in a chosen way."""

    def __init__(self, how) -> None:
        super().__init__()
        self.how = how

    def judge(self, evidence):
        return self.how(super().judge(evidence))


def _raise(verdict):
    raise ConnectionError("no upstream")


BROKEN = {
    "raises": _raise,
    "lies about its version": lambda v: structs.replace(
        v, judged_by=ValidatorIdentity("word-search", "0")
    ),
    "is not a number": lambda v: structs.replace(v, confidence=float("nan")),
    "is too sure": lambda v: structs.replace(v, confidence=1.5),
    "relies on what it did not see": lambda v: structs.replace(v, relies_on_unseen=("helper",)),
    "does not know": lambda v: structs.replace(v, judgement=Judgement.UNDETERMINED),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_validator_that_fails_hides_nothing_and_stores_nothing(tmp_path: Path, how: str):
    """Reported as real, not stored: the next request asks again."""
    bench = Bench(tmp_path, Broken(BROKEN[how]))
    report = bench.run()
    assert all(answer.is_real for answer in report.answers)
    assert report.total_entries == 0
    assert bench.outcomes() == ["miss"] * 3
    bench.store.close()


def test_a_request_that_ends_badly_holds_no_lease(bench):
    """Whatever ended it (an interrupt, a fault of ours), nobody waits for it."""

    class Interrupted(CountingValidator):
        def judge(self, evidence):
            raise KeyboardInterrupt

    bench.validator = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    assert bench.leased() == 0


@pytest.mark.parametrize("confidence", [0.9, 0.5])
def test_a_lease_ends_with_its_verdict(tmp_path: Path, confidence: float):
    """Whether it is kept or not: nobody waits for the rest of a long request."""
    left: list[int] = []

    class Slow(CountingValidator):
        def judge(self, evidence):
            left.append(slow.leased())
            slow.clock.pause(2)
            return super().judge(evidence)

    slow = Bench(tmp_path, Slow(confidence=confidence))
    slow.run()
    assert left == [3, 2, 1]
    assert slow.leased() == 0
    slow.store.close()


def test_unsure_verdicts_are_answered_and_not_stored(bench):
    """Below the threshold a verdict is given, not kept."""
    bench.validator.confidence = 0.5
    assert [answer.is_real for answer in bench.run().answers] == [True, False, False]
    assert bench.outcomes() == ["miss"] * 3


def test_a_sticky_true_positive_outlives_expiry_and_invalidation(bench):
    """A validator that changes its mind on equal evidence and version is not believed."""
    bench.run([FINDINGS[0]])
    bench.store.invalidate(Selector(), who="ann", why="manual", at=NOW)
    bench.clock.at = NOW + timedelta(days=400)
    bench.validator.judge = lambda evidence: Verdict(
        Judgement.FALSE_POSITIVE, 0.99, "changed my mind", ValidatorIdentity("word-search", "1")
    )
    (answer,) = bench.run([FINDINGS[0]]).answers
    assert name_of(answer.outcome) == "invalidated"
    assert answer.is_real
    (answer,) = bench.run([FINDINGS[0]]).answers
    assert answer.is_real


def test_a_store_written_without_the_key_serves_nothing(bench):
    """Another key's entries are misses, with an alarm."""
    bench.run()
    bench.seal = type(SEAL)(b"the key of somebody else, 32 byt")
    report = bench.run()
    assert [answer.outcome.cause for answer in report.answers] == ["unknown"] * 3
    assert any("bad seal" in warning for warning in report.warnings)
    assert bench.outcomes() == ["hit"] * 3


def test_an_unusable_store_costs_one_warning(tmp_path: Path):
    """Findings are judged without it; nothing raises."""
    (tmp_path / "cache.db").write_bytes(
        b"this is no database, and long enough to be read as one" * 99
    )
    bench = Bench(tmp_path)
    report = bench.run()
    assert [name_of(a.outcome) for a in report.answers] == ["bypass"] * 3
    assert [answer.is_real for answer in report.answers] == [True, False, False]
    (warning,) = report.warnings
    assert "judged without the cache" in warning
    assert "move it away" in warning
    assert report.total_entries is None


def test_the_validator_sees_the_evidence_and_nothing_else(bench):
    """Path, message, repository and snippet cannot reach it."""
    secret = "somewhere/secret-name.py"
    finding = a_finding(secret, 2, message="secret message")
    bench.run([finding], {secret: FILES["a.py"]})
    shown = repr(bench.validator.seen)
    assert "unsafe" in shown
    assert "secret" not in shown
    assert "acme" not in shown


def test_neighbours_are_told_apart_by_their_order(bench):
    """Two findings of one rule in one function are compared each with its own earlier state."""
    bench.run()
    grown = FILES | {"b.py": FILES["b.py"] + "# more\n"}
    report = bench.run(files=grown)
    neighbours = [a.outcome.neighbour.locator for a in report.answers[1:]]
    assert neighbours == [FINDINGS[1].locator, FINDINGS[2].locator]
    assert [a.outcome.part for a in report.answers[1:]] == ["source", "source"]
    for number in (1, 2):
        # Asked about alone, it is the first of its scope.
        (answer,) = bench.run([FINDINGS[number]], grown | {"b.py": grown["b.py"] + "#\n"}).answers
        assert answer.outcome.neighbour.locator == FINDINGS[1].locator


def test_every_finding_leaves_one_row_in_the_log(bench):
    """The columns of DESIGN section 7; digests and paths, no source."""
    bench.run([*FINDINGS, FINDINGS[0], a_finding("missing.py")], request_id="r1")
    assert [row.outcome for row in bench.log.rows] == ["miss"] * 5
    assert [row.cause for row in bench.log.rows] == ["first_seen"] * 4 + ["unplaced"]
    assert {row.occurred_at for row in bench.log.rows} == {"2026-03-01T12:00:00.000000Z"}
    assert not any("unsafe" in repr(row) for row in bench.log.rows)
    bench.run()
    assert bench.log.rows[-1].entry_age_s == 0
    assert bench.log.rows[-1].validation_us == 0


def test_progress_is_told_to_the_end(bench):
    """Every distinct question counts once."""
    told: list[tuple[int, int]] = []
    bench.run([*FINDINGS, FINDINGS[0]], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_several_places_are_one_question(bench):
    """All files of a finding are evidence: an edit in any of them changes it."""
    places = (Location("a.py", Region(2)), Location("b.py", Region(2)))
    finding = msgspec.structs.replace(a_finding("a.py", 2), locations=places)
    assert bench.outcomes([finding]) == ["miss"]
    assert bench.outcomes([finding]) == ["hit"]
    assert bench.outcomes([finding], FILES | {"b.py": FILES["b.py"] + "\n"}) == ["changed"]


def test_to_look_judges_and_stores_nothing(bench):
    """What the cache would answer, or why there is nothing to ask."""
    validation, sources = bench.validation(), SubmittedSources(FILES)
    built, outcome = validation.look("acme", FINDINGS[0], sources)
    assert (built.language, name_of(outcome)) == ("python", "miss")
    assert bench.validator.seen == []
    bench.run()
    calls = len(bench.validator.seen)
    again, outcome = validation.look("acme", FINDINGS[0], sources)
    assert (again.digest, name_of(outcome)) == (built.digest, "hit")
    nowhere = validation.look("acme", a_finding("missing.py", 1), sources)
    assert isinstance(nowhere, Unplaced)
    assert "content unavailable" in nowhere.reason
    assert len(bench.validator.seen) == calls


def test_who_describes_changes_no_verdict(bench):
    """What is seen around a place stands beside the verdict; without anybody it is not looked."""

    class Seen:
        def describe(self, finding, built):
            return Context(True, True, "test")

    answers = {}
    for describer in (None, Seen()):
        request = Request("acme", "acme/shop", FINDINGS, SubmittedSources(FILES))
        answers[describer] = bench.validation(describer=describer).run(request).answers
        bench.store.invalidate(Selector(), who="ann", why="manual", at=NOW)
    without, described = answers.values()
    assert [one.verdict for one in without] == [one.verdict for one in described]
    assert {one.context for one in without} == {NOT_LOOKED}
    assert {one.context for one in described} == {Context(True, True, "test")}
