"""``fpcache replay``."""

from contextlib import nullcontext
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.replay import Outlook


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


@command
def replay(
    repository: Annotated[Path, typer.Argument(help="A git repository; it is only read.")],
    last: Annotated[
        int | None, typer.Option(min=2, help="The newest N first-parent commits (120).")
    ] = None,
    weekly: Annotated[
        int | None, typer.Option(min=2, help="The last commit of each of the newest N weeks.")
    ] = None,
    scanner: Annotated[str, typer.Option(help="bandit, or use --scanner-command.")] = "bandit",
    scanner_command: Annotated[
        str | None,
        typer.Option(help="'... {path} ...': scans a folder, writes SARIF to standard output."),
    ] = None,
    suffix: Annotated[
        list[str] | None,
        typer.Option(help="Files that --scanner-command scans, such as .js; may be repeated."),
    ] = None,
    policy: Annotated[
        str, typer.Option(help="Policies to compare: file,scope,closure.")
    ] = "file,scope",
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Paths to leave out (GLOB), besides tests, docs and vendored code."),
    ] = None,
    cost_per_call: Annotated[float, typer.Option(min=0, help="Money for one validation.")] = 0.05,
    seconds_per_call: Annotated[
        float, typer.Option(min=0, help="Seconds for one validation.")
    ] = 45.0,
    lifetime_days: Annotated[
        float | None,
        typer.Option(min=0, help="Let verdicts expire after so many days; default: never."),
    ] = None,
    log: Annotated[Path | None, typer.Option(help="Write the lookup log to this folder.")] = None,
    kept: Annotated[
        Path, typer.Option(help="Where scans are kept, so that a stopped replay goes on.")
    ] = Path(".fpcache/replay"),
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
) -> ExitStatus:
    """Walk a git history through a scanner and the cache: what would this have saved?"""
    from fpcache_ops.bootstrap import built_in_validator, lookup_log, policies, scratch_store
    from fpcache_ops.cli.output import progress_by_stage
    from fpcache_ops.replay import BANDIT, ScannerCommand, Selection, outlook

    if last is not None and weekly is not None:
        raise UnusableInput("--last and --weekly are two ways to choose commits: give one")
    if scanner_command is not None:
        if not suffix:
            raise UnusableInput("--scanner-command needs --suffix, the files that it scans")
        chosen = ScannerCommand.parse(scanner_command, suffix)
    elif scanner == "bandit":
        chosen = BANDIT
    else:
        raise UnusableInput(f"--scanner {scanner} is not known: bandit, or --scanner-command")
    builders = policies(policy.split(","))
    rows = lookup_log(log, "replay") if log is not None else nullcontext()
    with rows as opened, progress_by_stage() as tell:
        found = outlook(
            repository,
            Selection(weekly=weekly) if weekly else Selection(last=last or 120),
            chosen,
            builders,
            exclude=exclude or (),
            validator=built_in_validator(),
            scratch_store=scratch_store,
            log=opened,
            kept=kept,
            lifetime=timedelta(days=lifetime_days) if lifetime_days is not None else None,
            progress=tell,
        )
    if output is Format.JSON:
        typer.echo(found.json(cost_per_call, seconds_per_call))
    else:
        _show(found, cost_per_call, seconds_per_call)
    return ExitStatus.PASS if found.tallies[0].findings else ExitStatus.INCONCLUSIVE


def _show(found: "Outlook", cost_per_call: float, seconds_per_call: float) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    console.print(
        f"{found.repository} at {found.head[:12]}, {found.selection}, {found.scanner}; "
        "the first commit fills the cache and is not counted"
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("policy")
    for name in ("hits", "hits in changed files", "calls", "avoided", "money", "hours"):
        table.add_column(name, justify="right")
    for tally in found.tallies:
        table.add_row(
            tally.policy,
            _share(tally.hits, tally.findings),
            _share(tally.changed_hits, tally.changed_findings),
            f"{tally.calls:,}",
            f"{tally.avoided:,}",
            f"{tally.avoided * cost_per_call:,.2f}",
            f"{tally.avoided * seconds_per_call / 3600:,.1f}",
        )
    console.print(table)
    for tally in found.tallies:
        for (language, reason), count in tally.fallbacks.most_common():
            share = _share(count, tally.languages[language])
            of = language or "other languages"
            console.print(f"{tally.policy}, {of}: whole files for {reason}: {share}")
        if tally.unplaced:
            console.print(f"{tally.policy}: not placed: {_share(tally.unplaced, tally.findings)}")
    if found.unscanned:
        console.print(
            f"The scanner failed at {found.unscanned:,} versions of files, each given alone: no "
            "finding of them is counted"
        )
    if not found.tallies[0].findings:
        console.print("Nothing to compare: the scanner found nothing in these commits.")


def _share(count: int, total: int) -> str:
    return f"{count:,} of {total:,} ({100 * count / total:.1f} %)" if total else f"{count} of 0"
