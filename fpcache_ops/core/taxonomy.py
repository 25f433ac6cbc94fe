"""Vulnerability types: one name each, with the spellings, CWEs and scanner rules that mean it.

An unknown type is as good as any other: it is validated and cached under its own name. Severity is
configured here by type; what a client sends is never used.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum


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

BANDIT_RULES: Mapping[str, str] = {
    "B102": "code-injection",
    "B103": "file-permissions",
    "B104": "bind-all-interfaces",
    "B105": "hardcoded-secret",
    "B106": "hardcoded-secret",
    "B107": "hardcoded-secret",
    "B108": "insecure-temp-file",
    "B110": "swallowed-exception",
    "B112": "swallowed-exception",
    "B113": "missing-timeout",
    "B201": "debug-enabled",
    "B202": "path-traversal",
    "B301": "insecure-deserialization",
    "B302": "insecure-deserialization",
    "B303": "weak-hash",
    "B304": "weak-cipher",
    "B305": "weak-cipher",
    "B306": "insecure-temp-file",
    "B307": "code-injection",
    "B308": "xss",
    "B310": "ssrf",
    "B311": "weak-random",
    "B312": "insecure-transport",
    **dict.fromkeys(("B313", "B314", "B315", "B316", "B317", "B318", "B319", "B320"), "xxe"),
    "B321": "insecure-transport",
    "B323": "certificate-validation",
    "B324": "weak-hash",
    "B501": "certificate-validation",
    "B502": "certificate-validation",
    "B503": "certificate-validation",
    "B504": "certificate-validation",
    "B505": "weak-cipher",
    "B506": "insecure-deserialization",
    "B507": "certificate-validation",
    "B508": "insecure-transport",
    "B509": "insecure-transport",
    "B601": "command-injection",
    "B602": "command-injection",
    "B603": "command-injection",
    "B604": "command-injection",
    "B605": "command-injection",
    "B606": "command-injection",
    "B607": "command-injection",
    "B608": "sql-injection",
    "B609": "command-injection",
    "B610": "sql-injection",
    "B611": "sql-injection",
    "B614": "insecure-deserialization",
    "B701": "xss",
    "B702": "xss",
    "B703": "xss",
    "B704": "xss",
}

SPOTBUGS_RULES: Mapping[str, str] = {
    "SQL_INJECTION": "sql-injection",
    "SQL_INJECTION_JDBC": "sql-injection",
    "SQL_INJECTION_JPA": "sql-injection",
    "SQL_INJECTION_JDO": "sql-injection",
    "SQL_INJECTION_HIBERNATE": "sql-injection",
    "SQL_INJECTION_SPRING_JDBC": "sql-injection",
    "SQL_NONCONSTANT_STRING_PASSED_TO_EXECUTE": "sql-injection",
    "SQL_PREPARED_STATEMENT_GENERATED_FROM_NONCONSTANT_STRING": "sql-injection",
    "COMMAND_INJECTION": "command-injection",
    "PATH_TRAVERSAL_IN": "path-traversal",
    "PATH_TRAVERSAL_OUT": "path-traversal",
    "PT_ABSOLUTE_PATH_TRAVERSAL": "path-traversal",
    "PT_RELATIVE_PATH_TRAVERSAL": "path-traversal",
    "XSS_SERVLET": "xss",
    "XSS_REQUEST_PARAMETER_TO_SERVLET_WRITER": "xss",
    "XSS_REQUEST_PARAMETER_TO_SEND_ERROR": "xss",
    "LDAP_INJECTION": "ldap-injection",
    "XPATH_INJECTION": "xpath-injection",
    "WEAK_MESSAGE_DIGEST_MD5": "weak-hash",
    "WEAK_MESSAGE_DIGEST_SHA1": "weak-hash",
    "DES_USAGE": "weak-cipher",
    "TDES_USAGE": "weak-cipher",
    "ECB_MODE": "weak-cipher",
    "NULL_CIPHER": "weak-cipher",
    "PREDICTABLE_RANDOM": "weak-random",
    "INSECURE_COOKIE": "insecure-cookie",
    "HTTPONLY_COOKIE": "insecure-cookie",
    "TRUST_BOUNDARY_VIOLATION": "trust-boundary",
    "XXE_DOCUMENT": "xxe",
    "XXE_SAXPARSER": "xxe",
    "XXE_XMLREADER": "xxe",
    "XXE_XMLSTREAMREADER": "xxe",
    "OBJECT_DESERIALIZATION": "insecure-deserialization",
    "URLCONNECTION_SSRF_FD": "ssrf",
    "UNVALIDATED_REDIRECT": "open-redirect",
    "SCRIPT_ENGINE_INJECTION": "code-injection",
    "SPEL_INJECTION": "code-injection",
    "HARD_CODE_PASSWORD": "hardcoded-secret",
    "HARD_CODE_KEY": "hardcoded-secret",
    "UNSAFE_HASH_EQUALS": "timing-attack",
}
"""SpotBugs with Find Security Bugs."""

CODEQL_RULES: Mapping[str, str] = {
    "java/sql-injection": "sql-injection",
    "java/concatenated-sql-query": "sql-injection",
    "java/command-line-injection": "command-injection",
    "java/concatenated-command-line": "command-injection",
    "java/path-injection": "path-traversal",
    "java/xss": "xss",
    "java/ldap-injection": "ldap-injection",
    "java/xml/xpath-injection": "xpath-injection",
    "java/weak-cryptographic-algorithm": "weak-cipher",
    "java/potentially-weak-cryptographic-algorithm": "weak-cipher",
    "java/insecure-randomness": "weak-random",
    "java/insecure-cookie": "insecure-cookie",
    "java/trust-boundary-violation": "trust-boundary",
    "java/xxe": "xxe",
    "java/unsafe-deserialization": "insecure-deserialization",
    "java/ssrf": "ssrf",
    "java/unvalidated-url-redirection": "open-redirect",
    "java/spel-expression-injection": "code-injection",
    "java/groovy-injection": "code-injection",
}
"""CodeQL's queries for Java whose CWE says less than their name."""

_RULES: Mapping[str, Mapping[str, str]] = {
    "bandit": BANDIT_RULES,
    "spotbugs": SPOTBUGS_RULES,
    "findsecbugs": SPOTBUGS_RULES,
    "find security bugs": SPOTBUGS_RULES,
    "codeql": CODEQL_RULES,
}

_BY_NAME = {known.name: known for known in TYPES}
_BY_ALIAS = {alias: known.name for known in TYPES for alias in (known.name, *known.aliases)}
_BY_CWE = {cwe: known.name for known in reversed(TYPES) for cwe in known.cwes}
_SEPARATORS = re.compile(r"[\s_-]+")


def canonical_type(text: str) -> str:
    """The one name of a type: case, ``-``, ``_`` and spaces do not matter, aliases are followed.

    An unknown type keeps its own (normalised) spelling; nothing at all is ``unknown``.
    """
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
    known = _RULES.get(scanner.strip().casefold(), {}).get(rule_id)
    if known:
        return known
    for cwe in cwes:
        if cwe in _BY_CWE:
            return _BY_CWE[cwe]
    return canonical_type(rule_id)
