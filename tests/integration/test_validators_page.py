"""The page about validators does what it says: its server, with its settings."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.differential import DEMO

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "validators.md").read_text("utf-8")


def block(language: str, beginning: str) -> str:
    """The code on the page that begins like this."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (found,) = [text for text in blocks if text.startswith(beginning)]
    return found


@pytest.fixture
def judge(tmp_path: Path):
    """The server of the page, running."""
    (tmp_path / "judge.py").write_text(block("python", '"""A validator for fpcache'))
    process = subprocess.Popen(
        [sys.executable, "-W", "error", str(tmp_path / "judge.py"), "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        yield process.stdout.readline().split()[-1]
        process.kill()
        process.wait()


def test_the_server_and_the_settings_of_the_page(judge: str, tmp_path: Path):
    """Scored by name on the demo: it recognises something of its own, and hides nothing."""
    (tmp_path / "mine.toml").write_text(
        block("toml", "[validator]").replace("http://127.0.0.1:8700/judge", judge)
    )
    report = json.loads((DEMO / "bandit.sarif").read_bytes())
    (run,) = report["runs"]
    run["results"] = [one for one in run["results"] if one["ruleId"] in ("B602", "B603", "B605")]
    (tmp_path / "some.sarif").write_text(json.dumps(report))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "fpcache_ops.cli", "score", "--format", "json"),
            *("--sarif", "some.sarif", "--labels", str(DEMO / "labels.csv")),
            *("--root", str(DEMO / "src"), "--validator", "review"),
        ],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(CHECKOUT),
            "FPCACHE_CONFIG": str(tmp_path / "mine.toml"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert found["validator"] == "review"
    assert (found["findings"], found["hidden"]) == (len(run["results"]), 0)
    assert found["recognised"] >= 1
    assert found["recognised"] + found["undetermined"] == found["findings"] > 5
