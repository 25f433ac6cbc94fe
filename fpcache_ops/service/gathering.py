"""Answers that leave in one piece: head and body are one packet, and wake the client once."""

import asyncio
from typing import Any

_AT_MOST = 64 * 1024
"""Bytes; what is more goes out at once, so that a transport that is full says so."""


class Gathered(asyncio.Transport):
    """A transport that sends what is written in one turn of the event loop together.

    A server writes the head of an answer and then its body. To hand each of them to the network
    costs as much as answering from the cache does, and wakes the client twice.
    """

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._inner = inner
        self._loop = loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: Any) -> None:
        """Take bytes, for later in this turn."""
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size > _AT_MOST:
            self._send()

    def _send(self) -> None:
        if self._held:
            held, self._held, self._size = self._held, [], 0
            self._inner.write(held[0] if len(held) == 1 else b"".join(held))

    def close(self) -> None:
        """Send what is held, and close behind it."""
        self._send()
        self._inner.close()

    def abort(self) -> None:
        """Close, and throw away what is held."""
        self._held, self._size = [], 0
        self._inner.abort()

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._inner.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the network knows of the connection."""
        return self._inner.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Read nothing more for now."""
        self._inner.pause_reading()

    def resume_reading(self) -> None:
        """Read on."""
        self._inner.resume_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Whom it tells of what comes."""
        self._inner.set_protocol(protocol)
