"""Names of types."""

import ast
import inspect
import json
from pathlib import Path

import pytest

from fpcache_ops.core import rules
from fpcache_ops.core.rules import BROAD_CWES, RULES
from fpcache_ops.core.taxonomy import (
    TYPES,
    Severity,
    canonical_type,
    cwe_of,
    severity_of,
    type_of_rule,
)
from fpcache_ops.validators.safe_patterns.kits import kit_of

SAMPLES = Path(__file__).parents[3] / "data" / "sarif"
LANGUAGES = ("python", "javascript", "java")


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


def test_rules_map_to_types_or_to_questions_of_their_own():
    """A name that is no type is no alias of one either, so nothing is ever proven of it."""
    known = {each.name for each in TYPES}
    for mapped in RULES.values():
        for name in set(mapped.values()) - known:
            assert canonical_type(name) == name
            assert cwe_of(name) is None
            assert not any(name in one.families for one in map(kit_of, LANGUAGES) if one)


def test_no_rule_is_named_twice():
    """A later line would silently win over an earlier one."""
    tree = ast.parse(inspect.getsource(rules))
    for table in (node for node in ast.walk(tree) if isinstance(node, ast.Dict)):
        keys = [key for key in table.keys if key is not None]
        spread = [value.args[0] for value in table.values if isinstance(value, ast.Call)]
        named = [
            constant.value
            for part in (*keys, *spread)
            for constant in ast.walk(part)
            if isinstance(constant, ast.Constant)
        ]
        assert len(named) == len(set(named)), [n for n in named if named.count(n) > 1]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.sarif")), ids=lambda path: path.stem)
def test_the_scanners_of_the_samples_are_mapped_by_their_own_names(sample: Path):
    """What a scanner calls itself in a report is what its map is found by."""
    for run in json.loads(sample.read_text())["runs"]:
        assert run["tool"]["driver"]["name"].casefold() in RULES


@pytest.mark.parametrize(
    ("scanner", "rule", "cwes", "meant"),
    [
        ("ESLint", "security/detect-child-process", [], "command-injection"),
        ("njsscan", "node_nosqli_injection", [943], "nosql-injection"),
        ("Semgrep OSS", "python.lang.security.deserialization.pickle.avoid-pickle", [502],
         "insecure-deserialization"),
        ("CodeQL", "py/paramiko-missing-host-key-validation", [295], "certificate-validation"),
        ("gosec", "G204", [], "command-injection"),
        ("Brakeman", "BRAKE0014", [], "command-injection"),
        ("SpotBugs", "SQL_INJECTION_TURBINE", [89], "sql-injection"),
    ],
)  # fmt: skip
def test_rules_of_other_scanners(scanner: str, rule: str, cwes: list[int], meant: str):
    """One of each."""
    assert type_of_rule(scanner, rule, cwes) == meant


@pytest.mark.parametrize("cwe", sorted(BROAD_CWES))
def test_a_weakness_that_many_questions_share_says_nothing(cwe: int):
    """A rule that nobody mapped keeps its own name, and nothing is proven of it."""
    assert type_of_rule("Some Scanner", "some-rule", [cwe]) == "some-rule"


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
