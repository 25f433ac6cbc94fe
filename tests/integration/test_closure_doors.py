"""The policy ``closure`` through the doors: where there is a checkout, and where there is none."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from fpcache_ops.bootstrap import hands_of
from fpcache_ops.cli import serve, validate
from fpcache_ops.config import load
from fpcache_ops.errors import UnusableInput
from tests.integration.test_cli_validate import result, sarif

HERE = "from helpers import quoted\n\n\ndef one_of(db, name):\n    db.execute(quoted(name))\n"
HELPER = "def quoted(name):\n    return {}\n"
CALLER = "from app import one_of\n\n\ndef page(db, request):\n    one_of(db, {})\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch) -> Path:
    """A project of three files, and the report of the one in the middle."""
    (tmp_path / "src").mkdir()
    write(tmp_path, "app.py", HERE)
    write(tmp_path, "helpers.py", HELPER.format("'SELECT ' + repr(name)"))
    write(tmp_path, "pages.py", CALLER.format("'all'"))
    (tmp_path / "report.sarif").write_text(json.dumps(sarif(result("app.py", 5))))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(desk: Path, name: str, text: str) -> None:
    (desk / "src" / name).write_text(text)


def run(*words: str) -> Result:
    app = typer.Typer()
    for one in (serve, validate):
        one.register(app)
    return CliRunner().invoke(app, words)


def answer(*words: str) -> dict:
    done = run("validate", "report.sarif", "--root", "src", "--format", "json", *words)
    assert done.exit_code in (0, 1), done.output
    found = json.loads(done.stdout)["validated"]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("chosen", ["argument", "setting"])
def test_an_edit_of_another_file_asks_again(desk: Path, monkeypatch, chosen: str):
    """Of what is imported, and of a caller; an unrelated file does not, nor does it by scope."""
    words: tuple[str, ...] = ("--policy", "closure")
    if chosen == "setting":
        monkeypatch.setenv("FPCACHE_POLICY", "closure")
        words = ()
    first = answer(*words)
    assert (first["outcome"], first["evidence"]["policy"]) == ("miss", "closure")
    sliced = ("--policy", "scope", "--store", "sliced.db")
    assert answer(*sliced)["outcome"] == "miss"
    assert answer(*words)["outcome"] == "hit"
    write(desk, "other.py", "def quote(name):\n    return name\n")
    assert answer(*words)["outcome"] == "hit"
    write(desk, "helpers.py", HELPER.format("name"))
    again = answer(*words)
    assert (again["outcome"], again["cause"]) == ("changed", "changed:callees")
    write(desk, "pages.py", CALLER.format("request.args['name']"))
    again = answer(*words)
    assert (again["outcome"], again["cause"]) == ("changed", "changed:callers")
    assert answer(*sliced)["outcome"] == "hit"


def test_readers_apart_refuse_it(desk: Path, monkeypatch):
    """They are sent the files of a finding only: that would be scope under another name."""
    monkeypatch.setenv("FPCACHE_READERS", "1")
    done = run("validate", "report.sarif", "--root", "src", "--policy", "closure")
    assert done.exit_code == 2
    assert "FPCACHE_READERS" in done.stderr
    assert not (desk / ".fpcache" / "cache.db").exists()
    with pytest.raises(UnusableInput, match="readers"), hands_of(load(policy="closure"), 2):
        pass


@pytest.mark.parametrize("chosen", ["argument", "setting"])
def test_a_service_refuses_it(desk: Path, monkeypatch, chosen: str):
    """A request is no checkout; it says where there is one, before it listens."""
    words: tuple[str, ...] = ("--policy", "closure")
    if chosen == "setting":
        monkeypatch.setenv("FPCACHE_POLICY", "closure")
        words = ()
    ready = desk / "ready"
    done = run("serve", "--dev", "--port", "0", "--ready-file", str(ready), *words)
    assert done.exit_code == 2
    assert "fpcache validate REPORT --policy closure" in done.stderr
    assert not ready.exists()
