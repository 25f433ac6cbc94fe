"""``fpcache tenants`` and ``fpcache keys``: who may use a service on this store."""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.entries import (
    Format,
    FormatOption,
    YesOption,
    confirmed,
    operator,
    show,
)
from fpcache_ops.cli.options import Store
from fpcache_ops.core.access import (
    ApiKey,
    Scope,
    Tenant,
    account_name,
    is_tenant_name,
    new_key,
)
from fpcache_ops.errors import ExitStatus, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.core.ports import Directory

_SCOPES = "validate,store,read"
_AccountOption = Annotated[
    list[str] | None,
    typer.Option("--account", help="An organisation on a code host; may be repeated."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    tenants = typer.Typer(help="Who uses the service: tenants and their forge accounts.")
    tenants.command("add")(add)
    tenants.command("list")(list_tenants)
    tenants.command("delete")(delete)
    app.add_typer(tenants, name="tenants", no_args_is_help=True)
    keys = typer.Typer(help="API keys: shown once, kept as a digest.")
    keys.command("create")(create)
    keys.command("list")(list_keys)
    keys.command("revoke")(revoke)
    app.add_typer(keys, name="keys", no_args_is_help=True)


@command
def add(
    name: Annotated[str, typer.Argument(help="Small letters, digits, dot, dash, underscore.")],
    account: _AccountOption = None,
    requests_per_minute: Annotated[
        int | None, typer.Option(min=1, help="Its quota; default: the service's setting.")
    ] = None,
    store: Store = None,
) -> ExitStatus:
    """Add a tenant, or accounts and a quota to one that is there."""
    if not is_tenant_name(name):
        raise UnusableInput(
            f"{name!r} cannot be a tenant's name: at most 63 small letters, digits, dots, dashes "
            "and underscores, a letter or digit first"
        )
    accounts = tuple(_account(one) for one in account or ())
    with _directory(store) as directory:
        tenant = directory.add_tenant(
            Tenant(name, datetime.now(UTC), accounts, requests_per_minute), who=operator()
        )
    typer.echo(f"tenant {name}: accounts {', '.join(tenant.accounts) or 'none'}")
    return ExitStatus.PASS


@command
def list_tenants(store: Store = None, output: FormatOption = Format.TABLE) -> ExitStatus:
    """All tenants."""
    with _directory(store) as directory:
        rows = [
            {
                "name": one.name,
                "accounts": list(one.accounts) if output is Format.JSON else " ".join(one.accounts),
                "requests_per_minute": one.requests_per_minute,
                "created_at": _time(one.created_at),
            }
            for one in directory.tenants()
        ]
    show(rows, output, nothing="no tenants")
    return ExitStatus.PASS


@command
def delete(
    name: Annotated[str, typer.Argument(help="The tenant.")],
    account: _AccountOption = None,
    store: Store = None,
    yes: YesOption = False,
) -> ExitStatus:
    """Delete a tenant with its keys, verdicts and phase data; or only --account of it."""
    now = datetime.now(UTC)
    with _directory(store) as directory:
        if directory.tenant(name) is None:
            raise UnusableInput(f"there is no tenant {name!r}: see `fpcache tenants list`")
        if account:
            for one in map(_account, account):
                had = directory.delete_account(name, one, who=operator(), at=now)
                typer.echo(f"{one} {'is taken from' if had else 'was not an account of'} {name}")
            return ExitStatus.PASS
        held = [{"of": of, "rows": rows} for of, rows in directory.held(name).items() if rows]
        show(held, Format.TABLE, nothing=f"nothing is kept for {name}")
        if not confirmed(f"Delete tenant {name} and all of this?", yes=yes):
            typer.echo("nothing was changed")
            return ExitStatus.ABORTED
        directory.delete_tenant(name, who=operator(), at=datetime.now(UTC))
    typer.echo(f"tenant {name} is deleted; its keys stop working within a second")
    return ExitStatus.PASS


@command
def create(
    tenant: Annotated[str, typer.Option(help="Whose key it is.")],
    label: Annotated[str, typer.Option(help="What it is for; shown in lists and logs.")] = "",
    scopes: Annotated[
        str, typer.Option(help="Of validate, store, read, invalidate, admin; with commas.")
    ] = _SCOPES,
    expires: Annotated[
        str, typer.Option(help="Days from now (90d), a date (2027-03-01), or never.")
    ] = "365d",
    store: Store = None,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Make a key. It is printed once, alone on standard output, and kept nowhere.

    A key for pull requests from forks has the scope validate only: it is answered, and nothing it
    sends is ever kept.
    """
    now = datetime.now(UTC)
    text, presented = new_key(secrets.randbelow)
    key = ApiKey(
        id=presented.id,
        tenant=tenant,
        label=label,
        digest=presented.digest,
        scopes=_scopes(scopes),
        created_at=now,
        created_by=operator(),
        expires_at=_end(expires, now),
    )
    with _directory(store) as directory:
        directory.add_key(key)
    if output is Format.JSON:
        typer.echo(json.dumps({"key": text, **_row(key, now)}, indent=2))
        return ExitStatus.PASS
    typer.echo(text)
    typer.echo(
        f"key {key.id} of tenant {tenant} ({' '.join(sorted(key.scopes))}, "
        f"{f'until {key.expires_at:%Y-%m-%d}' if key.expires_at else 'without an end'}): it is "
        "not shown again",
        err=True,
    )
    return ExitStatus.PASS


@command
def list_keys(
    tenant: Annotated[str | None, typer.Option(help="Whose keys; default: all.")] = None,
    store: Store = None,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """All keys, newest first; expired and revoked ones too. The keys themselves are not kept."""
    now = datetime.now(UTC)
    with _directory(store) as directory:
        rows = [_row(one, now) for one in directory.keys(tenant)]
    show(rows, output, nothing="no keys")
    return ExitStatus.PASS


@command
def revoke(
    key_id: Annotated[
        list[str], typer.Argument(metavar="ID...", help="As `fpcache keys list` shows it.")
    ],
    store: Store = None,
) -> ExitStatus:
    """End keys for good. Every process refuses them within a second."""
    with _directory(store) as directory:
        for one in key_id:
            at = datetime.now(UTC)
            if not directory.revoke_key(one, tenant=None, who=operator(), at=at):
                raise UnusableInput(f"there is no unrevoked key {one!r}: see `fpcache keys list`")
            typer.echo(f"key {one} is revoked")
    return ExitStatus.PASS


@contextmanager
def _directory(store: str | None) -> Iterator["Directory"]:
    from fpcache_ops.bootstrap import directory

    with directory(config.load(store=store)) as found:
        yield found


def _account(text: str) -> str:
    account = account_name(text)
    if account is None:
        raise UnusableInput(f"{text!r} is no account: give the organisation alone, as in 'acme'")
    return account


def _scopes(text: str) -> frozenset[Scope]:
    try:
        scopes = frozenset(Scope(word) for word in text.replace(",", " ").split())
    except ValueError as error:
        raise UnusableInput(f"--scopes: {error}: of {', '.join(Scope)}") from None
    if not scopes:
        raise UnusableInput(f"--scopes is empty: of {', '.join(Scope)}")
    return scopes


def _end(text: str, now: datetime) -> datetime | None:
    if text == "never":
        return None
    days = re.fullmatch(r"([1-9][0-9]{0,4})d", text, re.ASCII)
    try:
        end = now + timedelta(days=int(days[1])) if days else datetime.fromisoformat(text)
        end = end if end.tzinfo else end.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UnusableInput(
            f"--expires {text!r}: give days (90d), a date (2027-03-01), or never"
        ) from None
    if end <= now:
        raise UnusableInput(f"--expires {text} is over already: the key would never work")
    return end


def _row(key: ApiKey, now: datetime) -> dict[str, Any]:
    return {
        "id": key.id,
        "tenant": key.tenant,
        "label": key.label,
        "state": key.state(now),
        "scopes": " ".join(sorted(key.scopes)),
        "created_at": _time(key.created_at),
        "created_by": key.created_by,
        "expires_at": _time(key.expires_at),
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(sep=" ", timespec="seconds") if moment is not None else None
