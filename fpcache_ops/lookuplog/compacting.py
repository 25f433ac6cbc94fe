"""Compaction: segments that processes have finished become Parquet files, a folder for each day.

Whatever moment it is stopped at, every row is to be read once before, meanwhile and afterwards, and
the next compaction goes on:

1. A segment is locked, so that no writer appends to it any more: a writer that finds its file
   locked begins another one.
2. Its rows go, together with those of other segments, into one file for each day. That file names
   the segments that it was made of, and is put into its place by a rename (or, on S3, by the one
   request that completes it).
3. When all days of a segment are in their places, the segment is deleted.
"""

import fcntl
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

import duckdb
import msgspec

from fpcache_ops.core.logged import SCHEMA
from fpcache_ops.errors import FpcacheError, Refused, UnusableInput
from fpcache_ops.lookuplog.layout import (
    DAY_SUFFIX,
    ROWS,
    Footer,
    Source,
    day_folder,
    hour_of,
    is_over,
)
from fpcache_ops.lookuplog.opening import connected, load, text
from fpcache_ops.lookuplog.places import LocalPlace, Place, digest_of, name_in
from fpcache_ops.lookuplog.reader import is_row

_BATCH_BYTES: Final = 256 << 20
_BATCH_FILES: Final = 200
_WORK: Final = ".compacting"

Stage = Callable[[str], None]
"""Is told what was just done; a proof kills the process there."""


@dataclass(slots=True)
class Compacted:
    """What a compaction did. Of ``segments`` in the folder, ``taken`` are Parquet now.

    ``left`` says of how many others why they were left as they are.
    """

    segments: int = 0
    taken: int = 0
    rows: int = 0
    torn: int = 0
    files: int = 0
    bytes_before: int = 0
    bytes_after: int = 0
    left: dict[str, int] = field(default_factory=dict)

    def leave(self, why: str) -> None:
        """Count a segment that stays as it is."""
        self.left[why] = self.left.get(why, 0) + 1


IN_USE = "of the present hour"
BUSY = "being written"
FOREIGN = "with lines that are no rows"
NOTHING_WHOLE = "without a whole row"
UNNAMED = "not named like a segment"


def compact(
    folder: Path,
    to: Place | None = None,
    *,
    now: datetime,
    present: bool = False,
    keep: bool = False,
    stage: Stage = lambda done: None,
) -> Compacted:
    """Make Parquet of the segments in a folder.

    Args:
        folder: where processes log.
        to: where the Parquet files go; default: into the same folder.
        now: segments of this hour are left alone: their writers go on with them.
        present: take those too; their writers begin others.
        keep: do not delete the segments. They are not made again.
        stage: is told what was just done.

    Raises:
        UnusableInput: there is no such folder, or it cannot be written.
        Refused: another compaction is at work in it.
    """
    if not folder.is_dir():
        raise UnusableInput(f"there is no lookup log at {str(folder)!r}: no such folder")
    here = LocalPlace(folder)
    there = to or here
    done = Compacted()
    with compaction_alone(folder) as work:
        names = here.segments()
        done.segments = len(names)
        for batch in _batches(names, here, done, now=now, present=present):
            with ExitStack() as held:
                ours = [one for one in batch if _locked(one, held, done)]
                if ours:
                    _make(ours, here, there, work, done, stage, keep=keep)
        if there is not here:
            _send_losses(here, there, now)
    return done


