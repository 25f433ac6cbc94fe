"""``fpcache runbook``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


_Output = Annotated[Format, typer.Option("--format", help="What to print on standard output.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Executable runbooks for the people who operate the cache.", no_args_is_help=True
    )
    group.command("list")(list_)
    group.command("run")(run)
    app.add_typer(group, name="runbook")


@command
def list_(output: _Output = Format.TABLE) -> ExitStatus:
    """Name the runbooks there are, with their parameters."""
    from fpcache_ops.operations.command import list_command

    return list_command(output.value)


@command
def run(
    name: Annotated[str, typer.Argument(help="A runbook's name, or the path of one.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="NAME=VALUE; may be repeated. See runbook list."),
    ] = None,
    criteria: Annotated[
        Path | None, typer.Option(help="Criteria to judge by instead of the usual ones.")
    ] = None,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Run a runbook; its conclusion is the exit status."""
    from fpcache_ops.operations.command import run_command

    return run_command(
        name,
        parameter or (),
        runs_dir=config.load().runs,
        criteria=criteria,
        output_format=output.value,
    )
