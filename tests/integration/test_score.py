"""``fpcache score`` on the demo, and on reports and labels of every kind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import TreeSources
from fpcache_ops.scoring import Judge, Question, answers, score
from tests.factories import CountingValidator, RealClock
from tests.integration.test_cli_validate import CHECKOUT, DEMO, REAL, SAFE, result, sarif


def scored(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fpcache_ops.cli", "score", *arguments]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def as_json(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return json.loads(done.stdout)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "src" / "app").mkdir(parents=True)
    (tmp_path / "src" / "app" / "safe.py").write_text(SAFE)
    (tmp_path / "src" / "app" / "real.py").write_text(REAL)
    report = sarif(
        result("app/safe.py", 5),
        result("/ci/build/src/app/real.py", 2),
        result("app/missing.py", 2),
        {"ruleId": "B608", "message": {"text": "nowhere"}, "locations": []},
    )
    (tmp_path / "report.sarif").write_text(json.dumps(report))
    return tmp_path


def test_the_demo(tmp_path: Path):
    """The numbers of the issue, in all and by type, with nothing hidden."""
    done = scored(
        tmp_path,
        *("--sarif", str(DEMO / "bandit.sarif"), "--labels", str(DEMO / "labels.csv")),
        *("--root", str(DEMO / "src"), "--format", "json", "--jobs", "2"),
    )
    found = as_json(done)
    assert done.returncode == 0, done.stderr
    assert found["findings"] == 98
    assert (found["real"], found["false"], found["unlabelled"]) == (34, 64, 0)
    assert found["hidden"] == 0
    assert found["hidden_findings"] == []
    # A view that returns what `page` gives, and the template string in `page`, are not proven.
    assert found["recognised"] >= 47
    for count in ("findings", "real", "false", "recognised", "unlabelled"):
        assert sum(each[count] for each in found["by_type"].values()) == found[count]
    assert found["seconds_per_finding"] > 0


def test_what_is_hidden_is_listed_and_fails(desk: Path):
    """A label that says real of what is proven safe: named, one by one, and exit status 1."""
    (desk / "labels.csv").write_text("app/safe.py,5,sql-injection,true\napp/real.py,true\n")
    arguments = ("--sarif", "report.sarif", "--labels", "labels.csv", "--root", "src")
    done = scored(desk, *arguments, "--format", "json", "--jobs", "1")
    found = as_json(done)
    assert done.returncode == 1
    assert found["findings"] == 4
    assert (found["real"], found["hidden"], found["unlabelled"]) == (2, 1, 2)
    assert found["undetermined"] == 2
    (hidden,) = found["hidden_findings"]
    assert (hidden["path"], hidden["line"], hidden["type"]) == ("app/safe.py", 5, "sql-injection")
    table = scored(desk, *arguments)
    assert "HIDDEN app/safe.py:5 sql-injection" in table.stdout
    assert table.stdout.splitlines()[-1].startswith("real answered as false positive: 1 of 2;")
    assert not (desk / ".fpcache").exists()


def test_without_a_labelled_finding_there_is_no_result(desk: Path):
    """Zero of zero is not a pass."""
    (desk / "labels.csv").write_text("other.py,true\n")
    done = scored(desk, "--sarif", "report.sarif", "--labels", "labels.csv", "--root", "src")
    assert done.returncode == 3
    assert "0 of 0" in done.stdout
    assert "1 of 1 labels are about no finding" in done.stdout


@pytest.mark.parametrize(
    ("sarif_text", "labels"),
    [("{", "a.py,true"), ("[]", "a.py,true"), ('{"version": "2.1.0", "runs": []}', "nothing")],
)
def test_unusable_input_is_one_line(desk: Path, sarif_text: str, labels: str):
    """It says what to do."""
    (desk / "bad.sarif").write_text(sarif_text)
    (desk / "labels.csv").write_text(labels)
    done = scored(desk, "--sarif", "bad.sarif", "--labels", "labels.csv", "--root", "src")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


class Credulous(CountingValidator):
    """A validator that believes in nothing bad."""

    def judge(self, evidence):
        return msgspec.structs.replace(super().judge(evidence), judgement=Judgement.FALSE_POSITIVE)


def test_a_validator_that_hides_something_is_told_of(tmp_path: Path):
    """Each real finding that it calls false, by its place."""
    (tmp_path / "a.py").write_text("unsafe = 1\nunsafe = 2\n")
    findings = [Finding("t", "o/r", "xss", "r", (Location("a.py", Region(n)),)) for n in (1, 2)]
    validator, clock = Credulous(), RealClock()
    judge = Judge(
        FilePolicy(), TreeSources(tmp_path), validator, InlinePanel(validator, clock), clock
    )
    questions = [Question(number, one) for number, one in enumerate(findings)]
    answered = answers(questions, lambda: judge, jobs=1, progress=lambda done, total: None)
    found = score(findings, answered, [True, False])
    assert (found.total.real, found.total.hidden, found.total.recognised) == (1, 1, 1)
    assert [one["line"] for one in found.as_json()["hidden_findings"]] == [1]


class MakesDeadly:
    """A judge whose process dies at a certain file."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self) -> Judge:
        validator = Deadly()
        clock = RealClock()
        sources = TreeSources(self.root)
        return Judge(FilePolicy(), sources, validator, InlinePanel(validator, clock), clock)


class Deadly(CountingValidator):
    def judge(self, evidence):
        if b"die" in evidence.parts[0].content:
            os._exit(1)
        return super().judge(evidence)


def test_a_process_that_dies_costs_one_finding(tmp_path: Path):
    """It is not judged, so real; the others get their verdicts, in their order."""
    texts = {"a.py": "x = 1\n", "b.py": "unsafe = 1\n", "c.py": "die = 1\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    questions = [
        Question(number, Finding("t", "o/r", "xss", "", (Location(name, Region(1)),)))
        for number, name in enumerate(texts)
    ]
    told: list[int] = []
    found = answers(
        questions, MakesDeadly(tmp_path), jobs=2, progress=lambda done, _: told.append(done)
    )
    assert [one.number for one in found] == [0, 1, 2]
    assert [one.verdict.judgement for one in found] == [
        Judgement.FALSE_POSITIVE,
        Judgement.TRUE_POSITIVE,
        Judgement.UNDETERMINED,
    ]
    assert "ended the process" in found[2].verdict.reason
    assert told[-1] == 3
