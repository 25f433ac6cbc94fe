"""``fpcache score``: a validator's verdicts held against labels, by a real run of the command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fpcache_ops.bootstrap import judge_of
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.errors import UnusableInput
from fpcache_ops.scoring import read_labels, score

DEMO = Path(__file__).parents[2] / "data" / "demo"
SAFE = 'def a(db):\n    db.execute("select 1")\n'
REAL = "def b(db, x):\n    db.execute(x)\n"


def run(*arguments: str, cwd: Path = DEMO) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "fpcache_ops.cli", "score", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(DEMO.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo(tmp_path):
    """98 findings, all labelled; the counts of each type add up to those of all."""
    given = ("--sarif", "bandit.sarif", "--labels", "labels.csv", "--root", "src")
    done = run(*given, "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["findings"], told["unlabelled"], told["undetermined"]) == (98, 0, 0)
    assert (told["real"], told["hidden"], told["hidden_findings"]) == (34, 0, [])
    assert told["real"] + told["false"] == 98
    assert told["recognised"] >= told["false"] / 2
    for name in ("findings", "real", "false", "recognised", "hidden", "unlabelled"):
        assert sum(one[name] for one in told["by_type"].values()) == told[name]
    table = run(*given, "--jobs", "1")
    assert "real answered as false positive: 0 of 34" in table.stdout
    assert f"recognised: {told['recognised']} of {told['false']}" in table.stdout


def findings() -> list[Finding]:
    return [
        Finding("t", "o/r", "sql-injection", "", (Location(path, Region(2)),))
        for path in ("src/safe.py", "src/real.py", "src/gone.py")
    ]


def scored(tmp_path: Path, labels: str, maker=None):
    (tmp_path / "src").mkdir(exist_ok=True)
    (tmp_path / "src/safe.py").write_text(SAFE)
    (tmp_path / "src/real.py").write_text(REAL)
    (tmp_path / "labels.csv").write_text(labels)
    known = read_labels(tmp_path / "labels.csv")
    made = maker or (lambda: judge_of("scope"))
    return score(findings(), 1, known, tmp_path, made, jobs=1)


@pytest.mark.parametrize(
    "labels",
    [
        "path,line,type,real\nsrc/safe.py,2,sql_injection,false\nsrc/real.py,2,CWE-89,true\n",
        "path,real\nsafe.py,0\nreal.py,1\n",
        "real,path,why,type\nfalse,./src/safe.py,x,89\ntrue,src/real.py,y,sqli\n",
        "\ufeffPath,Real,Line\nw/src/safe.py,FALSE,\nw/src/real.py,True,2\n",
    ],
)
def test_labels_are_read_as_people_write_them(labels, tmp_path):
    """With and without line and type, in any order, below another root, by CWE or by alias."""
    found = scored(tmp_path, labels)
    total = found.total
    assert (total.findings, total.unlabelled, total.undetermined) == (4, 2, 2)
    assert (total.false, total.recognised, total.real, total.hidden) == (1, 1, 1, 0)


def test_what_does_not_fit_is_no_label(tmp_path):
    """Another line, another type, another file of the same name."""
    text = (
        "path,line,type,real\nsrc/safe.py,1,,true\nsrc/real.py,,xss,false\nother/gone.py,,,true\n"
    )
    assert scored(tmp_path, text).total.unlabelled == 4


def test_two_labels_that_disagree_count_as_real(tmp_path):
    """A place that somebody calls real must not be hidden."""
    found = scored(tmp_path, "path,real\nsrc/safe.py,true\nsrc/safe.py,false\n")
    assert (found.total.real, found.total.hidden) == (1, 1)


class Credulous:
    """A validator that believes in nothing bad."""

    name = "credulous"

    def version(self, language: str, vulnerability_type: str) -> str:
        return "1"

    def judge(self, evidence) -> Verdict:
        who = ValidatorIdentity(self.name, "1")
        return Verdict(Judgement.FALSE_POSITIVE, 1.0, "All is well.", who)


def test_a_validator_that_hides_something_is_told_of(tmp_path):
    """Each real finding that it calls false, by its place."""
    text = "path,real\nsrc/safe.py,false\nsrc/real.py,true\n"
    found = scored(tmp_path, text, lambda: (judge_of("file")[0], Credulous()))
    assert (found.total.real, found.total.hidden, found.total.recognised) == (1, 1, 1)
    (hidden,) = found.hidden
    assert (hidden.path, hidden.line, hidden.reason) == ("src/real.py", 2, "All is well.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "want a first line"),
        ("file,real\na,true\n", "want a first line"),
        ("path,real\n", "hold no label"),
        ("path,real\na.py,perhaps\n", "line 2 .*: real is true, false, 1 or 0"),
        ("path,line,real\na.py,x,true\n", "line is a whole number"),
        ("path,real\n,true\n", "the path is empty"),
    ],
)
def test_bad_labels_are_one_line(text, told, tmp_path):
    """It names the line and what is wanted."""
    (tmp_path / "labels.csv").write_text(text)
    with pytest.raises(UnusableInput, match=told):
        read_labels(tmp_path / "labels.csv")


def test_nothing_labelled_is_no_pass(tmp_path):
    """Status 3: nothing was measured."""
    (tmp_path / "labels.csv").write_text("path,real\nno/such.py,true\n")
    given = ("--sarif", "bandit.sarif", "--root", "src", "--labels", str(tmp_path / "labels.csv"))
    done = run(*given, "--jobs", "1")
    assert done.returncode == 3
    assert "No finding has a label" in done.stdout
