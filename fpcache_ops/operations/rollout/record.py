"""What became of a roll-out, told by its journal and by the conclusions of the pages.

A roll-out's journal (hash-chained, like that of a run) is beside its deployment. How it stands is
derived from it: a phase that has no conclusion never passed.
"""

import math
import shlex
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, assert_never

import msgspec

from fpcache_ops.operations.conclusion import Conclusion, Mode, Word
from fpcache_ops.operations.journal import Record, verify
from fpcache_ops.operations.runner import REHEARSAL, load_conclusion
from fpcache_ops.operations.wording import seconds

JOURNAL = "rollout.jsonl"

PHASES = {
    "phase-1-prepare": 30,
    "phase-2-blue-green": 15,
    "phase-3-validate": 20,
    "phase-4-traffic": 30,
}
"""The pages in their order, with their budgets in minutes."""

STOPPED_AT = 1.25
"""Of its budget: what a phase takes to begin and to end comes on top of what it watches."""

CHECKS = ("check-1h", "check-24h")


class Event(StrEnum):
    """What a line of the journal tells."""

    OPENED = "rollout_opened"
    PHASE_STARTED = "phase_started"
    PHASE_CONCLUDED = "phase_concluded"
    ROLLED_BACK = "rolled_back"
    ENDED = "rollout_ended"


class State(StrEnum):
    """How a roll-out stands."""

    UNFINISHED = "unfinished"
    """It has no end yet, or was killed."""
    STOPPED = "stopped"
    """A phase did not pass, and green keeps the share that it has."""
    ROLLED_BACK = "rolled back"
    PROVISIONAL = "provisional"
    """All phases passed; the checks after 1 h and 24 h are still to come."""
    COMPLETE = "complete"
    FAILED_LATER = "failed later"
    """A check after the roll-out did not pass."""


class PhaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the roll-out: what it concluded, in which run, and what it took."""

    page: str
    conclusion: Word | None
    reason: str
    run: str
    seconds: float | None = None
    report: str = ""
    budget_seconds: float | None = None
    """Those of a phase; somebody's answer to a question takes none of it."""

    @property
    def is_over(self) -> bool:
        """Whether it took longer than it was given."""
        return (self.seconds or 0) > (self.budget_seconds or math.inf)

    @property
    def took(self) -> str:
        """How long, for people."""
        return seconds(self.seconds) + (", over its budget" if self.is_over else "")

    @property
    def passed(self) -> bool:
        """Whether it did."""
        return self.conclusion is Word.PASS


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    id: str
    folder: str
    state: State
    reason: str
    blue: str
    green: str
    environment: str
    entry: str
    who: str
    started_at: str
    phases: list[PhaseResult]
    checks: list[PhaseResult]
    rolled_back: dict[str, Any] | None

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing but a deployment on this machine, made for it, was rolled out."""
        return self.environment == REHEARSAL

    @property
    def next_steps(self) -> list[str]:
        """What is to be done now; a command is whole."""
        if self.is_rehearsal and self.state not in (State.COMPLETE, State.ROLLED_BACK):
            return ["begin again: a rehearsal's deployment ends with it; look at the last run"]
        match self.state:
            case State.PROVISIONAL:
                done = {one.page for one in self.checks if one.passed}
                return [self._command(name) for name in CHECKS if name not in done]
            case State.COMPLETE:
                return ["stop blue when it is no longer wanted as the way back"]
            case State.ROLLED_BACK:
                return [f"mend green ({self.reason})", "begin again with phase 1"]
            case State.STOPPED | State.FAILED_LATER:
                return [self._command("rollback"), "look at the run that failed"]
            case State.UNFINISHED:
                return [
                    "if nobody is at it, take up what broke off: fpcache runbook resume RUN",
                    f"or {self._command('rollback')}",
                ]
            case _:
                assert_never(self.state)

    def _command(self, page: str) -> str:
        # A record of before this was written names no entry.
        words = ["fpcache", "runbook", "run", page, "-p", f"rollout={self.folder}"]
        words += ["-p", f"server={self.entry or '...'}", "-p", f"environment={self.environment}"]
        return shlex.join(words)


def standing(folder: Path, runs: Path) -> Standing:
    """How the roll-out in a folder stands.

    Raises:
        Tampered: its journal is not as it was written.
    """
    records = verify(folder / JOURNAL).records
    opened = records[0]
    phases = [_result(r) for r in records if r["event"] == Event.PHASE_CONCLUDED]
    checks = [found for name in CHECKS if (found := _check(runs, name, folder)) is not None]
    back = next((r for r in reversed(records) if r["event"] == Event.ROLLED_BACK), None)
    state, reason = _state(records, phases, checks, back)
    if state is State.COMPLETE and opened["environment"] == REHEARSAL:
        reason += "; in a rehearsal minutes are seconds: no hour and no day has passed"
    return Standing(
        id=opened["id"],
        folder=str(folder),
        state=state,
        reason=reason,
        blue=opened["blue"],
        green=opened["green"],
        environment=opened["environment"],
        entry=opened.get("entry", ""),
        who=opened["who"],
        started_at=opened["at"],
        phases=phases,
        checks=checks,
        rolled_back=None if back is None else {k: back[k] for k in ("seconds", "failed", "sure")},
    )


def _state(
    records: Sequence[Record],
    phases: Sequence[PhaseResult],
    checks: Sequence[PhaseResult],
    back: Record | None,
) -> tuple[State, str]:
    stopped = next((one for one in phases if not one.passed), None)
    told = f"{stopped.page}: {stopped.reason}" if stopped is not None else ""
    if back is not None and back["sure"]:
        return State.ROLLED_BACK, told or "it was rolled back"
    if stopped is not None:
        return State.STOPPED, told
    if [one.page for one in phases] != list(PHASES):
        ended = records[-1]["event"] == Event.ENDED
        return State.UNFINISHED, "it ended early" if ended else "it has no end yet"
    bad = next((one for one in checks if one.conclusion in (Word.FAIL, Word.ERROR)), None)
    if bad is not None:
        return State.FAILED_LATER, f"{bad.page}: {bad.reason}"
    # A check that showed nothing, or was stopped, is still to come.
    left = [name for name in CHECKS if name not in {one.page for one in checks if one.passed}]
    if left:
        return State.PROVISIONAL, f"all phases passed; still to come: {', '.join(left)}"
    return State.COMPLETE, "all phases and both checks passed"


def _result(record: Record) -> PhaseResult:
    return PhaseResult(
        page=record["page"],
        conclusion=Word(record["conclusion"]) if record["conclusion"] else None,
        reason=record["reason"],
        run=record["run"],
        seconds=record["seconds"],
        report=record["report"],
        budget_seconds=record.get("budget_seconds"),
    )


def _check(runs: Path, name: str, folder: Path) -> PhaseResult | None:
    """The newest run of a check on this roll-out that was not refused as too early."""
    for file in sorted(runs.glob(f"*-{name}*/conclusion.json"), reverse=True):
        found = load_conclusion(file.parent)
        if found is None or found.runbook != name or found.mode is Mode.PLAN:
            continue
        ours = found.parameters.get("rollout") == str(folder)
        if ours and found.conclusion is not Word.REFUSED:
            return result_of(found, found.seconds)
    return None


def result_of(conclusion: Conclusion, took: float) -> PhaseResult:
    """A page's result, with the judge's own words where there are some."""
    because = [
        step.evidence["because"]
        for step in conclusion.steps
        if step.evidence.get("judge") not in (None, "healthy") and "because" in step.evidence
    ]
    reason = " ".join([*(f"{one}." for one in because[-1:]), conclusion.reason])
    return PhaseResult(
        page=conclusion.runbook,
        conclusion=conclusion.conclusion,
        reason=reason,
        run=conclusion.run,
        seconds=round(took, 1),
        report=conclusion.files.get("report", ""),
    )
