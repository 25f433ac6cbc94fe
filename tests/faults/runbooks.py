"""``make runbook-faults``: what bare papermill says of a run that went wrong, and what ours says.

The same work is done twice: by cells without the runner, executed by the papermill command, and by
a runbook. It marks a world, three times, and then looks at it. A mark is a line in a file, so that
it can be counted how often each was made, also after the run was taken up again.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat

from fpcache_ops.operations.conclusion import Conclusion, StepStatus
from fpcache_ops.operations.runner import load_conclusion
from tests.unit.operations import tiny

# Nobody listens there: the world is a file.
SERVER = "http://127.0.0.1:9"
_PATIENCE = 60.0

_WORLD = """
import os, time
from pathlib import Path

world = Path(os.environ["TEST_WORLD"])

def fault(where):
    file = world / f"at-{where}"
    if file.exists():
        code = file.read_text()
        file.unlink()
        exec(code)

def mark(name):
    fault(f"before-{name}")
    with (world / "made").open("a") as file:
        file.write(name + "\\n")
    fault(f"after-{name}")
"""
_LOOK = "count = len((world / 'made').read_text().split())\nassert count == 3, count"

_KIND = """
from fpcache_ops.operations.changes import KINDS, Kind, Trace
from fpcache_ops.operations.plan import Change

def make(operator, arguments, token):
    mark(arguments["name"])
    return {}

def find(reader, arguments, token):
    made = (world / "made").read_text().split() if (world / "made").exists() else []
    return (Trace.MADE if arguments["name"] in made else Trace.NOT_MADE), {}

KINDS["mark"] = Kind(make, find)
"""
_PLAN = """
with run.step("look"):
    pass
run.plan([
    Change(key=f"mark-{n}", title=f"Mark {n}", kind="mark", arguments={"name": n}, undo="nothing")
    for n in ("a", "b", "c")
])
"""
_VERIFY = """
with run.step("verify"):
    made = (world / "made").read_text().split()
    run.check("real_hidden", FIGURE)
