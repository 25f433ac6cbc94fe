"""Opening a log: its rows as one table of an in-memory DuckDB that can reach nothing else any more.

Segments are loaded; what compaction made is read where it is, column by column, when it is asked
for. Both are left as they are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import duckdb

from fpcache_ops.core.logged import OUTCOMES, SCHEMA
from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.layout import DayFile
from fpcache_ops.lookuplog.places import Place, digest_of, name_in

# Nothing is fetched and nothing is written, not even what does not fit into memory.
CONFIG: Mapping[str, Any] = {
    "allow_community_extensions": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_persistent_secrets": False,
    "temp_directory": "",
}
_ATTEMPTS: Final = 5
_SPILL_AT: Final = "300MB"


@dataclass(frozen=True, slots=True)
class Opened:
    """The view ``loaded.rows`` is there; ``skipped`` lines are not in it.

    ``close`` releases everything.
    """

    connection: duckdb.DuckDBPyConnection
    files: int
    skipped: int
    close: Callable[[], None]


def opened(
    place: Place,
    *,
    tenant: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    spill: Path | None = None,
) -> Opened:
    """The rows of a log; ``since`` and ``until`` are UTC without a zone.

    What does not fit into memory goes to the folder ``spill``; without one it is an error.

    Raises:
        UnusableInput: it cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        # Segments first: what is published meanwhile is found among the days.
        segments = place.segments()
        days = place.days(_between(since, until))
        closing = ExitStack()
        try:
            connection = closing.enter_context(connected())
            if spill is not None:
                connection.execute("SET temp_directory = $folder", {"folder": str(spill)})
                connection.execute("SET memory_limit = $limit", {"limit": _SPILL_AT})
            called = closing.enter_context(place.scannable(connection))
            made = _made(place, segments, days)
            connection.execute(text("tables"))
            load(
                connection,
                [called(one) for one in segments],
                made=[(called(segment), day) for segment, day in made],
                tenant=tenant,
                since=since,
                until=until,
            )
            _see(connection, [called(one.where) for one in days], tenant, since, until)
            connection.execute(text("rows"))
            return Opened(
                connection,
                len(segments) + len(days),
                _unreadable(connection) + _torn(days, segments),
                closing.pop_all().close,
            )
        except (FileNotFoundError, duckdb.Error) as error:
            gone = place.segments() != segments
            if not gone or attempt == _ATTEMPTS - 1:
                reason = str(error).splitlines()[0]
                raise UnusableInput(
                    f"{place.name!r} cannot be read as a lookup log: {reason}"
                ) from error
            # A compaction was faster: what it took away is in its days.
        finally:
            closing.close()
    raise AssertionError("the last attempt returns or raises")


def connected() -> duckdb.DuckDBPyConnection:
    """A database in memory, set up by ``CONFIG``, that shows nothing of its own accord."""
    connection = duckdb.connect(config=dict(CONFIG))
    # A bar after two seconds, over whatever a terminal shows; where Jupyter cannot draw one, there
    # is no such setting.
    with suppress(duckdb.Error):
        connection.execute("SET enable_progress_bar = false")
    return connection


def load(
    connection: duckdb.DuckDBPyConnection,
    segments: Sequence[str],
    *,
    made: Sequence[tuple[str, str]] = (),
    tenant: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Add the rows of segments to ``loaded.segment_rows``, without the days that are ``made``."""
    if not segments:
        return
    connection.execute(
        text("segments"),
        {
            "files": list(segments),
            "schema": SCHEMA,
            "outcomes": list(OUTCOMES),
            # Never empty: a list of nothing has no type.
            "made": ["", *(f"{day} {segment}" for segment, day in made)],
            "tenant": tenant,
            "since": since,
            "until": until,
        },
    )


def _see(
    connection: duckdb.DuckDBPyConnection,
    days: Sequence[str],
    tenant: str | None,
    since: datetime | None,
    until: datetime | None,
) -> None:
    if not days:
        connection.execute(text("no_days"))
        return
    asked = {"days": list(days), "tenant": tenant, "since": since, "until": until}
    for name, value in asked.items():
        connection.execute(f"SET VARIABLE {name} = $value", {"value": value})
    connection.execute("SET allowed_paths = $days", {"days": list(days)})
    connection.execute(text("days"))


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on the connection reads the days of its log and no other file, and writes none."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _made(
    place: Place, segments: Sequence[str], days: Sequence[DayFile]
) -> Iterator[tuple[str, str]]:
    """The days of segments that Parquet files hold: both are there while a compaction is at it."""
    sources: dict[str, list[tuple[str, str]]] = {}
    for one in days:
        if one.footer is not None:
            for source in one.footer.sources:
                sources.setdefault(source.name, []).append((source.sha256, one.footer.day))
    for segment in segments:
        known = sources.get(name_in(segment))
        if known is None:
            continue
        # A name may be given again once its file is gone; the content tells them apart.
        digest = digest_of(place, segment)
        yield from ((segment, day) for sha256, day in known if sha256 == digest)


def _torn(days: Sequence[DayFile], segments: Sequence[str]) -> int:
    """The lines that compaction left behind; those of a segment still here were counted in it."""
    here = set(map(name_in, segments))
    torn = {
        (source.name, source.sha256): source.torn
        for one in days
        if one.footer is not None
        for source in one.footer.sources
        if source.name not in here
    }
    return sum(torn.values())


def _unreadable(connection: duckdb.DuckDBPyConnection) -> int:
    query = "SELECT count(*) FROM loaded.segment_rows WHERE NOT readable"
    ((count,),) = connection.execute(query).fetchall()
    return int(count)


def _between(since: datetime | None, until: datetime | None) -> Callable[[date], bool]:
    first = since.date() if since else date.min
    last = until.date() if until else date.max
    return lambda day: first <= day <= last


@cache
def text(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
