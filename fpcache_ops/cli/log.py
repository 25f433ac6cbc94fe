"""``fpcache log``: the files of the lookup log."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.entries import Format, FormatOption, YesOption, confirmed, show
from fpcache_ops.errors import ExitStatus, UnusableInput
from fpcache_ops.lookuplog.places import place_of

_AGE = re.compile(r"(\d{1,5})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}

_Log = Annotated[
    str | None, typer.Option("--log", help="Its folder, or s3://bucket/prefix (.fpcache/log).")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    log = typer.Typer(help="The files of the lookup log: compact, export, prune.")
    log.command("compact")(compact)
    log.command("export")(export)
    log.command("prune")(prune)
    app.add_typer(log, name="log", no_args_is_help=True)


@command
def compact(
    log: Annotated[Path | None, typer.Option(help="Its folder (.fpcache/log).")] = None,
    to: Annotated[
        str | None, typer.Option(help="Another folder, or s3://bucket/prefix, for the result.")
    ] = None,
    present: Annotated[
        bool, typer.Option("--present", help="Also what was begun in this hour.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Do not delete the segments.")] = False,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Make Parquet, a folder for each day, of what processes have finished; they may go on."""
    from fpcache_ops.lookuplog.compacting import compact as compacted

    folder = config.load(log=log).log
    done = compacted(
        folder, place_of(to) if to else None, now=datetime.now(UTC), present=present, keep=keep
    )
    if output is Format.JSON:
        import msgspec

        typer.echo(msgspec.json.encode(done).decode())
        return ExitStatus.PASS
    typer.echo(
        f"{done.taken:,} of {done.segments:,} segments of {folder} are Parquet now: {done.rows:,} "
        f"rows in {done.files:,} files, {done.bytes_before:,} bytes became {done.bytes_after:,}"
    )
    if done.torn:
        typer.echo(f"left behind: {done.torn:,} lines that a crash had torn")
    for why, count in sorted(done.left.items()):
        typer.echo(f"left as they are: {count:,} {why}")
    return ExitStatus.PASS


@command
def export(
    target: Annotated[str, typer.Argument(metavar="FILE", help="A new file, or an s3:// URL.")],
    kind: Annotated[str, typer.Option("--format", help="csv, parquet or jsonl.")] = "csv",
    log: _Log = None,
    tenant: Annotated[str | None, typer.Option(help="Only the rows of this tenant.")] = None,
    since: Annotated[str | None, typer.Option(help="Only from this moment on (ISO 8601).")] = None,
    until: Annotated[str | None, typer.Option(help="Only before this moment.")] = None,
) -> ExitStatus:
    """Write the rows into one file for other tools; in CSV no text is a formula."""
    from fpcache_ops.analysis.log import moment
    from fpcache_ops.lookuplog.exporting import Format as Kind
    from fpcache_ops.lookuplog.exporting import export as exported

    if kind not in set(Kind):
        raise UnusableInput(f"--format {kind} is not known: {', '.join(Kind)}")
    rows, skipped = exported(
        place_of(log or config.load().log),
        target,
        Kind(kind),
        tenant=tenant,
        since=moment("--since", since),
        until=moment("--until", until),
    )
    typer.echo(f"{target}: {rows:,} rows; {skipped:,} lines of the log were skipped")
    return ExitStatus.PASS if rows else ExitStatus.INCONCLUSIVE


@command
def prune(
    older_than: Annotated[str, typer.Option(help="An age such as 90d, 12w or 36h.")],
    log: _Log = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    yes: YesOption = False,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Delete whole days that ended longer ago; shows how much first, and asks."""
    from fpcache_ops.lookuplog.pruning import older_than as find
    from fpcache_ops.lookuplog.pruning import prune as pruned

    place = place_of(log or config.load().log)
    old = find(place, _age(older_than), datetime.now(UTC))
    told = [
        {"of the log": "files", "before the day": old.files, "of": old.of_files},
        {"of the log": "rows", "before the day": old.rows, "of": old.of_rows},
        {"of the log": "bytes", "before the day": old.bytes, "of": old.of_bytes},
    ]
    show(told, output)
    what = (
        f"{old.rows:,} of {old.of_rows:,} rows, {old.files:,} of {old.of_files:,} files, "
        f"from before {old.day}"
    )
    say = _to_people if output is Format.TABLE else _to_nobody
    if dry_run or not old.files:
        say(f"would be deleted: {what}")
        return ExitStatus.PASS
    if not confirmed("Delete them?", yes=yes):
        say("nothing was deleted")
        return ExitStatus.ABORTED
    pruned(place, old)
    say(f"deleted: {what}")
    return ExitStatus.PASS


def _to_people(line: str) -> None:
    typer.echo(line)


def _to_nobody(line: str) -> None:
    pass


def _age(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        raise UnusableInput(f"--older-than {text} is no age: write it like 90d, 12w or 36h")
    return timedelta(hours=int(found[1]) * _HOURS[found[2]])
