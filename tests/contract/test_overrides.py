"""What every store promises of overrides, alone and through the pipeline."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from fpcache_ops.cli import app
from fpcache_ops.core.cache import Cache
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule, name_of
from fpcache_ops.core.validation import Request, Validation
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import ExitStatus, StoreUnusable, UnusableInput
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores import backup, schema
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place
from tests.factories import (
    NOW,
    SEAL,
    CountingValidator,
    ListLog,
    ManualClock,
    ManualSwitch,
    PlainDescriber,
    a_finding,
    a_question,
    an_entry,
    an_override,
)

REAL, FALSE = Judgement.TRUE_POSITIVE, Judgement.FALSE_POSITIVE
OTHERS = [a_question(**{name: "other"}) for name in ("tenant", "repository", "path")]


@pytest.fixture
def decisions(store) -> SqlOverrides:
    return SqlOverrides(store, SEAL)


def decided(store: SqlStore, question=None):
    """The override of a question, however it is asked for."""
    ask = question or a_question()
    ways = [
        store.lookup([ask])[1][0].override,
        store.lookup([a_question("none"), ask, ask])[1][2].override,
        store.overrides([ask])[0],
        store.overrides([a_question("none"), ask])[1],
    ]
    assert ways == [ways[0]] * len(ways)
    return ways[0]


def test_a_decision_is_found_by_its_very_question(store, decisions):
    """As it was recorded and sealed; and by no other tenant, repository or path."""
    done = decisions.add(an_override())
    assert decided(store) == done
    assert SEAL.is_genuine(done)
    for other in OTHERS:
        assert decided(store, other) is None
    assert [one.override for one in decisions.list("acme")] == [done]
    assert decisions.list("other") == []
    # Beside entries, which stay what they are.
    store.record([an_entry()])
    assert store.lookup([a_question()])[1][0].candidates[0].entry == an_entry()
    assert decided(store) == done


def test_the_last_decision_counts(store, decisions):
    """Either way round."""
    decisions.add(an_override(FALSE))
    decisions.add(an_override(REAL))
    assert decided(store).verdict.is_real
    decisions.add(an_override(FALSE))
    assert not decided(store).verdict.is_real


@pytest.mark.parametrize(
    ("selector", "withdraws"),
    [
        (Selector(evidence_digest=a_question().evidence_digest), True),
        (Selector("acme", "acme/shop", evidence_digest=a_question().evidence_digest), True),
        (Selector(), True),
        (Selector("acme"), False),
        (Selector("acme", "acme/shop", "shop/cart.py"), False),
        (Selector("other", evidence_digest=a_question().evidence_digest), False),
        (
            Selector(validator_version="v1", evidence_digest=a_question().evidence_digest),
            False,
        ),
    ],
)
def test_what_withdraws_a_decision(store, decisions, selector: Selector, withdraws: bool):
    """What names the evidence, or everything of everybody; a later decision is another one."""
    done = decisions.add(an_override())
    withdrawal = store.invalidate(selector, who="bob", why="manual", at=NOW)
    assert decided(store) == (None if withdraws else done)
    assert [one.withdrawn for one in decisions.list(None)] == [withdraws]
    store.revoke(withdrawal.seq, tenant=None, who="bob", at=NOW)
    assert decided(store) == done
    store.invalidate(selector, who="bob", why="manual", at=NOW)
    assert decided(store, None) == (None if withdraws else done)
    assert decisions.add(an_override(REAL)) == decided(store)


def test_what_was_taken_back_stays_so_in_an_older_copy(place: Place, store, decisions):
    """The database of before is put back by hand: nobody excuses the finding again."""
    done = decisions.add(an_override())
    put_back = place.save()
    decisions.remove(done, who="bob", at=NOW)
    assert decided(store) is None
    assert decisions.list(None) == []
    put_back()
    assert decided(place.store()) is None


def test_a_restored_backup_keeps_what_people_found_real_since(
    place: Place, store, decisions, tmp_path: Path
):
    """And brings back what else was decided, but for what was taken back."""
    kept, gone, changed = (a_question(name) for name in ("kept", "gone", "changed"))
    for question in (kept, gone, changed):
        decisions.add(an_override(FALSE, question))
    backup.back_up(store.database, tmp_path / "backup.db")
    removed = next(
        one.override
        for one in decisions.list(None)
        if one.override.evidence_digest == gone.evidence_digest
    )
    decisions.remove(removed, who="bob", at=NOW)
    decisions.add(an_override(REAL, changed))
    # As the owner, on PostgreSQL.
    owner = getattr(place, "owner_url", None)
    into = store.database
    if owner is not None:
        from fpcache_ops.stores.postgresql import PostgresqlDatabase

        into = PostgresqlDatabase(owner, journal=place.journal)
    with backup.opened(tmp_path / "backup.db") as opened:
        backup.put_back(opened, into, who="bob", at=NOW)
    into.close()
    assert not decided(store, kept).verdict.is_real
    assert decided(store, changed).verdict.is_real
    assert decided(store, gone) is None


def test_a_text_that_no_store_can_keep(decisions):
    """A line, and nothing is recorded."""
    with pytest.raises(UnusableInput):
        decisions.add(an_override(why="a\0b"))
    assert decisions.list(None) == []


# --- through the pipeline -------------------------------------------------------------------

FILES = {"a.py": "run(unsafe)\n", "b.py": "run(x)\n"}
FINDINGS = [a_finding("a.py"), a_finding("b.py")]


class Bench:
    """A pipeline over the store; ``a.py`` is real and ``b.py`` is not, says the validator."""

    def __init__(self, store) -> None:
        self.store, self.switch, self.clock = store, ManualSwitch(), ManualClock()
        self.validator = CountingValidator()
        self.cache = Cache(
            store, rule=ServingRule(), switch=self.switch, seal=SEAL, clock=self.clock
        )

    def run(self, files=FILES):
        validation = Validation(
            cache=self.cache,
            builder=FilePolicy(),
            validator=self.validator,
            panel=InlinePanel(self.validator, self.clock),
            describer=PlainDescriber(),
            leases=SqlLeases(self.store),
            log=ListLog(),
            clock=self.clock,
            instance="test",
        )
        return validation.run(Request("acme", "acme/shop", FINDINGS, SubmittedSources(files)))

    def answers(self, files=FILES) -> list[tuple[str, bool]]:
        return [(name_of(one.outcome), one.is_real) for one in self.run(files).answers]

    def decide(self, decisions: SqlOverrides, **changes: Any) -> None:
        """Both the other way round than the validator."""
        for finding, answer in zip(FINDINGS, self.run().answers, strict=True):
            assert answer.built is not None
            question = a_question(path=finding.primary.path, evidence_digest=answer.built.digest)
            judgement = FALSE if answer.is_real else REAL
            decisions.add(an_override(judgement, question, **changes))


@pytest.fixture
def bench(store) -> Bench:
    return Bench(store)


def test_a_decision_stands_above_validator_cache_and_switch(bench: Bench, decisions):
    """Also a sticky true positive gives way; nobody is asked; a person is named."""
    bench.decide(decisions)
    calls = len(bench.validator.seen)
    assert bench.answers() == [("overridden", False), ("overridden", True)]
    bench.switch.on = False
    assert bench.answers() == [("bypass", False), ("bypass", True)]
    assert len(bench.validator.seen) == calls
    report = bench.run()
    assert {answer.verdict.judged_by.name for answer in report.answers} == {"person"}
    assert report.warnings == []


@pytest.mark.parametrize("on", [True, False])
def test_a_decision_ends_when_it_was_said_to(bench: Bench, decisions, on: bool):
    """From that moment on the validator is asked again: also while the cache is off."""
    bench.decide(decisions, expires_at=NOW + timedelta(hours=1))
    bench.switch.on = on
    assert [real for _, real in bench.answers()] == [False, True]
    bench.clock.pause(3600)
    assert [real for _, real in bench.answers()] == [True, False]


def test_a_decision_holds_for_the_code_that_was_seen(bench: Bench, decisions):
    """Any change of the evidence is judged."""
    bench.decide(decisions)
    edited = {name: text + "# more\n" for name, text in FILES.items()}
    assert bench.answers(edited) == [("changed", True), ("changed", False)]


@pytest.mark.parametrize("on", [True, False])
def test_a_decision_without_a_good_seal_decides_nothing(bench: Bench, decisions, on: bool):
    """Written by hand into the store: an alarm, and the validator's word."""
    bench.decide(decisions)
    forge = update(schema.overrides).values(why="because I say so")
    bench.store.write(lambda connection: connection.execute(forge), tenant=None)
    bench.switch.on = on
    report = bench.run()
    assert [a.is_real for a in report.answers] == [True, False]
    assert sum("bad seal" in warning for warning in report.warnings) == 1


