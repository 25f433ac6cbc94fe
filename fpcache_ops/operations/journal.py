"""The step journal: what a run did, append-only, outside the notebook, each line bound to the last.

A line is a JSON object. Its ``previous`` is the digest of the line before it and its ``sha256``,
always the last field, the SHA-256 of its own bytes up to there. So a changed byte is found in its
line, and a line cannot be taken out, put in or moved. Who could write to the file could still write
all of it anew: the digest of the last line, the *head*, is therefore also in the conclusion, in the
report and on the terminal.

Every line is on the disk (fsync) before :meth:`Journal.append` returns. One process writes at a
time (the runner, the kernel, the runner again); a lock on the file holds them to it.
"""

import fcntl
import hashlib
import json
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from fpcache_ops.errors import FpcacheError

START = "0" * 64
"""``previous`` of the first line."""

_SEAL = re.compile(rb',"sha256":"([0-9a-f]{64})"\}')
_SEAL_LENGTH = len(',"sha256":""}') + 64
_TAIL = 1 << 16

Record = dict[str, Any]


class Tampered(FpcacheError):
    """The journal is not as it was written. ``line`` is 1-based; bytes ``first`` to ``last``."""

    def __init__(self, path: Path, line: int, first: int, last: int, why: str) -> None:
        super().__init__(f"{path}: line {line} (bytes {first} to {last}) {why}")
        self.line = line
        self.first = first
        self.last = last


@dataclass(frozen=True, slots=True)
class Verified:
    """An intact journal: its records, and the digest of its last line."""

    records: list[Record]
    head: str


class Journal:
    """A journal that is being written; ``redact`` is what every value goes through first."""

    def __init__(self, path: Path, redact: Callable[[Any], Any] = lambda value: value) -> None:
        self._path = path
        self._redact = redact

    def append(self, event: str, **fields: object) -> Record:
        """Add a line; it is on the disk when this returns."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            number, previous, torn = _end(descriptor)
            record: Record = {
                "n": number + 1,
                "at": datetime.now(UTC).isoformat(timespec="microseconds"),
                "event": event,
                **{name: self._redact(plain(value)) for name, value in fields.items()},
                # The writer of an unfinished line died before it was told that the line is kept.
                **({"torn_bytes_dropped": torn} if torn else {}),
                "previous": previous,
            }
            body = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            # Half a surrogate pair, from a path that is not UTF-8, cannot be written as it is.
            raw = body.encode("utf-8", "backslashreplace")[:-1]
            digest = hashlib.sha256(raw).hexdigest()
            line = raw + b',"sha256":"' + digest.encode() + b'"}\n'
            while line:
                line = line[os.write(descriptor, line) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        record["sha256"] = digest
        return record


def read(path: Path, offset: int = 0) -> tuple[list[Record], int]:
    """The whole lines from ``offset`` on, unverified, and where the next one starts."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            raw = file.read()
    except FileNotFoundError:
        return [], offset
    whole = raw[: raw.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()], offset + len(whole)


def verify(path: Path, head: str | None = None, *, torn_end: bool = False) -> Verified:
    """Read a journal and check every byte of it.

    Args:
        path: the journal.
        head: the digest of its last line, from the conclusion; without it, lines missing at the
            end are not noticed.
        torn_end: leave an unfinished last line out, as :meth:`Journal.append` will: a full disk or
            a lost machine broke it off, and its writer was never told that the line is kept.

    Raises:
        Tampered: naming the first line that is not as it was written.
    """
    records: list[Record] = []
    previous = START
    number = first = last = 0
    for number, first, line in _lines(path.read_bytes()):
        last = first + len(line) - 1
        if torn_end and records and not line.endswith(b"\n"):
            break
        seal = _SEAL.fullmatch(line[-_SEAL_LENGTH - 1 : -1]) if line.endswith(b"\n") else None
        if seal is None:
            raise Tampered(path, number, first, last, "is incomplete: it does not end in a digest")
        digest = hashlib.sha256(line[: -_SEAL_LENGTH - 1]).hexdigest()
        if digest != seal[1].decode():
            raise Tampered(path, number, first, last, "was changed: its digest does not fit")
        try:
            record = json.loads(line)
            follows = record["n"] == number and record["previous"] == previous
        except (ValueError, KeyError, TypeError):
            raise Tampered(path, number, first, last, "is no record of a journal") from None
        if not follows:
            raise Tampered(path, number, first, last, f"does not follow line {number - 1}")
        records.append(record)
        previous = digest
    if not records:
        raise Tampered(path, 1, 0, 0, "is missing: the journal is empty")
    if head is not None and previous != head:
        raise Tampered(path, number, first, last, "is not the last line of the run")
    return Verified(records, previous)


def plain(value: object) -> Any:
    """A value as JSON can hold it; a number that is none becomes its name."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case msgspec.Struct():
            return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        case datetime():
            return value.isoformat()
        case _:
            # numpy's and pandas' own numbers
            item = getattr(value, "item", None)
            return plain(item()) if callable(item) else str(value)


def _lines(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each line with its number and the offset of its first byte; only LF ends a line."""
    number = first = 0
    while first < len(raw):
        end = raw.find(b"\n", first) + 1 or len(raw)
        number += 1
        yield number, first, raw[first:end]
        first = end


def _end(descriptor: int) -> tuple[int, str, int]:
    """The number and digest of the last whole line; an unfinished one after it is cut off."""
    size = os.fstat(descriptor).st_size
    start, tail = size, b""
    while start > 0 and tail.count(b"\n") < 2:
        step = min(_TAIL, start)
        start -= step
        tail = os.pread(descriptor, step, start) + tail
    whole = tail[: tail.rfind(b"\n") + 1]
    torn = len(tail) - len(whole)
    if torn:
        os.ftruncate(descriptor, size - torn)
    if not whole:
        return 0, START, torn
    record = json.loads(whole[:-1].rpartition(b"\n")[2])
    return record["n"], record["sha256"], torn
