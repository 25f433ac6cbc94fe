"""What ``fpcache runbook`` does; the command line only hands over its arguments."""

import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import msgspec
from rich.console import Console

from fpcache_ops.errors import ExitStatus, FpcacheError, Refused, UnusableInput
from fpcache_ops.operations import criteria as criteria_file
from fpcache_ops.operations import runner
from fpcache_ops.operations.conclusion import Conclusion, Word
from fpcache_ops.operations.journal import verify
from fpcache_ops.operations.parameters import (
    Parameter,
    Value,
    json_schema,
    parse_assignments,
    shown,
)
from fpcache_ops.operations.runbook import Declaration, Runbook, find, list_runbooks
from fpcache_ops.operations.terminal import TerminalProgress, console_for, print_summary

OutputFormat = Literal["table", "json"]


class RunbookCommands:
    """One call of ``fpcache runbook``: where runs are kept, and how it is told of them.

    With ``json`` the conclusion is all that goes to the standard output; progress goes to the
    standard error.
    """

    def __init__(
        self,
        *,
        runs_dir: Path = runner.RUNS_FOLDER,
        criteria: Path | None = None,
        output_format: OutputFormat = "table",
    ) -> None:
        self._runs = runs_dir
        self._criteria = criteria or criteria_file.DEFAULT_FILE
        self._json = output_format == "json"
        self._console = console_for(stderr=self._json)

    def run(self, name: str, assignments: Sequence[str], *, yes: bool = False) -> ExitStatus:
        """``fpcache runbook run``: of a runbook with changes plan, show, ask, apply and verify.

        Raises:
            FpcacheError: when the run could not begin; its text is one line.
        """
        runbook, values = self._read(name, assignments)
        if not runbook.declaration.changes:
            return self._told(self._carried_out(runner.run, runbook.path, values))
        planned = self._carried_out(runner.plan, runbook.path, values)
        if planned.conclusion is not Word.PASS or planned.plan is None:
            return self._told(planned)
        if not yes or not runbook.declaration.risk.may_skip_question(planned.environment):
            if not self._json:
                print_summary(self._console, planned)
            self._ask(runbook, planned, yes=yes)
        return self._told(self._carried_out(runner.apply, runbook.path, planned.plan))

    def plan(self, name: str, assignments: Sequence[str]) -> ExitStatus:
        """``fpcache runbook plan``: look and plan; nothing is changed."""
        runbook, values = self._read(name, assignments)
        return self._told(self._carried_out(runner.plan, runbook.path, values))

    def apply(self, name: str, digest: str) -> ExitStatus:
        """``fpcache runbook apply``: make the changes of a plan that still holds."""
        return self._told(self._carried_out(runner.apply, find(name).path, digest))

    def resume(self, run: str) -> ExitStatus:
        """``fpcache runbook resume``: take up a run that broke off while it changed something."""
        progress = TerminalProgress(self._console)
        try:
            conclusion = runner.resume(run, runs_dir=self._runs, progress=progress)
        finally:
            progress.close()
        return self._told(conclusion)

    def report(self, run: str | None) -> ExitStatus:
        """``fpcache runbook report``: what a run, or the last one, came to; told from its files.

        A run without a conclusion is an error: it did not come to its end.
        """
        folder = self._folder(run)
        conclusion = runner.load_conclusion(folder)
        if conclusion is None:
            raise FpcacheError(
                f"{folder.name} has no conclusion: it is still going on, or it was killed; if it "
                f"was changing something, `fpcache runbook resume {folder.name}` takes it up again"
            )
        verify(folder / "journal.jsonl", conclusion.digests["journal"])
        return self._told(conclusion)

    def _folder(self, run: str | None) -> Path:
        if run is not None:
            folder = self._runs / run
            if Path(run).name != run or not (folder / "journal.jsonl").is_file():
                raise UnusableInput(f"there is no run {shown(run)} in {self._runs}")
            return folder
        runs = [path.parent for path in self._runs.glob("*/journal.jsonl")]
        if not runs:
            raise UnusableInput(f"there are no runs in {self._runs} yet")
        return max(runs, key=lambda folder: (folder / "journal.jsonl").stat().st_mtime_ns)

    def _ask(self, runbook: Runbook, planned: Conclusion, *, yes: bool) -> None:
        assert planned.plan is not None
        short = planned.plan[:12]
        by_hand = f"`fpcache runbook apply {runbook.name} --plan {short}`"
        if not (sys.stdin.isatty() and self._console.is_terminal):
            said = "--yes is not enough" if yes else "nobody can be asked here"
            raise Refused(
                f"{said}: the risk is {runbook.declaration.risk} and this is "
                f"{planned.environment}; nothing was changed; to go on use {by_hand}"
            )
        self._console.print()
        answer = self._console.input(
            f"  Make these changes in {planned.environment} ({planned.target})? Type yes: "
        )
        if answer.strip().lower() != "yes":
            raise Refused(f"not confirmed: nothing was changed; the plan can be used by {by_hand}")

    def _read(self, name: str, assignments: Sequence[str]) -> tuple[Runbook, dict[str, Value]]:
        runbook = find(name)
        return runbook, parse_assignments(runbook.declaration.parameters, assignments)

    def _carried_out(self, how: Callable[..., Conclusion], *what: object) -> Conclusion:
        progress = TerminalProgress(self._console)
        try:
            return how(*what, runs_dir=self._runs, criteria=self._criteria, progress=progress)
        finally:
            progress.close()

    def _told(self, conclusion: Conclusion) -> ExitStatus:
        if self._json:
            raw = msgspec.json.format(msgspec.json.encode(conclusion))
            sys.stdout.write(raw.decode() + "\n")
            sys.stdout.flush()
        else:
            print_summary(self._console, conclusion)
        return conclusion.exit_status


