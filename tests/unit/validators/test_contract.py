"""The contract: what is shown of evidence, and which answers are answers."""

import ast
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fpcache_ops.core.evidence import (
    Built,
    Evidence,
    Fallback,
    Mark,
    Part,
    PartKind,
    Role,
    digest,
)
from fpcache_ops.core.judging import ValidatorFailed
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.contract import Asker, question, verdict
from tests.differential import everything

ASKER = Asker("review", "v1", "m", "Judge.", {"t": 0})
WHO = ValidatorIdentity("review", "v1")
ENOUGH = 1_000_000


def evidence(text: str = "x = run(y)\n", *marks: Mark, **changes) -> Evidence:
    fields = {
        "policy": "file",
        "language": "python",
        "grammar": "g",
        "vulnerability_type": "xss",
        "rule_id": "r",
        "parts": (Part(PartKind.SOURCE, text.encode()),),
        "marks": marks,
    }
    return Evidence(**fields | changes)


def test_a_question_is_all_of_the_evidence_and_who_is_asked():
    """And is named by the digest that the verdict will be filed under."""
    asked_about = evidence("é = 1\nrun(é)\n", Mark(0, 7, 14, Role.PRIMARY, (11, 13)))
    named, text = question(ASKER, asked_about, ENOUGH)
    asked = json.loads(text)
    assert named == digest(asked_about.encode()).hex()
    assert asked == {
        "contract": "fpcache-validator/1",
        "id": named,
        "validator": {
            "name": "review",
            "version": "v1",
            "model": "m",
            "prompt": "Judge.",
            "parameters": {"t": 0},
        },
        "evidence": {
            "policy": "file",
            "language": "python",
            "type": "xss",
            "rule_id": "r",
            "fallback": None,
            "slices": [{"text": "é = 1\nrun(é)\n"}],
            "marks": [
                {
                    "slice": 0,
                    "role": "primary",
                    "start": 6,
                    "end": 12,
                    "start_line": 2,
                    "end_line": 2,
                    "text": "run(é)",
                    "focus": {"start": 10, "end": 11},
                }
            ],
        },
    }


def test_slices_are_programs_and_marks_are_places_in_them():
    """Of findings as they come, by scope: what is shown parses, and holds what is marked.

    But for a class of which the header alone is shown: it stands there without a body.
    """
    trees = 0
    for one in everything()[::9]:
        built = ScopePolicy().build(one.finding, SubmittedSources(one.files))
        assert isinstance(built, Built)
        shown = json.loads(question(ASKER, built.evidence, ENOUGH)[1])["evidence"]
        trees += shown["policy"] == "scope"
        assert shown["marks"]
        for mark in shown["marks"]:
            text = shown["slices"][mark["slice"]]["text"]
            if shown["language"] == "python":
                ast.parse(re.sub(r"(?m)^(class .*:)$(?=\n\S)", r"\1 ...", text))
            assert not parse(shown["language"], text.encode()).root_node.has_error
            assert mark["text"]
            assert text[mark["start"] : mark["end"]] == mark["text"]
            lines = text.split("\n")[mark["start_line"] - 1 : mark["end_line"]]
            assert mark["text"].rstrip("\n") in "\n".join(lines)
    assert trees > 10


@pytest.mark.parametrize(
    ("strange", "reason"),
    [
        (evidence(fallback=Fallback.INVISIBLE_CHARACTERS), "as text"),
        (evidence(fallback=Fallback.ENCODING_COOKIE), "as text"),
        (evidence(fallback=Fallback.LONE_CARRIAGE_RETURN), "as text"),
        (evidence(fallback=Fallback.NOT_UTF8), "as text"),
        (evidence(parts=(Part(PartKind.SOURCE, b"\xff"),)), "as text"),
        (evidence(parts=(Part(PartKind.TREE, b"nonsense"),)), "as text"),
        (evidence("ab", Mark(0, 1, 3, Role.PRIMARY)), "as text"),
        (evidence("ab", Mark(1, 0, 1, Role.PRIMARY)), "as text"),
        (evidence("é", Mark(0, 1, 2, Role.PRIMARY)), "as text"),
        (evidence(rule_id="\udc80"), "as text"),
        (evidence("a", *[Mark(0, 0, 1, Role.STEP)] * 201), "too many places"),
        (evidence("x" * 70_000_000), "larger than"),
        (evidence("x" * 1_000_000), "larger than"),
    ],
    ids=range(13),
)
def test_what_cannot_be_shown_is_not_asked_about(strange: Evidence, reason: str):
    with pytest.raises(ValidatorFailed, match=reason):
        question(ASKER, strange, ENOUGH)


GOOD = {
    "id": "q",
    "version": "v1",
    "verdict": "false_positive",
    "confidence": 0.9,
    "reason": "fine",
    "justification": "inline_mitigations_already_exist",
    "relies_on_unseen": [],
}
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=9)
)
JSON: st.SearchStrategy = st.one_of(ATOMS, st.lists(ATOMS, max_size=2), st.builds(dict))


@given(st.sampled_from([*GOOD, "more"]), JSON)
@settings(max_examples=60)
def test_an_answer_with_anything_wrong_excuses_nothing(field: str, value):
    """One field replaced: it is no answer, or it still says what an answer may say."""
    answer = GOOD | {field: value}
    try:
        said = verdict(json.dumps(answer).encode(), "q", WHO)
    except ValidatorFailed:
        return
    assert field in ("confidence", "reason", "relies_on_unseen") or value == GOOD[field]
    assert said.judgement is Judgement.FALSE_POSITIVE
    assert 0 <= said.confidence <= 1
    assert said.judged_by == WHO
    assert said.reason.isprintable()
    assert list(said.relies_on_unseen) == answer["relies_on_unseen"]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise_anything_else(text: bytes):
    with pytest.raises(ValidatorFailed):
        verdict(text, "q", WHO)
