"""The journal: every acknowledged invalidation once more, outside the database.

A database that is put back from a backup has forgotten the invalidations that came after it, and
would serve again what they withdrew. So an invalidation is written here, and is on the disk, after
its commit and before it is acknowledged; a database that lacks one gets it again, with a new
number, before anything is looked up in it (:mod:`fpcache_ops.stores.instep`). After a crash between
the two the invalidation is in force although nobody was told so; whoever comes next notes it.

The file is JSON Lines, append-only; a line counts once its line feed is there. Notes are told apart
by a random token, for a restored database may give a number a second time. Programs on one machine
share the file under a lock; to share it between machines, put it where all of them can reach it.

Cost: one more fsync per invalidation, one ``stat`` per lookup, and comparing the two once per
process and after each change.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from fpcache_ops.core.entry import Invalidation, Selector
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.rows import micros, moment

_TEXTS = ("tenant", "repository", "path", "vulnerability_type", "validator_version")

_DAMAGE = (ValueError, KeyError, TypeError, OverflowError)

Signature = tuple[int, int, int]
"""What changes whenever somebody changes the file."""


@dataclass(frozen=True, slots=True)
class Note:
    """One invalidation as the journal knows it: under its token, with the newest number it had."""

    token: str
    invalidation: Invalidation
    revoked_by: str | None = None

    @property
    def is_revoked(self) -> bool:
        """Whether what it withdrew was restored."""
        return self.invalidation.revoked_at is not None


class Journal:
    """The file. It is made at the first invalidation.

    Every method raises :class:`fpcache_ops.errors.StoreUnusable` when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = str(path)
        self._lock = Lock()
        self._notes: dict[str, Note] = {}
        self._inode = 0
        self._read_to = 0
        self._lines = 0

    def signature(self) -> Signature | None:
        """Changes with the file; ``None`` while there is none."""
        try:
            found = os.stat(self._file)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable("read", error) from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def notes(self) -> Mapping[str, Note]:
        """All notes by their token, in the order in which they were first written."""
        with self._lock:
            try:
                with self.path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_SH)
                    self._read_on(file.fileno())
            except FileNotFoundError:
                self._forget()
            except OSError as error:
                raise self._unusable("read", error) from error
            return MappingProxyType(dict(self._notes))

    def append(self, notes: Iterable[Note]) -> None:
        """Write what is new in the notes; it is on the disk when this returns."""
        with self._lock, self._writable() as descriptor:
            self._read_on(descriptor)
            lines = [line for note in notes for line in self._news(note)]
            if not lines:
                return
            # What a crash left of a line was never acknowledged.
            os.ftruncate(descriptor, self._read_to)
            try:
                _write(descriptor, self._read_to, "".join(lines).encode())
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, self._read_to)
                raise
            self._read_on(descriptor)

    def _news(self, note: Note) -> Iterator[str]:
        known = self._notes.get(note.token)
        if known is None or known.invalidation.seq < note.invalidation.seq:
            yield _line(_as_invalidated(note))
        if note.is_revoked and not (known and known.is_revoked):
            yield _line(_as_revoked(note))

    @contextmanager
    def _writable(self) -> Iterator[int]:
        """The open file, locked against other programs."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not self.path.exists()
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                yield descriptor
            finally:
                os.close(descriptor)
            if is_new:
                _sync_folder(self.path.parent)
        except OSError as error:
            raise self._unusable("written", error) from error

    def _read_on(self, descriptor: int) -> None:
        """Take in the whole lines that came since the last time."""
        found = os.fstat(descriptor)
        if found.st_ino != self._inode or found.st_size < self._read_to:
            self._forget()
            self._inode = found.st_ino
        try:
            self._take_in(_read(descriptor, self._read_to, found.st_size - self._read_to))
        except _DAMAGE:
            # Perhaps another journal was written over this one: once more, from the start.
            self._forget()
            try:
                self._take_in(_read(descriptor, 0, found.st_size))
            except _DAMAGE as error:
                line = self._lines + 1
                self._forget()
                raise StoreUnusable(
                    f"the journal {self.path} is damaged in line {line}: what was withdrawn is not "
                    "certain; move it away, then run `fpcache invalidate --everything`"
                ) from error
            self._inode = found.st_ino

    def _take_in(self, raw: bytes) -> None:
        whole = raw[: raw.rfind(b"\n") + 1]
        for line in whole.split(b"\n")[:-1]:
            self._take(line)
            self._lines += 1
        self._read_to += len(whole)

    def _take(self, line: bytes) -> None:
        said = json.loads(line)
        token = said["token"]
        if said["did"] == "invalidate":
            known = self._notes.get(token)
            done = _invalidation(said)
            if known is not None:
                done = replace(done, revoked_at=known.invalidation.revoked_at)
            self._notes[token] = Note(token, done, known.revoked_by if known else None)
        elif said["did"] == "revoke":
            done = replace(self._notes[token].invalidation, revoked_at=moment(said["at"]))
            self._notes[token] = Note(token, done, str(said["who"]))
        else:
            raise ValueError(said["did"])

    def _forget(self) -> None:
        self._notes, self._inode, self._read_to, self._lines = {}, 0, 0, 0

    def _unusable(self, done: str, error: OSError) -> StoreUnusable:
        return StoreUnusable(
            f"the journal {self.path} cannot be {done} ({error.strerror}): nothing can be "
            "invalidated for certain; make it readable and writable, or make room"
        )


def _line(said: Mapping[str, Any]) -> str:
    return json.dumps(said, separators=(",", ":")) + "\n"


def _as_invalidated(note: Note) -> dict[str, Any]:
    done = note.invalidation
    selector = {name: getattr(done.selector, name) for name in _TEXTS}
    if done.selector.evidence_digest is not None:
        selector["evidence_digest"] = done.selector.evidence_digest.hex()
    return {
        "did": "invalidate",
        "token": note.token,
        "seq": done.seq,
        "at": micros(done.at),
        "who": done.who,
        "why": done.why,
        **{name: value for name, value in selector.items() if value is not None},
    }


def _as_revoked(note: Note) -> dict[str, Any]:
    revoked_at = note.invalidation.revoked_at
    assert revoked_at is not None
    return {
        "did": "revoke",
        "token": note.token,
        "at": micros(revoked_at),
        "who": note.revoked_by or "",
    }


def _invalidation(said: Mapping[str, Any]) -> Invalidation:
    digest = said.get("evidence_digest")
    return Invalidation(
        seq=int(said["seq"]),
        selector=Selector(
            **{name: said.get(name) for name in _TEXTS},
            evidence_digest=bytes.fromhex(digest) if digest is not None else None,
        ),
        who=str(said["who"]),
        at=moment(said["at"]),
        why=str(said["why"]),
    )


def _read(descriptor: int, start: int, size: int) -> bytes:
    raw = b""
    while len(raw) < size:
        more = os.pread(descriptor, size - len(raw), start + len(raw))
        if not more:
            break
        raw += more
    return raw


def _write(descriptor: int, start: int, raw: bytes) -> None:
    while raw:
        written = os.pwrite(descriptor, raw, start)
        raw, start = raw[written:], start + written


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
