"""``fpcache db``: the database under the cache."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from fpcache_ops import config
from fpcache_ops.cli import command
from fpcache_ops.cli.entries import (
    Format,
    FormatOption,
    YesOption,
    confirmed,
    database_of,
    opened,
    operator,
    show,
)
from fpcache_ops.cli.options import Store
from fpcache_ops.errors import ExitStatus, UnusableInput


def register(app: typer.Typer) -> None:
    """Add the commands."""
    db = typer.Typer(help="The database under the cache: upgrade, check, back up, ask.")
    db.command("upgrade")(upgrade)
    db.command("check")(check)
    db.command("backup")(backup)
    db.command("restore")(restore)
    db.command("query")(query)
    app.add_typer(db, name="db", no_args_is_help=True)


@command
def upgrade(
    store: Store = None,
    serving_role: Annotated[
        str | None,
        typer.Option(help="PostgreSQL: let this role do what serving needs, and no more."),
    ] = None,
) -> ExitStatus:
    """Make the tables, or bring them to this version. On PostgreSQL as their owner."""
    from fpcache_ops.stores.database import explained

    database = database_of(config.load(store=store), must_exist=False)
    try:
        with explained(database):
            before, after = database.upgrade(serving_role)
    finally:
        database.close()
    if before == after:
        typer.echo(f"{database.name} has schema {after} already")
    else:
        typer.echo(f"{database.name} now has schema {after} (before: {before or 'none'})")
    return ExitStatus.PASS


@command
def check(store: Store = None, output: FormatOption = Format.TABLE) -> ExitStatus:
    """Look for damage: schema, integrity, durability, numbers, journal. 1 if something is wrong."""
    from fpcache_ops.stores.health import checks

    database = database_of(config.load(store=store), must_exist=True)
    try:
        found = checks(database)
    finally:
        database.close()
    show(
        [
            {"check": one.name, "result": "good" if one.good else "BAD", "seen": one.seen}
            for one in found
        ],
        output,
    )
    return ExitStatus.PASS if all(one.good for one in found) else ExitStatus.FAIL


@command
def backup(
    file: Annotated[Path, typer.Argument(help="A new file; it becomes a SQLite database.")],
    store: Store = None,
) -> ExitStatus:
    """Write everything, as it is at one moment, into a new file. Others may go on meanwhile."""
    from fpcache_ops.stores.backup import back_up

    with opened(config.load(store=store)) as entries:
        done = back_up(entries.database, file)
    typer.echo(
        f"{file}: {done.entries} entries, {done.invalidations} invalidations\n"
        "The key that seals the entries is not in it: keep it too, without it they are not used."
    )
    return ExitStatus.PASS


@command
def restore(
    file: Annotated[Path, typer.Argument(help="A backup of either kind of store.")],
    store: Store = None,
    yes: YesOption = False,
) -> ExitStatus:
    """Replace the contents by a backup's; what was withdrawn since stays withdrawn.

    True positives that were found since are kept, too. On PostgreSQL as the owner of the tables.
    """
    from fpcache_ops.stores.backup import contents, put_back
    from fpcache_ops.stores.backup import opened as opened_backup
    from fpcache_ops.stores.database import explained
    from fpcache_ops.stores.sql import SqlStore

    database = database_of(config.load(store=store), must_exist=False)
    now = SqlStore(database)
    try:
        with opened_backup(file) as source, explained(database):
            held, there = contents(source), now.stats(None)
            newest = (
                f", the newest of {held.newest_entry:%Y-%m-%d %H:%M} UTC"
                if held.newest_entry
                else ""
            )
            typer.echo(
                f"{file} holds {held.entries} entries{newest}, "
                f"and {held.invalidations} invalidations\n"
                f"{database.name} holds {there.entries} entries, which are replaced "
                f"({there.true_positives} true positives stay)"
            )
            if not confirmed("Replace them?", yes=yes):
                typer.echo("nothing was changed")
                return ExitStatus.ABORTED
            done = put_back(source, database, who=operator(), at=datetime.now(UTC))
    finally:
        database.close()
    typer.echo(
        f"{done.entries} entries were restored, {done.true_positives_kept} true positives kept, "
        f"{done.invalidated_again} invalidations issued again"
    )
    return ExitStatus.PASS


@command
def query(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which question; none: list them.")
    ] = None,
    store: Store = None,
    output: FormatOption = Format.TABLE,
) -> ExitStatus:
    """Answer one of the questions that come up in an incident. It only reads."""
    from fpcache_ops.stores.queries import QUERIES

    if name is None:
        show([{"name": one, "answers": each.about} for one, each in QUERIES.items()], output)
        return ExitStatus.PASS
    if name not in QUERIES:
        raise UnusableInput(f"there is no question {name!r}: {', '.join(QUERIES)}")
    with opened(config.load(store=store)) as entries:
        rows = entries.ask(name)
    show(rows, output, nothing="no rows")
    return ExitStatus.PASS
