"""LDAP filters: constants, numbers, and encoded values where the value of an attribute is read.

Samples: ldap-injection/constant_filter, ldap-injection/escaped_filter.
"""

import re
import string

from fpcache_ops.validators.safe_patterns.engine.values import CHOSEN, NUMBER, Repeat, Text

ESCAPED = "LDAP filter value"
"""What an encoder for filters gives: no brackets, stars, backslashes or nulls of its own."""

_WORD = frozenset(string.ascii_letters + string.digits + "_-.@ ")
"""Letters of a text that was matched: none of them means anything in a filter."""

_VALUE_AHEAD = re.compile(r"\([A-Za-z][A-Za-z0-9;.:-]*[~<>]?=\*?$")


def harmless(text: Text) -> str | None:
    """Why a filter may be another one: encoded values stand behind ``(attribute=`` only."""
    before = ""
    for piece in text.pieces:
        if isinstance(piece, str):
            before = piece
            continue
        if isinstance(piece, Repeat):
            return "a part of it is repeated"
        word = piece.kind == "matched" and piece.letters is not None and piece.letters <= _WORD
        if piece.kind not in (NUMBER, CHOSEN, ESCAPED) and not word:
            return f"a part of it ({piece.kind}) is not made for a filter"
        if (piece.kind == ESCAPED or word) and not _VALUE_AHEAD.search(before):
            return "an encoded value stands where no value of an attribute is read"
        before = ""
    return None
