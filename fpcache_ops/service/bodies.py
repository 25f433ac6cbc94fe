"""Reading bodies: never more than is allowed, never for longer than is decent."""

import asyncio
import zlib
from collections import deque

from starlette.requests import Request

from fpcache_ops.service.problems import Problem, invalid, unavailable

BODY_LIMIT = 64 * 1024 * 1024
"""Bytes of a body, also after it was unpacked."""

RATIO_LIMIT = 200
"""How many times its size a packed body may unpack to; source code packs 3 to 20 times."""

_SMALL = 1024 * 1024
"""What any ratio may unpack to, and what takes no room."""

_ROOM_SECONDS = 20.0

_JSON = frozenset(
    {
        "",
        "application/json",
        # What curl says when it is told nothing.
        "application/x-www-form-urlencoded",
    }
)


class Room:
    """How many bytes of large bodies may be in memory at once; first come, first served."""

    def __init__(self, size: int) -> None:
        self._free = size
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    async def take(self, size: int) -> int:
        """Wait until there is room for so many bytes; how much was taken.

        Raises:
            Problem: there was none for too long.
        """
        if self._free >= size and not self._waiting:
            self._free -= size
            return size
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((size, turn))
        try:
            async with asyncio.timeout(_ROOM_SECONDS):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.leave(size)
            turn.cancel()
            if isinstance(error, TimeoutError):
                raise unavailable("too many large requests at once: try again") from None
            raise
        return size

    def leave(self, size: int) -> None:
        """Give it back."""
        self._free += size
        while self._waiting and (self._waiting[0][1].done() or self._free >= self._waiting[0][0]):
            wanted, turn = self._waiting.popleft()
            if not turn.done():
                self._free -= wanted
                turn.set_result(None)


async def read_body(
    request: Request, room: Room, *, idle_seconds: float, seconds: float
) -> tuple[bytes, int]:
    """The body of a request, and the room it takes, to be given back.

    Raises:
        Problem: it is too large (said before it is read, where that is declared), too slow, packed
            in a way that is not taken, or of another kind than JSON.
    """
    headers = request.headers
    kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind not in _JSON and not (kind.startswith("application/") and kind.endswith("+json")):
        raise _unsupported(f"send application/json, not {kind!r}")
    packing = headers.get("content-encoding", "").strip().casefold()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise _unsupported(f"send the body plain or gzip, not {packing!r}")
    is_packed = packing in ("gzip", "x-gzip")
    declared = _declared(headers.get("content-length"))
    if declared is not None and declared > BODY_LIMIT:
        raise too_large()
    reading = _Reading(room, declared, is_packed)
    try:
        body = await reading.read(request, idle_seconds, seconds)
        if is_packed:
            body = await asyncio.to_thread(unpacked, body) if len(body) > 65536 else unpacked(body)
    except BaseException:
        room.leave(reading.room_taken)
        raise
    return body, reading.room_taken


class _Reading:
    def __init__(self, room: Room, declared: int | None, is_packed: bool) -> None:
        self._room = room
        self._most = BODY_LIMIT if declared is None else declared
        if is_packed:
            self._most = min(BODY_LIMIT, RATIO_LIMIT * self._most)
        self._is_declared = declared is not None
        self.room_taken = 0

    async def read(self, request: Request, idle_seconds: float, seconds: float) -> bytes:
        if self._is_declared and self._most > _SMALL:
            self.room_taken = await self._room.take(self._most)
        pieces: list[bytes] = []
        size = 0
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        more = True
        try:
            while more:
                async with asyncio.timeout(min(idle_seconds, end - loop.time())):
                    message = await request.receive()
                if message["type"] == "http.disconnect":
                    # Nobody reads this; it is counted.
                    raise invalid("the body ended too early")
                if piece := message.get("body", b""):
                    pieces.append(piece)
                    size += len(piece)
                if size > BODY_LIMIT:
                    raise too_large()
                if size > _SMALL and not self.room_taken:
                    self.room_taken = await self._room.take(self._most)
                more = message.get("more_body", False)
        except TimeoutError:
            detail = f"the body stopped for {idle_seconds:g} s, or took {seconds:g} s in all"
            raise Problem(408, "Request timeout", detail, {"connection": "close"}) from None
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def unpacked(packed: bytes) -> bytes:
    """What was packed with gzip. Raises Problem."""
    limit = min(BODY_LIMIT, max(RATIO_LIMIT * len(packed), _SMALL))
    reader = zlib.decompressobj(wbits=31)
    try:
        plain = reader.decompress(packed, limit + 1)
    except zlib.error as error:
        raise invalid(f"the body is not gzip: {error}") from error
    if len(plain) > limit:
        raise too_large()
    if not reader.eof or reader.unused_data:
        raise invalid("the body is not one whole gzip member")
    return plain


def too_large() -> Problem:
    """413. The connection is closed: the rest of the body is not read."""
    return Problem(
        413,
        "Content too large",
        f"a body has at most {BODY_LIMIT >> 20} MB, also unpacked",
        {"connection": "close"},
    )


def _declared(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) < 19 else BODY_LIMIT + 1


def _unsupported(detail: str) -> Problem:
    return Problem(415, "Unsupported media type", detail, {"accept-encoding": "gzip, identity"})
