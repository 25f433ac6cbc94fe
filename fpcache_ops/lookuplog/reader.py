"""Reading the lookup log back, whatever a crash or a stranger left in its folder."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.row import Loss, Row

LOSSES = "dropped"
ROWS = "lookups"

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Reading:
    """The rows of a log, file by file in the order they were written, each file once.

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
    """The rows of a log: of a folder that processes log into, or of one file."""
    return Reading(path)


def row_files(path: Path | str) -> list[Path]:
    """The files with the rows of a log: the ``*.jsonl`` of a folder without its records of losses.

    Raises:
        UnusableInput: there is neither a folder nor a file of this name.
    """
    path = Path(path)
    if path.is_dir():
        found = (one for one in path.glob("*.jsonl") if not one.name.startswith(f"{LOSSES}-"))
        return sorted(one for one in found if one.is_file())
    if path.is_file():
        return [path]
    raise UnusableInput(f"there is no lookup log at {str(path)!r}: no such folder or file")


def losses(path: Path | str) -> list[Loss]:
    """What the writers of this folder recorded as dropped; a single file records none."""
    decode = msgspec.json.Decoder(Loss).decode
    found = []
    for file in sorted(Path(path).glob(f"{LOSSES}-*.jsonl")):
        for line in file.read_bytes().splitlines():
            try:
                found.append(decode(line))
            except _UNREADABLE:
                continue
    return found
