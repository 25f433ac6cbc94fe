"""The page for those who decide: told from the journal and the conclusions, and nothing beyond."""

from pathlib import Path

import msgspec
import pytest

from fpcache_ops.operations.conclusion import Conclusion, Ending, How, Mode, Step, StepStatus, Word
from fpcache_ops.operations.criteria import Check, evaluate, load
from fpcache_ops.operations.journal import Journal
from fpcache_ops.operations.rollout.record import (
    CHECKS,
    JOURNAL,
    PHASES,
    Event,
    Standing,
    State,
    standing,
)
from fpcache_ops.operations.rollout.summary import html, markdown, summarise


def concluded(
    runs: Path, page: str, folder: Path, environment: str, checks: list[Check] | None = None
) -> None:
    """A page's conclusion, as the runner leaves it."""
    run = f"20260101T000000Z-{page}"
    evidence = {"failed": "0 of 721", "hits": "2866 of 2884"}
    counted = Step(
        key="count",
        title="Count",
        status=StepStatus.FINISHED,
        started_at=None,
        seconds=1.0,
        detail="",
        evidence=evidence,
    )
    conclusion = Conclusion(
        schema=1,
        conclusion=Word.PASS,
        reason="All passed.",
        runbook=page,
        title=page,
        run=run,
        mode=Mode.CHECK,
        environment=environment,
        target="",
        plan=None,
        ended=Ending(How.FINISHED),
        started_at="2026-01-01T00:00:00+00:00",
        ended_at="2026-01-01T00:00:01+00:00",
        seconds=1.0,
        who="somebody",
        revision="0.1.0",
        parameters={"rollout": str(folder)},
        steps=[counted],
        checks=checks or [],
        checks_never_made={},
        tables=[],
        digests={},
        files={},
    )
    (runs / run).mkdir(parents=True)
    (runs / run / "conclusion.json").write_bytes(msgspec.json.encode(conclusion))


def rolled_out(tmp_path: Path, environment: str, *, closed: bool, green: str = "v2") -> Standing:
    """A roll-out whose phases all passed; ``closed``: and both checks."""
    folder, runs = tmp_path / "rollout", tmp_path / "runs"
    folder.mkdir()
    journal = Journal(folder / JOURNAL)
    opened = {"id": "one", "blue": "v1", "green": green, "who": "somebody"}
    journal.append(Event.OPENED, **opened, environment=environment, entry="http://127.0.0.1:8")
    for page in PHASES:
        concluded(runs, page, folder, environment)
        run = f"20260101T000000Z-{page}"
        told = {"conclusion": Word.PASS, "reason": "", "run": run, "seconds": 1.0, "report": ""}
        journal.append(Event.PHASE_CONCLUDED, page=page, **told)
    journal.append(Event.ENDED)
    if closed:
        day = evaluate(load()["rollout_hit_rate_24h"], 2866, 2884)
        for page in CHECKS:
            concluded(runs, page, folder, environment, [day] if page == "check-24h" else [])
    return standing(folder, runs)


@pytest.mark.parametrize("environment", ["rehearsal", "production"])
def test_a_rehearsal_never_looks_like_a_roll_out_that_lasted_a_day(tmp_path, environment):
    """Its seconds stand for the hour and the day, and every place that tells of them says so."""
    came = rolled_out(tmp_path, environment, closed=True)
    assert came.state is State.COMPLETE
    summary = summarise(came, tmp_path / "runs")
    page, text = html(summary), markdown(summary)
    row = next(line for line in text.splitlines() if line.startswith("| Hit rate after a day"))
    rehearsed = environment == "rehearsal"
    assert row.endswith("| pass, rehearsed |" if rehearsed else "| pass |")
    assert ("no day has passed" in page) is rehearsed
    assert ("no day has passed" in text) is rehearsed
    assert ('<header class="pass">' in page) is not rehearsed


def test_what_is_still_to_come_is_said_to_be(tmp_path):
    """After phase 4 the pass is provisional: none of the hour or the day is passed."""
    came = rolled_out(tmp_path, "production", closed=False)
    assert came.state is State.PROVISIONAL
    text = markdown(summarise(came, tmp_path / "runs"))
    later = [line for line in text.splitlines() if "| to come: check-" in line]
    assert len(later) == sum(one.phase.startswith("after") for one in load().values())
    assert not any("pass" in line for line in later)
    assert "| Hits since the cut-over | not yet |" in text
    # As it is to be typed.
    where = f"-p rollout={came.folder} -p server=http://127.0.0.1:8 -p environment=production"
    steps = [f"fpcache runbook run {name} {where}" for name in CHECKS]
    assert came.next_steps == steps
    assert all(step in text for step in steps)


def test_a_phase_over_its_budget_is_told_of(tmp_path):
    """A pass that took longer than it was given is a pass, and no secret."""
    folder = tmp_path / "rollout"
    assert rolled_out(tmp_path, "production", closed=False).phases[0].took == "1 s"
    journal = Journal(folder / JOURNAL)
    told = {"conclusion": Word.PASS, "reason": "", "run": "", "report": ""}
    journal.append(
        Event.PHASE_CONCLUDED, page="late", **told, seconds=1801.0, budget_seconds=1800.0
    )
    assert standing(folder, tmp_path / "runs").phases[-1].took == "30 min 01 s, over its budget"


def test_names_are_text(tmp_path):
    """A version may be called anything: neither page takes it for markup."""
    came = rolled_out(tmp_path, "production", closed=False, green="<b>2|0</b>")
    summary = summarise(came, tmp_path / "runs")
    assert "<b>2|0" not in html(summary)
    assert "&lt;b>2\\|0&lt;/b>" in markdown(summary)
