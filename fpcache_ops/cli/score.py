"""``fpcache score``."""

import json
import os
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.options import Policy, Root, ValidatorName
from fpcache_ops.cli.validate import TENANT, report_content
from fpcache_ops.config.validators import BUILT_IN
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
        Path, typer.Option(help="CSV, one label a line: path[,line][,type],real (true or false).")
    ],
    root: Root = Path(),
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
    policy: Policy = None,
    validator: ValidatorName = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes; default: one for each processor, or one if an upstream is asked.",
        ),
    ] = None,
) -> ExitStatus:
    """Measure a validator on labelled findings; the number that must be 0 is what it hides.

    No cache is asked and nothing is stored. Leaves with 1 if anything real was answered as a false
    positive, with 3 if no finding has a label.
    """
    from fpcache_ops import sarif
    from fpcache_ops import scoring as scorer
    from fpcache_ops.cli.output import progress

    if not root.is_dir():
        raise UnusableInput(f"--root {root} is no folder: give the folder that was scanned")
    log = sarif.read(
        report_content(report),
        tenant=TENANT,
        repository=f"local/{root.resolve().name or 'root'}",
        roots=[root.absolute(), root.resolve()],
    )
    tree = scorer.Tree(root)
    known = scorer.read_labels(report_content(labels), tree)
    findings = [tree.placed(finding) for finding in log.findings]
    settings = config.load(policy=policy).judged_by(validator)
    questions = [scorer.Question(number, one) for number, one in enumerate(findings)]
    began = time.perf_counter()
    with progress("judging") as tell:
        answered = scorer.answers(
            questions,
            scorer.ConfiguredJudge(root.resolve(), settings),
            # Limits on calling an upstream validator are those of one process.
            jobs=jobs or (_processors() if settings.validator.name == BUILT_IN else 1),
            progress=tell,
        )
    seconds = time.perf_counter() - began
    found = scorer.score(
        findings,
        answered,
        [known.of(finding) for finding in findings],
        sum(one.is_problem for one in log.not_judged),
    )
    for warning in (*log.warnings, *known.warnings):
        typer.echo(f"fpcache: warning: {warning}", err=True)
    if output is Format.JSON:
        others = {
            "validator": settings.validator.name,
            "policy": settings.policy,
            "seconds": round(seconds, 3),
            "labels": len(known.labels),
            "unused_labels": known.unused,
        }
        typer.echo(json.dumps(found.as_json() | others, indent=2))
    else:
        _show(found, known.unused, len(known.labels), seconds)
    if found.hidden:
        return ExitStatus.FAIL
    return ExitStatus.PASS if found.total.real + found.total.false else ExitStatus.INCONCLUSIVE


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _show(found: "Score", unused: int, labels: int, seconds: float) -> None:
    from rich.table import Table

    from fpcache_ops.cli.output import plain
    from fpcache_ops.operations.terminal import console_for

    console = console_for()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("type", no_wrap=True)
    for name in (*_COLUMNS, "ms each"):
        table.add_column(name, justify="right")
    for name, tally in sorted(found.by_type.items()):
        table.add_row(plain(name), *_cells(tally))
    table.add_row("in all", *_cells(found.total), style="bold")
    console.print(table)
    console.print()
    for finding, answered in found.hidden:
        at = f"{finding.primary.path}:{finding.primary.region.start_line}"
        console.print(plain(f"HIDDEN {at} {finding.type}: {answered.verdict.reason}"))
    total = found.total
    console.print(
        f"{total.findings} findings in {seconds:.1f} s; {total.unlabelled} without a label; "
        f"{unused} of {labels} labels are about no finding."
    )
    if not total.real + total.false:
        console.print("No finding has a label: do its paths start at --root?")
    console.print(
        f"real answered as false positive: {total.hidden} of {total.real}; "
        f"false positives recognised: {total.recognised} of {total.false}"
        + (f" ({100 * total.recognised / total.false:.1f} %)" if total.false else "")
    )


_COLUMNS = ("findings", "real", "false", "recognised", "hidden", "undetermined", "unlabelled")


def _cells(tally: "Tally") -> list[str]:
    counts = [str(getattr(tally, name)) for name in _COLUMNS]
    each = f"{1000 * tally.seconds / tally.findings:.1f}" if tally.findings else "-"
    return [*counts, each]
