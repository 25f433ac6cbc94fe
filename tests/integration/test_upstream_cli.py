"""Choosing who judges from the command line."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from fpcache_ops.cli import explain, score, serve, validate
from tests.integration.test_cli_validate import REAL, SAFE, result, sarif
from tests.upstream.server import Upstream, upstream

TABLE = '[validator]\nkind = "chain"\n[validator.upstream]\nkind = "http"\nname = "review"\n'


@pytest.fixture
def server():
    with upstream() as serving:
        yield serving


@pytest.fixture
def desk(tmp_path: Path, monkeypatch, server: Upstream) -> Path:
    """A project, its report, its labels, and settings that are ours."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "safe.py").write_text(SAFE)
    (tmp_path / "src" / "real.py").write_text(REAL)
    (tmp_path / "report.sarif").write_text(
        json.dumps(sarif(result("safe.py", 5), result("real.py", 2)))
    )
    (tmp_path / "labels.csv").write_text("safe.py,false\nreal.py,true\n")
    (tmp_path / "mine.toml").write_text(f'{TABLE}url = "{server.url}"\n')
    monkeypatch.setenv("FPCACHE_CONFIG", "mine.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    app = typer.Typer()
    for one in (explain, score, serve, validate):
        one.register(app)
    return CliRunner().invoke(app, words)


@pytest.mark.parametrize(
    ("chosen", "judged", "real", "calls"),
    [
        ((), {"chain"}, 0, 1),
        (("--validator", "chain"), {"chain"}, 0, 1),
        (("--validator", "review"), {"review"}, 0, 2),
        (("--validator", "safe-patterns"), {"safe-patterns"}, 1, 0),
    ],
)
def test_validate(desk: Path, server: Upstream, chosen, judged: set, real: int, calls: int):
    """The configured one judges unless another is chosen; each keeps verdicts of its own."""
    words = ("validate", "report.sarif", "--root", "src", "--format", "json", *chosen)
    outcomes = []
    for _ in range(2):
        done = run(*words)
        assert done.exit_code == real
        answers = json.loads(done.stdout)["validated"]
        assert sum(one["isValid"] for one in answers) == real
        assert {one["validator"]["name"] for one in answers} == judged
        assert len(server.asked) == calls
        outcomes.append({one["outcome"] for one in answers})
    assert outcomes == [{"miss"}, {"hit"}]


@pytest.mark.parametrize("chosen", ["review", "chain"])
def test_score_shows_what_a_validator_would_hide(desk: Path, server: Upstream, chosen: str):
    """One that believes too much fails, with the place of what it hides; nothing is stored."""
    words = ("score", "--sarif", "report.sarif", "--labels", "labels.csv", "--root", "src")
    done = run(*words, "--validator", chosen, "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert found["validator"] == chosen
    assert (found["hidden"], found["undetermined"]) == (1, 0)
    assert [one["path"] for one in found["hidden_findings"]] == ["real.py"]

    server.failing = True
    failed = json.loads(run(*words, "--validator", "review", "--format", "json").stdout)
    assert (failed["hidden"], failed["recognised"], failed["undetermined"]) == (0, 0, 2)
    assert not (desk / ".fpcache").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("validate", "report.sarif", "--validator", "nobody"), "chain, review, safe-patterns"),
        (("serve", "--dev", "--validator", "nobody"), "chain, review, safe-patterns"),
        (("explain", "a.py:1", "--type", "xss", "--validator", "nobody"), "no validator is called"),
        (
            ("validate", "report.sarif", "--server", "http://x", "--validator", "review"),
            "goes with none of",
        ),
    ],
)
def test_a_choice_that_is_none_is_one_line(desk: Path, words: tuple[str, ...], said: str):
    done = run(*words)
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert said in line


def test_what_is_scanned_does_not_choose(desk: Path, monkeypatch, server: Upstream):
    """The same file, found in the working directory: refused, and nobody is asked."""
    monkeypatch.delenv("FPCACHE_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(desk / "home"))
    (desk / "mine.toml").rename(desk / "fpcache.toml")
    done = run("validate", "report.sarif", "--root", "src")
    assert done.exit_code == 2
    assert "may belong to what is scanned" in done.stderr
    assert not server.asked
