"""``make corpus``: what its numbers and its status say."""

from pathlib import Path

import pytest

from fpcache_ops.evidence.file_policy import FilePolicy
from tests.prove import corpus
from tests.prove.corpus import LabelledCase, is_called_safe, labelled_cases, main


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[LabelledCase]:
    wanted = [case for case in labelled_cases() if case.type == "weak-random"]
    monkeypatch.setattr(corpus, "labelled_cases", lambda: tuple(wanted))
    return wanted


def test_the_numbers(few: list[LabelledCase], capsys: pytest.CaptureFixture[str]):
    """A row for each language and type, and the last line in the promised words."""
    assert main() == 0
    real = sum(case.kind == "real" for case in few)
    safe = sum(case.kind == "safe" for case in few)
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == (
        f"real answered as false positive: 0 of {real}; "
        f"safe recognised: {safe} of {len(few) - real}"
    )


def test_a_hidden_case_fails_and_is_named(
    few: list[LabelledCase], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """A validator that calls one real case safe."""
    bad = next(case for case in few if case.kind == "real")
    monkeypatch.setattr(corpus, "is_called_safe", lambda case, builder: case in (bad, few[0]))
    assert main() == 1
    told = capsys.readouterr().out
    assert f"HIDDEN {bad.path.relative_to(corpus.CASES)}" in told
    assert "real answered as false positive: 1 of" in told


def test_no_cases_are_no_pass(monkeypatch: pytest.MonkeyPatch):
    """Zero of zero says nothing."""
    monkeypatch.setattr(corpus, "labelled_cases", lambda: ())
    assert main() == 1


def test_a_case_must_mark_one_line(tmp_path: Path):
    """One that marks none, or two, shows nothing."""
    path = tmp_path / "x.safe.py"
    path.write_text("x = 1  # <-- finding\ny = 1  # <-- finding\n")
    with pytest.raises(AssertionError, match="marks 2 lines"):
        is_called_safe(LabelledCase(path, "python", "xss", "safe"), FilePolicy())
