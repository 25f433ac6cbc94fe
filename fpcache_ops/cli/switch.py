"""``fpcache off`` and ``fpcache on``, which work when nothing else does, and ``fpcache flag``."""

import getpass
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.errors import ExitStatus, Refused, UnusableInput

_Store = Annotated[
    str | None, typer.Option(help="The store whose cache is meant (.fpcache/cache.db).")
]


class Format(StrEnum):
    """How what is set is printed."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("off")(off)
    app.command("on")(on)
    group = typer.Typer(
        help="The flag that lets the cache answer: for everyone, a share of tenants, or one.",
        no_args_is_help=True,
    )
    group.command("get")(flag_get)
    group.command("set")(flag_set)
    app.add_typer(group, name="flag")


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


@command
def flag_get(
    tenant: Annotated[
        str | None, typer.Option(help="What holds for this tenant; default: all that is set.")
    ] = None,
    store: _Store = None,
    output: Annotated[
        Format, typer.Option("--format", help="What to print on standard output.")
    ] = Format.TABLE,
) -> ExitStatus:
    """Say what is set, or whether the flag is on for a tenant."""
    from fpcache_ops.bootstrap import flag_settings
    from fpcache_ops.core.flags import CACHING, EVERYONE, evaluate

    with flag_settings(config.load(store=store)) as flags:
        settings = flags.settings(CACHING)
    on = evaluate(CACHING, settings, tenant) if tenant is not None else None
    if output is Format.JSON:
        import msgspec

        told = {
            "flag": CACHING,
            "everyone": settings[EVERYONE].percentage if EVERYONE in settings else None,
            "tenants": {name: s.percentage > 0 for name, s in sorted(settings.items()) if name},
            **({"tenant": tenant, "on": on} if tenant is not None else {}),
        }
        typer.echo(msgspec.json.encode(told).decode())
    elif tenant is not None:
        word = {True: "on", False: "off", None: "not set"}[on]
        typer.echo(f"{CACHING} is {word} for tenant {tenant}")
    elif not settings:
        typer.echo(f"{CACHING} is not set: off for the service, on for the command line")
    else:
        for name, setting in sorted(settings.items()):
            typer.echo(f"{name or 'everyone'}: {_word(setting.percentage)}")
    return ExitStatus.PASS


@command
def flag_set(
    value: Annotated[str, typer.Argument(help="on, off, N% of the tenants, or unset.")],
    tenant: Annotated[str, typer.Option(help="For this tenant alone; default: for everyone.")] = "",
    store: _Store = None,
) -> ExitStatus:
    """Set the flag; it acts in every process within a second. Off for everyone always wins."""
    from fpcache_ops.bootstrap import flag_settings, now
    from fpcache_ops.core.flags import CACHING, FlagSetting

    percentage = _percentage(value)
    if tenant and percentage not in (None, 0, 100):
        raise UnusableInput("a share is of the tenants: for one tenant it is on, off or unset")
    setting = FlagSetting(percentage) if percentage is not None else None
    with flag_settings(config.load(store=store)) as flags:
        flags.set(CACHING, tenant, setting, who=getpass.getuser(), at=now())
    word = _word(percentage) if percentage is not None else "not set"
    typer.echo(f"{CACHING} is {word} for {f'tenant {tenant}' if tenant else 'everyone'} now")
    return ExitStatus.PASS


def _percentage(value: str) -> int | None:
    match value.strip().casefold():
        case "on":
            return 100
        case "off":
            return 0
        case "unset":
            return None
        case text if text.endswith("%") and text[:-1].isdecimal() and int(text[:-1]) <= 100:
            return int(text[:-1])
        case _:
            raise UnusableInput(f"{value!r} is no setting: give on, off, unset, or 0% to 100%")


def _word(percentage: int) -> str:
    match percentage:
        case 0:
            return "off"
        case 100:
            return "on"
        case _:
            return f"on for {percentage} % of the tenants"


def _off_file(store: str | None) -> Path:
    from fpcache_ops.bootstrap import off_file

    return off_file(config.load(store=store))
