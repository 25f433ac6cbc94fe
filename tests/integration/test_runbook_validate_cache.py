"""validate-cache on the demo data, against the real service: what `make run` does."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from fpcache_ops.operations.command import RunbookCommands
from fpcache_ops.operations.journal import verify
from fpcache_ops.operations.rehearsal import Rehearsal
from fpcache_ops.operations.runner import run

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data/demo"


def tree(folder):
    """Every file below a folder, with its content."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The command as people type it, from an empty folder with an empty home: status and output."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "home").mkdir()
    before = tree(DEMO)
    done = subprocess.run(
        [sys.executable, "-m", "fpcache_ops.cli", "runbook", "run", "validate-cache"],
        cwd=folder,
        env={**os.environ, "HOME": str(folder / "home"), "COLUMNS": "80", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert tree(DEMO) == before
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


@pytest.fixture(scope="module")
def folder(told):
    """The run's folder."""
    (found,) = (told[0] / ".fpcache/runs").iterdir()
    return found


@pytest.fixture(scope="module")
def conclusion(folder):
    """What was concluded, as it is on the disk."""
    return json.loads((folder / "conclusion.json").read_text(encoding="utf-8"))


def test_it_passes_and_says_what_it_saw(told, conclusion):
    """The word, each check with its sample, the passes, and where things are, in 80 columns."""
    folder, out = told
    assert re.search(
        r"^ PASS   All 12 steps finished and all 7 checks passed\.$", out, re.MULTILINE
    )
    assert re.search(
        r"^  Real vulnerabilities hidden  0 of \d+ +none +\d+  pass *$", out, re.MULTILINE
    )
    assert re.search(r"^  again, unchanged +98 +98 +0 +0 ", out, re.MULTILINE)
    path = Path(conclusion["files"]["report"]).relative_to(folder)
    assert re.search(rf"^  report +{re.escape(str(path))}$", out, re.MULTILINE)
    tabular = [line for line in out.splitlines() if "/" not in line]
    assert max(map(len, tabular)) <= 80


def test_every_finding_is_judged_once_and_again_only_where_the_code_changed(conclusion):
    """All misses, then all hits, then the edited file's findings changed and all others hits."""
    first, again, alone, after = conclusion["tables"][0]["rows"]
    count = first[1]
    assert count > 90
    assert first[2:5] == [0, count, 0]
    assert again[2:5] == alone[2:5] == [count, 0, 0]
    assert again[7] == alone[7] == 0
    changed = after[4]
    assert 0 < changed < count
    assert after[2:5] == [count - changed, 0, changed]
    assert 0 < after[7] <= changed
    evidence = {step["key"]: step["evidence"] for step in conclusion["steps"]}
    assert evidence["prepare"]["known_real"] > 30
    assert evidence["prepare"]["labels_without_finding"] == []


def test_what_is_left_behind_is_whole(folder, conclusion):
    """Notebook, report, journal, conclusion, the service's output and log; no store, no draft."""
    assert {path.name for path in folder.iterdir()} - {"kernel.log"} == {
        "conclusion.json",
        "journal.jsonl",
        "log",
        "notebook.ipynb",
        "report.html",
        "service.log",
    }
    verify(folder / "journal.jsonl", conclusion["digests"]["journal"])
    notebook = nbformat.read(folder / "notebook.ipynb", as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    figures = [
        output
        for cell in cells
        for output in cell.outputs
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    assert len(figures) == 2
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "<h1>PASS</h1>" in report
    assert 'src="http' not in report
    assert len(report) < 8_000_000


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_the_report_draws_without_a_network(scheme, width, folder):
    """In a browser: figures are drawn, nothing is asked for, no error, and it fits a phone."""
    chromium = shutil.which("chromium")
    if chromium is None:
        assert "CI" not in os.environ, "chromium is missing"
        pytest.skip("chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    requests, complaints = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((folder / "report.html").as_uri())
        page.wait_for_selector(".figure .main-svg")
        assert page.locator(".figure .bars .point").count() >= 4
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        styles = "getComputedStyle(document.body)"
        ink, paper = page.evaluate(f"[{styles}.color, {styles}.backgroundColor]")
        bright = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ink, paper)]
        assert abs(bright[0] - bright[1]) > 450
        assert (bright[1] > bright[0]) == (scheme == "light")
        browser.close()
    assert complaints == []
    assert {url.partition(":")[0] for url in requests} <= {"file", "data", "blob"}
    assert len([url for url in requests if url.startswith("file:")]) == 1


def test_a_shared_service(tmp_path, monkeypatch, capsys):
    """It passes; then it is switched off, by the file beside its store, and does not: everything
    is judged again. Each run asks under a repository of its own, and the key is nowhere.
    """
    monkeypatch.setenv("A_KEY", "hunter2")
    (tmp_path / "key").write_text("hunter2\n")
    runs = tmp_path / "runs"
    with Rehearsal(tmp_path) as service:
        given = {"server": service.url, "api_key": "env:A_KEY"}
        well = run("validate-cache", given, runs_dir=runs)
        (tmp_path / "rehearsal/cache.off").touch()
        assignments = [f"server={service.url}", f"api_key=file:{tmp_path / 'key'}"]
        commands = RunbookCommands(runs_dir=runs, output_format="json")
        status = commands.run("validate-cache", assignments)
    assert well.conclusion == "pass", well.reason
    told = json.loads(capsys.readouterr().out)
    assert status == 1
    assert told["conclusion"] == "fail"
    failed = {check["name"]: check for check in told["checks"] if check["result"] != "pass"}
    assert failed["unchanged_hit_rate"]["value"] == 0
    assert "real_hidden" not in failed
    assert failed["hit_latency_p95"]["result"] == "inconclusive"
    repositories = [
        well.steps[1].evidence["repository"],
        told["steps"][1]["evidence"]["repository"],
    ]
    assert len(set(repositories)) == 2
    for path in runs.rglob("*"):
        assert path.is_dir() or b"hunter2" not in path.read_bytes(), path


def test_a_service_that_is_not_there_is_an_error(tmp_path, capsys):
    """One sentence says so, and that nothing is shown about the cache."""
    commands = RunbookCommands(runs_dir=tmp_path / "runs")
    status = commands.run("validate-cache", ["server=http://127.0.0.1:9"])
    out = capsys.readouterr().out
    assert status == 5
    assert "The run broke off in step connect: http://127.0.0.1:9 cannot be reached" in out
    assert "never made" in out
