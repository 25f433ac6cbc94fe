"""``fpcache serve``."""

import ipaddress
import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops.cli import command
from fpcache_ops.cli.options import Policy, Store, ValidatorName
from fpcache_ops.errors import ExitStatus, Refused


class LogLevel(StrEnum):
    """How much the service's own log says."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


@command
def serve(
    dev: Annotated[
        bool,
        typer.Option(
            "--dev", help="For one developer: loopback only, any API key is the tenant 'local'."
        ),
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8080,
    store: Store = None,
    policy: Policy = None,
    validator: ValidatorName = None,
    log: Annotated[Path | None, typer.Option(help="Folder of the lookup log.")] = None,
    ready_file: Annotated[
        Path | None,
        typer.Option(help="Write {url, metrics, pid} to this file when requests are accepted."),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            min=1, max=64, help="Processes; SIGHUP replaces them one by one, or drains one alone."
        ),
    ] = 1,
    metrics_host: Annotated[
        str, typer.Option(help="Address for /metrics, which wants no key.")
    ] = "127.0.0.1",
    metrics_port: Annotated[
        int | None,
        typer.Option(help="Port for /metrics; 0 takes a free one. Default: --port + 1000."),
    ] = None,
    drain_seconds: Annotated[
        float | None,
        typer.Option(min=0, help="After SIGTERM, how long requests are still taken (5; --dev: 0)."),
    ] = None,
    log_level: Annotated[
        LogLevel, typer.Option(help="From which level on the service's own log is written.")
    ] = LogLevel.INFO,
    log_payloads: Annotated[
        bool, typer.Option("--log-payloads", help="Log bodies too: they hold source code.")
    ] = False,
) -> ExitStatus:
    """Answer the HTTP API until stopped."""
    from fpcache_ops.service.running import Serving, run
    from fpcache_ops.service.server import listen, url_of
    from fpcache_ops.service.supervisor import Supervisor

    if dev and not _is_loopback(host):
        raise Refused(f"--dev accepts any key and so listens on loopback only, not on {host}")
    if drain_seconds is None:
        drain_seconds = 0.0 if dev else 5.0
    serving = Serving(
        dev,
        store,
        str(log) if log else None,
        policy,
        drain_seconds,
        log_level,
        log_payloads,
        validator=validator,
    )
    settings = serving.settings()
    with (
        listen(host, port, "--port") as api,
        listen(metrics_host, _metrics_port(port, metrics_port), "--metrics-port") as metrics,
    ):
        url, numbers = url_of(api), f"{url_of(metrics)}/metrics"

        def started() -> None:
            if ready_file is not None:
                _write(ready_file, {"url": url, "metrics": numbers, "pid": os.getpid()})
            typer.echo(
                f"fpcache serves {url} (store {_shown(settings.store)}, metrics {numbers}); stop "
                "with Ctrl-C"
            )

        if workers == 1:
            run(serving, api, metrics, started=started)
        else:
            Supervisor(serving, workers, api, metrics, started).run()
    return ExitStatus.PASS


def _metrics_port(port: int, given: int | None) -> int:
    if given is not None:
        return given
    return port + 1000 if 0 < port <= 64535 else 0


def _shown(store: str) -> str:
    """A connection string may hold a password."""
    return "postgresql://..." if "://" in store and not store.startswith("sqlite") else store


def _write(file: Path, content: dict[str, object]) -> None:
    draft = file.with_name(file.name + ".draft")
    draft.write_text(json.dumps(content), "utf-8")
    draft.replace(file)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
