"""What JavaScript's literals stand for."""

import re

from fpcache_ops.validators.safe_patterns.engine.values import Literal

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r?\n)|([\s\S]))"
)
_SINGLE = {"n": "\n", "t": "\t", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "0": "\0"}
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+")
_PREFIXED = {"0x": 16, "0o": 8, "0b": 2}
EXACT = 1 << 53
"""Whole numbers below this are exact."""

NULL = Literal("null", None)


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


class NotPlain(ValueError):
    """A literal of a form that is not read."""


def unescaped(text: str) -> str:
    """The value of what stands between quotes."""

    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code:
            number = int(code, 16)
            if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
                raise NotPlain("a half of a character")
            return chr(number)
        if match[4]:
            return ""
        letter = match[5]
        if letter in "123456789ux":
            raise NotPlain("an escape of an old form")
        return _SINGLE.get(letter, letter)

    if re.search(r"\\0[0-9]", text):
        raise NotPlain("an escape of an old form")
    return _ESCAPE.sub(one, text)


def number(text: str) -> int | float | Literal:
    """The value of a number."""
    plain = text.replace("_", "").lower()
    big = plain.endswith("n") and not plain.startswith("0x")
    if plain.startswith("0x") and plain.endswith("n"):
        big = True
    plain = plain.removesuffix("n") if big else plain
    try:
        if plain[:2] in _PREFIXED:
            whole = int(plain[2:], _PREFIXED[plain[:2]])
        elif big or _DECIMAL.fullmatch(plain):
            if "." in plain:
                value = float(plain)
                whole = int(value)
                return whole if whole == value and abs(whole) < EXACT else value
            whole = int(plain)
        else:
            raise NotPlain("a number of an unusual form")
    except ValueError as error:
        raise NotPlain("a number of an unusual form") from error
    if big:
        return Literal("bigint", whole)
    if whole >= EXACT:
        raise NotPlain("a number that is rounded")
    return whole
