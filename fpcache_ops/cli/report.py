"""``fpcache report``."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops.cli import command
from fpcache_ops.cli.options import LogFolder, Since, Tenant, Until
from fpcache_ops.errors import ExitStatus, UnusableInput


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="What the lookup log says, to read or to pass on.", no_args_is_help=True
    )
    group.command("hit-rate")(hit_rate)
    app.add_typer(group, name="report")


@command
def hit_rate(
    log: LogFolder = ".fpcache/log",
    tenant: Tenant = None,
    since: Since = None,
    until: Until = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that needs nothing else, figures and all.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Write each table to this folder, safe for spreadsheets.")
    ] = None,
) -> ExitStatus:
    """How often the answer was at hand, why it was not, and what that is worth.

    The questions of the notebook 01-hit-rate. Without --html and --csv it is printed. Leaves with 3
    if the log holds no finding.
    """
    from fpcache_ops.analysis import OVERVIEW, open_log, page
    from fpcache_ops.cli.output import plain_line

    with open_log(log, tenant=tenant, since=since, until=until) as opened:
        if html is not None:
            _write(html, page("Hit rate", opened))
        for question in OVERVIEW if csv is not None or html is None else ():
            answer = question(opened)
            if csv is not None:
                _write(csv / f"{getattr(question, '__name__', 'table')}.csv", answer.csv())
            else:
                for line in (answer.claim, *str(answer).splitlines(), ""):
                    typer.echo(plain_line(line))
        return ExitStatus.PASS if opened.rows else ExitStatus.INCONCLUSIVE


def _write(target: Path, text: str) -> None:
    """Whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        os.replace(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise UnusableInput(f"{target} cannot be written: {error.strerror}") from error
    typer.echo(f"wrote {target}", err=True)
