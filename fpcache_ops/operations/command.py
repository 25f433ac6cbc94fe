"""What ``fpcache runbook`` does; the command line only hands over its arguments."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from rich.console import Console

from fpcache_ops.errors import ExitStatus
from fpcache_ops.operations import criteria as criteria_file
from fpcache_ops.operations.parameters import json_schema, parse_assignments
from fpcache_ops.operations.runbook import Runbook, find, list_runbooks
from fpcache_ops.operations.runner import RUNS_FOLDER, run

OutputFormat = Literal["table", "json"]


def run_command(
    name: str,
    assignments: Sequence[str] = (),
    *,
    runs_dir: Path = RUNS_FOLDER,
    criteria: Path | None = None,
    output_format: OutputFormat = "table",
) -> ExitStatus:
    """``fpcache runbook run NAME -p NAME=VALUE ...``: run it, tell of it, and say how it ended.

    With ``json`` the conclusion is all that goes to the standard output; progress goes to the
    standard error.

    Raises:
        FpcacheError: when the run could not begin; its text is one line, its status the command's.
    """
    from fpcache_ops.operations.terminal import TerminalProgress, print_summary

    runbook = find(name)
    values = parse_assignments(runbook.declaration.parameters, assignments)
    console = Console(stderr=output_format == "json", highlight=False)
    progress = TerminalProgress(console)
    try:
        conclusion = run(
            runbook.path,
            values,
            runs_dir=runs_dir,
            criteria=criteria or criteria_file.DEFAULT_FILE,
            progress=progress,
        )
    finally:
        progress.close()
    if output_format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(conclusion)).decode() + "\n")
        sys.stdout.flush()
    else:
        print_summary(console, conclusion)
    return conclusion.exit_status


def list_command(output_format: OutputFormat = "table") -> ExitStatus:
    """``fpcache runbook list``: the runbooks there are, with their parameters."""
    runbooks = list_runbooks()
    if output_format == "json":
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(list(map(_told, runbooks)))).decode()
        )
        sys.stdout.write("\n")
        return ExitStatus.PASS
    console = Console(highlight=False)
    for runbook in runbooks:
        declared = runbook.declaration
        console.print(f"[bold]{declared.name}[/]  {declared.title} (risk: {declared.risk})")
        console.print(f"  {declared.summary}", soft_wrap=True, markup=False)
        for parameter in declared.parameters:
            default = parameter.default if parameter.default != "" else "nothing"
            line = f"  -p {parameter.name}=  {parameter.help} Default: {default}."
            console.print(line, soft_wrap=True, markup=False)
    return ExitStatus.PASS


def _told(runbook: Runbook) -> dict[str, Any]:
    declared = runbook.declaration
    return {
        "name": declared.name,
        "title": declared.title,
        "summary": declared.summary,
        "risk": declared.risk,
        "path": str(runbook.path),
        "steps": declared.steps,
        "checks": declared.checks,
        "parameters": json_schema(declared.parameters),
    }
