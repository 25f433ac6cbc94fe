"""Runs end in many ways, and one of them is a pass: real notebooks through the real runner."""

import json
import os
import re
import signal
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
import nbformat
import pytest

from fpcache_ops.errors import FpcacheError, UnusableInput
from fpcache_ops.operations import kernel, runner
from fpcache_ops.operations.conclusion import Conclusion, from_journal
from fpcache_ops.operations.journal import Tampered, verify
from fpcache_ops.operations.runner import run
from tests.unit.operations import tiny
from tests.unit.operations.tiny import GOOD, ONE, OPEN, TWO

CHECK = 'run.check("real_hidden", {})'


def made(value):
    """The second step, with another measurement."""
    return f'with run.step("two"):\n    {CHECK.format(value)}'


ENDINGS: dict[str, tuple[list[Any], str, str]] = {
    "all well": (GOOD, "pass", "All 2 steps finished"),
    "a cell leaves with status 0": ([OPEN, ONE, "import sys\nsys.exit(0)", TWO], "error", "left"),
    "the last cell leaves": ([*GOOD, "exit()"], "error", "left"),
    "the last cell leaves with status 0": ([*GOOD, "raise SystemExit(0)"], "error", "left"),
    "the process leaves at the end": (
        [*GOOD, "import os\nos._exit(0)"],
        "error",
        "died: it left with status 0.",
    ),
    "the kernel is killed": (
        [OPEN, ONE, "import os\nos.kill(os.getpid(), 9)", TWO],
        "error",
        "died: by SIGKILL, as when memory runs out.",
    ),
    "a cell raises": ([OPEN, ONE, "1 / 0", TWO], "error", "ZeroDivisionError: division by zero"),
    "a step raises": (
        [OPEN, 'with run.step("one"):\n    open("/no/such")', TWO],
        "error",
        "broke off in step one: FileNotFoundError",
    ),
    "a step fails and is forgiven": (
        [OPEN, 'try:\n    with run.step("one"):\n        1 / 0\nexcept Exception:\n    pass', TWO],
        "error",
        "Step one failed and the run went on",
    ),
    "a tag forgives a cell": ([*GOOD, ("1 / 0", "raises-exception")], "error", "broke off"),
    "a tag hides a step": ([OPEN, ONE, (TWO, "skip-execution")], "pass", "All 2 steps"),
    "the last step is deleted": ([OPEN, ONE], "inconclusive", "the step two never happened"),
    "a step is deleted": ([OPEN, TWO], "inconclusive", "the step one never happened"),
    "all cells are deleted": ([], "inconclusive", "the steps one, two never happened"),
    "the check is deleted": (
        [OPEN, ONE, 'with run.step("two"):\n    pass'],
        "inconclusive",
        "check real_hidden never happened",
    ),
    "no samples": ([OPEN, ONE, made("0, 0")], "inconclusive", "nothing was observed"),
    "not a number": ([OPEN, ONE, made("float('nan'), 9")], "inconclusive", "not usable"),
    "the check fails": ([OPEN, ONE, made("1, 24")], "fail", "hidden: 1 of 24, wanted none."),
    "the check fails, then a cell raises": (
        [OPEN, ONE, made("1, 24"), "1 / 0"],
        "fail",
        "Also, the run broke off",
    ),
    "it refuses": (
        [OPEN, "from fpcache_ops.errors import Refused\nraise Refused('no plan was given')"],
        "refused",
        "Refused: no plan was given.",
    ),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_only_a_complete_run_passes(name, tmp_path):
    """Each way to end has its word, its sentence, its exit status, and all its files."""
    cells, word, reason = ENDINGS[name]
    runbook = tiny.write(tmp_path, cells)
    events = []
    conclusion = run(
        runbook, runs_dir=tmp_path / "runs", progress=lambda r: events.append(r["event"])
    )
    assert (conclusion.conclusion, conclusion.exit_status.name) == (word, word.upper())
    assert reason in conclusion.reason
    check_files(conclusion)
    assert events[0] == "run_opened"
    assert events[-1] == "run_ended"


def check_files(conclusion: Conclusion) -> None:
    """The files of a run are whole, agree with each other, and are all there is."""
    folder = Path(conclusion.files["folder"])
    assert {path.name for path in folder.iterdir()} - {"kernel.log", "log", "service.log"} == {
        "notebook.ipynb",
        "report.html",
        "journal.jsonl",
        "conclusion.json",
    }
    raw = (folder / "conclusion.json").read_bytes()
    assert msgspec.json.decode(raw, type=Conclusion) == conclusion
    nbformat.validate(nbformat.read(folder / "notebook.ipynb", as_version=4))
    digest = sha256((folder / "notebook.ipynb").read_bytes()).hexdigest()
    assert conclusion.digests["notebook"] == digest
    # The conclusion can be derived again from the journal alone.
    journal = verify(folder / "journal.jsonl", conclusion.digests["journal"])
    derived = from_journal(
        journal.records, head=journal.head, digests=conclusion.digests, files=conclusion.files
    )
    assert derived == conclusion
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert f"<h1>{conclusion.conclusion.upper()}</h1>" in report


def test_the_kernel_is_this_interpreter_whatever_the_machine_has(tmp_path, monkeypatch):
    """No kernelspec, profile or start-up file is looked at, HOME may be empty, and the values of
    parameters arrive in their types.
    """
    home = tmp_path / "home"
    startup = home / ".ipython/profile_default/startup"
    startup.mkdir(parents=True)
    (startup / "bad.py").write_text("raise SystemExit('a profile was loaded')")
    spec = tmp_path / "jupyter/kernels/python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/bin/false"], "display_name": "no"}))
    (tmp_path / "start.py").write_text("raise SystemExit('PYTHONSTARTUP was loaded')")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "start.py"))
    # A folder with a module that the kernel would import, were it looked at.
    (tmp_path / "json.py").write_text("raise SystemExit('a module of the folder was loaded')")
    monkeypatch.chdir(tmp_path)
    looks = """
        import os, sys, fpcache_ops
        with run.step("one") as step:
            step.evidence(python=sys.executable, package=fpcache_ops.__file__, cwd=os.getcwd())
            step.evidence(values=[apply, commit, patience, odd])
    """
    cells = [OPEN, dedent(looks), TWO]
    declared = [
        {"name": "apply", "type": "boolean", "default": True, "help": "x"},
        {"name": "commit", "type": "text", "default": "main", "help": "x"},
        {"name": "patience", "type": "duration", "default": "30s", "help": "x"},
        {"name": "odd", "type": "text", "default": "", "help": "x"},
    ]
    odd = "'''\"); raise SystemExit #{x}\\n é 💥"
    (tmp_path / "books {b}").mkdir()
    runbook = tiny.write(tmp_path / "books {b}", cells, parameters=declared)
    conclusion = run(
        runbook,
        {"apply": False, "commit": "123e4567", "patience": "5m", "odd": odd},
        runs_dir=tmp_path / "runs {a}",
    )
    assert conclusion.conclusion == "pass", conclusion.reason
    import fpcache_ops

    evidence = conclusion.steps[0].evidence
    assert os.path.realpath(evidence["python"]) == os.path.realpath(sys.executable)
    assert evidence["package"] == fpcache_ops.__file__
    assert evidence["cwd"] == conclusion.files["folder"]
    assert evidence["values"] == [False, "123e4567", 300.0, odd]
    assert conclusion.parameters == {
        "apply": False,
        "commit": "123e4567",
        "patience": 300.0,
        "odd": odd,
    }
    assert not (home / ".jupyter").exists()
    assert not (home / ".local").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_aborts(number, tmp_path):
    """Ctrl-C and SIGTERM interrupt the cell; the step is recorded as failed, the rest as never."""
    waits = """
        with run.step("one") as step:
            import time
            step.evidence(ready=True)
            time.sleep(600)
    """
    runbook = tiny.write(tmp_path, [OPEN, dedent(waits), TWO])
    before = signal.getsignal(number)

    def stop(record):
        if record["event"] == "step_evidence":
            os.kill(os.getpid(), number)

    conclusion = run(runbook, runs_dir=tmp_path / "runs", progress=stop)
    assert conclusion.conclusion == "aborted"
    assert conclusion.exit_status == 130
    records = verify(Path(conclusion.files["journal"])).records
    assert "stop_asked" in [record["event"] for record in records]
    assert re.match(r"Stopped in step one by (Ctrl-C|SIGTERM)\.", conclusion.reason)
    assert [step.status for step in conclusion.steps] == ["failed", "never started"]
    assert "KeyboardInterrupt" in conclusion.steps[0].detail
    check_files(conclusion)
    assert signal.getsignal(number) == before


