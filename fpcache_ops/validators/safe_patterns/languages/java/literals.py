"""Java's literals, as the language specification reads them."""

import re

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "s": " "}
_ESCAPES |= {'"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(u+[0-9A-Fa-f]{4}|[0-3]?[0-7]{1,2}|\r\n|.|\n)", re.DOTALL)
_INTEGER = re.compile(r"0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+")
TEXT_LIMIT = 20_000


class NotPlain(ValueError):
    """A literal of a form that is not read."""


def integer(text: str) -> tuple[int, str]:
    """The value of an integer literal and its type; beyond the range it wraps around."""
    plain = text.replace("_", "")
    kind = "long" if plain[-1] in "lL" else "int"
    plain = plain.rstrip("lL")
    if not _INTEGER.fullmatch(plain):
        raise NotPlain(text)
    if plain[:2] in ("0x", "0X", "0b", "0B"):
        value = int(plain, 0)
    elif plain.startswith("0") and len(plain) > 1:
        if any(digit in "89" for digit in plain):
            raise NotPlain(text)
        value = int(plain, 8)
    else:
        value = int(plain)
    return wrapped(value, kind), kind


_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}


def wrapped(value: int, kind: str) -> int:
    """A value as a type of limited size holds it."""
    if kind == "char":
        return value & 0xFFFF
    bits = _BITS[kind]
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def unescaped(text: str) -> str:
    """What the escapes of a literal stand for; a line that is continued is joined."""

    def one(match: re.Match[str]) -> str:
        found = match[1]
        if found[0] == "u":
            return chr(int(found.lstrip("u"), 16))
        if found[0] in "01234567":
            return chr(int(found, 8))
        if found in ("\n", "\r\n"):
            return ""
        if found not in _ESCAPES:
            raise NotPlain(text)
        return _ESCAPES[found]

    read = _ESCAPE.sub(one, text)
    # Lengths and indices count UTF-16 units: they are the same as ours for these alone.
    if any(0xD800 <= ord(letter) <= 0xDFFF or ord(letter) > 0xFFFF for letter in read):
        raise NotPlain(text)
    return read


def character(text: str) -> int:
    """The code of a character literal, quotes included."""
    inner = unescaped(text[1:-1])
    if len(inner) != 1 or ord(inner) > 0xFFFF:
        raise NotPlain(text)
    return ord(inner)


def string(text: str) -> str:
    """The text of a string literal or text block, quotes included."""
    if len(text) > TEXT_LIMIT:
        raise NotPlain(text)
    if not text.startswith('"""'):
        if len(text) < 2 or text[0] != '"' or text[-1] != '"':
            raise NotPlain(text)
        return unescaped(text[1:-1])
    if len(text) < 6 or not text.endswith('"""'):
        raise NotPlain(text)
    return unescaped(_block(text[3:-3]))


def _block(body: str) -> str:
    """A text block without its opening line, incidental indentation and trailing blanks."""
    first, newline, rest = body.replace("\r\n", "\n").partition("\n")
    if not newline or first.strip(" \t\f"):
        raise NotPlain(body)
    if "\t" in rest or "\f" in rest or "\r" in rest:
        raise NotPlain(body)
    lines = rest.split("\n")
    counted = [line for line in lines[:-1] if line.strip(" ")] + [lines[-1]]
    indent = min((len(line) - len(line.lstrip(" ")) for line in counted), default=0)
    return "\n".join(line[indent:].rstrip(" ") for line in lines)
