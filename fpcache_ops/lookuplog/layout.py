"""How a log lies in its folder: segments that processes write, days that compaction makes of them.

::

    lookups-<hour>-<instance>-<n>.jsonl    a segment: rows, as one process wrote them
    dropped-<hour>-<instance>-<n>.jsonl    what that process had to drop
    day=YYYY-MM-DD/lookups-<id>.parquet    the rows of one day of some segments

A Parquet file names the segments it was made of, with their digests. So there is no moment at which
a row is to be seen twice, or not at all: while a segment and the file of one of its days are both
there, that day of the segment is not read; and a file is either there as a whole or not there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

import msgspec

LOSSES: Final = "dropped"
ROWS: Final = "lookups"
SEGMENT_SUFFIX: Final = ".jsonl"
DAY_SUFFIX: Final = ".parquet"
FOOTER_KEY: Final = "fpcache.segments"

_HOUR = re.compile(r"[a-z]+-(\d{8}T\d\d)-")
_DAY = re.compile(r"day=(\d{4}-\d\d-\d\d)")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A segment that a Parquet file was made of. ``torn`` lines of it were left behind."""

    name: str
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    torn: int


class Footer(msgspec.Struct, frozen=True, kw_only=True):
    """What a Parquet file of a log says about itself, in its key-value metadata."""

    schema: int
    day: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class DayFile:
    """A Parquet file of a log: ``where`` it can be read, its size, its rows and its footer."""

    where: str
    day: date | None
    rows: int
    size: int
    footer: Footer | None


def footer_of(metadata: Mapping[bytes, bytes] | None) -> Footer | None:
    """The footer among the key-value metadata; none in a file that something else made."""
    text = (metadata or {}).get(FOOTER_KEY.encode())
    if text is None:
        return None
    try:
        return msgspec.json.decode(text, type=Footer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def is_segment(name: str) -> bool:
    """Whether a file holds rows as a process wrote them."""
    return name.endswith(SEGMENT_SUFFIX) and not name.startswith(f"{LOSSES}-")


def is_loss(name: str) -> bool:
    """Whether a file holds what a process had to drop."""
    return name.endswith(SEGMENT_SUFFIX) and name.startswith(f"{LOSSES}-")


def hour_of(name: str) -> datetime | None:
    """The UTC hour in which a segment was begun; none if its name tells none."""
    found = _HOUR.match(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H").replace(tzinfo=UTC)
    except ValueError:
        return None


def is_over(name: str, now: datetime) -> bool:
    """Whether the hour has passed in which a segment was begun: its writer begins another."""
    hour = hour_of(name)
    return hour is None or hour + timedelta(hours=1) <= now


def day_of(folder: str) -> date | None:
    """The day whose rows are in a folder of this name."""
    found = _DAY.fullmatch(folder)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None


def day_folder(day: date) -> str:
    """The folder with the rows of a day."""
    return f"day={day.isoformat()}"
