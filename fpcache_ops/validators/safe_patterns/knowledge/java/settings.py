"""What a program sets for all of itself: properties of the system, providers of algorithms."""

import re

from fpcache_ops.validators.safe_patterns.engine.language import Unit

_SETS = re.compile(rb"\bSystem\s*(?:\.|::)\s*setProperty\b|\bstatic\s+java\.lang\.System\b")
_ALGORITHMS = re.compile(rb"\bjava\.security\.(?:Provider\b|\*)")
_LIBRARIES = (
    "BouncyCastleProvider",
    "BouncyCastleFipsProvider",
    "BouncyCastleJsseProvider",
    "AmazonCorrettoCryptoProvider",
    "Conscrypt",
)
"""Whose algorithms are what they are called."""

_CHANGES = ("put", "putAll", "putService", "remove", "replace", "load", "clear")


def sets_properties(unit: Unit) -> bool:
    """Whether the program may change properties of the system itself: they are no setting then."""
    if unit.mentions("getProperties") or unit.mentions("setProperties"):
        return True
    return unit.mentions("setProperty") and _SETS.search(unit.source) is not None


def brings_algorithms(unit: Unit, _start: int, _end: int) -> str | None:
    """Why the name of an algorithm may stand for another one."""
    why = "the program says itself which algorithm a name stands for"
    if unit.derives("Provider") and _ALGORITHMS.search(unit.source):
        return why
    if unit.mentions("insertProviderAt") and not any(unit.mentions(one) for one in _LIBRARIES):
        return why
    asked = unit.mentions("getProvider") or unit.mentions("getProviders")
    return why if asked and any(unit.mentions(word) for word in _CHANGES) else None
