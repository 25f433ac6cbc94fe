"""How a run ended, in one word: derived from its journal alone, by a pure function.

A run passes only if it came to its own end, every step and check that the runbook declares
happened, and every check passed. Anything missing, unfinished or unexplained is something else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from msgspec.structs import replace

from fpcache_ops.errors import ExitStatus
from fpcache_ops.operations.criteria import Check, Result
from fpcache_ops.operations.journal import Record
from fpcache_ops.operations.plan import Plan
from fpcache_ops.operations.runbook import Phase

SCHEMA = 1


class Word(StrEnum):
    """The conclusion of a run."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    ABORTED = "aborted"
    ERROR = "error"
    REFUSED = "refused"

    @property
    def exit_status(self) -> ExitStatus:
        """What the command leaves with."""
        return ExitStatus[self.name]


class Mode(StrEnum):
    """What a run may do."""

    CHECK = "check"
    """Look, in one go: the runbook changes nothing."""
    PLAN = "plan"
    """Look, and make a plan; nothing is changed."""
    APPLY = "apply"
    """Look again, make the changes of a plan that still holds, and verify them."""


class How(StrEnum):
    """How the notebook's execution ended."""

    FINISHED = "finished"
    """The last cell was executed, and none of them raised or left."""
    PLANNED = "planned"
    """Every cell before the changes was executed; those after it were not, on purpose."""
    RAISED = "raised"
    REFUSED = "refused"
    """A cell raised :class:`~fpcache_ops.errors.Refused`."""
    LEFT = "left"
    """A cell called ``exit``, with whatever status."""
    KERNEL_DIED = "kernel_died"
    NOT_STARTED = "not_started"
    OUT_OF_TIME = "out_of_time"
    """It took longer than the runbook may, and was stopped."""
    ABORTED = "aborted"
    """Ctrl-C, SIGTERM or a lost terminal."""


class Ending(msgspec.Struct, frozen=True):
    """How it ended, and a line about it."""

    how: How
    detail: str = ""


