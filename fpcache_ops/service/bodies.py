"""Reading bodies: never more than is allowed, never for longer than is decent."""

import zlib

import anyio
from starlette.requests import ClientDisconnect, Request

from fpcache_ops.service.problems import Problem

BODY_LIMIT = 64 * 1024 * 1024
"""Bytes of a body, also after it was unpacked."""

RATIO_LIMIT = 200
"""How many times its size a packed body may unpack to; source code packs 3 to 20 times."""

_SMALL = 1024 * 1024
"""What any ratio may unpack to."""

_JSON = frozenset(
    {
        "",
        "application/json",
        # What curl says when it is told nothing.
        "application/x-www-form-urlencoded",
    }
)


async def read_body(request: Request, *, idle_seconds: float, seconds: float) -> bytes:
    """The body of a request.

    Raises:
        Problem: it is too large (said before it is read, where that is declared), too slow, packed
            in a way that is not taken, or of another kind than JSON.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind not in _JSON and not (kind.startswith("application/") and kind.endswith("+json")):
        raise _unsupported(f"send application/json, not {kind!r}")
    packing = request.headers.get("content-encoding", "identity").strip().casefold()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise _unsupported(f"send the body plain or gzip, not {packing!r}")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and (len(declared) > 18 or int(declared) > BODY_LIMIT):
        raise too_large()
    body = await _received(request, idle_seconds, seconds)
    if packing in ("identity", ""):
        return body
    if len(body) < _SMALL:
        return unpacked(body)
    return await anyio.to_thread.run_sync(unpacked, body)


async def _received(request: Request, idle_seconds: float, seconds: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    stream = request.stream()
    try:
        with anyio.fail_after(seconds):
            while True:
                with anyio.fail_after(idle_seconds):
                    piece = await anext(stream, None)
                if piece is None:
                    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
                if piece:
                    pieces.append(piece)
                    size += len(piece)
                if size > BODY_LIMIT:
                    raise too_large()
    except TimeoutError:
        raise Problem(
            408,
            "Request timeout",
            f"the body stopped for {idle_seconds:g} s, or took {seconds:g} s in all",
            {"connection": "close"},
        ) from None
    except ClientDisconnect:
        # Nobody reads this; it is counted.
        raise Problem(400, "Client closed request", "the body ended too early") from None


def unpacked(packed: bytes) -> bytes:
    """What was packed with gzip. Raises Problem."""
    limit = min(BODY_LIMIT, max(RATIO_LIMIT * len(packed), _SMALL))
    reader = zlib.decompressobj(wbits=31)
    try:
        plain = reader.decompress(packed, limit + 1)
    except zlib.error as error:
        raise Problem(400, "Invalid request format", f"the body is not gzip: {error}") from error
    if len(plain) > limit:
        raise too_large()
    if not reader.eof or reader.unused_data:
        raise Problem(400, "Invalid request format", "the body is not one whole gzip member")
    return plain


def too_large() -> Problem:
    """413. The connection is closed: the rest of the body is not read."""
    return Problem(
        413,
        "Content too large",
        f"a body has at most {BODY_LIMIT >> 20} MB, also unpacked",
        {"connection": "close"},
    )


def _unsupported(detail: str) -> Problem:
    return Problem(415, "Unsupported media type", detail, {"accept-encoding": "gzip, identity"})
