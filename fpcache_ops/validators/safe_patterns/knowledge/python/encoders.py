"""Encoders and decoders in Python: what they make of constants is constant.

Each family says for itself which of them are made for its place.
"""

import base64
import html
import shlex
import string
import urllib.parse
from collections.abc import Callable, Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    Hole,
    Text,
    Value,
    hole,
    joined,
    text,
)

_BASE64 = frozenset(string.ascii_letters + string.digits + "+/=")


def of_constants(function: Callable[[str], str]) -> Model:
    """A function of one text, computed for constants; with other arguments it is not known."""

    def model(call: Calling) -> Value | None:
        given = call.given
        if not given.closed or given.named or len(given.positional) != 1:
            return None
        result: list[Value] = []
        for atom in given.positional[0]:
            if not isinstance(atom, Text) or atom.flavour != "str":
                return None
            if atom.constant is not None and atom.constant.isascii():
                result.append(text(function(atom.constant)))
            elif atom.pieces == (Hole(CHOSEN),):
                result.append(hole(CHOSEN))
            else:
                return None
        return joined(result)

    return model


def _packed(call: Calling) -> Value | None:
    """``base64.b64encode(data)``: letters, digits and a few signs, whatever is in it."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 1:
        return None
    result: list[Value] = []
    for atom in given.positional[0]:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is None or not isinstance(atom, Text) or atom.flavour != "bytes":
            result.append(hole("matched", _BASE64, "bytes"))
        else:
            packed = base64.b64encode(constant.encode("latin-1")).decode()
            result.append((Text((packed,) if packed else (), "bytes"),))
    return joined(result)


def _unpacked(call: Calling) -> Value | None:
    """``base64.b64decode(data)`` of a constant."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 1:
        return None
    result: list[Value] = []
    for atom in given.positional[0]:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is None or not constant.isascii():
            return None
        try:
            plain = base64.b64decode(constant, validate=True).decode("ascii")
        except ValueError:
            return None
        result.append((Text((plain,) if plain else (), "bytes"),))
    return joined(result)


def _of_words(call: Calling) -> Value | None:
    """An encoder whose rules are not known here: letters and digits stay as they are."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 1:
        return None
    for atom in given.positional[0]:
        constant = atom.constant if isinstance(atom, Text) and atom.flavour == "str" else None
        if constant is None or not (constant.isascii() and constant.isalnum()):
            return None
    return given.positional[0]


CALLS: Mapping[str, Model] = {
    "html.escape": of_constants(html.escape),
    "html.unescape": of_constants(html.unescape),
    "urllib.parse.quote_plus": of_constants(urllib.parse.quote_plus),
    "urllib.parse.unquote": of_constants(urllib.parse.unquote),
    "urllib.parse.unquote_plus": of_constants(urllib.parse.unquote_plus),
    "urllib.parse.quote": _of_words,
    "shlex.quote": of_constants(shlex.quote),
    "base64.b64encode": _packed,
    "base64.b64decode": _unpacked,
    "base64.urlsafe_b64decode": _unpacked,
    "ldap.filter.escape_filter_chars": _of_words,
    "ldap3.utils.conv.escape_filter_chars": _of_words,
}
