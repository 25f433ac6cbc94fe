"""The values that Python literals stand for."""

import re
import unicodedata

_SIMPLE = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\r?\n)|(?P<simple>[\\'\"abfnrtv])|(?P<octal>[0-7]{1,3})"
    r"|x(?P<hex>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\})"
)
NUMBER_LIMIT = 40
"""Characters of a number; a longer one has no value here."""


class NotPlain(ValueError):
    """The literal has no value that is modelled."""


def number(text: str) -> int | float:
    """The value of an integer or float literal.

    Raises:
        NotPlain: for complex and very long ones.
    """
    if len(text) > NUMBER_LIMIT:
        raise NotPlain(text)
    try:
        return int(text, 0)
    except ValueError:
        try:
            return float(text)
        except ValueError as error:
            raise NotPlain(text) from error


def unescaped(text: str, *, raw: bool, binary: bool) -> str:
    """The characters that the inside of a string literal stands for.

    Raises:
        NotPlain: for an escape that this Python would not accept.
    """
    text = text.replace("\r\n", "\n")
    if raw or "\\" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        kind = match.lastgroup
        found = match[kind or 0]
        if kind == "newline":
            return ""
        if kind == "simple":
            return _SIMPLE[found]
        if kind == "octal":
            code = int(found, 8)
            if binary and code > 0xFF:
                raise NotPlain(text)
            return chr(code)
        if kind == "hex":
            return chr(int(found, 16))
        if binary:
            return match[0]
        if kind == "name":
            try:
                return unicodedata.lookup(found)
            except KeyError as error:
                raise NotPlain(found) from error
        code = int(found, 16)
        if code > 0x10FFFF:
            raise NotPlain(found)
        return chr(code)

    return _ESCAPE.sub(value, text)


def prefix_of(start: str) -> tuple[str, str]:
    """The lower-case prefix and the quotes of a string's opening token."""
    quotes = start.lstrip("rRbBuUfFtT")
    return start[: len(start) - len(quotes)].lower(), quotes