def test_off_with_a_store_in_trouble_is_quick(bench: Bench, decisions):
    """It is asked once, told about each time, left alone for a while, and asked again."""
    bench.decide(decisions)
    bench.switch.on = False
    asked = []
    real = bench.store.overrides

    def broken(questions):
        asked.append(len(questions))
        raise StoreUnusable("the disk is on fire")

    bench.store.overrides = broken
    for _ in range(3):
        report = bench.run()
        assert [a.is_real for a in report.answers] == [True, False]
        assert "what people decided before is not known" in report.warnings[0]
    assert len(asked) == 1
    bench.store.overrides = real
    bench.clock.ticks += 10
    assert bench.answers() == [("bypass", False), ("bypass", True)]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Record by the digest of an answer, list, and take back."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text("import os\n\n\ndef f(x):\n    os.system(x)\n")
    region = {"artifactLocation": {"uri": "app.py"}, "region": {"startLine": 5}}
    found = {
        "ruleId": "B605",
        "message": {"text": "shell"},
        "locations": [{"physicalLocation": region}],
    }
    tool = {"driver": {"name": "Bandit"}}
    (tmp_path / "found.sarif").write_text(
        json.dumps({"version": "2.1.0", "runs": [{"tool": tool, "results": [found]}]})
    )

    def run(*words: str, status: int = ExitStatus.PASS) -> str:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == status, done.output
        if status in (ExitStatus.UNUSABLE_INPUT, ExitStatus.REFUSED):
            assert done.stderr.count("\n") == 1
        return done.stdout

    def answer(status: int = ExitStatus.PASS) -> dict[str, Any]:
        words = ("validate", "found.sarif", "--repository", "demo/shop", "--format", "json")
        (one,) = json.loads(run(*words, status=status))["validated"]
        return one

    digest = answer(ExitStatus.FAIL)["evidence"]["digest"]
    run("override", "add", digest, "false_positive", "--reason", "reviewed in #12")
    decided = answer()
    assert decided["outcome"] == "overridden"
    assert "reviewed in #12" in decided["reason"]
    (row,) = json.loads(run("override", "list", "--format", "json"))
    assert (row["state"], row["digest"]) == ("holds", digest)
    run("override", "remove", digest, status=ExitStatus.REFUSED)
    run("override", "remove", digest, "--yes")
    assert answer(ExitStatus.FAIL)["outcome"] == "invalidated"
    assert answer(ExitStatus.FAIL)["outcome"] == "hit"
    for bad in (
        ("remove", digest, "--yes"),
        ("add", "ff" * 32, "real", "--reason", "x"),
        ("add", "ff", "real", "--reason", "x"),
        ("add", digest, "real", "--reason", " "),
    ):
        run("override", *bad, status=ExitStatus.UNUSABLE_INPUT)