def test_a_cell_that_will_not_be_interrupted_is_killed_by_the_second_signal(tmp_path):
    """Whoever presses Ctrl-C twice does not wait."""
    stubborn = (
        'with run.step("one") as step:\n'
        "    import signal, time\n"
        "    signal.signal(signal.SIGINT, lambda *_: step.evidence(interrupted=True))\n"
        "    step.evidence(ready=True)\n"
        "    while True:\n"
        "        time.sleep(600)"
    )
    runbook = tiny.write(tmp_path, [OPEN, stubborn, TWO])

    def stop(record):
        if record["event"] == "step_evidence":
            os.kill(os.getpid(), signal.SIGINT)

    conclusion = run(runbook, runs_dir=tmp_path / "runs", progress=stop)
    assert conclusion.conclusion == "aborted"
    assert conclusion.steps[0].status == "unfinished"
    assert conclusion.steps[0].evidence == {"ready": True, "interrupted": True}
    check_files(conclusion)


def test_a_run_that_cannot_begin_leaves_nothing(tmp_path):
    """An unknown runbook, criterion or folder is one line, and nothing was made."""
    runs = tmp_path / "runs"
    with pytest.raises(UnusableInput, match=r'no runbook "validate-cash"; nearest is validate-cac'):
        run("validate-cash", runs_dir=runs)
    with pytest.raises(UnusableInput, match=r"a check .* that the criteria do not define"):
        run(tiny.write(tmp_path, GOOD, checks=["no_such"]), runs_dir=runs)
    with pytest.raises(UnusableInput, match="cannot be read"):
        run(tiny.write(tmp_path, GOOD), criteria=tmp_path / "none.toml", runs_dir=runs)
    assert not runs.exists()
    runs.write_text("a file")
    with pytest.raises(FpcacheError, match="no folder for the run"):
        run(tiny.write(tmp_path, GOOD), runs_dir=runs)


