"""Whether an installation is as it should be: looked at part by part, and nothing is changed.

(But a SQLite file of an earlier version is migrated, as by every other use of it.)
"""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, func, select

from fpcache_ops import bootstrap, config
from fpcache_ops.errors import FpcacheError, StoreUnusable, UnusableInput
from fpcache_ops.lookuplog import losses, row_files
from fpcache_ops.stores import file_of, is_postgresql, open_database
from fpcache_ops.stores.database import Database, explained
from fpcache_ops.stores.health import checks
from fpcache_ops.stores.rows import moment
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.seal_key import seal_key
from fpcache_ops.stores.sql import SqlStore

_CLOCK_DIFFERS = timedelta(seconds=2)
_CLOCK_IS_WRONG = timedelta(seconds=60)
_RECENTLY = timedelta(days=1)
_LITTLE_ROOM = 200_000_000
_TO_THE_SECOND = "%Y-%m-%d %H:%M:%S"
_MANY_BYTES = 2_000_000_000


class State(StrEnum):
    """How something is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. ``todo`` says what to do, where there is something to do."""

    about: str
    state: State
    seen: str
    todo: str = ""


def examine(tenant: str, now: datetime, **given: Any) -> list[Line]:
    """Everything that was looked at.

    Args:
        tenant: whose flag is read.
        now: the time of this machine's clock.
        given: settings that were given as arguments, ``None`` meaning not given.
    """
    try:
        settings, origins = config.load(**given), config.origins(**given)
        database = _database(settings)
    except UnusableInput as trouble:
        return [Line("settings", State.PROBLEM, str(trouble), "correct it, and run this again")]
    lines = list(_settings(settings, origins))
    try:
        of_store = _store(settings, database, now)
        store = SqlStore(database) if database is not None and _usable(of_store) else None
        return [
            *lines,
            *of_store,
            *_switch(settings, store, tenant),
            *_seal_key(settings),
            *_log(settings, now),
            *_places(settings),
        ]
    finally:
        if database is not None:
            database.close()


def _settings(settings: config.Settings, origins: dict[str, str]) -> Iterator[Line]:
    for name, origin in origins.items():
        yield Line(f"setting {name}", State.OK, f"{_shown(settings, name)} ({origin})")
    for file in config.files():
        if (mode := _mode(file)) is not None and mode & 0o022:
            yield Line(
                f"permissions of {file}",
                State.PROBLEM,
                f"others may write it ({mode:04o}): they decide which verdicts are served",
                f"chmod go-w {file}",
            )


def _shown(settings: config.Settings, name: str) -> str:
    value = getattr(settings, name)
    match value:
        case SecretStr():
            return "set, not shown"
        case None:
            return "not set"
        case str() if is_postgresql(value):
            # A connection string may hold a password.
            return open_database(value).name
        case _:
            return str(value)


# --- the store ------------------------------------------------------------------------------------

_REMEDIES = {
    "schema": "run `fpcache db upgrade` with the owner's connection string as --store",
    "integrity": "stop what uses it, and `fpcache db restore FILE` a backup into a new store",
    "durable": "set synchronous_commit, fsync and full_page_writes to on in the server",
    "numbers": "restore a backup with `fpcache db restore FILE`",
    "journal": "put backups back with `fpcache db restore` only, or withdraw everything afterwards "
    "(`fpcache invalidate --everything`)",
}


def _database(settings: config.Settings) -> Database | None:
    """The database, unless it is a file that is not there: looking does not make it."""
    if not is_postgresql(settings.store) and not file_of(settings.store).exists():
        return None
    return open_database(settings.store)


def _usable(lines: list[Line]) -> bool:
    return not any(line.about == "store" and line.state is State.PROBLEM for line in lines)


def _store(settings: config.Settings, database: Database | None, now: datetime) -> list[Line]:
    if database is None:
        file = file_of(settings.store)
        return [
            _writable("store", file, f"{file} is not there yet; the first use makes it"),
            Line("clock", State.OK, f"{now:{_TO_THE_SECOND}} UTC"),
        ]
    try:
        with explained(database), database.reading() as connection:
            version = database.version(connection)
            clock = _clock(database, connection, now)
        checked = checks(database)
    except StoreUnusable as trouble:
        return [Line("store", State.PROBLEM, str(trouble), "until then findings are judged afresh")]
    lines = [Line("store", State.OK, f"{database.name}: {version}"), clock]
    for one in checked:
        bad = State.WARNING if one.name == "journal" else State.PROBLEM
        lines.append(
            Line(f"store {one.name}", State.OK, one.seen)
            if one.good
            else Line(f"store {one.name}", bad, one.seen, _REMEDIES.get(one.name, one.seen))
        )
    lines.append(_role(settings, database))
    return lines


def _role(settings: config.Settings, database: Database) -> Line:
    """Whether this user may write the file; whether this role may serve."""
    if not is_postgresql(settings.store):
        file = file_of(settings.store)
        return _writable("store file", file, f"{file} can be written")
    try:
        with explained(database):
            database.check_role()
    except StoreUnusable as trouble:
        return Line(
            "store role", State.WARNING, str(trouble), "a service refuses to start like that"
        )
    return Line("store role", State.OK, "a plain one, which row-level security holds")


