"""``fpcache explain``: what a verdict rests on, in a real repository, through the real command."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
BEFORE = """\
import os
import re

PING = "ping -c 1 "
PING += "-q "


def unrelated():
    return re.compile("a")


def ping():
    os.system(PING + "host")
"""


@pytest.fixture
def desk(tmp_path):
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True)

    git("init", "-q")
    (tmp_path / "net").mkdir()
    (tmp_path / "net/tools.py").write_text(BEFORE)
    git("add", "-A")
    git("commit", "-qm", "first")
    return tmp_path


def explain(desk: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "fpcache_ops.cli", "explain", *arguments],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )


def told(desk: Path, *arguments: str) -> dict:
    done = explain(desk, *arguments, "--type", "command_injection", "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_line_has_the_reason_why_it_is_there(desk):
    """The function, the constant and the import that it refers to; nothing unrelated."""
    said = told(desk, "net/tools.py:13")
    keys = ("part", "because", "marked")
    assert {one["line"]: tuple(one[key] for key in keys) for one in said["lines"]} == {
        1: ("imports", "binds os", False),
        4: ("constants", "binds PING", False),
        5: ("constants", "may change PING", False),
        12: ("function", "the place", False),
        13: ("function", "the place", True),
    }
    assert (said["policy"], said["outcome"], said["cause"]) == ("scope", "miss", "first_seen")
    table = explain(desk, "net/tools.py:13", "--type", "command-injection").stdout
    assert "command-injection at net/tools.py:13 in ping" in table
    assert "re.compile" not in table
    assert "may change PING" in table
    whole = told(desk, "net/tools.py:13", "--policy", "file")
    assert {one["part"] for one in whole["lines"]} == {"whole file"}
    assert len(whole["lines"]) == 13


def test_the_outcome_is_that_of_the_cache(desk):
    """What is validated is a hit afterwards; explaining itself stores nothing."""
    report = {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "bandit"}},
                "results": [
                    {
                        "ruleId": "B605",
                        "message": {"text": "x"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "net/tools.py"},
                                    "region": {"startLine": 13},
                                }
                            }
                        ],
                    }
                ],
            }
        ],
    }
    (desk / "r.sarif").write_text(json.dumps(report))
    place = ("net/tools.py:13", "--rule", "B605")
    assert told(desk, *place)["outcome"] == told(desk, *place)["outcome"] == "miss"
    subprocess.run(
        [sys.executable, "-m", "fpcache_ops.cli", "validate", "r.sarif", "--root", "."],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        check=False,
    )
    assert told(desk, *place)["outcome"] == "hit"


def test_what_has_changed_since_a_revision(desk):
    """The first part that differs, and the difference; an unrelated edit is no change."""
    file = desk / "net/tools.py"
    file.write_text("# new\n\n" + BEFORE.replace('"a"', '"b"'))
    same = told(desk, "net/tools.py:15", "--against", "HEAD")
    assert same["against"]["changed"] is None
    assert same["against"]["difference"] == []
    file.write_text("# new\n\n" + BEFORE.replace('"ping -c 1 "', "input()"))
    changed = told(desk, "net/tools.py:15", "--against", "HEAD")["against"]
    assert changed["changed"] == "constants"
    assert '-PING = "ping -c 1 "' in changed["difference"]
    assert "+PING = input()" in changed["difference"]
    out = explain(desk, "net/tools.py:14", "--type", "x", "--against", "HEAD").stdout
    assert "Changed since HEAD: constants" in out


def test_other_files_of_a_checkout(desk):
    """Under ``closure``: who calls is shown, and what has changed there since a revision."""
    caller = "import net.tools\n\n\ndef main():\n    net.tools.ping()\n"
    (desk / "main.py").write_text(caller)
    place = ("net/tools.py:13", "--policy", "closure", "--against", "HEAD")
    said = told(desk, *place)
    assert said["policy"] == "closure"
    shown = [(one["path"], one["line"]) for one in said["lines"] if one["part"] == "callers"]
    assert shown == [("main.py", 1), ("main.py", 4), ("main.py", 5)]
    assert said["against"]["changed"] == "callees"  # Its relations: there was no caller.
    assert "+    net.tools.ping()" in said["against"]["difference"]
    assert told(desk, *place[:3])["policy"] == "closure"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("net/tools.py",), "is no place: give FILE:LINE"),
        (("net/tools.py:0",), "is no place: give FILE:LINE"),
        (("net/gone.py:1",), "has no evidence. Not judged, so reported as real: content"),
        (("net/tools.py:99",), "beyond the end of the file"),
        (("../etc/passwd:1",), "outside the root"),
        (("net/tools.py:13", "--against", "no-such"), "no-such"),
        (("net/tools.py:13", "--against", "--help"), "--help"),
        (("net/tools.py:13", "--policy", "some"), "policy"),
    ],
)
def test_bad_input_is_one_line(arguments, line, desk):
    """Status 2, what is wrong and what to do; no traceback."""
    done = explain(desk, *arguments, "--type", "xss")
    assert done.returncode == 2
    assert line in done.stderr
    assert "Traceback" not in done.stderr
