"""``fpcache entries``, ``fpcache invalidate`` and ``fpcache restore``: what is in a store.

What takes something away shows how much first, and asks; without a terminal it wants ``--yes``.
"""

import getpass
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.options import Store
from fpcache_ops.core.entry import Entry, Invalidation, Preview, Selector
from fpcache_ops.core.taxonomy import canonical_type, severity_of
from fpcache_ops.errors import ExitStatus, Refused, UnusableInput

if TYPE_CHECKING:
    from fpcache_ops.core.lookup import Candidate, ServingRule
    from fpcache_ops.stores.database import Database
    from fpcache_ops.stores.sql import SqlStore

TENANT = "local"
_SAMPLE = 5
_SWEPT_AT_A_TIME = 1_000
_LISTED = 10_000
"""Entries that are looked through to tell what a restoration brings back."""

Row = Mapping[str, Any]


class Format(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="What to print.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
_Tenant = Annotated[str, typer.Option("--tenant", help="Whose entries.")]
_Repository = Annotated[str | None, typer.Option("--repository", help="ORG/NAME.")]
_File = Annotated[str | None, typer.Option("--file", help="A path in the repository.")]
_Type = Annotated[str | None, typer.Option("--type", help="A vulnerability type or an alias.")]
_Version = Annotated[str | None, typer.Option("--validator-version", help="A validator's version.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    entries = typer.Typer(help="The verdicts in a store.")
    entries.command("list")(list_entries)
    entries.command("show")(show_entry)
    entries.command("stats")(show_stats)
    entries.command("sweep")(sweep)
    app.add_typer(entries, name="entries", no_args_is_help=True)
    app.command("invalidate")(invalidate)
    app.command("restore")(restore)


@command
def list_entries(
    store: Store = None,
    tenant: _Tenant = TENANT,
    repository: _Repository = None,
    file: _File = None,
    vulnerability_type: _Type = None,
    validator_version: _Version = None,
    limit: Annotated[int, typer.Option(min=1, max=_LISTED, help="At most so many.")] = 50,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """The newest entries, with what keeps each from being used."""
    settings = config.load(store=store)
    chosen = Selector(
        tenant,
        repository,
        file,
        canonical_type(vulnerability_type) if vulnerability_type is not None else None,
        validator_version,
    )
    with opened(settings) as entries:
        found = entries.entries(chosen, limit)
    rows = [_candidate_row(one, settings.serving_rule) for one in found]
    show(rows, output, nothing="no entries")
    return ExitStatus.PASS


@command
def show_entry(
    digest: Annotated[str, typer.Argument(help="The evidence digest: 64 hexadecimal characters.")],
    store: Store = None,
    tenant: _Tenant = TENANT,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Everything about the entries on one piece of evidence; 3 if there are none."""
    settings = config.load(store=store)
    selector = Selector(tenant=tenant, evidence_digest=digest_of(digest))
    with opened(settings) as entries:
        found = entries.entries(selector, _LISTED)
    rows = [_whole_row(one, settings.serving_rule) for one in found]
    if output is Format.JSON:
        show(rows, output)
    else:
        for row in rows:
            show([{"": name, " ": value} for name, value in row.items()], output)
            typer.echo()
    if not rows:
        typer.echo(f"fpcache: tenant {tenant} has no entry on this evidence", err=True)
        return ExitStatus.INCONCLUSIVE
    return ExitStatus.PASS


@command
def show_stats(
    store: Store = None,
    tenant: Annotated[str | None, typer.Option(help="Whose entries; default: all.")] = None,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """How many entries there are, of what, and how large the store is."""
    with opened(config.load(store=store)) as entries:
        found = entries.stats(tenant)
    if output is Format.JSON:
        whole = {
            name: getattr(found, name)
            for name in ("entries", "false_positives", "true_positives", "withdrawn")
        } | {
            "by_type": dict(found.by_type),
            "by_repository": dict(found.by_repository),
            "oldest": _time(found.oldest),
            "newest": _time(found.newest),
            "bytes_on_disk": found.bytes_on_disk,
        }
        typer.echo(json.dumps(whole, indent=2))
        return ExitStatus.PASS
    each = f", {found.bytes_on_disk / found.entries:,.0f} an entry" if found.entries else ""
    typer.echo(
        f"{found.entries:,} entries: {found.false_positives:,} false positives, "
        f"{found.true_positives:,} true positives; {found.withdrawn:,} are withdrawn\n"
        f"{found.bytes_on_disk:,} bytes on disk{each}\n"
        f"oldest {_time(found.oldest) or '-'}, newest {_time(found.newest) or '-'}"
    )
    for title, counted in (("type", found.by_type), ("repository", found.by_repository)):
        if counted:
            typer.echo()
            show([{title: name, "entries": count} for name, count in counted], output)
    return ExitStatus.PASS


@command
def sweep(
    store: Store = None,
    yes: YesOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Delete entries past their lifetime, of all tenants; true positives stay."""
    now = datetime.now(UTC)
    with opened(config.load(store=store)) as entries:
        preview = entries.to_sweep(now, _SAMPLE)
        swept = 0
        if not _go(preview, "would be deleted", output, dry_run=dry_run, yes=yes):
            return _ended(preview, output, dry_run=dry_run)
        while batch := entries.sweep(now, _SWEPT_AT_A_TIME):
            swept += batch
    _tell(preview, output, {"deleted": swept}, f"deleted {swept} entries")
    return ExitStatus.PASS


@command
def invalidate(
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")],
    entry: Annotated[str | None, typer.Option("--entry", help="An evidence digest.")] = None,
    file: _File = None,
    repository: _Repository = None,
    vulnerability_type: _Type = None,
    validator_version: _Version = None,
    tenant_all: Annotated[
        bool, typer.Option("--tenant-all", help="All entries of the tenant.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="All entries of all tenants.")
    ] = False,
    all_tenants: Annotated[
        bool, typer.Option("--all-tenants", help="What is selected, of whatever tenant.")
    ] = False,
    tenant: _Tenant = TENANT,
    store: Store = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be withdrawn.")
    ] = False,
    yes: YesOption = False,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Withdraw entries, also those that are being judged now; they are kept and can be restored."""
    if not reason.strip():
        raise UnusableInput("--reason is empty: say why, others will ask")
    selector = _selector(
        Selector(
            tenant,
            repository,
            file,
            canonical_type(vulnerability_type) if vulnerability_type is not None else None,
            validator_version,
            digest_of(entry) if entry is not None else None,
        ),
        tenant_all=tenant_all,
        everything=everything,
        all_tenants=all_tenants,
    )
    with opened(config.load(store=store)) as entries:
        preview = entries.preview(selector, _SAMPLE)
        if not _go(preview, "would be withdrawn", output, dry_run=dry_run, yes=yes):
            return _ended(preview, output, dry_run=dry_run)
        done = entries.invalidate(
            selector, who=operator(), why=reason.strip(), at=datetime.now(UTC)
        )
    _tell(
        preview,
        output,
        {"invalidation": _invalidation_row(done)},
        f"withdrawn by invalidation {done.seq}; bring it back with: fpcache restore {done.seq}",
    )
    return ExitStatus.PASS


@command
def restore(
    number: Annotated[int, typer.Argument(metavar="ID", help="The number of an invalidation.")],
    store: Store = None,
    yes: YesOption = False,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Bring back what one invalidation withdrew, unless another one does too."""
    with opened(config.load(store=store)) as entries:
        done = next((one for one in entries.invalidations(None) if one.seq == number), None)
        if done is None or done.revoked_at is not None:
            what = "is revoked already" if done else "is not there"
            raise UnusableInput(
                f"invalidation {number} {what}: see `fpcache db query invalidations`"
            )
        back = [
            one.entry
            for one in entries.entries(done.selector, _LISTED)
            if one.withdrawn_by is not None and one.withdrawn_by.seq == number
        ]
        preview = Preview(len(back), tuple(back[:_SAMPLE]))
        if output is Format.TABLE:
            show([_invalidation_row(done)], output)
        if not _go(preview, "would be used again", output, dry_run=False, yes=yes):
            return _ended(preview, output, dry_run=False)
        if not entries.revoke(number, tenant=None, who=operator(), at=datetime.now(UTC)):
            raise UnusableInput(f"invalidation {number} was revoked by somebody else meanwhile")
    _tell(preview, output, {"restored": number}, f"invalidation {number} is revoked")
    return ExitStatus.PASS


# --- what the commands share ------------------------------------------------------------------


@contextmanager
def opened(settings: config.Settings) -> Iterator["SqlStore"]:
    """The store that is there; a name that was misspelt does not become a new one.

    Raises:
        UnusableInput: there is none.
    """
    from fpcache_ops.stores.sql import SqlStore

    database = database_of(settings, must_exist=True)
    store = SqlStore(database)
    try:
        store.open()
        yield store
    finally:
        store.close()


def database_of(settings: config.Settings, *, must_exist: bool) -> "Database":
    """The database that the settings name; nothing is opened yet.

    Raises:
        UnusableInput: they name none, or there must be one and there is none.
    """
    from fpcache_ops.stores import file_of, is_postgresql, open_database

    if must_exist and not is_postgresql(settings.store) and not file_of(settings.store).exists():
        raise UnusableInput(f"there is no store {settings.store}: name it with --store")
    return open_database(settings.store, journal=getattr(settings, "journal", None))


def operator() -> str:
    """Who is at the keyboard, for the audit log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def show(rows: Sequence[Row], output: Format, *, nothing: str = "nothing") -> None:
    """Rows that have the same columns: a table for people, a JSON list for programs."""
    if output is Format.JSON:
        typer.echo(json.dumps([dict(row) for row in rows], indent=2))
        return
    if not rows:
        typer.echo(nothing)
        return
    columns = list(rows[0])
    cells = [[_plain(row[name]) for name in columns] for row in rows]
    widths = [max(len(line[i]) for line in [columns, *cells]) for i in range(len(columns))]
    numeric = [
        all(isinstance(row[name], int | float | None) for row in rows)
        and any(row[name] is not None for row in rows)
        for name in columns
    ]
    for line in [*([columns] if any(name.strip() for name in columns) else []), *cells]:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        )
        typer.echo("  ".join(padded).rstrip())


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether to go on.

    Raises:
        Refused: nobody can be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Refused("nothing was changed: there is no terminal to ask at, so say --yes")
    try:
        return typer.confirm(question, err=True)
    except typer.Abort:
        return False


def _go(preview: Preview, what: str, output: Format, *, dry_run: bool, yes: bool) -> bool:
    """Show how much it is, and ask."""
    if output is Format.TABLE:
        typer.echo(f"{preview.count} entries {what}")
        if preview.sample:
            show([_entry_row(one) for one in preview.sample], output)
            if preview.count > len(preview.sample):
                typer.echo(f"... and {preview.count - len(preview.sample)} more")
    return not dry_run and confirmed("Go on?", yes=yes)


def _ended(preview: Preview, output: Format, *, dry_run: bool) -> ExitStatus:
    """Nothing was done: it was not wanted, or somebody said no."""
    _tell(preview, output, {}, "nothing was changed")
    return ExitStatus.PASS if dry_run else ExitStatus.ABORTED


def _tell(preview: Preview, output: Format, done: Mapping[str, Any], words: str) -> None:
    if output is Format.TABLE:
        typer.echo(words)
        return
    sample = [_entry_row(one) for one in preview.sample]
    typer.echo(json.dumps({"count": preview.count, "sample": sample, **done}, indent=2))


def _selector(
    given: Selector, *, tenant_all: bool, everything: bool, all_tenants: bool
) -> Selector:
    """What the options select.

    Raises:
        UnusableInput: nothing, or more than one thing.
    """
    narrow = any(
        value is not None
        for value in (
            given.evidence_digest,
            given.path,
            given.repository,
            given.vulnerability_type,
            given.validator_version,
        )
    )
    if narrow + tenant_all + everything != 1:
        raise UnusableInput(
            "say what to withdraw: --entry, --file, --repository, --type and --validator-version "
            "(together: what fits all of them), or --tenant-all, or --everything"
        )
    if given.path is not None and given.repository is None:
        raise UnusableInput("--file needs --repository: equal paths in others are other files")
    if everything:
        return Selector()
    if all_tenants and tenant_all:
        raise UnusableInput("--tenant-all of --all-tenants is --everything")
    if all_tenants:
        return Selector(
            None,
            given.repository,
            given.path,
            given.vulnerability_type,
            given.validator_version,
            given.evidence_digest,
        )
    return given


def digest_of(text: str) -> bytes:
    """The bytes of an evidence digest that somebody typed. Raises UnusableInput."""
    try:
        raw = bytes.fromhex(text.strip())
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise UnusableInput(
            f"{text!r} is no evidence digest: give all of its 64 hexadecimal characters"
        )
    return raw


def _state(one: "Candidate", rule: "ServingRule") -> str:
    """What keeps an entry from being used, as far as a store can tell."""
    entry = one.entry
    if one.withdrawn_by is not None:
        return f"withdrawn by {one.withdrawn_by.seq}"
    end = rule.end_of(entry, severity_of(entry.vulnerability_type))
    return "usable" if entry.cached_at <= datetime.now(UTC) < end else "expired"


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "cached_at": _time(entry.cached_at),
        "verdict": entry.verdict.judgement.value,
        "type": entry.vulnerability_type,
        "tenant": entry.question.tenant,
        "repository": entry.question.repository,
        "path": entry.question.path,
        "digest": entry.question.evidence_digest.hex(),
    }


def _candidate_row(one: "Candidate", rule: "ServingRule") -> dict[str, Any]:
    return {"state": _state(one, rule), **_entry_row(one.entry)}


def _whole_row(one: "Candidate", rule: "ServingRule") -> dict[str, Any]:
    entry, said = one.entry, one.entry.verdict
    return {
        **_candidate_row(one, rule),
        "rule_id": entry.rule_id,
        "policy": entry.question.policy,
        "confidence": said.confidence,
        "reason": said.reason,
        "justification": said.justification.value if said.justification else None,
        "validator": said.judged_by.name,
        "validator_version": said.judged_by.version,
        "locator": entry.locator,
        "expires_at": _time(entry.expires_at),
        "seq": entry.seq,
        "parts": " ".join(f"{name}={value}" for name, value in entry.part_digests),
        "withdrawn_because": one.withdrawn_by.why if one.withdrawn_by else None,
    }


def _invalidation_row(done: Invalidation) -> dict[str, Any]:
    selector = done.selector
    return {
        "id": done.seq,
        "at": _time(done.at),
        "who": done.who,
        "why": done.why,
        "tenant": selector.tenant,
        "repository": selector.repository,
        "path": selector.path,
        "type": selector.vulnerability_type,
        "validator_version": selector.validator_version,
        "digest": selector.evidence_digest.hex() if selector.evidence_digest else None,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(sep=" ", timespec="seconds") if moment is not None else None


def _plain(value: object) -> str:
    """Text from outside: no control character reaches the terminal."""
    if value is None:
        return "-"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
