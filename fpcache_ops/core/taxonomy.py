"""Vulnerability types: one name each, with the spellings, CWEs and scanner rules that mean it.

An unknown type is as good as any other: it is validated and cached under its own name. Severity is
configured here by type; what a client sends is never used.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from fpcache_ops.core.rules import BROAD_CWES, DOTTED, RULES


class Severity(IntEnum):
    """How bad a type is when it is real; ordered."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


@dataclass(frozen=True, slots=True)
class VulnerabilityType:
    """A type: its CWE numbers (the first is the one reported), severity and other spellings."""

    name: str
    cwes: tuple[int, ...]
    severity: Severity
    aliases: tuple[str, ...] = ()


_L, _M, _H, _C = Severity

TYPES: tuple[VulnerabilityType, ...] = (
    VulnerabilityType("sql-injection", (89, 564), _C, ("sqli", "sql")),
    VulnerabilityType("nosql-injection", (943,), _C, ("nosqli", "mongodb-injection")),
    VulnerabilityType(
        "command-injection", (78, 77, 88), _C, ("os-command-injection", "shell-injection", "cmdi")
    ),
    VulnerabilityType(
        "code-injection",
        (94, 95, 96),
        _C,
        ("eval-injection", "js-eval-injection", "eval", "rce", "codeinj"),
    ),
    VulnerabilityType(
        "insecure-deserialization",
        (502,),
        _C,
        ("deserialization", "unsafe-deserialization", "untrusted-deserialization"),
    ),
    VulnerabilityType(
        "xss", (79, 80, 83), _H, ("cross-site-scripting", "dom-xss", "reflected-xss")
    ),
    VulnerabilityType(
        "path-traversal",
        (22, 23, 36, 73),
        _H,
        ("directory-traversal", "file-inclusion", "lfi", "pathtraver"),
    ),
    VulnerabilityType(
        "ssrf", (918,), _H, ("server-side-request-forgery", "server-side-request-forgeries")
    ),
    VulnerabilityType(
        "xxe", (611,), _H, ("xml-external-entities", "xml-external-entity", "xml-injection")
    ),
    VulnerabilityType("ldap-injection", (90,), _H, ("ldapi",)),
    VulnerabilityType("xpath-injection", (643,), _H, ("xpathi",)),
    VulnerabilityType("template-injection", (1336,), _C, ("ssti",)),
    VulnerabilityType(
        "hardcoded-secret",
        (798, 259, 321),
        _H,
        (
            "hardcoded-secrets",
            "hardcoded-password",
            "hardcoded-credentials",
            "hardcoded-credential",
        ),
    ),
    VulnerabilityType(
        "open-redirect", (601,), _M, ("unvalidated-redirect", "unvalidated-redirects", "redirect")
    ),
    VulnerabilityType(
        "weak-hash", (328, 327, 916), _M, ("weak-crypto", "weak-cryptography", "hash")
    ),
    VulnerabilityType("weak-cipher", (326, 327), _M, ("broken-cipher", "crypto")),
    VulnerabilityType(
        "weak-random", (330, 338), _M, ("insecure-random", "weak-randomness", "weakrand")
    ),
    VulnerabilityType("insecure-cookie", (614, 1004), _M, ("cookie-flags", "securecookie")),
    VulnerabilityType("timing-attack", (208,), _M, ("timing-side-channel",)),
    VulnerabilityType("trust-boundary", (501,), _M, ("trust-boundary-violation", "trustbound")),
    VulnerabilityType("certificate-validation", (295,), _H, ("tls-verification",)),
    VulnerabilityType("insecure-transport", (319,), _M, ("cleartext-transmission",)),
    VulnerabilityType("insecure-temp-file", (377,), _M, ("insecure-temporary-file",)),
    VulnerabilityType("file-permissions", (732,), _M, ("insecure-file-permissions",)),
    VulnerabilityType("debug-enabled", (489,), _H, ("debug-mode",)),
    VulnerabilityType("bind-all-interfaces", (605,), _M),
    VulnerabilityType("missing-timeout", (400,), _L, ("uncontrolled-resource-consumption",)),
    VulnerabilityType("swallowed-exception", (703, 390), _L, ("try-except-pass",)),
    VulnerabilityType("log-injection", (117,), _M, ("log-forging",)),
    VulnerabilityType("csrf", (352,), _M, ("cross-site-request-forgery",)),
)

UNKNOWN_SEVERITY = Severity.CRITICAL
"""An unknown type counts as the worst: what is not known is not excused lightly."""

_BY_NAME = {known.name: known for known in TYPES}
_BY_ALIAS = {alias: known.name for known in TYPES for alias in (known.name, *known.aliases)}
_BY_CWE = {
    cwe: known.name for known in reversed(TYPES) for cwe in known.cwes if cwe not in BROAD_CWES
}
_SEPARATORS = re.compile(r"[\s_-]+")


def canonical_type(text: str) -> str:
    """The one name of a type: case, ``-``, ``_`` and spaces do not matter, aliases are followed.

    An unknown type keeps its own (normalised) spelling; nothing at all is ``unknown``.
    """
    if known := _BY_ALIAS.get(text.replace("_", "-")):
        return known
    name = _SEPARATORS.sub("-", text.strip().casefold()).strip("-")
    return _BY_ALIAS.get(name, name) or "unknown"


def severity_of(vulnerability_type: str) -> Severity:
    """The configured severity of a canonical type."""
    known = _BY_NAME.get(vulnerability_type)
    return known.severity if known else UNKNOWN_SEVERITY


def cwe_of(vulnerability_type: str) -> int | None:
    """The CWE number that a canonical type is reported under."""
    known = _BY_NAME.get(vulnerability_type)
    return known.cwes[0] if known else None


def types_of_cwe(number: int) -> tuple[str, ...]:
    """The canonical types that are filed under a CWE, the one it is read as first."""
    return tuple(known.name for known in TYPES if number in known.cwes)


def related_types(vulnerability_type: str) -> tuple[str, ...]:
    """The other types that share a CWE with a canonical type."""
    mine = _BY_NAME.get(vulnerability_type)
    cwes = frozenset(mine.cwes if mine is not None else ())
    return tuple(
        known.name for known in TYPES if known is not mine and not cwes.isdisjoint(known.cwes)
    )


def type_of_rule(scanner: str, rule_id: str, cwes: Iterable[int] = ()) -> str:
    """The type that a scanner's rule reports: by our map, else by CWE, else the rule itself."""
    name = scanner.strip().casefold()
    asked = rule_id.rpartition(".")[2] if name in DOTTED else rule_id
    known = RULES.get(name, {}).get(asked)
    if known:
        return known
    for cwe in cwes:
        if cwe in _BY_CWE:
            return _BY_CWE[cwe]
    return canonical_type(rule_id)
