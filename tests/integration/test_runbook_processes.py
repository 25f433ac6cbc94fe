"""Nothing outlives a run: however it ends, and however the runner itself is ended."""

import json
import os
import select
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations import keeper
from fpcache_ops.operations.rehearsal import Rehearsal
from fpcache_ops.operations.runner import run
from tests.unit.operations import tiny

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

PATIENCE_SECONDS = 20

# A child, one in a session of its own, and an orphan.
SPAWN = """
import subprocess, sys
subprocess.Popen(["sleep", "600"])
subprocess.Popen(["sleep", "600"], start_new_session=True)
subprocess.run(["sh", "-c", "setsid sleep 600 & exit 0"], check=True)
"""

# One that ignores SIGTERM.
DEAF = """
deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE).stdout.readline()
"""

RUNNER = """
import sys
from pathlib import Path
from fpcache_ops.operations.runner import run
told = lambda record: print(record["event"], flush=True)
conclusion = run(Path(sys.argv[1]), runs_dir=Path(sys.argv[2]), progress=told)
print(conclusion.conclusion, flush=True)
sys.exit(conclusion.exit_status)
"""


@pytest.fixture
def mark(monkeypatch):
    """An environment variable that everything started by the test inherits."""
    value = uuid.uuid4().hex
    monkeypatch.setenv("RUNBOOK_TEST_MARK", value)
    return value


def marked(value: str) -> set[int]:
    """The processes that carry the mark, without this one."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if value.encode() in path.read_bytes():
                found.add(int(path.parent.name))
        except (OSError, ValueError):
            continue
    return found - {os.getpid()}


def wait_for_end(pids: set[int]) -> None:
    """Return when all of these processes have ended."""
    for pid in pids:
        try:
            descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            ready, _, _ = select.select([descriptor], [], [], PATIENCE_SECONDS)
            assert ready, Path(f"/proc/{pid}/cmdline").read_bytes()
        finally:
            os.close(descriptor)


def hanging(folder: Path, spawn: str) -> Path:
    """A runbook that starts processes of all kinds, and then waits for ever."""
    body = spawn.strip().replace("\n", "\n    ")
    waits = f'with run.step("one") as step:\n    {body}\n    step.evidence(ready=1)\n'
    return tiny.write(folder, [tiny.OPEN, waits + "    import time\n    time.sleep(600)"])


def start(folder: Path, spawn: str, until: str = "step_evidence") -> "subprocess.Popen[str]":
    """The runner in a process of its own, up to where the runbook waits, or before that."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, str(hanging(folder, spawn)), str(folder / "runs")],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for line in process.stdout or ():
        if line == f"{until}\n":
            return process
    raise AssertionError(f"the runbook did not come to {until}")


def test_a_killed_runner_leaves_no_process_and_no_conclusion(tmp_path, mark):
    """SIGKILL: nobody is left, no file is half written, and nothing says pass."""
    runner = start(tmp_path, SPAWN + DEAF)
    pids = marked(mark)
    assert len(pids) >= 7
    runner.kill()
    runner.communicate()
    wait_for_end(pids)
    assert marked(mark) == set()
    (folder,) = (tmp_path / "runs").iterdir()
    assert not (folder / "conclusion.json").exists()
    assert not (folder / "report.html").exists()
    assert not list(folder.glob(".*"))
    json.loads((folder / "notebook.ipynb").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_runner_stops_everything(number, tmp_path, mark):
    """Aborted, 130, and when the command returns nothing of it runs any more."""
    runner = start(tmp_path, SPAWN)
    runner.send_signal(number)
    out, _ = runner.communicate(timeout=PATIENCE_SECONDS)
    assert runner.returncode == 130
    assert out.endswith("run_ended\naborted\n")
    assert marked(mark) == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_while_the_kernel_starts_stops_it(number, tmp_path, mark):
    """The kernel is started before all that talks to it is there; it ends all the same."""
    runner = start(tmp_path, SPAWN, until="run_opened")
    pids = marked(mark)
    assert len(pids) >= 3
    runner.send_signal(number)
    out, _ = runner.communicate(timeout=PATIENCE_SECONDS)
    wait_for_end(pids)
    assert marked(mark) == set()
    (folder,) = (tmp_path / "runs").iterdir()
    if number == signal.SIGKILL:
        assert not (folder / "conclusion.json").exists()
    else:
        assert runner.returncode == 130
        assert out.endswith("run_ended\naborted\n")


def test_what_a_runbook_started_ends_with_it(tmp_path, mark):
    """Also when the run ends as it should."""
    cells = [tiny.OPEN, tiny.ONE, SPAWN, tiny.TWO]
    assert run(tiny.write(tmp_path, cells), runs_dir=tmp_path / "runs").conclusion == "pass"
    assert marked(mark) == set()


def test_no_temporary_folder_stays(tmp_path, monkeypatch):
    """The kernel's sockets go with it; TMPDIR may be longer than a socket's name."""
    for folder in (tmp_path, tmp_path / ("x" * 100)):
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr("tempfile.tempdir", None)
        assert run(tiny.write(tmp_path, tiny.GOOD), runs_dir=tmp_path / "r").conclusion == "pass"
        assert not list(folder.glob("fpcache-*"))


def test_the_keeper_reports_the_programs_end(tmp_path):
    """Its exit status, 128 + n for a signal, 127 for a program that is not there."""
    with (tmp_path / "out").open("wb") as out:
        for program, status in (
            (["sh", "-c", "exit 7"], 7),
            (["sh", "-c", "kill -9 $$"], 137),
            (["/no/such/program"], 127),
        ):
            kept = keeper.start(program, env=os.environ, folder=tmp_path, output=out)
            assert kept.wait(PATIENCE_SECONDS) == status
            kept.stop()
    assert b"cannot run /no/such/program" in (tmp_path / "out").read_bytes()


def test_the_service_of_a_rehearsal_ends_with_it(tmp_path, mark):
    """It answers, it has a store of its own, and it is gone afterwards; its output is kept."""
    import httpx

    with Rehearsal(tmp_path) as service:
        assert httpx.get(f"{service.url}/health", trust_env=False).status_code == 200
        assert marked(mark)
    assert marked(mark) == set()
    assert not (tmp_path / "rehearsal").exists()
    assert service.url in service.log.read_text(encoding="utf-8")


def test_no_setting_of_the_caller_reaches_the_rehearsal(tmp_path, monkeypatch):
    """A switch, a threshold or a store in the environment, a file in the folder or at home."""
    monkeypatch.setenv("FORCE_CACHE_CONTROLLER", "false")
    monkeypatch.setenv("FPCACHE_CONFIDENCE_THRESHOLD", "nonsense")
    (tmp_path / "fpcache.toml").write_text("nonsense")
    (tmp_path / "fpcache").mkdir()
    (tmp_path / "fpcache/fpcache.toml").write_text("nonsense")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    import httpx

    (tmp_path / "run").mkdir()
    with Rehearsal(tmp_path / "run") as service:
        assert httpx.get(f"{service.url}/health", trust_env=False).json()["cache"] == "on"


def test_a_service_that_does_not_start_says_why(tmp_path, monkeypatch):
    """The last line of its output, and where the rest is."""
    monkeypatch.setattr("sys.executable", "/bin/false-python")
    with pytest.raises((ServiceUnusable, FileNotFoundError)):
        Rehearsal(tmp_path)
