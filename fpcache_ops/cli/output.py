"""How the command line shows things: tables for people, JSON for programs."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from fpcache_ops.core.finding import Finding
from fpcache_ops.core.validation import Progress as ProgressCallback
from fpcache_ops.operations.terminal import console_for
from fpcache_ops.wire import Validated, ValidateResponse


@contextmanager
def progress(what: str) -> Iterator[ProgressCallback]:
    """A progress bar on standard error while it is a terminal."""
    with progress_by_stage() as tell:
        yield lambda done, total: tell(what, done, total)


@contextmanager
def progress_by_stage() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar for each stage of a long command, on standard error while it is a terminal."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


def show_answers(
    findings: Sequence[Finding], response: ValidateResponse, unplaced: Sequence[str]
) -> None:
    """Real findings first, then a line that counts. Nothing a report holds is read as markup."""
    console = console_for()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "place", "type", "outcome"):
        table.add_column(name, no_wrap=True)
    table.add_column("reason", no_wrap=True, overflow="ellipsis")
    paired = list(zip(findings, response.validated, strict=True))
    for finding, answer in sorted(paired, key=lambda pair: not pair[1].is_valid):
        table.add_row(
            Text("REAL", "bold red") if answer.is_valid else Text("false", "green"),
            plain(f"{finding.primary.path}:{max(finding.primary.region.start_line, 1)}"),
            plain(finding.type),
            plain(answer.outcome),
            plain(answer.reason),
        )
    for reason in unplaced:
        table.add_row(Text("REAL", "bold red"), "", "", "", plain(reason))
    if table.row_count:
        console.print(table)
        console.print()
    console.print(summary(response, len(unplaced)))


def summary(response: ValidateResponse, unplaced: int) -> str:
    """The counts in one or two lines; every share with its denominator."""
    stats, cache = response.stats, response.cache_stats
    total = stats.total + unplaced
    asked = cache.cache_hits + cache.cache_misses
    outcomes = Counter(answer.outcome for answer in response.validated)
    words = ", ".join(f"{count} {name}" for name, count in outcomes.most_common())
    return (
        f"{stats.validated + unplaced} of {total} findings are reported as real, "
        f"{stats.rejected} of {total} are false positives.\n"
        f"Answered from the cache: {cache.cache_hits} of {asked}"
        + (f" ({cache.hit_rate:.1f} %)" if asked else "")
        + (f"; {words}." if words else ".")
    )


def real(answers: Sequence[Validated]) -> int:
    """How many findings must be reported."""
    return sum(answer.is_valid for answer in answers)


def plain_line(text: str) -> str:
    """Text from outside in one line: no control character reaches the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def plain(text: str) -> Text:
    """The same, and no markup."""
    return Text(plain_line(text))
