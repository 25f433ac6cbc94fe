"""What a run says on a terminal: each step as it comes, and at the end what matters.

Colour is never alone: every result is a word.
"""

import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.padding import Padding
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from fpcache_ops.operations.conclusion import Conclusion, Event, Mode, Word
from fpcache_ops.operations.criteria import Check, Result
from fpcache_ops.operations.journal import Record
from fpcache_ops.operations.wording import seconds

_STYLES = {
    Word.PASS: "bold white on green4",
    Word.FAIL: "bold white on red3",
    Word.INCONCLUSIVE: "bold black on orange3",
    Word.ABORTED: "bold white on grey37",
    Word.ERROR: "bold white on deep_pink4",
    Word.REFUSED: "bold white on purple4",
}
_DOING = {
    Mode.CHECK: "",
    Mode.PLAN: ": looking and planning, nothing is changed",
    Mode.APPLY: ": applying the plan",
}
_RESULTS = {Result.PASS: "green", Result.FAIL: "bold red", Result.INCONCLUSIVE: "yellow"}


_PIPE_WIDTH = 250
"""Columns when nobody is looking: whole lines for grep."""
_WHOLE = 28
"""Characters of a first column that is never broken, however narrow the terminal."""


def console_for(*, stderr: bool = False) -> Console:
    """A console as wide as its terminal or as COLUMNS says, else wide enough for any table."""
    console = Console(stderr=stderr, highlight=False)
    if not (console.is_terminal or os.environ.get("COLUMNS")):
        console = Console(stderr=stderr, highlight=False, width=_PIPE_WIDTH)
    return console


class TerminalProgress:
    """Tells of a run's steps. On a terminal the current one turns a spinner; elsewhere, lines."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None

    def __call__(self, record: Record) -> None:
        """Take a record of the journal."""
        match record["event"]:
            case Event.RUN_OPENED:
                self._titles = {step["key"]: step["title"] for step in record["steps"]}
                self._width = max(map(len, self._titles.values()))
                self._console.print(
                    f"[bold]{escape(record['title'])}[/]{_DOING[record['mode']]}  {record['run']}"
                )
                self._wait("starting")
            case Event.RUN_RESUMED:
                self._console.print(f"  taken up again by {record['who']}")
            case Event.STEP_STARTED:
                self._titles.setdefault(record["key"], record["title"])
                self._wait(record["title"])
            case Event.STEP_FINISHED:
                self._done("done", "dim", record)
            case Event.STEP_FAILED:
                self._done("failed", "bold red", record)
                self._wait("ending what was started")
            case Event.CHECKED:
                check = record["check"]
                if check["result"] != Result.PASS:
                    line = Text("  ")
                    line.append(check["result"], _RESULTS[Result(check["result"])])
                    line.append(f"  {check['title']}: {check['value_text']}, ")
                    line.append(f"wanted {check['limit_text']}")
                    self._console.print(line, soft_wrap=True)
            case Event.STOP_ASKED:
                self._console.print(f"  stopping, by {record['by']} (again: without waiting)")
            case Event.RUN_ENDED:
                self.close()
            case _:
                pass

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _wait(self, title: str) -> None:
        if not self._console.is_terminal:
            return
        spinner = Spinner("line", text=Text(f"   {title}"), style="cyan")
        if self._live is None:
            self._live = Live(spinner, console=self._console, transient=True, refresh_per_second=8)
            self._live.start()
        else:
            self._live.update(spinner)

    def _done(self, word: str, style: str, record: Record) -> None:
        title = self._titles[record["key"]]
        line = Text("  ")
        line.append(f"{word:<6}", style)
        line.append(f"  {title:<{self._width}}")
        line.append(f"  {seconds(record['seconds']):>9}", "dim")
        self._console.print(line, soft_wrap=True)


def print_summary(console: Console, conclusion: Conclusion) -> None:
    """The end of a run: the conclusion, the checks, the tables, and where things are."""
    head = Text()
    head.append(f" {conclusion.headline} ", _STYLES[conclusion.conclusion])
    head.append(f"  {conclusion.reason}", "bold")
    console.print()
    console.print(head)
    if conclusion.mode is Mode.PLAN and conclusion.plan is not None:
        console.print(f"  plan {conclusion.plan}, for {conclusion.environment}", style="dim")
    if conclusion.checks or conclusion.checks_never_made:
        console.print()
        console.print(Padding(_checks(conclusion), (0, 0, 0, 2)))
    for table in conclusion.tables:
        console.print()
        _print_table(console, table)
    console.print()
    for name in ("report", "notebook", "conclusion", "journal", "lookup log"):
        if name not in conclusion.files:
            continue
        line = Text("  ")
        line.append(f"{name:<11}", "dim")
        line.append(_short(conclusion.files[name]))
        # Whole, however narrow the terminal is: people copy it.
        console.print(line, soft_wrap=True)
    if conclusion.mode is Mode.PLAN and conclusion.conclusion is Word.PASS:
        assert conclusion.plan is not None
        console.print(
            f"\n  To make these changes:  fpcache runbook apply {conclusion.runbook} "
            f"--plan {conclusion.plan[:12]}",
            soft_wrap=True,
        )
    broke_off = conclusion.conclusion in (Word.ABORTED, Word.ERROR)
    if conclusion.mode is Mode.APPLY and broke_off and conclusion.environment != "rehearsal":
        console.print(
            f"\n  To take it up:  fpcache runbook resume {conclusion.run}", soft_wrap=True
        )


def _short(path: str) -> str:
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _checks(conclusion: Conclusion) -> Table:
    table = _plain_table()
    for name in ("check", "value", "limit"):
        table.add_column(name)
    table.add_column("sample", **_RIGHT)
    table.add_column("", no_wrap=True)
    for check in conclusion.checks:
        table.add_row(*_row(check))
    for title in conclusion.checks_never_made.values():
        table.add_row(Text(title), "no data", "-", "0", Text("never made", "yellow"))
    return table


def _row(check: Check) -> tuple[str | Text, ...]:
    result = Text(check.result, _RESULTS[check.result])
    return Text(check.title), check.value_text, check.limit_text, str(check.sample), result


_RIGHT: dict[str, Any] = {"justify": "right"}


def _print_table(console: Console, table: dict[str, Any]) -> None:
    columns = table["columns"]
    rows = [["-" if cell is None else str(cell) for cell in row] for row in table["rows"]]
    if len(columns) == 1:
        console.print(Text(f"  {columns[0]}", "dim"), soft_wrap=True)
        for (line,) in rows:
            # Whole, like the files: these are commands.
            console.print(Text(f"  {line}"), soft_wrap=True)
        return
    out = _plain_table(gap=1 if len(columns) > 6 else 2)
    for index, name in enumerate(columns):
        texts = any(isinstance(row[index], str) for row in table["rows"])
        whole = index == 0 and max((len(row[0]) for row in rows), default=0) <= _WHOLE
        out.add_column(name, **({"no_wrap": whole} if texts else _RIGHT))
    for cells in rows:
        out.add_row(*map(Text, cells))
    console.print(Padding(out, (0, 0, 0, 2)))


def _plain_table(gap: int = 2) -> Table:
    return Table(box=None, padding=(0, gap, 0, 0), header_style="dim", show_edge=False)
