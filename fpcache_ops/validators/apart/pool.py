"""A few worker processes, each asked by one thread at a time, started again when they end."""

import os
import select
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Self

import msgspec

from fpcache_ops.core.ports import Clock
from fpcache_ops.core.waiting import may_wait
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.validators.apart.messages import FRAME_BYTES, SHELF_BYTES, Answer, Shelf, Task

_CANNOT_READ = "the process that reads code does not start"
_LENGTH = struct.Struct(">I")
_START_SECONDS = 60.0
_SLOW_START_SECONDS = 10.0
_TRIES = 2
_CHUNK = 1024 * 1024
_SPOILT = 4096


class Lost(Exception):
    """There is no answer; the text says why. What was to be read is not read again."""


class _Ended(Exception):
    """The worker is no more."""


class _NotStarted(Exception):
    """There is no worker: that says nothing of what it should have read."""


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """``seconds`` is how long a worker may take for one task."""

    processes: int = 2
    seconds: float = 10.0


class Pool:
    """Workers that are made by ``hands``, a ``module:function`` with no arguments.

    Equal keys go to the same worker, which remembers what it read. A key that ended two workers, or
    kept one for too long, is not asked about again.
    """

    def __init__(self, hands: str, settings: PoolSettings, clock: Clock) -> None:
        self._settings = settings
        self._workers = [_Worker(hands, clock) for _ in range(settings.processes)]
        self._spoilt: Remembered[bytes, str] = Remembered(_SPOILT)

    def ask(self, key: bytes, task: Callable[[Shelf[None]], Task]) -> Answer:
        """What a worker answers. ``task`` is told which file contents the worker has.

        Raises:
            Lost: no worker answers this.
        """
        reason = self._spoilt.get(key)
        if reason is not None:
            raise Lost(reason)
        may_wait()
        worker = self._workers[key[0] % len(self._workers)]
        for _ in range(_TRIES):
            try:
                answer = worker.ask(task, self._settings.seconds)
            except _NotStarted as why:
                raise Lost(str(why)) from why
            except _Ended:
                continue
            except TimeoutError:
                break
            if answer.failed:
                raise Lost(answer.failed)
            return answer
        else:
            reason = "reading the code ended the process that read it"
            raise Lost(self._spoilt.put(key, reason, 1))
        reason = f"reading the code took longer than {self._settings.seconds:g} s"
        raise Lost(self._spoilt.put(key, reason, 1))

    def trouble(self) -> str | None:
        """Why code cannot be read now: a worker does not start. It is tried again."""
        found = (worker.trouble() for worker in self._workers)
        return next((why for why in found if why is not None), None)

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.close()

    def start(self) -> None:
        """Start all workers now, rather than each when it is first asked."""
        for worker in self._workers:
            worker.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    def __init__(self, hands: str, clock: Clock) -> None:
        self._hands = hands
        self._clock = clock
        self._lock = Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._starting_since: float | None = None
        self._failure: str | None = None
        self._shelf: Shelf[None] = Shelf(SHELF_BYTES)

    def ask(self, task: Callable[[Shelf[None]], Task], seconds: float) -> Answer:
        """Raises _Ended, TimeoutError; then the next one is asked of a new process."""
        with self._lock:
            if self._closed:
                raise Lost("nothing is read any more")
            process = self._process or self._started()
            deadline = self._clock.elapsed() + seconds
            try:
                asked = msgspec.msgpack.encode(task(self._shelf))
                self._send(process, _LENGTH.pack(len(asked)), asked, deadline)
                (length,) = _LENGTH.unpack(self._receive(process, _LENGTH.size, deadline))
                if length > FRAME_BYTES:
                    raise _Ended
                said = self._receive(process, length, deadline)
                return msgspec.msgpack.decode(said, type=Answer)
            except BaseException as error:
                # Whatever was under way, the next answer would not be to the next question.
                self._end()
                if isinstance(error, msgspec.DecodeError | OSError) and not isinstance(
                    error, TimeoutError
                ):
                    raise _Ended from error
                raise

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._end()

    def trouble(self) -> str | None:
        """Why it does not start, ``None`` while nothing is known against it."""
        since = self._starting_since
        if since is not None and self._clock.elapsed() - since > _SLOW_START_SECONDS:
            return f"{_CANNOT_READ} (it has been starting for {_SLOW_START_SECONDS:g} s)"
        # Nobody sends requests to what is not ready, so this is who tries again.
        if self._failure is not None:
            self.start(wait=False)
        return self._failure

    def start(self, *, wait: bool = True) -> None:
        """Start it now, rather than when it is first asked; not while others use it."""
        if not self._lock.acquire(blocking=wait):
            return
        try:
            if not self._closed and self._process is None:
                with suppress(_NotStarted):
                    self._started()
        finally:
            self._lock.release()

    def _started(self) -> "subprocess.Popen[bytes]":
        self._starting_since = self._clock.elapsed()
        try:
            process = self._begun()
        except (OSError, _Ended) as error:
            self._failure = f"{_CANNOT_READ} ({_why(error)})"
            raise _NotStarted(self._failure) from error
        finally:
            self._starting_since = None
        self._failure = None
        return process

    def _begun(self) -> "subprocess.Popen[bytes]":
        self._shelf = Shelf(SHELF_BYTES)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fpcache_ops.validators.apart.worker", self._hands],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            # Our keys and connection strings are nothing to it.
            env={name: value for name, value in os.environ.items() if name[:8] != "FPCACHE_"},
            # Ctrl-C is for us; it ends when its standard input does.
            process_group=0,
        )
        self._process = process
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        try:
            self._receive(process, 1, self._clock.elapsed() + _START_SECONDS)
        except (OSError, _Ended):
            self._end()
            raise
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()

    def _send(
        self, process: "subprocess.Popen[bytes]", head: bytes, body: bytes, deadline: float
    ) -> None:
        assert process.stdin is not None
        pipe = process.stdin.fileno()
        # One write for what is small: the worker wakes up once.
        left = memoryview(head + body if len(body) < _CHUNK else head)
        rest = None if len(body) < _CHUNK else memoryview(body)
        while left:
            self._wait(pipe, select.POLLOUT, deadline)
            left = left[os.write(pipe, left[:_CHUNK]) :]
            if not left and rest is not None:
                left, rest = rest, None

    def _receive(self, process: "subprocess.Popen[bytes]", count: int, deadline: float) -> bytes:
        assert process.stdout is not None
        pipe = process.stdout.fileno()
        received = bytearray()
        while len(received) < count:
            self._wait(pipe, select.POLLIN, deadline)
            chunk = os.read(pipe, min(count - len(received), _CHUNK))
            if not chunk:
                raise _Ended
            received += chunk
        return bytes(received)

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        left = deadline - self._clock.elapsed()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError


def _why(error: OSError | _Ended) -> str:
    match error:
        case _Ended():
            return "it ended at once; what it said is on the standard error of this one"
        case TimeoutError():
            return f"it took longer than {_START_SECONDS:g} s"
        case _:
            return str(error)
