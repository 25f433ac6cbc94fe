"""``fpcache doctor``: is this installation as it should be, and if not, what to do?"""

from datetime import UTC, datetime
from typing import Annotated

import typer

from fpcache_ops.cli import command
from fpcache_ops.cli.entries import TENANT, Format, FormatOption, show
from fpcache_ops.cli.options import Store
from fpcache_ops.errors import ExitStatus


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


@command
def doctor(
    store: Store = None,
    tenant: Annotated[str, typer.Option(help="Whose flag decides the switch.")] = TENANT,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Settings and where they come from, store, switch, log, clock, permissions; 1 on a problem."""
    from fpcache_ops.operations.doctor import State, examine

    lines = examine(tenant, datetime.now(UTC), store=store)
    many = {state: sum(line.state is state for line in lines) for state in State}
    show(
        [
            {"about": one.about, "state": one.state.value, "seen": one.seen, "todo": one.todo}
            for one in lines
        ],
        output,
    )
    if output is Format.TABLE:
        typer.echo(
            f"\n{many[State.PROBLEM]} problems and {many[State.WARNING]} warnings "
            f"in {len(lines)} lines"
        )
    return ExitStatus.FAIL if many[State.PROBLEM] else ExitStatus.PASS
