"""``fpcache runbook``."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus

if TYPE_CHECKING:
    from fpcache_ops.operations.command import RunbookCommands


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


_Output = Annotated[Format, typer.Option("--format", help="What to print on standard output.")]


_Parameters = Annotated[
    list[str] | None,
    typer.Option("--parameter", "-p", help="NAME=VALUE; may be repeated. See runbook show."),
]
_Criteria = Annotated[
    Path | None, typer.Option(help="Criteria to judge by instead of the usual ones.")
]
_Name = Annotated[str, typer.Argument(help="A runbook's name, or the path of one.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Executable runbooks for the people who operate the cache.", no_args_is_help=True
    )
    group.command("list")(list_)
    for one in (show, run, plan, apply, resume, report):
        group.command()(one)
    app.add_typer(group, name="runbook")


@command
def list_(output: _Output = Format.TABLE) -> ExitStatus:
    """Name the runbooks there are, and what each is for."""
    from fpcache_ops.operations.command import list_command

    return list_command(output.value)


@command
def show(name: _Name, output: _Output = Format.TABLE) -> ExitStatus:
    """Say what a runbook takes, does and promises; nothing is executed."""
    from fpcache_ops.operations.command import show_command

    return show_command(name, output.value)


@command
def run(
    name: _Name,
    parameter: _Parameters = None,
    criteria: _Criteria = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask, where the runbook's risk allows it.")
    ] = False,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Run a runbook; its conclusion is the exit status.

    One that changes something is planned, shown, asked about, applied and verified.
    """
    return _session(criteria, output).run(name, parameter or (), yes=yes)


@command
def plan(
    name: _Name,
    parameter: _Parameters = None,
    criteria: _Criteria = None,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Look, and plan what a runbook would change; nothing is changed."""
    return _session(criteria, output).plan(name, parameter or ())


@command
def apply(
    name: _Name,
    plan: Annotated[
        str, typer.Option(help="The plan's digest, or its first 8 characters or more.")
    ],
    criteria: _Criteria = None,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Make the changes of a plan, if it still holds, and verify them."""
    return _session(criteria, output).apply(name, plan)


@command
def resume(
    run: Annotated[str, typer.Argument(help="The run's name: that of its folder.")],
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Take up a run that broke off while it changed something."""
    return _session(None, output).resume(run)


@command
def report(
    run: Annotated[
        str | None, typer.Argument(help="The run's name: that of its folder. Default: the last.")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="The last run.")] = False,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Tell again what a run came to, after looking whether its journal is as it was written."""
    return _session(None, output).report(None if last else run)


def _session(criteria: Path | None, output: Format) -> "RunbookCommands":
    from fpcache_ops.operations.command import RunbookCommands

    return RunbookCommands(
        runs_dir=config.load().runs, criteria=criteria, output_format=output.value
    )
