"""``fpcache override``: what people decide, and what then holds whatever a validator says."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.entries import (
    TENANT,
    Format,
    FormatOption,
    YesOption,
    confirmed,
    digest_of,
    operator,
    show,
)
from fpcache_ops.cli.options import Store as StoreOption
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import ExitStatus, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.core.overrides import Override
    from fpcache_ops.core.ports import Store
    from fpcache_ops.stores.overrides import Recorded

_LOOKED_AT = 1_000

_Digest = Annotated[
    str, typer.Argument(help="The evidence digest in an answer: 64 hexadecimal characters.")
]
_Tenant = Annotated[str, typer.Option("--tenant", help="Whose findings.")]
_Repository = Annotated[str | None, typer.Option("--repository", help="ORG/NAME.")]
_File = Annotated[str | None, typer.Option("--file", help="A path in the repository.")]


class Decision(StrEnum):
    """What a person may decide."""

    FALSE_POSITIVE = Judgement.FALSE_POSITIVE.value
    REAL = "real"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What people decided; it holds until the code changes.")
    group.command("add")(add)
    group.command("list")(list_overrides)
    group.command("remove")(remove)
    app.add_typer(group, name="override", no_args_is_help=True)


@command
def add(
    digest: _Digest,
    decision: Annotated[Decision, typer.Argument(help="What it is.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept, and shown.")],
    repository: _Repository = None,
    file: _File = None,
    days: Annotated[
        float | None, typer.Option(min=0.001, help="Ask again after so many days.")
    ] = None,
    tenant: _Tenant = TENANT,
    store: StoreOption = None,
) -> ExitStatus:
    """Decide about one piece of evidence: only exactly this code, in this file, is answered so."""
    from fpcache_ops.bootstrap import overrides
    from fpcache_ops.core.overrides import Override

    if not reason.strip():
        raise UnusableInput("--reason is empty: say why, others will ask")
    evidence, now = digest_of(digest), datetime.now(UTC)
    judgement = Judgement.TRUE_POSITIVE if decision is Decision.REAL else Judgement.FALSE_POSITIVE
    with overrides(config.load(store=store)) as (decisions, entries):
        repository, file = _place(entries, tenant, evidence, repository, file)
        done = decisions.add(
            Override(
                tenant,
                repository,
                file,
                evidence,
                judgement,
                operator(),
                now,
                reason.strip(),
                expires_at=now + timedelta(days=days) if days is not None else None,
            )
        )
    typer.echo(
        f"{done.repository} {done.path}: {decision.value} until this code changes"
        + (f" or {done.expires_at:%Y-%m-%d %H:%M} UTC" if done.expires_at else "")
        + f"; take it back with: fpcache override remove {digest}"
    )
    return ExitStatus.PASS


@command
def list_overrides(
    tenant: Annotated[str | None, typer.Option(help="Whose; default: all.")] = None,
    store: StoreOption = None,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """What people decided, newest first, and whether it holds."""
    from fpcache_ops.bootstrap import overrides

    with overrides(config.load(store=store)) as (decisions, _):
        found = decisions.list(tenant)
    now = datetime.now(UTC)
    show([_row(one, now) for one in found], output, nothing="no overrides")
    return ExitStatus.PASS


@command
def remove(
    digest: _Digest,
    repository: _Repository = None,
    file: _File = None,
    tenant: _Tenant = TENANT,
    store: StoreOption = None,
    yes: YesOption = False,
) -> ExitStatus:
    """Take a decision back: what it was about is judged again, in every process."""
    from fpcache_ops.bootstrap import overrides

    evidence = digest_of(digest)
    with overrides(config.load(store=store)) as (decisions, _):
        found = [
            one.override
            for one in decisions.list(tenant)
            if one.override.evidence_digest == evidence
            and repository in (None, one.override.repository)
            and file in (None, one.override.path)
        ]
        if not found:
            raise UnusableInput(
                f"tenant {tenant} has no override on this evidence: see `fpcache override list`"
            )
        for one in found:
            typer.echo(f"{one.repository} {one.path}: {one.verdict.reason}")
        if not confirmed("Take it back?", yes=yes):
            typer.echo("nothing was changed")
            return ExitStatus.ABORTED
        for one in found:
            decisions.remove(one, who=operator(), at=datetime.now(UTC))
    typer.echo(f"took back {len(found)}; the findings are judged again")
    return ExitStatus.PASS


def _place(
    entries: "Store", tenant: str, evidence: bytes, repository: str | None, file: str | None
) -> tuple[str, str]:
    """Where the evidence is from: as it is said, or as the one place that the store knows.

    Raises:
        UnusableInput: the store knows no such place, or several.
    """
    if repository is not None and file is not None:
        return repository, file
    chosen = Selector(tenant, repository, file, evidence_digest=evidence)
    places = {
        (one.entry.question.repository, one.entry.question.path)
        for one in entries.entries(chosen, _LOOKED_AT)
    }
    if len(places) != 1:
        known = "no verdict" if not places else f"verdicts at {len(places)} places"
        raise UnusableInput(
            f"tenant {tenant} has {known} on this evidence: say which with --repository and --file"
        )
    return places.pop()


def _row(one: "Recorded", now: datetime) -> dict[str, Any]:
    return {
        "state": _state(one, now),
        "decision": one.override.judgement.value,
        "who": one.override.who,
        "at": one.override.at.isoformat(sep=" ", timespec="seconds"),
        "expires_at": _time(one.override),
        "tenant": one.override.tenant,
        "repository": one.override.repository,
        "path": one.override.path,
        "digest": one.override.evidence_digest.hex(),
        "why": one.override.why,
    }


def _state(one: "Recorded", now: datetime) -> str:
    if not one.genuine:
        return "bad seal"
    if one.withdrawn:
        return "withdrawn"
    return "holds" if one.override.applies(now) else "expired"


def _time(one: "Override") -> str | None:
    return one.expires_at.isoformat(sep=" ", timespec="seconds") if one.expires_at else None
