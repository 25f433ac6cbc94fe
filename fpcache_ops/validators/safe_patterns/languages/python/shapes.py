"""Objects that are read from a text and shown in digits: dates, moments, addresses of a network."""

import re
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.values import (
    NUMBERS,
    Atom,
    Hole,
    Instance,
    Pieces,
    Text,
    Value,
    hole,
    text,
)

DATE = "date"
MOMENT = "moment"
IPV4 = "address of the fourth version"
IPV4_NETWORK = "network of the fourth version"

DIGEST = "digest"
_HEX = frozenset("0123456789abcdef")

_N = Hole("matched", frozenset("0123456789"), filled=True)
_ADDRESS: Pieces = (_N, ".", _N, ".", _N, ".", _N)
_SHOWN: Mapping[str, Pieces] = {
    DATE: (_N, "-", _N, "-", _N),
    MOMENT: (Hole("matched", frozenset("0123456789-:.+ "), filled=True),),
    IPV4: _ADDRESS,
    IPV4_NETWORK: (*_ADDRESS, "/", _N),
}
_PARTS = frozenset({"year", "month", "day", "hour", "minute", "second", "microsecond"})
_NUMBERED = frozenset({"timestamp", "toordinal", "weekday", "isoweekday"})
_DIRECTIVE = re.compile(r"%-?(.)", re.DOTALL)
_DIGITS = frozenset("YmdHMSfjyUWGVuw")
"""Directives that give digits, whatever the language of the machine is."""


def text_of(atom: Instance) -> Pieces | None:
    """What ``str()`` gives."""
    return _SHOWN.get(atom.kind)


def attribute(atom: Atom, name: str) -> Value | None:
    """``day.year``; ``address.compressed``."""
    if not isinstance(atom, Instance):
        return None
    if atom.kind in (DATE, MOMENT) and name in _PARTS:
        return NUMBERS
    if atom.kind in (IPV4, IPV4_NETWORK) and name in ("compressed", "exploded"):
        return (Text(_SHOWN[atom.kind]),)
    return None


def method(atom: Atom, name: str, given: tuple[Value, ...]) -> Value | None:
    """``day.isoformat()``, ``moment.date()``, ``moment.strftime("%Y-%m")``."""
    if not isinstance(atom, Instance):
        return None
    if atom.kind == DIGEST:
        return hole("matched", _HEX, filled=True) if name == "hexdigest" and not given else None
    if atom.kind not in (DATE, MOMENT):
        return None
    if name == "strftime" and len(given) == 1:
        return _formatted(given[0])
    if given:
        return None
    if name in _NUMBERED:
        return NUMBERS
    if name == "date" and atom.kind == MOMENT:
        return (Instance(DATE),)
    if name == "isoformat":
        letters = frozenset("0123456789-:.+T")
        date = atom.kind == DATE
        return (Text(_SHOWN[DATE]),) if date else hole("matched", letters, filled=True)
    return None


def spelled(value: Value, form: str) -> list[Pieces] | None:
    """``f"{day:%Y-%m-%d}"``."""
    if not form or not value:
        return None
    if not all(isinstance(atom, Instance) and atom.kind in (DATE, MOMENT) for atom in value):
        return None
    shown = _formatted(text(form))
    return [atom.pieces for atom in shown if isinstance(atom, Text)] if shown else None


def _formatted(form: Value) -> Value | None:
    """A moment in a constant form, whose directives all give digits."""
    if len(form) != 1 or not isinstance(form[0], Text) or form[0].flavour != "str":
        return None
    constant = form[0].constant
    if constant is None:
        return None
    if not constant:
        return text("")
    pieces: list[str | Hole] = []
    at = 0
    for found in _DIRECTIVE.finditer(constant):
        if found[1] not in _DIGITS:
            return None
        pieces += [constant[at : found.start()], _N]
        at = found.end()
    rest = constant[at:]
    if "%" in rest:
        return None
    return (Text(tuple(piece for piece in (*pieces, rest) if piece)),)
