"""Addresses: scheme and host are constant and end with a slash; what follows stays on that host.

Samples: ssrf/constant_host_int, ssrf/no_slash_after_host.
"""

import re
import string

from fpcache_ops.validators.safe_patterns.engine.patterns import ONE_SLASH
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    REST,
    Hole,
    Repeat,
    Text,
)

COMPONENT = "address component"
"""What ``quote(x, safe="")`` gives: no slash, no question mark, no at sign."""

_HOST = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?", re.ASCII)
_FIXED = re.compile(_HOST.pattern + r"[/?#][^\\@\s]*", re.ASCII)
_ENDED = re.compile(_HOST.pattern + r"/[A-Za-z0-9/._~-]*", re.ASCII)


def harmless(text: Text) -> str | None:
    """Why an address may lead to another host; ``None`` if it cannot."""
    constant = text.constant
    if constant is not None:
        if _HOST.fullmatch(constant) or _FIXED.fullmatch(constant):
            return None
        return "it is no plain http(s) address"
    if not text.pieces or not isinstance(text.pieces[0], str):
        return "it does not begin with a constant host" if text.pieces != (Hole(CHOSEN),) else None
    if not _FIXED.fullmatch(text.pieces[0]):
        return "its constant beginning does not end the host with a slash"
    for piece in text.pieces[1:]:
        if isinstance(piece, str):
            if "\\" in piece or "@" in piece:
                return "it holds characters that move the host"
        elif isinstance(piece, Repeat):
            return "a part of it is repeated"
        elif piece.kind == REST:
            # Nothing is put behind what follows a beginning that was asked for.
            if len(text.pieces) > 2 or not _ENDED.fullmatch(text.pieces[0]):
                return "what follows its beginning may move the host"
        elif piece.kind not in (NUMBER, COMPONENT):
            return f"a part of it ({piece.kind}) is not made for an address"
    return None


_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9._~-][A-Za-z0-9._~/?=&#%+:;,-]*)?", re.ASCII)
_RELATIVE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._~/?=&#%+,-]*", re.ASCII)


def stays(text: Text) -> str | None:
    """Why an address may lead elsewhere; ``None`` for a path of one's own or a constant host."""
    first = text.pieces[0] if text.pieces else ""
    if isinstance(first, Hole) and _is_own_path(first):
        return _rest(text)
    if not isinstance(first, str):
        return "its beginning is not constant"
    whole = text.constant is not None
    # Behind a slash alone, a part that may be empty could make a second slash begin a host.
    number = len(text.pieces) > 1 and text.pieces[1] == Hole(NUMBER)
    if _OWN_PATH.fullmatch(first) and (whole or len(first) > 1 or number):
        return _rest(text)
    if whole and _RELATIVE.fullmatch(first):
        return None
    return harmless(text)


def _is_own_path(first: Hole) -> bool:
    """Whether a text was matched that begins with one slash, and is a plain path."""
    letters = first.letters or frozenset()
    return first.kind == "matched" and ONE_SLASH in letters and letters - {ONE_SLASH} <= _PATH


_PATH = frozenset(string.ascii_letters + string.digits + "/_-.~")


def _rest(text: Text) -> str | None:
    for piece in text.pieces[1:]:
        if isinstance(piece, str):
            if "\\" in piece:
                return "it holds a backslash"
        elif not hasattr(piece, "kind") or piece.kind not in (NUMBER, COMPONENT):
            return "a part of it is not made for an address"
    return None