def show_command(name: str, output_format: OutputFormat = "table") -> ExitStatus:
    """``fpcache runbook show``: what a runbook takes, does and promises; nothing is executed."""
    runbook = find(name)
    if output_format == "json":
        _write_json(_told(runbook))
        return ExitStatus.PASS
    declared = runbook.declaration
    console = console_for()
    console.print(f"[bold]{declared.name}[/]  {declared.title}")
    for line in (declared.summary, "", f"Risk: {declared.risk}. " + _changes(declared)):
        console.print(f"  {line}", soft_wrap=True, markup=False)
    console.print("\n  [bold]Parameters[/]" + ("" if declared.parameters else ": none"))
    for parameter in declared.parameters:
        _print_parameter(console, parameter)
        console.print(f"      {parameter.allowed}", soft_wrap=True, markup=False, style="dim")
    console.print("\n  [bold]Steps[/]")
    for step in declared.steps:
        console.print(f"  {step.phase:<10} {step.title}", soft_wrap=True, markup=False)
    console.print("\n  [bold]Checks[/]")
    for criterion in runbook.criteria(criteria_file.load(criteria_file.DEFAULT_FILE)):
        line = f"  {criterion.title}: {criterion.limit_text}"
        console.print(line, soft_wrap=True, markup=False)
    verb = "plan" if declared.changes else "run"
    console.print(f"\n  fpcache runbook {verb} {declared.name}", markup=False)
    return ExitStatus.PASS


def _changes(declared: Declaration) -> str:
    if not declared.changes:
        return "It changes nothing."
    return f"It changes something, after a plan; allowed in {', '.join(declared.environments)}."


def list_command(output_format: OutputFormat = "table") -> ExitStatus:
    """``fpcache runbook list``: the runbooks there are, by what they are for."""
    runbooks = sorted(list_runbooks(), key=lambda r: (r.path.parent.name, r.declaration.name))
    if output_format == "json":
        _write_json(list(map(_told, runbooks)))
        return ExitStatus.PASS
    console = console_for()
    for folder, group in groupby(runbooks, key=lambda runbook: runbook.path.parent.name):
        console.print(f"[bold]{folder}[/]")
        for runbook in group:
            declared = runbook.declaration
            line = f"  {declared.name:<24} {declared.title} (risk: {declared.risk})"
            console.print(line, soft_wrap=True, markup=False)
    console.print("\n  What one takes and does: fpcache runbook show NAME", markup=False)
    return ExitStatus.PASS


def _print_parameter(console: Console, parameter: Parameter) -> None:
    default = "nothing" if parameter.default == "" else parameter.default
    if isinstance(default, bool):
        default = str(default).lower()
    line = f"  -p {parameter.name}=  {parameter.help} Default: {default}."
    console.print(line, soft_wrap=True, markup=False)


def _write_json(value: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")


def _told(runbook: Runbook) -> dict[str, Any]:
    declared = runbook.declaration
    return {
        "name": declared.name,
        "title": declared.title,
        "summary": declared.summary,
        "risk": declared.risk,
        "changes": declared.changes,
        "environments": declared.environments,
        "path": str(runbook.path),
        "steps": declared.steps,
        "checks": declared.checks,
        "parameters": json_schema(declared.parameters),
    }
