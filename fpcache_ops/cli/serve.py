"""``fpcache serve``."""

import ipaddress
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.options import Policy, Store
from fpcache_ops.errors import ExitStatus, Refused


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
    log: Annotated[Path | None, typer.Option(help="Folder of the lookup log.")] = None,
    ready_file: Annotated[
        Path | None,
        typer.Option(help="Write {url, pid} to this file when requests are accepted."),
    ] = None,
) -> ExitStatus:
    """Answer the HTTP API until stopped."""
    from fpcache_ops.bootstrap import SystemClock, assemble
    from fpcache_ops.service.app import create_app
    from fpcache_ops.service.auth import DevelopmentKeys, StoredKeys
    from fpcache_ops.service.server import serve as run

    if dev and not _is_loopback(host):
        raise Refused(f"--dev accepts any key and so listens on loopback only, not on {host}")
    settings = config.load(store=store, log=log, policy=policy)
    with assemble(settings, on_by_default=dev, require_store=True) as assembly:
        directory = assembly.directory
        keys = DevelopmentKeys(directory) if dev else StoredKeys(directory, SystemClock())
        run(
            create_app(assembly, keys),
            host=host,
            port=port,
            ready_file=ready_file,
            announce=lambda url: typer.echo(
                f"fpcache serves {url} (store {settings.store}); stop with Ctrl-C"
            ),
        )
    return ExitStatus.PASS


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