def test_a_kernel_that_does_not_start_is_an_error(tmp_path, monkeypatch):
    """With its last words; the run's files are there all the same."""
    runbook = tiny.write(tmp_path, GOOD)
    environment = kernel._environment
    broken = {"PYTHONHOME": "/no/such/python"}
    monkeypatch.setattr(kernel, "_environment", lambda *of: environment(*of) | broken)
    conclusion = run(runbook, runs_dir=tmp_path / "runs")
    assert conclusion.conclusion == "error"
    assert "The run could not be started: ModuleNotFoundError" in conclusion.reason
    check_files(conclusion)


def test_a_kernel_that_cannot_be_started_is_an_error(tmp_path, monkeypatch):
    """There is no room for its files: the run is concluded, and not by a pass."""
    runbook = tiny.write(tmp_path, GOOD)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    conclusion = run(runbook, runs_dir=tmp_path / "runs")
    assert conclusion.conclusion == "error"
    assert "The run could not be started: [Errno 2] No such file" in conclusion.reason
    check_files(conclusion)


def test_what_is_missing_is_named_before_anything_is_started(tmp_path, monkeypatch):
    """Who installed the cache alone is told what to install."""
    missing = {"papermill", "jinja2"}
    monkeypatch.setattr(
        runner, "find_spec", lambda name: None if name in missing else find_spec(name)
    )
    with pytest.raises(FpcacheError, match=r"jinja2 is missing.*fpcache-ops\[runbooks"):
        run(tiny.write(tmp_path, GOOD), runs_dir=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_a_journal_that_a_cell_replaced_is_no_journal(tmp_path):
    """Nothing is concluded from it."""
    replaces = "import pathlib\npathlib.Path('journal.jsonl').unlink()"
    with pytest.raises(Tampered, match="is another than this run began with"):
        run(tiny.write(tmp_path, [*GOOD, replaces]), runs_dir=tmp_path / "runs")
    changes = dedent("""
        import pathlib
        path = pathlib.Path("journal.jsonl")
        path.write_text(path.read_text().replace("0 of 24", "0 of 99"))
    """)
    with pytest.raises(Tampered, match=r"line 6 .* was changed"):
        run(tiny.write(tmp_path, [*GOOD, changes]), runs_dir=tmp_path / "runs")
    assert not list((tmp_path / "runs").glob("*/conclusion.json"))


def test_other_criteria_decide_otherwise(tmp_path):
    """``--criteria FILE``: the same measurement, another limit; the journal holds what decided."""
    strict = tmp_path / "criteria.toml"
    strict.write_text(
        '[real_hidden]\ntitle = "R"\nmetric = "m"\nmeasure = "count"\n'
        'direction = "at_most"\nlimit = 0\nminimum_sample = 1000\n'
    )
    conclusion = run(tiny.write(tmp_path, GOOD), criteria=strict, runs_dir=tmp_path / "runs")
    assert conclusion.conclusion == "inconclusive"
    assert "only 24 of the 1000 observations" in conclusion.reason
