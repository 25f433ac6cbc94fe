"""``fpcache rollout``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, UnusableInput


class Format(StrEnum):
    """How the result is printed."""

    TABLE = "table"
    JSON = "json"


class Environment(StrEnum):
    """What a deployment is used for."""

    STAGING = "staging"
    PRODUCTION = "production"


_Output = Annotated[Format, typer.Option("--format", help="What to print on standard output.")]
_Deployment = Annotated[
    Path | None, typer.Option(help="The deployment's folder. Default: the last roll-out's.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Roll a version out: four phases, blue and green, a judge, and the way back.",
        no_args_is_help=True,
    )
    for one in (run, plan, status, summary):
        group.command()(one)
    group.command("serve")(serve)
    app.add_typer(group, name="rollout")


@command
def run(
    deployment: Annotated[
        Path | None,
        typer.Option(help="The deployment's folder. Without one, a rehearsal on this machine."),
    ] = None,
    green: Annotated[str, typer.Option(help="What the new version is called.")] = "",
    source: Annotated[
        Path | None, typer.Option(help="Folder that holds the new version's package.")
    ] = None,
    environment: Annotated[
        Environment, typer.Option(help="What the deployment is used for.")
    ] = Environment.PRODUCTION,
    api_key: Annotated[
        str, typer.Option(help="Where the key is to be read: env:NAME or file:PATH.")
    ] = "",
    tests: Annotated[
        Path | None, typer.Option(exists=True, help="The test suite's report, JUnit XML.")
    ] = None,
    dashboard: Annotated[
        Path | None, typer.Option(exists=True, help="The exported dashboard, JSON.")
    ] = None,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Roll back by itself when a phase does not pass.")
    ] = False,
    look_seconds: Annotated[
        float, typer.Option(min=0.1, help="A rehearsal's minute, in seconds.")
    ] = 1.0,
    rate: Annotated[float, typer.Option(min=1, help="A rehearsal's requests a second.")] = 20.0,
    criteria: Annotated[
        Path | None, typer.Option(help="Criteria to judge by instead of the usual ones.")
    ] = None,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Go through the four phases, and stop at the first that does not pass.

    Without a deployment it is a rehearsal: blue, green, proxies and traffic are started on this
    machine, and the minutes are short.
    """
    from fpcache_ops.operations.rollout.command import RolloutCommands

    evidence = {"tests": _whole(tests), "dashboard": _whole(dashboard)}
    commands = RolloutCommands(config.load().runs, criteria, output.value)
    if deployment is None:
        if green or source:
            raise UnusableInput("--green and --source want a --deployment to be rolled out on")
        return commands.rehearse(
            rate=rate, look_seconds=look_seconds, roll_back=rollback, evidence=evidence
        )
    if not green:
        raise UnusableInput("say what the new version is called: --green LABEL")
    return commands.run(
        deployment,
        green=green,
        source=str(source.absolute()) if source else "",
        environment=environment.value,
        api_key=api_key,
        roll_back=rollback,
        evidence=evidence,
    )


@command
def plan(
    namespace: Annotated[str, typer.Option(help="The namespace of blue and green.")],
    green: Annotated[str, typer.Option(help="What the new version is called.")],
    image: Annotated[str, typer.Option(help="Its image.")],
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=VALUE, a variable of its environment; may be repeated."),
    ] = None,
    output: _Output = Format.TABLE,
) -> ExitStatus:
    """Show a roll-out in a Kubernetes cluster: every command, and the manifests.

    Nothing is changed and no cluster is asked; it wants kubectl on PATH.
    """
    from fpcache_ops.operations.rollout.command import show_cluster_plan
    from fpcache_ops.operations.rollout.kubernetes import version_of

    return show_cluster_plan(namespace, version_of(green, image, setting or ()), output.value)


@command
def status(deployment: _Deployment = None, output: _Output = Format.TABLE) -> ExitStatus:
    """Say how a roll-out stands, from its record and the runs of its pages."""
    from fpcache_ops.operations.rollout.command import RolloutCommands

    return RolloutCommands(config.load().runs, None, output.value).status(deployment)


@command
def summary(
    deployment: _Deployment = None,
    html: Annotated[Path | None, typer.Option(help="Write the page here.")] = None,
    md: Annotated[Path | None, typer.Option(help="Write it as Markdown here.")] = None,
    links: Annotated[
        bool, typer.Option(help="Link to the runs' reports; not for a copy that goes elsewhere.")
    ] = True,
) -> ExitStatus:
    """Write the deployment summary: one page for the people who decide."""
    from fpcache_ops.operations.rollout.command import RolloutCommands

    return RolloutCommands(config.load().runs, None, "table").summary(
        deployment, html=html, md=md, links=links
    )


@command
def serve(
    deployment: Annotated[Path, typer.Argument(help="A folder for the deployment.")],
    blue: Annotated[str, typer.Option(help="What the version that serves is called.")],
    source: Annotated[Path | None, typer.Option(help="Folder that holds its package.")] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where clients come in.")] = 8080,
    store: Annotated[
        str | None, typer.Option(help="The store that both sides share (cache.db in the folder).")
    ] = None,
    dev: Annotated[bool, typer.Option("--dev", help="Any API key will do.")] = False,
) -> ExitStatus:
    """Serve on one machine so that it can be rolled out: a proxy, and blue behind it.

    It goes on until it is stopped (Ctrl-C, SIGTERM); `fpcache rollout run` brings green.
    """
    from fpcache_ops.operations.rollout.command import serve_until_stopped

    serve_until_stopped(
        deployment.absolute(),
        blue=blue,
        source=str(source.absolute()) if source else "",
        port=port,
        store=store,
        options=["--dev"] if dev else [],
        told=typer.echo,
    )
    return ExitStatus.PASS


def _whole(path: Path | None) -> str:
    """A page is executed in another folder."""
    return str(path.absolute()) if path else ""
