"""Names of types."""

import pytest

from fpcache_ops.core.taxonomy import (
    BANDIT_RULES,
    CODEQL_RULES,
    SPOTBUGS_RULES,
    TYPES,
    Severity,
    canonical_type,
    cwe_of,
    severity_of,
    type_of_rule,
)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("sql_injection", "sql-injection"),
        ("SQL Injection", "sql-injection"),
        ("server_side_request_forgery", "ssrf"),
        ("hardcoded_secrets", "hardcoded-secret"),
        ("xml_external_entities", "xxe"),
        ("unvalidated_redirect", "open-redirect"),
        ("js-eval-injection", "code-injection"),
        ("  XSS ", "xss"),
        ("Our--Own__Type", "our-own-type"),
        ("", "unknown"),
        ("-_ ", "unknown"),
    ],
)
def test_spellings_mean_one_type(sent: str, meant: str):
    """Case, separators and aliases do not matter; an unknown type keeps its name."""
    assert canonical_type(sent) == meant


def test_names_and_aliases_are_canonical_and_mean_one_type_each():
    """No alias belongs to two types, and each is spelt as canonical_type would."""
    spelt = [alias for known in TYPES for alias in (known.name, *known.aliases)]
    assert len(spelt) == len(set(spelt))
    for known in TYPES:
        for alias in (known.name, *known.aliases):
            assert canonical_type(alias) == known.name
            assert canonical_type(alias.replace("-", "_").upper()) == known.name


def test_rules_map_to_known_types():
    """The rule map names no type that is not there."""
    known = {each.name for each in TYPES}
    for rules in (BANDIT_RULES, SPOTBUGS_RULES, CODEQL_RULES):
        assert set(rules.values()) <= known


def test_a_rule_means_its_type_by_map_then_by_cwe_then_itself():
    """A scanner that is not mapped is understood by the CWE of its rule."""
    assert type_of_rule("Bandit", "B608", [79]) == "sql-injection"
    assert type_of_rule("semgrep", "python.lang.x", [0, 502]) == "insecure-deserialization"
    assert type_of_rule("semgrep", "My Rule") == "my-rule"


@pytest.mark.parametrize(
    ("cwe", "meant"),
    [
        (22, "path-traversal"),
        (78, "command-injection"),
        (79, "xss"),
        (89, "sql-injection"),
        (90, "ldap-injection"),
        (328, "weak-hash"),
        (330, "weak-random"),
        (501, "trust-boundary"),
        (614, "insecure-cookie"),
        (643, "xpath-injection"),
    ],
)
def test_numbers_that_scanners_of_java_report(cwe: int, meant: str):
    """A rule that is not mapped is understood by its CWE; one that is, by its name."""
    assert type_of_rule("Semgrep OSS", "java.lang.security.audit.some-rule", [cwe]) == meant
    assert type_of_rule("SpotBugs", "DES_USAGE", [327]) == "weak-cipher"
    assert type_of_rule("CodeQL", "java/weak-cryptographic-algorithm", [327, 328]) == "weak-cipher"


def test_an_unknown_type_counts_as_the_worst():
    """What is not known is not excused lightly."""
    assert severity_of("our-own-type") is Severity.CRITICAL
    assert severity_of("missing-timeout") is Severity.LOW
    assert cwe_of("sql-injection") == 89
    assert cwe_of("our-own-type") is None