class StepStatus(StrEnum):
    """How far a step came."""

    NEVER_STARTED = "never started"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    FINISHED = "finished"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the run."""

    key: str
    title: str
    status: StepStatus
    started_at: str | None = None
    seconds: float | None = None
    detail: str = ""
    evidence: dict[str, Any] = msgspec.field(default_factory=dict)


class Declared(msgspec.Struct, frozen=True):
    """What was promised: keys and titles of the steps, names and titles of the checks.

    Of a plan it is what comes before the changes; ``planned`` are the changes to be made, ``None``
    before there is a plan.
    """

    steps: Mapping[str, str]
    checks: Mapping[str, str]
    mode: Mode = Mode.CHECK
    planned: Mapping[str, str] | None = None

    @property
    def all_steps(self) -> dict[str, str]:
        """The steps and, when they are to be applied, the changes."""
        changes = self.planned if self.mode is Mode.APPLY else None
        return {**self.steps, **(changes or {})}


class Conclusion(msgspec.Struct, frozen=True, kw_only=True):
    """``conclusion.json``: everything a reader needs to know of a run."""

    schema: int
    conclusion: Word
    reason: str
    runbook: str
    title: str
    run: str
    mode: Mode
    environment: str
    target: str
    plan: str | None
    ended: Ending
    started_at: str
    ended_at: str
    seconds: float
    who: str
    revision: str
    parameters: dict[str, Any]
    steps: list[Step]
    checks: list[Check]
    checks_never_made: dict[str, str]
    tables: list[dict[str, Any]]
    digests: dict[str, str]
    files: dict[str, str]

    @property
    def exit_status(self) -> ExitStatus:
        """What the command leaves with."""
        return self.conclusion.exit_status

    @property
    def headline(self) -> str:
        """The conclusion in capitals; a plan that was made is called that, for nothing was done."""
        planned = self.mode is Mode.PLAN and self.conclusion is Word.PASS
        return "PLANNED" if planned else self.conclusion.upper()


def conclude(
    declared: Declared, steps: Sequence[Step], checks: Sequence[Check], ending: Ending | None
) -> tuple[Word, str]:
    """The conclusion of a run and one sentence why.

    Args:
        declared: what the runbook promised.
        steps: every step that was started.
        checks: every check that was made.
        ending: how it ended; ``None`` when nobody wrote that down.
    """
    failed = [check for check in checks if check.result is Result.FAIL]
    before = f"; before that, {_named(failed)} failed" if failed else ""
    where = next((f" in step {s.key}" for s in steps if s.status is not StepStatus.FINISHED), "")

    if ending is None:
        return Word.ERROR, f"The run did not come to an end: its journal has no last line{before}."
    if ending.how is How.ABORTED:
        return Word.ABORTED, _sentence(f"Stopped{where} by {ending.detail or 'somebody'}{before}")
    if ending.how is How.REFUSED:
        return Word.REFUSED, _sentence(f"Refused{where}: {ending.detail}{before}")
    trouble = _trouble(declared, steps, ending, where)
    if failed:
        also = f" Also, {trouble[0].lower()}{trouble[1:]}" if trouble else ""
        return Word.FAIL, f"{_failures(failed)}.{also}"
    if trouble:
        return Word.ERROR, trouble

    never_done = [key for key in declared.all_steps if key not in {s.key for s in steps}]
    never_made = [name for name in declared.checks if name not in {c.name for c in checks}]
    unsure = [check for check in checks if check.result is not Result.PASS]
    if never_done:
        missing = _list("step", never_done)
        return Word.INCONCLUSIVE, f"It shows nothing: the {missing} never happened."
    if never_made:
        missing = _list("check", never_made)
        return Word.INCONCLUSIVE, f"It shows nothing: the {missing} never happened."
    if unsure:
        title = unsure[0].title
        return Word.INCONCLUSIVE, f"{title}: {unsure[0].because} ({_named(unsure)} shows nothing)."
    if declared.mode is not Mode.CHECK and declared.planned is None:
        return Word.INCONCLUSIVE, "It shows nothing: no plan was made."
    if declared.mode is Mode.PLAN:
        return Word.PASS, f"Planned {_counted(declared)}. Nothing was changed."
    if not checks:
        return Word.INCONCLUSIVE, "Nothing was checked."
    made = f" Made {_counted(declared)}." if declared.mode is Mode.APPLY else ""
    return (
        Word.PASS,
        f"All {len(steps)} steps finished and all {len(checks)} checks passed.{made}",
    )


def _counted(declared: Declared) -> str:
    count = len(declared.planned or ())
    return f"{count} change{'' if count == 1 else 's'}"


def _trouble(declared: Declared, steps: Sequence[Step], ending: Ending, where: str) -> str:
    """What went wrong with the run itself, in a sentence; empty when nothing did."""
    match ending.how:
        case How.RAISED:
            return _sentence(f"The run broke off{where}: {ending.detail}")
        case How.LEFT:
            return _sentence(f"A cell left the run{where}, so it shows nothing: {ending.detail}")
        case How.KERNEL_DIED:
            return _sentence(f"The process that runs the cells died{where}: {ending.detail}")
        case How.OUT_OF_TIME:
            return _sentence(f"The run was stopped{where}: {ending.detail}")
        case How.NOT_STARTED:
            return _sentence(f"The run could not be started: {ending.detail}")
        case _:
            pass
    if (ending.how is How.PLANNED) is not (declared.mode is Mode.PLAN):
        return "The run did not end where a run of its kind does."
    for step in steps:
        if step.key not in declared.all_steps:
            return f"Step {step.key} is not one that the runbook declares."
        if step.status is StepStatus.FAILED:
            return _sentence(f"Step {step.key} failed and the run went on: {step.detail}")
        if step.status is not StepStatus.FINISHED:
            return f"Step {step.key} is unfinished though the run came to its end."
    return ""


def _failures(failed: Sequence[Check]) -> str:
    first = failed[0]
    more = f" (and {len(failed) - 1} more failed)" if len(failed) > 1 else ""
    return f"{first.title}: {first.value_text}, wanted {first.limit_text}{more}"


def _named(checks: Sequence[Check]) -> str:
    return _list("check", [check.name for check in checks])


def _list(what: str, names: Sequence[str]) -> str:
    plural = "s" if len(names) > 1 else ""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{what}{plural} {', '.join(names[:3])}{more}"


def _sentence(text: str) -> str:
    """A text in one line, not too long, with a stop at its end."""
    line = " ".join(text.split()).rstrip(".:")
    if len(line) > 400:
        return line[:397] + "..."
    return line if line.endswith(("?", "!")) else line + "."


# --- from the journal --------------------------------------------------------------------


class Event(StrEnum):
    """What a line of the journal tells."""

    RUN_OPENED = "run_opened"
    RUN_RESUMED = "run_resumed"
    PLAN_MADE = "plan_made"
    STEP_STARTED = "step_started"
    STEP_EVIDENCE = "step_evidence"
    STEP_FINISHED = "step_finished"
    STEP_FAILED = "step_failed"
    FOUND_OUT = "found_out"
    CHECKED = "checked"
    TABLE = "table"
    STOP_ASKED = "stop_asked"
    RUN_ENDED = "run_ended"


def from_journal(
    records: Sequence[Record], *, head: str, digests: Mapping[str, str], files: Mapping[str, str]
) -> Conclusion:
    """The conclusion that a journal's records lead to.

    Args:
        records: all of them, the first being ``run_opened``.
        head: the digest of the last line.
        digests: of other files of the run.
        files: where things are, for people.
    """
    opened = records[0]
    mode = Mode(opened["mode"])
    plan = plan_of(records)
    declared = Declared(
        {
            step["key"]: step["title"]
            for step in opened["steps"]
            if mode is not Mode.PLAN or Phase(step["phase"]).is_before_changes
        },
        {
            criterion["name"]: criterion["title"]
            for criterion in opened["criteria"]
            if mode is not Mode.PLAN
        },
        mode,
        {change.key: change.title for change in plan.changes} if plan is not None else None,
    )
    steps = steps_of(records)
    last = since_resumed(records)
    checks = [msgspec.convert(r["check"], Check) for r in last if r["event"] == Event.CHECKED]
    ended = [r for r in last if r["event"] == Event.RUN_ENDED]
    ending = Ending(How(ended[-1]["how"]), ended[-1]["detail"]) if ended else None
    word, reason = conclude(declared, steps, checks, ending)
    started = {step.key for step in steps}
    return Conclusion(
        schema=SCHEMA,
        conclusion=word,
        reason=reason,
        runbook=opened["runbook"],
        title=opened["title"],
        run=opened["run"],
        mode=mode,
        environment=opened["environment"],
        target=opened["target"],
        plan=plan.digest if plan is not None else None,
        ended=ending or Ending(How.KERNEL_DIED, "nobody wrote how"),
        started_at=opened["at"],
        ended_at=records[-1]["at"],
        seconds=_seconds(opened["at"], records[-1]["at"]),
        who=opened["who"],
        revision=opened["revision"],
        parameters=opened["parameters"],
        steps=[
            *steps,
            *(
                Step(key=key, title=title, status=StepStatus.NEVER_STARTED)
                for key, title in declared.all_steps.items()
                if key not in started
            ),
        ],
        checks=checks,
        checks_never_made={
            name: title
            for name, title in declared.checks.items()
            if name not in {check.name for check in checks}
        },
        tables=[r["table"] for r in last if r["event"] == Event.TABLE],
        digests={**digests, "journal": head},
        files=dict(files),
    )


def since_resumed(records: Sequence[Record]) -> Sequence[Record]:
    """The records since the run was last taken up again; all of them if it never was."""
    for index in range(len(records) - 1, -1, -1):
        if records[index]["event"] == Event.RUN_RESUMED:
            return records[index + 1 :]
    return records


def plan_of(records: Sequence[Record]) -> Plan | None:
    """The plan that a run made, or that it was told to apply."""
    plans = [r["plan"] for r in records if r.get("plan") is not None]
    return msgspec.convert(plans[0], Plan) if plans else None


def steps_of(records: Sequence[Record]) -> list[Step]:
    """The steps that were started, in order, as far as they came."""
    steps: dict[str, Step] = {}
    for record in records:
        key = record.get("key", "")
        match record["event"]:
            case Event.STEP_STARTED:
                steps[key] = Step(
                    key=key,
                    title=record["title"],
                    status=StepStatus.UNFINISHED,
                    started_at=record["at"],
                )
            case Event.STEP_EVIDENCE:
                step = steps[key]
                steps[key] = replace(step, evidence={**step.evidence, **record["facts"]})
            case Event.STEP_FINISHED:
                steps[key] = replace(
                    steps[key], status=StepStatus.FINISHED, seconds=record["seconds"]
                )
            case Event.STEP_FAILED:
                steps[key] = replace(
                    steps[key],
                    status=StepStatus.FAILED,
                    seconds=record["seconds"],
                    detail=record["detail"],
                )
            case _:
                pass
    return list(steps.values())


def _seconds(start: str, end: str) -> float:
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds(), 3)
