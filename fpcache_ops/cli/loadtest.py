"""``fpcache loadtest``."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.operations.loadtest import LoadConclusion


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


class Local(StrEnum):
    """The store of a service that is started for the run."""

    SQLITE = "sqlite"


class Profile(StrEnum):
    """How much load."""

    SMOKE = "smoke"
    STAGING = "staging"
    SOAK = "soak"


class Arrivals(StrEnum):
    """How arrivals are spread."""

    CONSTANT = "constant"
    RAMP = "ramp"
    POISSON = "poisson"
    BURST = "burst"


_Output = Annotated[Format, typer.Option("--format", help="What to print on standard output.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Load tests: open arrivals, limits that fail the run.", no_args_is_help=True
    )
    group.command("list")(list_)
    group.command()(run)
    app.add_typer(group, name="loadtest")


@command
def list_(output: _Output = Format.TABLE) -> ExitStatus:
    """Name the scenarios there are, each with the question that it answers."""
    from fpcache_ops.operations.loadtest import scenarios

    known = scenarios()
    if output is Format.JSON:
        typer.echo(json.dumps(known, indent=2))
    else:
        for name, question in known.items():
            typer.echo(f"{name:24}{question}")
    return ExitStatus.PASS


@command
def run(
    scenario: Annotated[str, typer.Argument(help="A scenario's name; see loadtest list.")],
    host: Annotated[
        str | None, typer.Option(help="A running service; without it one is started (--local).")
    ] = None,
    local: Annotated[
        Local | None, typer.Option(help="Start a service of its own on this store.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes of the service that is started.")
    ] = 1,
    profile: Annotated[Profile, typer.Option(help="How much load.")] = Profile.SMOKE,
    rate: Annotated[
        float | None, typer.Option(min=0.01, help="Arrivals a second, instead of the profile's.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="How long, instead of the profile's.")
    ] = None,
    arrivals: Annotated[
        Arrivals | None, typer.Option(help="How they are spread, instead of the profile's.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of the arrivals' chance.")] = None,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="Processes of the load generator.")
    ] = 1,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds until a request counts as failed.")
    ] = 60.0,
    late: Annotated[
        float, typer.Option(min=0.001, help="Seconds after which what is sent is late.")
    ] = 0.05,
    api_key: Annotated[
        str, typer.Option(envvar="FPCACHE_API_KEY", help="Key for the service.")
    ] = "dev",
    metrics_url: Annotated[
        str | None, typer.Option(help="Metrics of the service at --host, to count validator calls.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Where the report goes; default: the run's folder.")
    ] = None,
    criteria: Annotated[
        Path | None, typer.Option(help="Limits instead of loadtests/limits.toml.")
    ] = None,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Send a scenario's load to a service, and judge the answers by its limits.

    Exit status: 0 pass, 1 a limit was missed, 3 too little was seen, 6 the load generator was too
    weak for the result to mean anything, 7 an answer was wrong.
    """
    from fpcache_ops.cli.output import progress
    from fpcache_ops.operations import loadtest
    from fpcache_ops.operations.load_report import write_report

    if host is not None and local is not None:
        raise UnusableInput("--host and --local are two ways to name the service: give one")
    if host is not None and not host.startswith(("http://", "https://")):
        raise UnusableInput(f"--host {host} is no address: write it like http://127.0.0.1:8080")
    if scenario not in (known := loadtest.scenarios()):
        raise UnusableInput(f"there is no scenario {scenario}: {', '.join(known)}")
    place = loadtest.run_folder(config.load().runs.parent / "loadtests", scenario)
    options = ["--profile", profile.value, "--timeout", str(timeout), "--late", str(late)]
    given = {"--rate": rate, "--seconds": seconds, "--arrivals": arrivals, "--seed": seed}
    options += [word for k, v in given.items() if v is not None for word in (k, str(v))]
    if processes > 1:
        options += ["--processes", str(processes)]
    with (
        _service(host, metrics_url, place, workers) as (url, metrics),
        progress("arrivals") as tell,
    ):
        if metrics:
            options += ["--metrics-url", metrics]
        concluded = loadtest.run(
            scenario,
            url,
            place,
            api_key=api_key,
            options=options,
            environment=os.environ,
            criteria=criteria,
            progress=tell,
        )
    report = html or place / "report.html"
    write_report(concluded, report)
    if output is Format.JSON:
        typer.echo((place / "conclusion.json").read_text(encoding="utf-8"))
    else:
        _show(concluded)
        typer.echo(f"report: {report}\nrows:   {concluded.files['rows']}")
    return ExitStatus(concluded.exit_status)


@contextmanager
def _service(
    host: str | None, metrics: str | None, place: Path, workers: int
) -> Iterator[tuple[str, str | None]]:
    """The service that is there, or one that is started for the run."""
    from fpcache_ops.operations.rehearsal import Rehearsal

    if host is not None:
        yield host, metrics
        return
    with Rehearsal(place, workers=workers) as service:
        yield service.url, service.metrics


def _show(concluded: "LoadConclusion") -> None:
    from rich.console import Console
    from rich.table import Table

    from fpcache_ops.cli.output import PIPE_WIDTH, plain

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PIPE_WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("result", "limit", "value", "wanted", "sample"):
        table.add_column(name, justify="right" if name == "sample" else "left")
    for check in concluded.checks:
        words = (check.result, check.title, check.value_text, check.limit_text, str(check.sample))
        table.add_row(*map(plain, words))
    console.print(table)
    for text in concluded.wrong:
        console.print(plain(f"wrong answer: {text}"))
    for text, times in concluded.errors.items():
        console.print(plain(f"failed {times} times: {text}"))
    console.print(
        plain(f"{concluded.scenario}: {concluded.conclusion.upper()}. {concluded.reason}")
    )
