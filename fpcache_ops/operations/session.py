"""What a runbook's cells work with: ``run = open_run()``, steps, checks and tables.

Everything a cell does through it is written to the journal before the cell goes on, so the journal
knows more than the notebook ever will.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from fpcache_ops.errors import FpcacheError, Refused
from fpcache_ops.operations.changes import Trace, kind
from fpcache_ops.operations.conclusion import (
    Event,
    Mode,
    StepStatus,
    plan_of,
    since_resumed,
    steps_of,
)
from fpcache_ops.operations.criteria import Check, Criterion, Result, evaluate
from fpcache_ops.operations.journal import Journal, read
from fpcache_ops.operations.parameters import Value, nearest, read_secret, shown
from fpcache_ops.operations.plan import Cap, Change, Fact, Plan, make_plan, save_plan
from fpcache_ops.operations.redaction import Redactor
from fpcache_ops.operations.rehearsal import Rehearsal
from fpcache_ops.operations.tables import Cell, Table
from fpcache_ops.operations.wording import fact

if TYPE_CHECKING:
    from fpcache_ops.client import OperatorClient, ReadClient

RUN_VARIABLE = "FPCACHE_RUN"
"""The environment variable that tells a kernel its run's folder."""


class RunbookFault(Exception):
    """The runbook does something that it does not declare; its author has to mend it."""


class Checked:
    """A check that was made, as a cell shows it."""

    def __init__(self, check: Check) -> None:
        self.check = check

    @property
    def passed(self) -> bool:
        """Whether the figure was good enough; inconclusive is not."""
        return self.check.result is Result.PASS

    def __repr__(self) -> str:
        check = self.check
        return (
            f"{check.result.upper()}  {check.title}: {check.value_text}, "
            f"wanted {check.limit_text} ({check.because})"
        )

    def _repr_html_(self) -> str:
        check = self.check
        return (
            f'<p class="{check.result}"><b>{check.result.upper()}</b> {escape(check.title)}: '
            f"<b>{escape(check.value_text)}</b>, wanted {escape(check.limit_text)} "
            f"({escape(check.because)})</p>"
        )


class Rehearsed(Protocol):
    """A service of a run's own: where it answers, to whom, and where it is in what a plan says."""

    @property
    def url(self) -> str:
        """Its address."""

    @property
    def key(self) -> str:
        """A key that it takes."""

    def placed(self, value: Any) -> Any:
        """A JSON value in which its folder stands where a plan says so."""


class StepInProgress:
    """A step that was started and has not ended."""

    def __init__(self, journal: Journal, key: str) -> None:
        self._journal = journal
        self._key = key

    def evidence(self, **facts: object) -> None:
        """Note what was seen; it is kept even if the step does not come to its end."""
        self._journal.append(Event.STEP_EVIDENCE, key=self._key, facts=facts)


