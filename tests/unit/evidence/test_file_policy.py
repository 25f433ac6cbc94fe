"""The file policy: what is in the evidence, what is not, and when there is none."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fpcache_ops.core.evidence import Built, Evidence, Fallback, Role, Unplaced
from fpcache_ops.core.finding import Expectation, Location, Region
from fpcache_ops.evidence.file_policy import NAME_LIMIT, SOURCE_LIMIT, FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import PARSE_LIMIT
from tests.factories import a_finding

SOURCE = "import os\n\ndef f(x):\n    os.system(x)\n"
SINK = Region(4)


def build(source: "str | bytes" = SOURCE, path: str = "a.py", line: int = 4, **changes):
    finding = a_finding(path, line, **changes)
    return FilePolicy().build(finding, SubmittedSources({path: source}))


def built(*args, **named) -> Built:
    result = build(*args, **named)
    assert isinstance(result, Built), result
    return result


def test_the_whole_file_and_the_marked_statement_are_the_evidence():
    """Byte for byte; the path is not in it."""
    evidence = Evidence.decode(built().canonical)
    assert [part.content for part in evidence.parts] == [SOURCE.encode()]
    (mark,) = evidence.marks
    assert SOURCE.encode()[mark.start : mark.end] == b"os.system(x)"
    assert (evidence.policy, evidence.language, evidence.fallback) == ("file", "python", None)
    assert b"a.py" not in built().canonical


@pytest.mark.parametrize(
    "changed",
    [
        {"source": SOURCE + "\n"},
        {"source": SOURCE.replace("\n", "\r\n")},
        {"source": "\ufeff" + SOURCE},
        {"line": 3},
        {"type": "xss"},
        {"rule_id": "B605"},
    ],
)
def test_whatever_the_validator_sees_changes_the_digest(changed):
    """Any byte, the place, the type and the rule are the question."""
    assert built(**changed).digest != built().digest


@pytest.mark.parametrize(
    "same",
    [{"path": "b/other.py"}, {"message": "other"}, {"tenant": "t"}, {"repository": "o/r"}],
)
def test_what_the_validator_cannot_see_does_not(same):
    """Path, message, tenant and repository are not evidence (they are compared in the lookup)."""
    assert built(**same).digest == built().digest


def test_every_location_and_step_is_marked_with_its_role():
    """All files named are in the evidence, in the order of the roles."""
    finding = replace(
        a_finding("a.py", 4),
        locations=(Location("a.py", SINK), Location("b.py", Region(1))),
        flows=((Location("a.py", Region(3)), Location("c.py", Region(1))),),
    )
    files = {"a.py": SOURCE, "b.py": "b = 1\n", "c.py": "c = 1\n"}
    result = FilePolicy().build(finding, SubmittedSources(files))
    assert isinstance(result, Built)
    marks = Evidence.decode(result.canonical).marks
    assert [(m.part, m.role) for m in marks] == [
        (0, Role.PRIMARY),
        (1, Role.RELATED),
        (0, Role.STEP),
        (2, Role.STEP),
    ]
    assert [name for name, _ in result.part_digests] == [
        "context",
        "source",
        "file-2",
        "file-3",
        "place",
    ]
    for missing in files:
        rest = {path: text for path, text in files.items() if path != missing}
        assert isinstance(FilePolicy().build(finding, SubmittedSources(rest)), Unplaced)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"x = '\xff'\n", Fallback.NOT_UTF8),
        ("# -*- coding: latin-1 -*-\nx = 1\n", Fallback.ENCODING_COOKIE),
        ("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n", Fallback.ENCODING_COOKIE),
        ("x = 1 # c\ry = 2\n", Fallback.LONE_CARRIAGE_RETURN),
        ("x = 'a\u202eb'\n", Fallback.INVISIBLE_CHARACTERS),
        ("x\u200b = 1\n", Fallback.INVISIBLE_CHARACTERS),
        ("x = 1\x00\n", Fallback.INVISIBLE_CHARACTERS),
        ("x = (\n", Fallback.PARSE_ERROR),
        ("x = 1\nif:\n", Fallback.PARSE_ERROR),
        ("#" * (PARSE_LIMIT + 1), Fallback.PARSE_LIMIT),
    ],
)
def test_what_the_grammar_may_misread_is_said_to_be_so(source, reason):
    """A fallback is recorded in the evidence, so that the built-in proves nothing from it."""
    result = built(source, line=1)
    assert result.fallback is reason
    assert Evidence.decode(result.canonical).fallback is reason


@pytest.mark.parametrize(
    "source", ["# coding: utf-8\n", "# coding=UTF8\n", "\ufeff# x\n", "é = 1\n"]
)
def test_ordinary_utf_8_is_no_fallback(source):
    """A BOM and a cookie that says UTF-8 are ordinary."""
    assert built(source, line=1).fallback is None


def test_an_unknown_language_is_evidence_as_a_whole():
    """It can be cached under the file policy; nothing is proven from it."""
    assert built("anything", path="a.unknown", line=1).fallback is Fallback.UNSUPPORTED_LANGUAGE


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"line": 99}, "beyond the end"),
        ({"line": -1}, "no usable line"),
        ({"source": b"x" * (SOURCE_LIMIT + 1)}, "20 MB"),
        ({"path": "a\ud800.py"}, "characters no name has"),
        ({"path": "a\0.py"}, "characters no name has"),
        ({"rule_id": "r" * (NAME_LIMIT + 1)}, "too long"),
    ],
)
def test_a_finding_that_has_no_place_says_why(changed, word):
    """Doubt about the place: reported as real, not looked up, not stored."""
    result = build(**changed)
    assert isinstance(result, Unplaced)
    assert word in result.reason


def expecting(**expected) -> "Built | Unplaced":
    finding = replace(
        a_finding("a.py"), locations=(Location("a.py", SINK, Expectation(**expected)),)
    )
    return FilePolicy().build(finding, SubmittedSources({"a.py": SOURCE}))


@pytest.mark.parametrize(
    "snippet",
    ["os.system(x)", "    os.system(x)\n", "os.system(  x)".replace("  ", ""), "system"],
)
def test_a_snippet_that_fits_changes_nothing(snippet):
    """Layout apart: scanners print snippets re-indented."""
    result = expecting(snippet=snippet)
    assert isinstance(result, Built)
    assert result.digest == built().digest


def test_a_report_about_other_bytes_is_not_judged():
    """A hash or a snippet that does not fit: the report belongs to another tree."""
    good = hashlib.sha256(SOURCE.encode()).hexdigest()
    assert isinstance(expecting(sha256=good.upper()), Built)
    for wrong in ({"sha256": "0" * 64}, {"snippet": "os.popen(x)"}, {"snippet": "import os"}):
        result = expecting(**wrong)
        assert isinstance(result, Unplaced)
        assert "another version of a.py" in result.reason


@given(st.binary(max_size=80), st.integers(-2, 6))
def test_building_never_raises(source: bytes, line: int):
    """Any bytes, any line."""
    assert isinstance(build(source, line=line), Built | Unplaced)


@pytest.mark.parametrize(
    "source",
    ["(" * 40_000, "x = " + "[" * 40_000 + "]" * 40_000, "a" * 10_000_000, "if x:\n " * 500],
)
def test_hostile_sources_are_bounded(source: str):
    """Nesting and length cost at most the parse; nothing recurses."""
    assert isinstance(build(source, line=1), Built | Unplaced)
