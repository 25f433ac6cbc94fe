"""Reading the segments of a log back, whatever a crash or a stranger left in its folder."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from fpcache_ops.core.logged import Row
from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.places import LocalPlace, Place
from fpcache_ops.lookuplog.row import Loss

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Reading:
    """The rows of segments, file by file in the order they were written, each file once.

    ``skipped`` counts the lines passed over so far in the current iteration: torn by a crash, or
    not rows of this schema. Blank lines are nothing at all.
    """

    def __init__(self, path: Path | str) -> None:
        self.files = row_files(path)
        self.skipped = 0

    def __iter__(self) -> Iterator[Row]:
        self.skipped = 0
        decode = msgspec.json.Decoder(Row).decode
        for path in self.files:
            with path.open("rb") as lines:
                for line in lines:
                    try:
                        yield decode(line)
                    except _UNREADABLE:
                        self.skipped += bool(line.strip())


def read(path: Path | str) -> Reading:
    """The rows of the segments in a folder that processes log into, or of one file.

    What compaction made of segments is not among them: :func:`fpcache_ops.analysis.open_log` reads
    a log as a whole.
    """
    return Reading(path)


def row_files(path: Path | str) -> list[Path]:
    """The segments of a log: the ``*.jsonl`` of a folder without its records of losses.

    Raises:
        UnusableInput: there is neither a folder nor a file of this name.
    """
    path = Path(path)
    if not path.exists():
        raise UnusableInput(f"there is no lookup log at {str(path)!r}: no such folder or file")
    return list(map(Path, LocalPlace(path).segments()))


def is_row(line: bytes) -> bool:
    """Whether a line is a row."""
    try:
        msgspec.json.decode(line, type=Row)
    except _UNREADABLE:
        return False
    return True


def losses(path: Path | str) -> list[Loss]:
    """What the writers of this folder recorded as dropped; a single file records none."""
    return losses_of(LocalPlace(Path(path)))


def losses_of(place: Place) -> list[Loss]:
    """What the writers of a log recorded as dropped."""
    decode = msgspec.json.Decoder(Loss).decode
    found = []
    for file in place.losses():
        for line in b"".join(place.content(file)).splitlines():
            try:
                found.append(decode(line))
            except _UNREADABLE:
                continue
    return found