"""
FIGURE = "sum(made.count(n) != 1 for n in 'abc'), len(made)"


@dataclass(frozen=True)
class Fault:
    """What is planted.

    ``at`` is a place in the work and ``code`` what happens there, in the process of the cells.
    ``send`` is sent to the runner and the papermill command instead, when the place is reached.
    ``last`` replaces the verification: in bare cells, and as a figure of ours. ``minutes`` is how
    long a run may take.
    """

    name: str
    at: str = ""
    code: str = ""
    send: signal.Signals | None = None
    last: tuple[str, str] | None = None
    minutes: float = 10.0
    disk: bool = False
    can_go_on: bool = True


_STUCK = "open(world / 'reached', 'w').close(); time.sleep(600)"

FAULTS = (
    Fault("none", can_go_on=False),
    Fault("a cell exits with 0", "after-b", "raise SystemExit(0)"),
    Fault("Ctrl-C in the middle of a change", "after-b", _STUCK, send=signal.SIGINT),
    Fault("SIGTERM", "after-b", _STUCK, send=signal.SIGTERM),
    Fault("SIGKILL of the command", "after-b", _STUCK, send=signal.SIGKILL),
    Fault("a dead kernel", "before-b", "os.kill(os.getpid(), 9)"),
    Fault("a time-out", "after-b", "time.sleep(600)", minutes=0.5),
    Fault("the verification was deleted", last=("", ""), can_go_on=False),
    Fault("nothing was observed", last=("rows = []\nrows", "0, 0"), can_go_on=False),
    Fault("not a number", last=("float('nan')", "float('nan'), 3"), can_go_on=False),
    Fault("the service dies half-way", "before-b", "raise ConnectionError('refused')"),
    Fault("a full disk", "before-b", "fill(world.parent)", disk=True),
)

_FILL = """
def fill(folder):
    with open(folder / "filler", "wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 512)
        except OSError:
            pass
"""


@dataclass(frozen=True)
class Row:
    """What came of a fault. ``made``: how often each change was made at the very end."""

    fault: str
    papermill: str
    ours: str
    reason: str
    step: str
    resumed: str
    made: str

    @property
    def honest(self) -> bool:
        """Ours says pass only where nothing was planted, and every change was made once at most."""
        clean = self.fault == "none"
        once = all(count == "1" for count in self.made.split("/") if count != "0")
        return once and (self.ours == "pass") is clean and self.resumed in ("-", "pass")


def rows(faults: tuple[Fault, ...] = FAULTS) -> Iterator[Row]:
    """Plant each, both ways."""
    for fault in faults:
        with _place(fault) as folder:
            yield _row(fault, folder)


def _row(fault: Fault, folder: Path) -> Row:
    bare = _bare(fault, folder / "bare")
    ours = _Ours(fault, folder / "ours")
    planned = ours.call("plan", ours.book.stem)
    assert planned is not None
    assert planned.plan is not None, planned.reason
    ours.plant()
    concluded = ours.call("apply", planned.plan)
    if fault.disk:
        (folder / "ours" / "filler").unlink(missing_ok=True)
    resumed = "-"
    if fault.can_go_on:
        taken_up = ours.call("resume", ours.applied)
        resumed = taken_up.conclusion if taken_up is not None else "no conclusion"
    return Row(
        fault.name,
        bare,
        concluded.conclusion if concluded is not None else "no conclusion",
        concluded.reason if concluded is not None else "",
        _where(concluded),
        resumed,
        ours.made(),
    )


def _where(concluded: Conclusion | None) -> str:
    """The first step that is not finished."""
    steps = concluded.steps if concluded is not None else []
    return next((s.key for s in steps if s.status is not StepStatus.FINISHED), "-")


# --- bare papermill ----------------------------------------------------------------------


def _bare(fault: Fault, folder: Path) -> str:
    world = _world(folder)
    last = fault.last[0] if fault.last is not None else _LOOK
    cells = [_FILL + _WORLD, "mark('a')", "mark('b')", "mark('c')", last]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
    )
    nbformat.write(notebook, folder / "in.ipynb")
    _plant(fault, world)
    limit = ["--execution-timeout", f"{max(1, int(fault.minutes * 60))}"]
    command = [sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb", "--no-progress-bar"]
    code, output = _run([*command, *limit], fault, folder, world)
    (folder / "filler").unlink(missing_ok=True)
    if code == 0:
        return "success (0)"
    if code < 0:
        return f"killed ({signal.Signals(-code).name})"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"exit {code}: {lines[-1][:60] if lines else 'nothing'}"


# --- ours --------------------------------------------------------------------------------


class _Ours:
    def __init__(self, fault: Fault, folder: Path) -> None:
        self._fault, self._folder = fault, folder
        self._world = _world(folder)
        self._runs = folder / "runs"
        figure = fault.last[1] if fault.last is not None else FIGURE
        verify = [_VERIFY.replace("FIGURE", figure)] if figure else []
        self.book = tiny.write(
            folder,
            [tiny.OPEN, _FILL + _WORLD + _KIND, _PLAN, ("run.apply()", "apply"), *verify],
            changes=True,
            minutes=fault.minutes,
            parameters=[{"name": "server", "type": "url", "default": SERVER, "help": "x"}],
            steps=[
                {"key": "look", "title": "Look"},
                {"key": "verify", "title": "Verify", "phase": "verify"},
            ],
        )
        self.applied = ""

    def plant(self) -> None:
        _plant(self._fault, self._world)

    def call(self, what: str, argument: str) -> Conclusion | None:
        """Plan, apply or resume in a process of its own; what it left behind."""
        runner = "from fpcache_ops.operations import runner"
        call = {
            "plan": f"runner.plan(Path({str(self.book)!r}), runs_dir=runs)",
            "apply": f"runner.apply(Path({str(self.book)!r}), {argument!r}, runs_dir=runs)",
            "resume": f"runner.resume({argument!r}, runs_dir=runs)",
        }[what]
        program = (
            f"import sys\nfrom pathlib import Path\n{runner}\n"
            f"runs = Path({str(self._runs)!r})\nsys.exit({call}.exit_status)"
        )
        before = {path.name for path in self._runs.glob("*/journal.jsonl")} and set(self._names())
        fault = self._fault if what == "apply" else Fault("none")
        _run([sys.executable, "-c", program], fault, self._folder, self._world)
        new = sorted(set(self._names()) - (before or set()))
        name = argument if what == "resume" else (new[-1] if new else "")
        if what == "apply":
            self.applied = name
        return load_conclusion(self._runs / name) if name else None

    def made(self) -> str:
        """How often each of the three was made."""
        file = self._world / "made"
        count = Counter(file.read_text().split() if file.exists() else ())
        return "/".join(str(count[name]) for name in "abc")

    def _names(self) -> list[str]:
        return [path.parent.name for path in self._runs.glob("*/journal.jsonl")]


# --- both --------------------------------------------------------------------------------


def _world(folder: Path) -> Path:
    world = folder / "world"
    world.mkdir(parents=True)
    return world


def _plant(fault: Fault, world: Path) -> None:
    if fault.at:
        (world / f"at-{fault.at}").write_text(fault.code)


def _run(command: list[str], fault: Fault, folder: Path, world: Path) -> tuple[int, str]:
    """Run a command, and send it the signal of the fault when the place is reached."""
    environment = {**os.environ, "TEST_WORLD": str(world), "PYTHONPATH": os.getcwd()}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        if fault.send is not None:
            _wait_until((world / "reached").exists, process)
            if fault.send is signal.SIGINT:
                # A terminal sends it to all that run in it.
                os.killpg(process.pid, fault.send)
            else:
                process.send_signal(fault.send)
        try:
            code = process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            code = 999
        finally:
            _end_group(process)
        (world / "reached").unlink(missing_ok=True)
        output.seek(0)
        return code, output.read().decode("utf-8", "replace")


def _wait_until(reached: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + _PATIENCE
    while not reached() and process.poll() is None:
        assert time.monotonic() < ends, "the place of the fault was not reached"
        time.sleep(0.02)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """Papermill leaves its kernel behind when it is killed."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _place(fault: Fault) -> Iterator[Path]:
    """A folder; for a full disk on a small file system of its own."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        if not fault.disk:
            yield folder
            return
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", name],
            check=True,
            capture_output=True,
        )
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", name], check=False)


def main() -> int:
    """Print the table; leave with 1 if ours said pass where it should not."""
    width = max(len(fault.name) for fault in FAULTS)
    print(
        f"{'fault':<{width}}  {'papermill says':<50}  {'ours says':<13}  {'step':<8}  resumed  made"
    )
    found: list[Row] = []
    for row in rows():
        found.append(row)
        print(
            f"{row.fault:<{width}}  {row.papermill[:50]:<50}  {row.ours:<13}  {row.step:<8}  "
            f"{row.resumed:<7}  {row.made}{'' if row.honest else '  <-- NOT HONEST'}",
            flush=True,
        )
    lies = [row for row in found if not row.honest]
    bare = [row for row in found if row.fault != "none" and row.papermill.startswith("success")]
    planted = len(found) - 1
    print(f"\nof {planted} faults: a success for papermill {len(bare)}, for ours {len(lies)}")
    return int(bool(lies))


if __name__ == "__main__":
    sys.exit(main())
