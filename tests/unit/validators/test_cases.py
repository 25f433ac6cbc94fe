"""The case corpus: pairs of programs that differ by one edit, one safe and one real."""

import difflib
from pathlib import Path

import pytest

from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence.syntax import parse
from tests.unit.validators.reading import CASES, MARK, cases, judged_case

SAFE, GAPS, REAL = cases("safe"), cases("gap"), cases("real")

# The words that reasons of false positives must contain (the HTTP API promises them).
PROMISED = ("comment", "string literal", "Safe pattern: ", "parameterized")


def name(path: Path) -> str:
    return f"{language(path)}/{path.parent.name}/{path.name.removesuffix(path.suffix)}"


def language(path: Path) -> str:
    return path.parent.parent.name


@pytest.mark.parametrize("path", REAL, ids=name)
def test_a_real_case_is_never_answered_as_a_false_positive(path: Path) -> None:
    """Whatever one edit makes dangerous is reported: a wrong "safe" is the one unforgivable defect."""  # noqa: E501
    verdict = judged_case(path)

    assert verdict.judgement is Judgement.TRUE_POSITIVE, verdict.reason
    assert verdict.confidence in (0.75, 0.9)
    assert verdict.justification is None


@pytest.mark.parametrize("path", SAFE, ids=name)
def test_a_safe_case_is_recognised(path: Path) -> None:
    """Each safe case is proven, with a reason in the promised words and an OpenVEX justification."""  # noqa: E501
    verdict = judged_case(path)

    assert verdict.judgement is Judgement.FALSE_POSITIVE, verdict.reason
    assert 0.95 <= verdict.confidence <= 0.99
    assert any(word in verdict.reason for word in PROMISED)
    assert verdict.justification is not None
    assert verdict.relies_on_unseen == ()


@pytest.mark.parametrize("path", GAPS, ids=name)
def test_a_known_gap_is_still_one(path: Path) -> None:
    """Safe, but not proven; when it is, the file is to be renamed to ``.safe.py``."""
    assert judged_case(path).is_real


def test_every_case_has_a_twin_that_differs_by_one_edit() -> None:
    """A pair shows that one thing decides: the two programs differ in one place only."""
    for path in (*SAFE, *GAPS):
        twin = path.parent / (path.name.split(".")[0] + f".real{path.suffix}")
        mine, other = path.read_text().splitlines(), twin.read_text().splitlines()
        edits = [
            edit
            for edit in difflib.SequenceMatcher(a=mine, b=other, autojunk=False).get_opcodes()
            if edit[0] != "equal"
        ]
        assert len(edits) <= 2, name(path)
        assert mine != other, name(path)


def test_every_case_compiles_and_marks_one_line() -> None:
    """A case that is no program, or that points nowhere, would show nothing."""
    for path in (*SAFE, *GAPS, *REAL):
        source = path.read_text()
        if path.suffix == ".py":
            compile(source, str(path), "exec")
        assert not parse(language(path), source.encode()).root_node.has_error, name(path)
        assert source.count(MARK) == 1, name(path)


def test_the_corpus_covers_what_it_promises() -> None:
    """At least 90 pairs, most of them of the types that matter most; no file without a partner."""
    python = (CASES / "python").iterdir()
    by_type = {folder.name: len(list(folder.glob("*.safe.py"))) for folder in python}
    main = ("sql-injection", "command-injection", "code-injection", "insecure-deserialization")

    assert sum(by_type.values()) >= 300
    assert all(by_type[each] >= 15 for each in (*main, "xss", "ssrf", "path-traversal"))
    assert len(REAL) == len(SAFE) + len(GAPS)
