"""``fpcache loadtest``."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
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
    POSTGRES = "postgres"


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


_READERS = 1
"""Processes that read code, apart from the one that answers, as in production."""

_Output = Annotated[Format, typer.Option("--format", help="What to print on standard output.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Load tests: open arrivals, limits that fail the run.", no_args_is_help=True
    )
    group.command("list")(list_)
    group.command()(run)
    group.command()(profile)
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
        float | None,
        typer.Option(min=0.001, help="Seconds after which it is late, instead of the profile's."),
    ] = None,
    api_key: Annotated[
        str, typer.Option(envvar="FPCACHE_API_KEY", help="Key for the service.")
    ] = "dev",
    metrics_url: Annotated[
        str | None, typer.Option(help="Metrics of the service at --host, to count validator calls.")
    ] = None,
    mix: Annotated[
        Path | None, typer.Option(help="For mixed: a file that loadtest profile wrote.")
    ] = None,
    log: Annotated[Path | None, typer.Option(help="For replay: a lookup log.")] = None,
    times_as_fast: Annotated[
        float | None, typer.Option(min=0.001, help="For replay: than the log; 1 is its own pace.")
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
    options = _options_of(scenario, {"mix": mix, "log": log, "times_as_fast": times_as_fast})
    place = loadtest.run_folder(config.load().runs.parent / "loadtests", scenario)
    options += ["--profile", profile.value, "--timeout", str(timeout)]
    given: dict[str, object] = {"--rate": rate, "--seconds": seconds, "--seed": seed}
    given |= {"--arrivals": arrivals, "--late": late}
    options += [word for k, v in given.items() if v is not None for word in (k, str(v))]
    if processes > 1:
        options += ["--processes", str(processes)]
    with (
        _service(scenario, profile, host, metrics_url, local, place, workers) as (url, more),
        progress("arrivals") as tell,
    ):
        concluded = loadtest.run(
            scenario,
            url,
            place,
            api_key=api_key,
            options=options + more,
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


@command
def profile(
    log: Annotated[Path, typer.Argument(help="A lookup log: a folder, or one file.")],
    out: Annotated[
        Path | None, typer.Option(help="Where the profile goes; default: standard output.")
    ] = None,
) -> ExitStatus:
    """Measure the mix of a lookup log, for the scenario mixed."""
    import msgspec

    from fpcache_ops.operations.files import write_atomically
    from fpcache_ops.operations.load_profile import measure

    measured = measure(log)
    text = msgspec.json.format(msgspec.json.encode(measured), indent=1) + b"\n"
    if not measured.findings:
        typer.echo(f"fpcache: there is no finding in {log}: nothing was measured", err=True)
        return ExitStatus.INCONCLUSIVE
    if out is None:
        typer.echo(text.decode(), nl=False)
    else:
        write_atomically(out, text)
        typer.echo(f"{measured.requests:,} requests, {measured.findings:,} findings: {out}")
    return ExitStatus.PASS


def _options_of(scenario: str, given: Mapping[str, object]) -> list[str]:
    """The options that only one scenario has."""
    whose = {"mix": "mixed", "log": "replay", "times_as_fast": "replay"}
    options = []
    for name, value in given.items():
        if value is None:
            continue
        option = "--" + name.replace("_", "-")
        if whose[name] != scenario:
            raise UnusableInput(f"{option} is for the scenario {whose[name]}, not for {scenario}")
        if isinstance(value, Path) and not value.exists():
            raise UnusableInput(f"{option} {value}: there is no such file or folder")
        options += [option, str(value.resolve() if isinstance(value, Path) else value)]
    return options


@contextmanager
def _service(
    scenario: str,
    profile: Profile,
    host: str | None,
    metrics: str | None,
    local: Local | None,
    place: Path,
    workers: int,
) -> Iterator[tuple[str, list[str]]]:
    """The service that is there, or one that is started for the run; and options that it gives."""
    from fpcache_ops.operations.loadtest import SLOW_UPSTREAM, slow_upstream
    from fpcache_ops.operations.local_postgres import local_postgres
    from fpcache_ops.operations.rehearsal import Rehearsal

    if host is not None:
        yield host, ["--metrics-url", metrics] if metrics else []
        return
    with ExitStack() as stack:
        store, settings, options = None, f"readers = {_READERS}\n", []
        if local is Local.POSTGRES:
            store = stack.enter_context(local_postgres(place / "postgres.log"))
        if scenario in SLOW_UPSTREAM:
            url, validator = stack.enter_context(slow_upstream(place, profile.value))
            settings += validator
            options = ["--upstream-url", url]
        service = Rehearsal(place, workers=workers, store=store, settings=settings)
        stack.enter_context(service)
        yield service.url, [*options, "--metrics-url", service.metrics]


def _show(concluded: "LoadConclusion") -> None:
    from rich.table import Table

    from fpcache_ops.cli.output import plain
    from fpcache_ops.operations.terminal import console_for

    console = console_for()
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
