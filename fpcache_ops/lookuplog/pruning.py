"""Pruning: what is older than it needs to be kept goes, whole days at a time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.compacting import compaction_alone
from fpcache_ops.lookuplog.layout import hour_of
from fpcache_ops.lookuplog.places import LocalPlace, Place, name_in


@dataclass(frozen=True, slots=True)
class Old:
    """What lies before ``day``: ``files`` of all files of a log, ``rows`` of its rows."""

    day: date
    locators: list[str] = field(repr=False)
    files: int
    of_files: int
    rows: int
    of_rows: int
    bytes: int
    of_bytes: int


def older_than(place: Place, age: timedelta, now: datetime) -> Old:
    """What a pruning would delete: of days that ended longer ago, and segments begun in them.

    Raises:
        UnusableInput: the age is none, or there is no log.
    """
    if age < timedelta(0):
        raise UnusableInput("--older-than must not be negative")
    if isinstance(place, LocalPlace) and not place.path.is_dir():
        raise UnusableInput(f"there is no lookup log at {place.name!r}: no such folder")
    first_kept = (now.astimezone(UTC) - age).date()
    found: list[tuple[str, date | None, int, int]] = [
        (one.where, one.day, one.rows, one.size) for one in place.days()
    ]
    for locator in [*place.segments(), *place.losses()]:
        hour = hour_of(name_in(locator))
        lines = sum(piece.count(b"\n") for piece in place.content(locator))
        is_loss = locator in place.losses()
        found.append(
            (locator, hour.date() if hour else None, 0 if is_loss else lines, place.size(locator))
        )
    old = [one for one in found if one[1] is not None and one[1] < first_kept]
    return Old(
        first_kept,
        [one[0] for one in old],
        len(old),
        len(found),
        sum(one[2] for one in old),
        sum(one[2] for one in found),
        sum(one[3] for one in old),
        sum(one[3] for one in found),
    )


def prune(place: Place, old: Old) -> None:
    """Delete what is old. A compaction that is at work in the folder has precedence.

    Raises:
        Refused: a compaction is at work.
    """
    if isinstance(place, LocalPlace):
        with compaction_alone(Path(place.path)):
            place.remove(old.locators)
    else:
        place.remove(old.locators)
