"""What a program sets for all of itself: properties of the system, providers of algorithms."""

import re

from fpcache_ops.validators.safe_patterns.engine.language import Unit

_SETS = re.compile(rb"\bSystem\s*(?:\.|::)\s*setProperty\b|\bstatic\s+java\.lang\.System\b")
_ALGORITHMS = re.compile(rb"\bjava\.security\.(?:Provider\b|\*)")
_LIBRARY = (
    rb"(?:BouncyCastle(?:Fips|Jsse)?Provider"
    rb"|AmazonCorrettoCryptoProvider|Conscrypt|OpenSSLProvider)"
)
"""Whose algorithms are what they are called."""
_MADE = rb"(?:new\s+(?:[\w.]+\.)?%s\s*\(|(?:[\w.]+\.)?%s\s*\.)" % (_LIBRARY, _LIBRARY)
_KNOWN = re.compile(rb"insertProviderAt\s*\(\s*(?:%s|(\w+)\s*,)" % _MADE)
_LIMIT = 20
"""Mentions that are looked at one by one."""
_IMPORTED = re.compile(rb"\bimport\s+static\s+[\w.]+\.insertProviderAt\s*;")

_CHANGES = ("put", "putAll", "putService", "remove", "replace", "load", "clear")


def sets_properties(unit: Unit) -> bool:
    """Whether the program may change properties of the system itself: they are no setting then."""
    if unit.mentions("getProperties") or unit.mentions("setProperties"):
        return True
    return unit.mentions("setProperty") and _SETS.search(unit.code) is not None


def brings_algorithms(unit: Unit, _start: int, _end: int) -> str | None:
    """Why the name of an algorithm may stand for another one."""
    why = "the program says itself which algorithm a name stands for"
    if unit.derives("Provider") and _ALGORITHMS.search(unit.code):
        return why
    if _puts_first(unit):
        return why
    asked = unit.mentions("getProvider") or unit.mentions("getProviders")
    return why if asked and any(unit.mentions(word) for word in _CHANGES) else None


def _puts_first(unit: Unit) -> bool:
    """Whether somebody's algorithms are put before others, unless a known library's are."""
    source = _IMPORTED.sub(b"", unit.code)
    for number, found in enumerate(re.finditer(rb"\binsertProviderAt\b", source)):
        if number >= _LIMIT:
            return True
        given = _KNOWN.match(source, found.start())
        if given is None:
            return True
        if given[1] is not None:
            name = re.escape(given[1])
            held = rb"\b%s\s*=(?!=)\s*" % name
            made = re.findall(held + _MADE, source)
            others = re.findall(held, source)
            declared = re.search(rb"[\w>\]]\s+%s\s*[,):;]" % name, source)
            if not made or len(made) != len(others) or declared is not None:
                return True
    return False
