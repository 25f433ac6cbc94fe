"""The command line: ``fpcache``. A door: it holds no rule of the cache."""

import functools
import os
import signal
import sys
from collections.abc import Callable
from typing import Annotated, NoReturn, ParamSpec

import typer

from fpcache_ops import __version__
from fpcache_ops.errors import ExitStatus, FpcacheError

P = ParamSpec("P")

app = typer.Typer(
    name="fpcache",
    help="Judge a security finding once; reuse the verdict until the code it rests on changes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> NoReturn:
    """Run the command line; its exit status is one of :class:`fpcache_ops.errors.ExitStatus`."""
    # A kill is an abort like Ctrl-C: what was started is stopped, what was opened is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app()
    sys.exit(ExitStatus.PASS)


def command(function: Callable[P, ExitStatus]) -> Callable[P, None]:
    """Turn what a command returns or raises into one line and an exit status."""

    @functools.wraps(function)
    def run(*args: P.args, **named: P.kwargs) -> None:
        try:
            status = function(*args, **named)
        except FpcacheError as error:
            typer.echo(f"fpcache: {error}", err=True)
            status = error.exit_status
        except KeyboardInterrupt:
            typer.echo("fpcache: stopped", err=True)
            status = ExitStatus.ABORTED
        except BrokenPipeError:
            # Whoever read our output has seen enough.
            sys.stdout = None
            status = ExitStatus.ERROR
        except Exception as error:
            if os.environ.get("FPCACHE_DEBUG"):
                raise
            typer.echo(
                f"fpcache: a fault of this program ({type(error).__name__}: {error}): run it again "
                "with FPCACHE_DEBUG=1 and report what it prints",
                err=True,
            )
            status = ExitStatus.ERROR
        raise typer.Exit(int(status))

    # typer reads the return type from the signature it finds.
    run.__annotations__ = {**function.__annotations__, "return": None}
    return run


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fpcache {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def _register() -> None:
    from fpcache_ops.cli import (
        access,
        db,
        doctor,
        entries,
        explain,
        loadtest,
        log,
        monitoring,
        override,
        replay,
        report,
        rollout,
        runbook,
        score,
        serve,
        switch,
        validate,
        why_missed,
    )

    for door in (
        validate,
        explain,
        why_missed,
        report,
        score,
        replay,
        serve,
        access,
        switch,
        entries,
        override,
        db,
        log,
        doctor,
        monitoring,
        runbook,
        loadtest,
        rollout,
    ):
        register: Callable[[typer.Typer], None] = door.register
        register(app)


_register()