class Run:
    """The run that this notebook is executed in.

    Until :meth:`apply` it holds nothing that can change a service.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        records, _ = read(folder / "journal.jsonl")
        self._opened = opened = records[0]
        self._redactor = Redactor(
            read_secret(reference)
            for name in opened["secrets"]
            if (reference := opened["parameters"].get(name))
        )
        self._journal = Journal(folder / "journal.jsonl", self._redactor.value)
        self.mode = Mode(opened["mode"])
        self._plan = plan_of(records)
        self._resumed = any(r["event"] == Event.RUN_RESUMED for r in records)
        self._before = {step.key: step for step in steps_of(records)}
        self._rehearsal: Rehearsed | None = None
        self._reader: ReadClient | None = None
        self.id: str = opened["run"]
        self.runbook: str = opened["runbook"]
        self.parameters: dict[str, Value] = opened["parameters"]
        self.escalation = [(one["who"], one["contact"]) for one in opened["escalation"]]
        self._titles = {step["key"]: step["title"] for step in opened["steps"]}
        self._criteria = {c["name"]: msgspec.convert(c, Criterion) for c in opened["criteria"]}
        last = since_resumed(records)
        self._started = {r["key"] for r in last if r["event"] == Event.STEP_STARTED}
        self._checked = {r["check"]["name"] for r in last if r["event"] == Event.CHECKED}
        self._current: str | None = None
        self._made: set[str] = set()

    @contextmanager
    def step(self, key: str) -> Iterator[StepInProgress]:
        """Do a declared step, once: ``with run.step("verify") as step: ...``."""
        if key not in self._titles:
            near = nearest(key, self._titles)
            raise RunbookFault(f"the runbook declares no step {shown(key)}{near}")
        if key in self._started:
            raise RunbookFault(f"step {key} was started before in this run")
        if self._current is not None:
            raise RunbookFault(f"step {key} is started within step {self._current}")
        with self._journalled(key, self._titles[key]) as step:
            yield step

    @contextmanager
    def _journalled(self, key: str, title: str) -> Iterator[StepInProgress]:
        self._started.add(key)
        self._current = key
        self._journal.append(Event.STEP_STARTED, key=key, title=title)
        began = time.monotonic()
        try:
            yield StepInProgress(self._journal, key)
        except BaseException as error:
            self._end(Event.STEP_FAILED, began, detail=_told(error))
            raise
        self._end(Event.STEP_FINISHED, began)

    def check(
        self,
        name: str,
        value: float | None,
        sample: int,
        interval: tuple[float, float] | None = None,
    ) -> Checked:
        """Apply a declared criterion to what was measured, once.

        ``value`` is, for counts and shares, how many of the ``sample``; else a figure over it,
        with the ``interval`` that it lies in, if that is known.
        """
        if name not in self._criteria:
            raise RunbookFault(
                f"the runbook declares no check {shown(name)}{nearest(name, self._criteria)}"
            )
        if name in self._checked:
            raise RunbookFault(f"check {name} was made before in this run")
        self._checked.add(name)
        check = evaluate(self._criteria[name], value, sample, interval)
        self._journal.append(Event.CHECKED, check=check)
        return Checked(check)

    def table(self, title: str, rows: "list[dict[str, Cell]]") -> Table:
        """A table for the notebook, the report and the end of the terminal's output."""
        table = Table.of(title, rows)
        self._journal.append(Event.TABLE, table=table)
        return table

    # What is changed

    def reader(self) -> "ReadClient":
        """A client of the service that cannot change it.

        Without the parameter ``server`` it is a service of the run's own, which ends with it.
        """
        from fpcache_ops.client import ReadClient

        if self._reader is None:
            server = str(self.parameters.get("server", ""))
            self._reader = ReadClient(server or self._own().url, self._key(server))
        return self._reader

    def rehearse_on(self, service: Rehearsed) -> None:
        """Take another service for the run's own; it was started for this run, and ends with it."""
        if self._rehearsal is not None or self.parameters.get("server"):
            raise RunbookFault("this run has a service already")
        self._rehearsal = service

    def rehearsal(self, *, workers: int = 1, keys: bool = False) -> Rehearsal:
        """The service of the run's own, for those who prepare it for a rehearsal.

        Whoever asks first says how many processes it has, and whether it minds its keys.
        """
        if self.parameters.get("server"):
            raise RunbookFault("this run is given a server: it has no service of its own")
        if self._rehearsal is None:
            own = Rehearsal(self.folder, workers=workers, keys=keys)
            self._rehearsal = own
            if keys:
                self.learn_secret(own.key)
        if not isinstance(self._rehearsal, Rehearsal):
            raise RunbookFault("this run rehearses on a service of another kind")
        return self._rehearsal

    def _own(self) -> Rehearsed:
        return self._rehearsal or self.rehearsal()

    def seconds_applying(self) -> float | None:
        """Seconds since the first change was begun, across a crash too; ``None`` before that."""
        changes = {change.key for change in self._plan.changes} if self._plan else set()
        records, _ = read(self.folder / "journal.jsonl")
        for record in records:
            if record["event"] == Event.STEP_STARTED and record["key"] in changes:
                began = datetime.fromisoformat(record["at"])
                return (datetime.now(UTC) - began).total_seconds()
        return None

    def learn_secret(self, secret: str) -> None:
        """Keep a secret that turned up during the run out of everything that it records."""
        self._redactor.learn(secret)

    def plan(
        self, changes: Sequence[Change], *, facts: Sequence[Fact] = (), caps: Sequence[Cap] = ()
    ) -> Plan:
        """Settle what is to be changed, once.

        When a plan is applied, this one has to agree with it.

        Raises:
            Refused: a bound is exceeded, or the world is no longer as it was planned for.
        """
        if self.mode is Mode.CHECK:
            raise RunbookFault("the runbook does not declare that it makes changes")
        made = make_plan(
            opened=self._opened, changes=changes, facts=facts, caps=caps, now=datetime.now(UTC)
        )
        for change in made.changes:
            if change.key in self._titles:
                raise RunbookFault(f"the change {change.key} is called as a step is")
        made.check_caps()
        if self.mode is Mode.PLAN:
            if self._plan is not None:
                raise RunbookFault("a plan was made before in this run")
            self._plan = made
            save_plan(made, self.folder)
            self._journal.append(Event.PLAN_MADE, digest=made.digest, plan=made)
            for table in made.tables():
                self._journal.append(Event.TABLE, table=table)
        assert self._plan is not None
        if not self._resumed:
            # After a crash part of it is done, so the world must differ.
            self._as_written(self._plan).check_still(self._as_written(made))
        return self._plan

    def _as_written(self, plan: Plan) -> Plan:
        """A plan whose facts hold no secret: that of the file, read back, holds none."""
        hidden = [
            msgspec.structs.replace(fact, value=self._redactor.value(fact.value))
            for fact in plan.facts
        ]
        return msgspec.structs.replace(plan, facts=hidden)

    def apply(self, *keys: str) -> Table:
        """Make the changes of the plan, each noted before and after: those of these keys, or all
        that are left.

        A change that was made before a crash is not made again; of one that was begun, the service
        is asked whether it was made.

        Raises:
            Refused: it cannot be found out whether a change was made.
        """
        from fpcache_ops.client import OperatorClient

        if self.mode is not Mode.APPLY or self._plan is None:
            raise RunbookFault("only a run that was given a plan may change something")
        if self._current is not None:
            raise RunbookFault(f"changes are made within step {self._current}")
        reader = self.reader()
        server = str(self.parameters.get("server", ""))
        rows: list[dict[str, Cell]] = []
        back: list[dict[str, Cell]] = []
        with OperatorClient(server or self._own().url, self._key(server)) as operator:
            for change in self._plan.changes:
                if change.key in self._made or (keys and change.key not in keys):
                    continue
                self._made.add(change.key)
                how, facts = self._make(change, operator, reader)
                noted = ", ".join(fact(*one) for one in facts.items())
                rows.append({"change": change.title, "": how, "noted": noted})
                back.append({"to take it back": change.undone_by(facts)})
        made = self.table("Changes made", rows or [{"change": "none", "": "-", "noted": "-"}])
        self.table("To take it back", back or [{"to take it back": "-"}])
        return made

    def _make(
        self, change: Change, operator: "OperatorClient", reader: "ReadClient"
    ) -> tuple[str, Mapping[str, object]]:
        doing = kind(change.kind)
        token = f"{self.id}/{change.key}"
        arguments = change.arguments
        if self._rehearsal is not None:
            arguments = self._rehearsal.placed(arguments)
        before = self._before.get(change.key)
        if before is not None and before.status is StepStatus.FINISHED:
            return "made before", before.evidence
        if before is not None:
            trace, facts = doing.find(reader, arguments, token)
            self._journal.append(Event.FOUND_OUT, key=change.key, trace=trace, facts=facts)
            if trace is Trace.UNKNOWN:
                raise Refused(
                    f"whether the change {change.key} was made before the run broke off cannot be "
                    f"found out ({facts.get('why', 'the service does not say')}): look yourself, "
                    "then plan again"
                )
            if trace is Trace.MADE:
                with self._journalled(change.key, change.title) as step:
                    step.evidence(found="made before the run broke off", **facts)
                return "found made", facts
        with self._journalled(change.key, change.title) as step:
            facts = doing.make(operator, arguments, token)
            step.evidence(**facts)
        return "made", facts

    def _key(self, server: str) -> str:
        if not server:
            return self._own().key
        return read_secret(str(self.parameters.get("api_key", "")))

    def _end(self, event: Event, began: float, **fields: object) -> None:
        key, self._current = self._current, None
        seconds = round(time.monotonic() - began, 3)
        self._journal.append(event, key=key, seconds=seconds, **fields)


def open_run() -> Run:
    """The run that the runner started this notebook in.

    Raises:
        Refused: when nobody did.
    """
    folder = os.environ.get(RUN_VARIABLE)
    if not folder:
        raise Refused(
            "this notebook is run by `fpcache runbook run NAME`: by hand, nothing of it would be "
            "recorded"
        )
    return Run(Path(folder))


def _told(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, FpcacheError) and text:
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
