"""The service's own log: one JSON object a line, on standard error.

A line says who asked for what and how it went: no source, no key, no body. Bodies are logged only
when that is asked for (``--log-payloads``), and further details at the level ``debug``.

Requests hand their lines over and go on: a reader of the log that stops reading costs lines, which
are counted, and never an answer. Lines are written twenty times a second: to wake their thread for
each of them cost as much as answering from the cache does.
"""

import json
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO, Protocol

import msgspec

_MOST_WAITING = 10_000
_GATHERING_SECONDS = 0.05
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
LEVELS = tuple(_LEVELS)


class Log(Protocol):
    """Takes events with their fields."""

    def debug(self, event: str, **fields: Any) -> None:
        """What helps to find a fault."""

    def info(self, event: str, **fields: Any) -> None:
        """What happened."""

    def warning(self, event: str, **fields: Any) -> None:
        """What somebody should look at."""

    def error(self, event: str, **fields: Any) -> None:
        """What went wrong."""


class Lines:
    """Writes lines in a thread of its own. Closing waits for those that were handed over."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._waiting: deque[bytes] = deque()
        self._state = threading.Condition()
        self._dropped = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="service-log", daemon=True)
        self._thread.start()

    def msg(self, line: bytes) -> None:
        """Take a line, or count it as dropped."""
        with self._state:
            if len(self._waiting) >= _MOST_WAITING:
                self._dropped += 1
                return
            self._waiting.append(line)
            if len(self._waiting) in (1, _MOST_WAITING // 2):
                self._state.notify()

    def close(self, seconds: float = 2.0) -> None:
        """Write what waits; not for longer than that, for perhaps nobody reads."""
        with self._state:
            self._closed = True
            self._state.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._waiting or self._closed)
                self._state.wait_for(self._is_wanted, _GATHERING_SECONDS)
                lines, self._waiting = self._waiting, deque()
                dropped, self._dropped = self._dropped, 0
                closed = self._closed
            if dropped:
                lines.append(line_of({"event": "lines of this log were dropped", "lines": dropped}))
            try:
                self._out.write(b"".join(lines))
                self._out.flush()
            except (OSError, ValueError):
                pass  # nowhere to say so
            if closed and not self._waiting:
                return

    def _is_wanted(self) -> bool:
        return self._closed or len(self._waiting) >= _MOST_WAITING // 2


class _Events:
    """Events from a level on, as lines."""

    def __init__(self, level: str, take: Callable[[bytes], None]) -> None:
        self._least = _LEVELS[level]
        self._take = take

    def debug(self, event: str, **fields: Any) -> None:
        """See :class:`Log`."""
        self._say("debug", event, fields)

    def info(self, event: str, **fields: Any) -> None:
        """See :class:`Log`."""
        self._say("info", event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        """See :class:`Log`."""
        self._say("warning", event, fields)

    def error(self, event: str, **fields: Any) -> None:
        """See :class:`Log`."""
        self._say("error", event, fields)

    def _say(self, level: str, event: str, fields: Mapping[str, Any]) -> None:
        if _LEVELS[level] >= self._least:
            at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
            self._take(line_of({"timestamp": at, "level": level, "event": event, **fields}))


def open_log(level: str, out: BinaryIO | None = None) -> tuple[Log, Callable[[], None]]:
    """A log that takes events from this level on, and what closes it."""
    lines = Lines(out or sys.stderr.buffer)
    return _Events(level, lines.msg), lines.close


class Forwarded(logging.Handler):
    """What libraries complain about, in the service's log; their texts quote no request."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Hand it over."""
        error = record.exc_info[1] if record.exc_info else None
        self._log.warning(
            record.getMessage().strip(),
            logger=record.name,
            error=type(error).__name__ if error is not None else None,
            where=where(error) if error is not None else None,
        )


class Quiet:
    """Takes events and forgets them."""

    def debug(self, event: str, **fields: Any) -> None:
        """See :class:`Log`."""

    info = warning = error = debug


def line_of(fields: Mapping[str, Any]) -> bytes:
    """One line of ASCII: a terminal that shows it obeys nothing that is in it."""
    try:
        encoded = _encode(fields)
    except UnicodeEncodeError:  # half of a surrogate pair
        encoded = b"\xff"
    if not encoded.isascii():
        encoded = json.dumps(fields, default=str, separators=(",", ":")).encode()
    return encoded.replace(b"\x7f", rb"\u007f") + b"\n"


_encode = msgspec.json.Encoder(enc_hook=str).encode


def where(error: BaseException) -> list[str]:
    """The places in our code that an error came through; its text may quote a request."""
    return [
        f"{frame.filename.rpartition('fpcache_ops/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-8:]
    ]
