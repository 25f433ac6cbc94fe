"""HTTP on the wire, for strangers: headers that come too slowly or never end are not waited for,
nor are clients that do not take their answers.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from fpcache_ops.service.gathering import Gathered

_HEADER_SECONDS = 1.5
"""From the first byte of a request to the end of its headers."""

_SILENT_SECONDS = 10.0
"""Until the first byte of a new connection."""

_TAKING_SECONDS = 60.0
"""Until an answer that a client does not take is taken on, or thrown away with the connection."""

_HEADER_BYTES = 64 * 1024

_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n"
    b"content-length: 0\r\n\r\n"
)


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with limits on time and size of what comes before a body, and on the time
    that an answer waits to be taken.
    """

    _timer: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None
    _in_headers = False
    _header_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """Wait for a first byte, but not for long."""
        super().connection_made(Gathered(transport, self.loop))
        self._timer = self.loop.call_later(_SILENT_SECONDS, self._give_up, b"")

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        self._taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Much of an answer waits for the client to take it."""
        super().pause_writing()
        self._taken()
        # To close would wait for the client again.
        self._taking = self.loop.call_later(_TAKING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It has taken most of it."""
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def data_received(self, data: bytes) -> None:
        """Count what comes before a body."""
        cycle: Any = self.cycle
        if self._in_headers or cycle is None or cycle.response_complete:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._in_headers:
            if self._header_bytes > _HEADER_BYTES:
                self._give_up(_LONG)
            elif self._timer is None:
                # Most headers come whole, and need no clock.
                self._timer = self.loop.call_later(_HEADER_SECONDS, self._give_up, _SLOW)

    def on_message_begin(self) -> None:
        """Headers come now."""
        super().on_message_begin()
        self._in_headers = True
        self._stop_waiting()

    def on_headers_complete(self) -> None:
        """They have come."""
        self._in_headers = False
        self._header_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self, last_words: bytes) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            if last_words:
                self.transport.write(last_words)
            self.transport.close()
