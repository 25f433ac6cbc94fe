"""What a runbook's cells work with: ``run = open_run()``, steps, checks and tables.

Everything a cell does through it is written to the journal before the cell goes on, so the journal
knows more than the notebook ever will.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import msgspec

from fpcache_ops.errors import FpcacheError, Refused
from fpcache_ops.operations.conclusion import Event, steps_of
from fpcache_ops.operations.criteria import Check, Criterion, Result, evaluate
from fpcache_ops.operations.journal import Journal, read
from fpcache_ops.operations.parameters import Value, nearest, shown
from fpcache_ops.operations.tables import Cell, Table

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


class StepInProgress:
    """A step that was started and has not ended."""

    def __init__(self, journal: Journal, key: str) -> None:
        self._journal = journal
        self._key = key

    def evidence(self, **facts: object) -> None:
        """Note what was seen; it is kept even if the step does not come to its end."""
        self._journal.append(Event.STEP_EVIDENCE, key=self._key, facts=facts)


class Run:
    """The run that this notebook is executed in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._journal = Journal(folder / "journal.jsonl")
        records, _ = read(folder / "journal.jsonl")
        opened = records[0]
        self.id: str = opened["run"]
        self.runbook: str = opened["runbook"]
        self.parameters: dict[str, Value] = opened["parameters"]
        self._titles = {step["key"]: step["title"] for step in opened["steps"]}
        self._criteria = {c["name"]: msgspec.convert(c, Criterion) for c in opened["criteria"]}
        self._started = {step.key for step in steps_of(records)}
        self._checked = {r["check"]["name"] for r in records if r["event"] == Event.CHECKED}
        self._current: str | None = None

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
        self._started.add(key)
        self._current = key
        self._journal.append(Event.STEP_STARTED, key=key, title=self._titles[key])
        began = time.monotonic()
        try:
            yield StepInProgress(self._journal, key)
        except BaseException as error:
            self._end(Event.STEP_FAILED, began, detail=_told(error))
            raise
        self._end(Event.STEP_FINISHED, began)

    def check(self, name: str, value: float | None, sample: int) -> Checked:
        """Apply a declared criterion to what was measured, once.

        ``value`` is, for counts and shares, how many of the ``sample``; else a figure over it.
        """
        if name not in self._criteria:
            raise RunbookFault(
                f"the runbook declares no check {shown(name)}{nearest(name, self._criteria)}"
            )
        if name in self._checked:
            raise RunbookFault(f"check {name} was made before in this run")
        self._checked.add(name)
        check = evaluate(self._criteria[name], value, sample)
        self._journal.append(Event.CHECKED, check=check)
        return Checked(check)

    def table(self, title: str, rows: "list[dict[str, Cell]]") -> Table:
        """A table for the notebook, the report and the end of the terminal's output."""
        table = Table.of(title, rows)
        self._journal.append(Event.TABLE, table=table)
        return table

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
