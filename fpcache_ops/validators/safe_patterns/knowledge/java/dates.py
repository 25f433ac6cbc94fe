"""Days and times: whatever they were read from, they are shown by numbers."""

import re
from collections.abc import Mapping

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Instance, Text, Value, hole

DATE = "day or time"
_FORMAT = "format of days and times"
KINDS = (DATE, _FORMAT)
_LETTERS = "0123456789-+.:TZPDHMYSW"
_KINDS = ("LocalDate", "LocalTime", "LocalDateTime", "Instant", "Duration", "Year", "YearMonth")
_MADE = frozenset(
    {
        *("parse", "now", "of", "ofEpochDay", "ofEpochSecond", "ofEpochMilli", "between", "ofDays"),
        *("ofHours", "ofMinutes", "ofSeconds"),
    }
)
_SAME = frozenset(
    f"{change}{unit}"
    for change in ("plus", "minus", "with")
    for unit in ("Days", "Weeks", "Months", "Years", "Hours", "Minutes", "Seconds", "DayOfMonth")
)
_NUMERIC = re.compile(r"(?:yyyy|uuuu|yy|uu|y|u|MM?|dd?|HH?|hh?|mm?|ss?|SSS|[-./: ,])*", re.ASCII)
"""Patterns that show nothing but numbers: of longer ones, some are names."""


def _made(letters: str) -> Model:
    def model(call: Calling) -> Value | None:
        call.state.escape(*call.given.all())
        return (Instance(DATE, (hole("matched", frozenset(letters)),)),)

    return model


def _format(call: Calling) -> Value | None:
    given = call.given.positional
    constant = given[0][0].constant if given and isinstance(given[0][0], Text) else None
    known = len(given) == 1 and len(given[0]) == 1 and constant is not None
    return (Instance(_FORMAT),) if known and _NUMERIC.fullmatch(constant or "") else None


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What days and their formats give."""
    if not isinstance(receiver, Instance) or receiver.kind not in (DATE, _FORMAT):
        return None
    given = call.given.positional
    if receiver.kind == _FORMAT:
        return hole("matched", frozenset("0123456789-./: ,+")) if name == "format" else None
    if name == "toString" and not given:
        return receiver.details[0]
    if name == "format":
        formats = all(isinstance(a, Instance) and a.kind == _FORMAT for one in given for a in one)
        return hole("matched", frozenset("0123456789-./: ,+")) if formats else None
    return (receiver,) if name in _SAME else None


CALLS: Mapping[str, Model] = {
    **{f"java.time.{kind}.{name}": _made(_LETTERS) for kind in _KINDS for name in _MADE},
    **{f"java.time.LocalDate.{name}": _made("0123456789-+") for name in _MADE},
    "java.time.format.DateTimeFormatter.ofPattern": _format,
}