@contextmanager
def compaction_alone(folder: Path) -> Iterator[Path]:
    """No other compaction of this folder meanwhile; gives an empty folder to work in.

    Raises:
        UnusableInput: the folder cannot be written.
        Refused: another compaction is at work in it.
    """
    work = folder / _WORK
    try:
        work.mkdir(exist_ok=True)
        lock = os.open(work / "lock", os.O_RDWR | os.O_CREAT, 0o640)
    except OSError as error:
        raise UnusableInput(f"{folder} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(f"another compaction is at work in {folder}: let it finish") from error
        for left in work.iterdir():
            if left.name != "lock":
                left.unlink()
        yield work
    finally:
        os.close(lock)


def _batches(
    names: Sequence[str], here: LocalPlace, done: Compacted, *, now: datetime, present: bool
) -> Iterator[list[str]]:
    """Segments that may be taken, some at a time: neither memory nor open files run out."""
    batch: list[str] = []
    size = 0
    for one in names:
        name = name_in(one)
        if not name.startswith(f"{ROWS}-") or hour_of(name) is None:
            done.leave(UNNAMED)
            continue
        if not (present or is_over(name, now)):
            done.leave(IN_USE)
            continue
        bytes_ = here.size(one)
        if batch and (size + bytes_ > _BATCH_BYTES or len(batch) == _BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += bytes_
    if batch:
        yield batch


def _locked(segment: str, held: ExitStack, done: Compacted) -> bool:
    """Keep writers away until ``held`` is left."""
    try:
        descriptor = os.open(segment, os.O_RDWR)
    except FileNotFoundError:
        return False
    held.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        done.leave(BUSY)
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Segment:
    where: str
    source: Source
    rows: dict[str, int]
    """By day."""


def _make(
    names: Sequence[str],
    here: LocalPlace,
    there: Place,
    work: Path,
    done: Compacted,
    stage: Stage,
    *,
    keep: bool,
) -> None:
    with connected() as connection:
        connection.execute(text("tables"))
        load(connection, names)
        segments = [one for one in _examined(connection, names, here) if _is_ours(one, here, done)]
        by_day = defaultdict(list)
        for one in segments:
            for day in one.rows:
                by_day[day].append(one)
        missing = _without_made(by_day, there)
        for day, wanted in sorted(missing.items()):
            draft = work / f"{ROWS}{DAY_SUFFIX}"
            _write(connection, draft, day, wanted)
            stage("drafted")
            there.publish(draft, f"{day_folder(date.fromisoformat(day))}/{_name(day, wanted)}")
            stage("published")
            done.files += 1
            done.bytes_after += draft.stat().st_size
            draft.unlink()
        fresh = {one.where for wanted in missing.values() for one in wanted}
    for one in segments:
        if keep and one.where not in fresh and one.rows:
            done.leave("made before")
            continue
        done.taken += 1
        done.rows += sum(one.rows.values())
        done.torn += one.source.torn
        done.bytes_before += here.size(one.where)
        if not keep:
            here.remove([one.where])
            stage("removed")


def _examined(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], here: LocalPlace
) -> Iterator["_Segment"]:
    rows: dict[str, dict[str, int]] = {name: {} for name in names}
    unreadable = dict.fromkeys(names, 0)
    for segment, day, count, others in connection.execute(text("segment_days")).fetchall():
        if count:
            rows[segment][day] = count
        unreadable[segment] += others
    for name in names:
        source = Source(name=name_in(name), sha256=digest_of(here, name), torn=unreadable[name])
        yield _Segment(name, source, rows[name])


def _is_ours(segment: _Segment, here: LocalPlace, done: Compacted) -> bool:
    """Whether nothing is lost with a segment but a line that a crash has torn."""
    if segment.source.torn > 1 or (segment.source.torn and not _is_torn(Path(segment.where))):
        done.leave(FOREIGN)
    elif not segment.rows and here.size(segment.where):
        done.leave(NOTHING_WHOLE)
    else:
        return True
    return False


def _is_torn(segment: Path) -> bool:
    """Whether the last line has no end and is no row."""
    with segment.open("rb") as file:
        last = b""
        for line in file:
            last = line
    return not last.endswith(b"\n") and not is_row(last)


def _without_made(by_day: dict[str, list[_Segment]], there: Place) -> dict[str, list[_Segment]]:
    """The days of segments that are not in their places yet."""
    made = {
        (one.footer.day, source.name, source.sha256)
        for one in there.days(lambda day: day.isoformat() in by_day)
        if one.footer is not None
        for source in one.footer.sources
    }
    missing = {
        day: [one for one in some if (day, one.source.name, one.source.sha256) not in made]
        for day, some in by_day.items()
    }
    return {day: some for day, some in missing.items() if some}


def _write(
    connection: duckdb.DuckDBPyConnection, draft: Path, day: str, segments: Sequence[_Segment]
) -> None:
    footer = Footer(schema=SCHEMA, day=day, sources=[one.source for one in segments])
    written = connection.execute(
        text("day"),
        {
            "day": day,
            "segments": [one.where for one in segments],
            "file": str(draft),
            "footer": msgspec.json.encode(footer).decode(),
        },
    ).fetchall()
    expected = sum(one.rows[day] for one in segments)
    if written != [(expected,)]:
        raise FpcacheError(
            f"{expected} rows of {day} were to be written, {written} were: nothing was deleted, "
            "report this"
        )


def _name(day: str, segments: Sequence[_Segment]) -> str:
    """The same segments make the same name: what was begun before is replaced, not doubled."""
    digest = hashlib.sha256(day.encode())
    for one in segments:
        digest.update(f"\n{one.source.name} {one.source.sha256}".encode())
    return f"{ROWS}-{digest.hexdigest()[:16]}{DAY_SUFFIX}"


def _send_losses(here: LocalPlace, there: Place, now: datetime) -> None:
    """A log that is kept elsewhere says there what its writers dropped."""
    known = set(map(name_in, there.losses()))
    for loss in here.losses():
        if not is_over(name_in(loss), now):
            continue
        name = f"{Path(loss).stem}-{digest_of(here, loss)[:8]}.jsonl"
        if name not in known:
            there.publish(Path(loss), name)
