"""Spellings: two of them may be the same name to the language."""

import re
import unicodedata

from fpcache_ops.evidence.languages.scopes import ScopeTable


def as_compared(name: str, scopes: ScopeTable) -> str:
    """A name as the language compares it."""
    if scopes.escaped_names and "\\" in name:
        name = _ESCAPE.sub(_unescaped, name)
    if scopes.nfkc and not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    if scopes.sigils:
        name = name.strip(scopes.sigils) or name
    return name.lower() if scopes.casefold else name


_ESCAPE = re.compile(r"\\u(?:\{0*([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))")


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= 0x10FFFF else escape[0]


def unmangled(name: str) -> str:
    """``__x``, of ``_Shop__x``: what the attribute is called inside its class."""
    if name.startswith("_") and not name.startswith("__"):
        cut = name.find("__", 1)
        if cut > 0 and not name.endswith("__"):
            return name[cut:]
    return ""
