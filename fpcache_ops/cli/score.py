"""``fpcache score``."""

import os
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.scoring import Score, Tally


class Format(StrEnum):
    """How the score is printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score")(score)


@command
def score(
    report: Annotated[Path, typer.Option("--sarif", help="SARIF 2.1.0 file of any scanner.")],
    labels: Annotated[
        Path, typer.Option(help="CSV with the columns path[,line][,type],real: what is known.")
    ],
    root: Annotated[
        Path, typer.Option(help="Folder that was scanned; nothing outside it is opened.")
    ] = Path(),
    policy: Annotated[
        str | None, typer.Option(help="How much the validator sees: scope (the default) or file.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes to judge in; default: one a core.")
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
) -> ExitStatus:
    """Measure the validator on a labelled set, before it is trusted to hide anything.

    Leaves with 1 if any finding that is labelled real was answered as a false positive, and with 3
    if no finding has a label.
    """
    from fpcache_ops import sarif
    from fpcache_ops.bootstrap import judge_of
    from fpcache_ops.cli.output import progress
    from fpcache_ops.scoring import read_labels
    from fpcache_ops.scoring import score as scored

    if not root.is_dir():
        raise UnusableInput(f"--root {root} is no folder: give the folder that was scanned")
    known = read_labels(labels)
    try:
        raw = report.read_bytes()
    except OSError as error:
        raise UnusableInput(f"the report {report} cannot be read ({error.strerror})") from None
    log = sarif.read(
        raw,
        tenant="local",
        repository="local/score",
        roots=[root.absolute(), root.resolve()],
    )
    for warning in log.warnings:
        typer.echo(f"fpcache: warning: {warning}", err=True)
    with progress("judging") as tell:
        found = scored(
            log.findings,
            sum(one.is_problem for one in log.not_judged),
            known,
            root,
            partial(judge_of, config.load(policy=policy).policy),
            jobs=jobs or os.cpu_count() or 1,
            progress=tell,
        )
    if output is Format.JSON:
        typer.echo(found.json().decode())
    else:
        _show(found)
    if found.total.hidden:
        return ExitStatus.FAIL
    labelled = found.total.real + found.total.false
    return ExitStatus.PASS if labelled else ExitStatus.INCONCLUSIVE


def _show(found: "Score") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from fpcache_ops.cli.output import PIPE_WIDTH

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=PIPE_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("type", no_wrap=True)
    for name in ("findings", "real", "hidden", "false", "recognised", "unsure", "no label"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in sorted(found.by_type):
        table.add_row(Text(name), *_cells(found.by_type[name]))
    table.add_row(Text("all", "bold"), *_cells(found.total))
    console.print(table)
    for one in found.hidden:
        line = f"HIDDEN  {one.path}:{one.line}  {one.type}  {one.reason}"
        console.print(line, style="bold red", soft_wrap=True)
    total = found.total
    console.print(
        f"\n{found.validator}: real answered as false positive: {total.hidden} of {total.real}; "
        f"false positives recognised: {_share(total.recognised, total.false)}; "
        f"{found.seconds_per_finding * 1000:.1f} ms a finding",
        soft_wrap=True,
    )
    if not total.real + total.false:
        console.print("No finding has a label: do its paths start at --root?")


def _cells(tally: "Tally") -> list[str]:
    return [
        str(tally.findings),
        str(tally.real),
        str(tally.hidden),
        str(tally.false),
        str(tally.recognised),
        str(tally.undetermined),
        str(tally.unlabelled),
    ]


def _share(count: int, total: int) -> str:
    return f"{count} of {total} ({100 * count / total:.1f} %)" if total else "0 of 0"