def _clock(database: Database, connection: Connection, now: datetime) -> Line:
    """Against the database's clock, and against what was stored: nothing is from tomorrow."""
    theirs = database.clock(connection)
    newest = connection.execute(select(func.max(entries.c.cached_at))).scalar()
    apart = abs(now - theirs) if theirs is not None else timedelta(0)
    ahead = moment(newest) - now if newest is not None else timedelta(0)
    remedy = "set the clock (a time service such as chrony or systemd-timesyncd)"
    said = f"{now:{_TO_THE_SECOND}} UTC"
    if theirs is not None:
        said += f", {apart.total_seconds():.1f} s from the database's"
    if ahead > _CLOCK_IS_WRONG:
        return Line(
            "clock", State.PROBLEM, f"{said}; the newest verdict is {ahead} ahead of it", remedy
        )
    if apart > _CLOCK_IS_WRONG:
        return Line("clock", State.PROBLEM, said, remedy)
    if apart > _CLOCK_DIFFERS:
        return Line("clock", State.WARNING, said, remedy)
    return Line("clock", State.OK, said)


# --- the switch -----------------------------------------------------------------------------------


def _switch(settings: config.Settings, store: SqlStore | None, tenant: str) -> Iterator[Line]:
    try:
        states = [
            bootstrap.switch_of(settings, store, on_by_default=default).state(tenant)
            for default in (True, False)
        ]
    except UnusableInput as trouble:
        yield Line("switch", State.PROBLEM, str(trouble), "correct or unset it")
        return
    embedded, service = states
    if embedded == service:
        word = "on" if service.on else "off"
        seen = f"{word} for tenant {tenant}, decided by: {service.rule}"
        yield (
            Line("switch", State.OK, seen)
            if service.on
            else Line("switch", State.WARNING, seen, _turned_on(service.rule))
        )
        return
    seen = "on for the command line, off for a service: nothing says otherwise"
    if is_postgresql(settings.store):
        yield Line("switch", State.WARNING, seen, "`fpcache flag set on`, when it is to answer")
    else:
        yield Line("switch", State.OK, seen)


def _turned_on(rule: str) -> str:
    if rule == "off file":
        return "`fpcache on`, when it may answer again"
    if rule.startswith("FORCE"):
        return "unset FORCE_CACHE_CONTROLLER and restart, when it may answer again"
    return "`fpcache flag set on`, when it may answer again"


# --- files and folders ----------------------------------------------------------------------------


def _seal_key(settings: config.Settings) -> Iterator[Line]:
    given = settings.mac_key.get_secret_value() if settings.mac_key is not None else None
    file = bootstrap.sealing_key_file(settings)
    if given is None and not file.exists():
        yield _writable("seal key", file, f"{file} is not there yet; the first use makes it")
        return
    mode = _mode(file) if given is None else None
    if mode is not None and mode & 0o077:
        yield Line(
            "seal key",
            State.PROBLEM,
            f"others can read {file} ({mode:04o}), and so forge verdicts",
            f"chmod 600 {file}; if that may have happened, remove it: all is then judged again",
        )
        return
    try:
        seal_key(given, file.with_name(file.name.removesuffix(".key")))
    except FpcacheError as trouble:
        yield Line("seal key", State.PROBLEM, str(trouble), "verdicts cannot be used without it")
        return
    yield Line("seal key", State.OK, "FPCACHE_MAC_KEY" if given else f"{file}, private")


def _log(settings: config.Settings, now: datetime) -> Iterator[Line]:
    folder = settings.log
    if folder.is_dir():
        files = row_files(folder)
        size = sum(file.stat().st_size for file in files if file.exists())
        seen = f"{len(files)} files of rows, {size / 1e6:.1f} MB, in {folder}"
        much = size > _MANY_BYTES
        yield Line(
            "log backlog",
            State.WARNING if much else State.OK,
            seen,
            "move the older files away, or compact them" if much else "",
        )
        yield _drops(folder, now)
        free = shutil.disk_usage(folder).free
        little = free < _LITTLE_ROOM
        yield Line(
            "log room",
            State.WARNING if little else State.OK,
            f"{free / 1e9:.1f} GB free",
            "make room: rows are dropped when the disk is full" if little else "",
        )
    yield _writable("log", folder, f"{folder} can be written")


def _drops(folder: Path, now: datetime) -> Line:
    found = losses(folder)
    total = sum(loss.rows for loss in found)
    if not total:
        return Line("log drops", State.OK, "0 rows were dropped")
    last = max(datetime.fromisoformat(loss.until) for loss in found)
    why = ", ".join(sorted({loss.reason for loss in found}))
    seen = f"{total} rows were dropped ({why}), the last ones {last:%Y-%m-%d %H:%M} UTC"
    if now - last > _RECENTLY:
        return Line("log drops", State.OK, seen)
    remedy = "see that the disk has room and the folder can be written: figures lack these rows"
    return Line("log drops", State.WARNING, seen, remedy)


def _places(settings: config.Settings) -> Iterator[Line]:
    off = bootstrap.off_file(settings)
    yield _writable("off file", off, f"{off} can be made: `fpcache off` works")
    yield _writable("runs", settings.runs, f"{settings.runs} can be written")


def _writable(about: str, place: Path, seen: str) -> Line:
    """Whether this user can write a file or folder, and the folder it is in or will be in."""
    here = place
    while not os.path.lexists(here) and here != here.parent:
        here = here.parent
    folder = here if here.is_dir() else here.parent
    if here != place and here != folder:
        wrong = f"{here} is no folder"
    elif not os.access(folder, os.W_OK | os.X_OK):
        wrong = f"{folder} cannot be written"
    elif not os.access(here, os.W_OK):
        wrong = f"{here} cannot be written"
    else:
        return Line(about, State.OK, seen)
    return Line(about, State.PROBLEM, wrong, f"let this user write {place}, or name another one")


def _mode(file: Path) -> int | None:
    try:
        return stat.S_IMODE(file.stat().st_mode)
    except OSError:
        return None
