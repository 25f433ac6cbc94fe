"""``fpcache why-missed``."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from fpcache_ops.cli import command
from fpcache_ops.cli.options import LogFolder, Since, Tenant, Until
from fpcache_ops.errors import ExitStatus

if TYPE_CHECKING:
    from fpcache_ops.analysis import Log, Missed

_ALL = 10_000
"""More causes than anybody reads; what is beyond them is one line, so that they add up."""


class Format(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("why-missed")(why_missed)


@command
def why_missed(
    log: LogFolder = ".fpcache/log",
    tenant: Tenant = None,
    since: Since = None,
    until: Until = None,
    cause: Annotated[
        str | None, typer.Option(help="List only findings missed for this cause.")
    ] = None,
    most: Annotated[int, typer.Option(min=0, max=10_000, help="Findings to list.")] = 10,
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
) -> ExitStatus:
    """Why findings had to be judged: causes that add up to the misses, and the dearest of them.

    Each listed finding comes with the nearest earlier lookup of it in the log, and what of its
    evidence is another since then. Leaves with 3 if the log holds no finding.
    """
    from fpcache_ops.analysis import missed_findings, open_log

    with open_log(log, tenant=tenant, since=since, until=until) as opened:
        found = missed_findings(opened, cause=cause, most=most)
        if output is Format.JSON:
            typer.echo(json.dumps(_json(opened, found), indent=2))
        else:
            _show(opened, found)
        return ExitStatus.PASS if opened.rows else ExitStatus.INCONCLUSIVE


def _json(log: "Log", found: "list[Missed]") -> dict[str, object]:
    from fpcache_ops.analysis import causes

    every, total = causes(log)
    return {
        "findings": log.rows,
        "looked_up": log.looked_up,
        "skipped": log.skipped,
        "dropped": log.dropped,
        "misses": total.misses,
        "judging_us": total.judging_us,
        "causes": [one._asdict() for one in every],
        "dearest": [
            {
                **one._asdict(),
                "occurred_at": f"{one.occurred_at:%Y-%m-%dT%H:%M:%S.%fZ}",
                "earlier_at": f"{one.earlier_at:%Y-%m-%dT%H:%M:%S.%fZ}" if one.earlier_at else None,
            }
            for one in found
        ],
    }


def _show(log: "Log", found: "list[Missed]") -> None:
    from rich.table import Table

    from fpcache_ops.analysis import causes_of_misses, dearest_table
    from fpcache_ops.cli.output import plain
    from fpcache_ops.operations.terminal import console_for

    console = console_for()
    answer = causes_of_misses(log, most=_ALL)
    for line in (*repr(log).splitlines(), answer.says):
        console.print(plain(line))
    for frame in (answer.shown(), dearest_table(found)):
        if not len(frame):
            continue
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in frame.columns:
            right = name in ("misses", "share", "judging")
            table.add_column(name, justify="right" if right else "left", overflow="fold")
        for row in frame.itertuples(index=False):
            table.add_row(*(plain(str(cell)) for cell in row))
        console.print()
        console.print(table)
