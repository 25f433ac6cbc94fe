"""Writing the lookup log: requests hand rows over and go on, one thread per process writes them."""

import atexit
import contextlib
import fcntl
import logging
import os
import re
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from fpcache_ops.core.logged import Row
from fpcache_ops.core.ports import Clock
from fpcache_ops.lookuplog.layout import LOSSES, ROWS
from fpcache_ops.lookuplog.row import Loss, Reason, encode, encode_all, weight

DEFAULT_CAPACITY = 64 << 20
DEFAULT_ROTATE_BYTES = 64 << 20
_GATHERING_SECONDS = 0.05
_AT_ONCE = 200

_logger = logging.getLogger(__name__)
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]")


class LookupLog:
    """The lookup log of one process; implements :class:`fpcache_ops.core.ports.EventLog`.

    Rows go to ``lookups-<yyyymmddThh>-<instance>-<n>.jsonl``: the UTC hour in which the file was
    begun, and the first number that was free, so no file ever has two writers. A file is finished
    with its hour, once it holds ``rotate_bytes``, or when compaction has taken it. The folder and
    the first file are made when the first row arrives.

    :meth:`write` only hands over, and who has handed over changes nothing any more: the thread
    encodes many rows at once, which costs less than as many alone. Rows are dropped when about
    ``capacity`` bytes of them wait already, when they cannot be written (the disk is full, the
    folder is gone), when they are not rows, and once the log is closed. ``dropped`` counts them; as
    soon as writing works again the loss is recorded as a line of
    ``dropped-<yyyymmddThh>-<instance>-<n>.jsonl``, except for rows that came after :meth:`close`.

    A killed process loses the rows that it had not handed to the operating system yet, and leaves
    one torn line at most, the last of its file. :meth:`flush` and :meth:`close` return when all
    rows accepted before are on the disk or counted as dropped; an ordinary exit of the interpreter
    closes the log.

    After ``os.fork`` the parent keeps its rows and its files, and the child has an empty log with
    files of its own. A child that leaves through ``os._exit``, as those of ``multiprocessing`` do,
    calls :meth:`flush` itself.
    """

    def __init__(
        self,
        directory: Path | str,
        instance: str,
        *,
        clock: Clock,
        capacity: int = DEFAULT_CAPACITY,
        rotate_bytes: int = DEFAULT_ROTATE_BYTES,
    ) -> None:
        self._directory = Path(directory).absolute()
        self._instance = instance
        self._clock = clock
        self._capacity, self._half = capacity, capacity // 2
        self._rotate_bytes = rotate_bytes
        self._closed = False
        self._begin()
        _logs.add(self)

    def _begin(self) -> None:
        """Begin with nothing: when made, and again in the child of a fork, which has no use for
        copies of its parent's lock, thread and rows.
        """
        # A request takes the lock itself: the condition would take it in Python.
        self._lock = threading.RLock()
        self._state = threading.Condition(self._lock)
        # Guarded by the condition:
        self._thread: threading.Thread | None = None
        self._waiting: list[Row] = []
        self._held_bytes = 0
        self._dropped = 0
        self._unrecorded: dict[Reason, Loss] = {}
        self._flushes_asked = 0
        self._flushes_done = 0
        # The writer thread's own:
        self._rows = _Files(self._directory, ROWS, self._instance, self._rotate_bytes)
        self._losses = _Files(self._directory, LOSSES, self._instance, self._rotate_bytes)
        self._in_trouble = False

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._directory

    @property
    def dropped(self) -> int:
        """How many rows this process has dropped."""
        with self._state:
            return self._dropped

    def write(self, rows: Sequence[Row]) -> None:
        """Take the rows, or count them as dropped; never wait and never raise."""
        heavy = weight(rows)
        with self._lock:
            if self._closed or not (self._thread or self._has_begun()):
                self._dropped += len(rows)
                return
            woken = bool(self._waiting)
            if self._held_bytes + heavy > self._capacity:
                rows, heavy = self._that_fit(rows)
            self._waiting.extend(rows)
            self._held_bytes += heavy
            if not woken or self._held_bytes > self._half:
                self._state.notify_all()

    def flush(self) -> None:
        """Wait until every row accepted so far is on the disk, or counted as dropped."""
        with self._state:
            if self._thread is None:
                return
            self._flushes_asked += 1
            mine = self._flushes_asked
            self._state.notify_all()
            self._state.wait_for(lambda: self._flushes_done >= mine or self._thread is None)

    def close(self) -> None:
        """Flush and stop; rows that come later are dropped. Closing twice is closing once."""
        with self._state:
            self._closed = True
            thread = self._thread
            self._state.notify_all()
        if thread is not None:
            thread.join()
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- under the condition -------------------------------------------------------------

    def _has_begun(self) -> bool:
        thread = threading.Thread(target=self._run, name="lookup-log", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no more threads, or the interpreter is on its way out
            return False
        self._thread = thread
        atexit.register(self.close)
        return True

    def _that_fit(self, rows: Sequence[Row]) -> tuple[Sequence[Row], int]:
        """The first rows, as many as there is room for, and what they weigh."""
        room, held, taken = self._capacity - self._held_bytes, 0, 0
        for row in rows:
            heavy = weight([row])
            if held + heavy > room:
                break
            held, taken = held + heavy, taken + 1
        self._lose(len(rows) - taken, "full")
        return rows[:taken], held

    def _lose(self, rows: int, reason: Reason) -> None:
        """Count rows as dropped, and keep the loss until it can be recorded."""
        if rows:
            self._dropped += rows
            now = self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            self._keep(
                Loss(since=now, until=now, reason=reason, rows=rows, instance=self._instance)
            )

    def _keep(self, loss: Loss) -> None:
        other = self._unrecorded.get(loss.reason)
        if other is not None:
            loss = msgspec.structs.replace(
                loss,
                since=min(loss.since, other.since),
                until=max(loss.until, other.until),
                rows=loss.rows + other.rows,
            )
        self._unrecorded[loss.reason] = loss

    # --- the writer thread ---------------------------------------------------------------

    def _run(self) -> None:
        while self._turn():
            pass

    def _turn(self) -> bool:
        """Write what waits; whether there will be more to write."""
        with self._state:
            self._state.wait_for(lambda: self._waiting or self._is_wanted())
            # Not a wake-up for every request: more rows come meanwhile.
            self._state.wait_for(self._is_wanted, _GATHERING_SECONDS)
            rows, self._waiting = self._waiting, []
            held = self._held_bytes
            flushes, last = self._flushes_asked, self._closed
            durable = last or flushes > self._flushes_done

        lines, malformed = self._encoded(rows)
        result = self._written(self._rows, lines, durable=durable)
        if lines or result.trouble is not None:  # a flush of nothing proves nothing
            self._tell(result.trouble)
        with self._state:
            self._lose(malformed, "malformed")
            self._lose(result.lost, "unwritable")
        if result.trouble is None:
            self._record_losses()

        with self._state:
            self._held_bytes -= held
            self._flushes_done = flushes
            if last:
                self._rows.close()
                self._losses.close()
                self._thread = None
            self._state.notify_all()
        return not last

    def _is_wanted(self) -> bool:
        """Whether somebody waits for the rows, or many of them wait."""
        return (
            self._closed
            or self._flushes_asked > self._flushes_done
            or self._held_bytes > self._half
        )

    def _record_losses(self) -> None:
        with self._state:
            losses = list(self._unrecorded.values())
            self._unrecorded = {}
        if not losses:
            return
        result = self._written(self._losses, b"".join(map(encode, losses)), durable=True)
        with self._state:
            for loss in losses[len(losses) - result.lost :]:  # another time
                self._keep(loss)

    def _encoded(self, rows: Sequence[Row]) -> tuple[bytes, int]:
        """Their lines, and how many are none. Requests need not wait until all are encoded."""
        some = [encode_all(rows[n : n + _AT_ONCE]) for n in range(0, len(rows), _AT_ONCE)]
        return b"".join(lines for lines, _ in some), sum(malformed for _, malformed in some)

    def _written(self, files: "_Files", lines: bytes, *, durable: bool) -> "_Result":
        try:
            result = files.append(lines, self._clock.now()) if lines else _Result()
            return result + files.sync() if durable else result
        except Exception as error:  # noqa: BLE001 - the thread outlives whatever comes
            return _Result(lines.count(b"\n"), error)

    def _tell(self, trouble: Exception | None) -> None:
        """One line when rows begin to be lost, and one when they are written again."""
        if trouble is not None and not self._in_trouble:
            _logger.warning("the lookup log cannot be written, rows are dropped: %s", trouble)
        elif trouble is None and self._in_trouble:
            _logger.warning("the lookup log is written again; %d rows were dropped", self.dropped)
        self._in_trouble = trouble is not None


@dataclass(frozen=True, slots=True)
class _Result:
    """How many lines are lost, and why. Lines that could not be synced are not known to be on the
    disk: lost too.
    """

    lost: int = 0
    trouble: Exception | None = None

    def __add__(self, later: "_Result") -> "_Result":
        return _Result(self.lost + later.lost, self.trouble or later.trouble)


class _Files:
    """The files of one kind that one process writes, one after another; whole lines only."""

    def __init__(self, directory: Path, kind: str, instance: str, rotate_bytes: int) -> None:
        self._directory = directory
        self._kind = kind
        self._instance = _NOT_IN_A_NAME.sub("_", instance)[:64] or "unnamed"
        self._rotate_bytes = rotate_bytes
        self._file: int | None = None
        self._path = directory
        self._hour = ""
        self._size = 0
        self._not_synced = 0

    def append(self, lines: bytes, now: datetime) -> _Result:
        """Write whole lines to the file of this hour; after trouble the next begin another."""
        hour = f"{now:%Y%m%dT%H}"
        before = _Result() if self._may_go_on(hour) else self._finish()
        done = 0
        try:
            file = self._create(hour) if self._file is None else self._file
            while done < len(lines):
                done += os.write(file, lines[done:] if done else lines)
        except OSError as trouble:
            whole = lines.rfind(b"\n", 0, done) + 1
            kept = lines.count(b"\n", 0, whole)
            self._size += whole
            self._not_synced += kept
            self._cut()
            return before + _Result(lines.count(b"\n", whole), trouble) + self._finish()
        self._size += len(lines)
        self._not_synced += lines.count(b"\n")
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)
        return before

    def sync(self) -> _Result:
        """Force to the disk what was written; a file for which that fails is given up."""
        if self._file is None:
            return _Result()
        pending, self._not_synced = self._not_synced, 0
        try:
            os.fsync(self._file)
        except OSError as trouble:
            self.close()
            return _Result(pending, trouble)
        return _Result()

    def close(self) -> None:
        """Let go of the file as it is."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def _finish(self) -> _Result:
        result = self.sync()
        self.close()
        return result

    def _may_go_on(self, hour: str) -> bool:
        over = hour != self._hour or self._size >= self._rotate_bytes
        return self._file is not None and not over and _claimed(self._file)

    def _create(self, hour: str) -> int:
        self._directory.mkdir(parents=True, exist_ok=True)
        self._path, self._file = self._first_free(hour)
        self._hour, self._size = hour, 0
        with contextlib.suppress(OSError):  # not every file system has it for folders
            folder = os.open(self._directory, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return self._file

    def _first_free(self, hour: str) -> tuple[Path, int]:
        number = 1
        while True:
            path = self._directory / f"{self._kind}-{hour}-{self._instance}-{number:04}.jsonl"
            number += 1
            with contextlib.suppress(FileExistsError):
                file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o640)
                if _claimed(file):
                    return path, file
                os.close(file)

    def _cut(self) -> None:
        """Take a torn last line away, and a file that was begun in vain."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._size)
                if self._size == 0:
                    self._path.unlink()


def _claimed(file: int) -> bool:
    """Lock a file while something is written to it; false if compaction has it, or it is deleted.

    Where files cannot be locked compaction cannot lock them either, and leaves them alone.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return os.fstat(file).st_nlink > 0


_logs: "weakref.WeakSet[LookupLog]" = weakref.WeakSet()


def _in_child() -> None:
    for log in _logs:
        log._rows.close()
        log._losses.close()
        log._begin()


os.register_at_fork(after_in_child=_in_child)
