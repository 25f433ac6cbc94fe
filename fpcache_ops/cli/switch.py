"""``fpcache off`` and ``fpcache on``: the switch that works when nothing else does."""

import os
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, Refused

_Store = Annotated[
    str | None, typer.Option(help="The store whose cache is meant (.fpcache/cache.db).")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("off")(off)
    app.command("on")(on)


@command
def off(store: _Store = None) -> ExitStatus:
    """Switch the cache off in every process that uses this store, at its next request."""
    file = _off_file(store)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # No content: an entry in a folder can often be made when the disk is full.
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o644))
    except OSError as error:
        raise Refused(
            f"{file} cannot be made ({error.strerror}), the cache is NOT off: make it as another "
            "user, or restart the service with FORCE_CACHE_CONTROLLER=false"
        ) from error
    typer.echo(f"off: {file} is there; every finding is validated. On again: fpcache on")
    return ExitStatus.PASS


@command
def on(store: _Store = None) -> ExitStatus:
    """Take the off file away; whether the cache answers is again up to flag and environment."""
    file = _off_file(store)
    try:
        file.unlink()
    except FileNotFoundError:
        typer.echo(f"there was no {file}; nothing was changed")
        return ExitStatus.PASS
    except OSError as error:
        raise Refused(
            f"{file} cannot be removed ({error.strerror}), the cache stays off"
        ) from error
    typer.echo(f"{file} is gone; the cache answers again unless a flag or the environment says no")
    return ExitStatus.PASS


def _off_file(store: str | None) -> Path:
    from fpcache_ops.bootstrap import off_file

    return off_file(config.load(store=store))
