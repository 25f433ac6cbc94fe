"""``fpcache monitoring export``: dashboard and alert rules from the metrics' own names."""

from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, UnusableInput


def register(app: typer.Typer) -> None:
    """Add the command."""
    group = typer.Typer(help="Dashboard and alerts for a service.", no_args_is_help=True)
    group.command("export")(export)
    # With one command alone typer would leave its name out.
    group.callback()(lambda: None)
    app.add_typer(group, name="monitoring")


@command
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")],
    environment: Annotated[
        str, typer.Option(help="Only what is scraped with this label, and alerts that carry it.")
    ] = "",
    criteria: Annotated[
        Path | None, typer.Option(help="A file of criteria; default: those of this program.")
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(help="HOST:PORT of a /metrics, for prometheus.yml; may be repeated."),
    ] = None,
    runbooks: Annotated[
        str, typer.Option(help="Where the runbooks are, for the links in alerts.")
    ] = "runbooks/incidents/",
    dashboards: Annotated[
        str, typer.Option(help="Where dashboards are, for the links in alerts.")
    ] = "/d/",
    cost_per_call: Annotated[
        float, typer.Option(min=0, help="What a validator call costs; can be changed on the page.")
    ] = 0.0,
    currency: Annotated[str, typer.Option(help="Its currency, three letters.")] = "USD",
    kubernetes: Annotated[
        bool,
        typer.Option("--kubernetes", help="The rules as a PrometheusRule (see deploy/)."),
    ] = False,
) -> ExitStatus:
    """Write a Grafana dashboard, Prometheus rules, and a scrape configuration."""
    from fpcache_ops.monitoring.export import exported, write
    from fpcache_ops.monitoring.rules import Links
    from fpcache_ops.operations.criteria import DEFAULT_FILE, load

    if not (len(currency) == 3 and currency.isalpha() and currency.isascii()):
        raise UnusableInput(f"--currency {currency!r}: three letters, such as USD")
    files = exported(
        environment,
        load(criteria or DEFAULT_FILE),
        links=Links(_folder(runbooks), _folder(dashboards)),
        targets=target or ["127.0.0.1:9080"],
        cost_per_call=cost_per_call,
        currency=currency.upper(),
        in_cluster=kubernetes,
    )
    write(folder, files)
    typer.echo(f"{folder}: {', '.join(files)}")
    return ExitStatus.PASS


def _folder(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
