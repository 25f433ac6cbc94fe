"""Runs a runbook: a folder of its own, a kernel of its own, a journal, and one conclusion.

The order at the end is: everything the run started is stopped, the executed notebook is written,
the journal gets its last line, then ``conclusion.json``, then ``report.html``. Each file is there
as a whole or not at all. A run that was itself killed has no conclusion, and that is no pass.
"""

import getpass
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import msgspec

import fpcache_ops
from fpcache_ops.errors import FpcacheError
from fpcache_ops.operations import criteria as criteria_file
from fpcache_ops.operations.conclusion import Conclusion, Ending, Event, How, from_journal
from fpcache_ops.operations.files import LOOKUP_LOG, PACKAGE, checkout, write_atomically
from fpcache_ops.operations.journal import Journal, Record, Tampered, plain, read, verify
from fpcache_ops.operations.parameters import complete
from fpcache_ops.operations.runbook import Runbook, find

if TYPE_CHECKING:
    from fpcache_ops.operations.kernel import KernelRun

RUNS_FOLDER = Path(".fpcache/runs")
INTERRUPT_SECONDS = 5.0
"""How long an interrupted cell may take to leave tidily."""

_POLL_SECONDS = 0.1

Progress = Callable[[Record], None]


def run(
    name: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    runs_dir: Path = RUNS_FOLDER,
    criteria: Path = criteria_file.DEFAULT_FILE,
    progress: Progress = lambda record: None,
) -> Conclusion:
    """Run a runbook to its conclusion.

    Ctrl-C, SIGTERM and a lost terminal abort it: the cell is interrupted, then the kernel and all
    it started are stopped. A second signal does not wait for the cell.

    Args:
        name: a runbook's name, or the path of its notebook.
        parameters: values by name, typed; those not given take their defaults.
        runs_dir: where the run gets its folder.
        criteria: the file that says what is good enough.
        progress: is told each record of the journal as it appears.

    Raises:
        UnusableInput: for a runbook or parameter that cannot be used; then nothing was started.
    """
    runbook = find(name)
    values = complete(runbook.declaration.parameters, parameters or {}, base=runbook.base)
    chosen = runbook.criteria(criteria_file.load(criteria))
    _check_installed()
    from fpcache_ops.operations.kernel import KernelRun

    folder = _new_folder(runs_dir, runbook.name)
    journal = Journal(folder / "journal.jsonl")
    digest = sha256(msgspec.json.encode(values, order="sorted")).hexdigest()
    opened = journal.append(
        Event.RUN_OPENED,
        run=folder.name,
        runbook=runbook.name,
        title=runbook.declaration.title,
        summary=runbook.declaration.summary,
        who=_who(),
        revision=_revision(),
        notebook=str(runbook.path),
        notebook_sha256=runbook.digest,
        parameters=values,
        parameters_sha256=digest,
        steps=[plain(step) for step in runbook.declaration.steps],
        criteria=[plain(criterion) for criterion in chosen],
    )
    follower = _Follower(folder / "journal.jsonl", progress)
    with _signals() as received:
        ending = _execute(KernelRun(runbook.path, folder, values), journal, received, follower)
        try:
            journal.append(Event.RUN_ENDED, how=ending.how, detail=ending.detail)
            follower.look()
            return _conclude(runbook, folder, opened)
        except OSError as error:
            raise FpcacheError(
                f"the run has no conclusion: {folder} cannot be written ({error.strerror})"
            ) from error


def _check_installed() -> None:
    """What executes notebooks is imported late: it takes a while, and may not be there."""
    try:
        import fpcache_ops.operations.kernel
        import fpcache_ops.operations.report  # noqa: F401
    except ModuleNotFoundError as error:
        raise FpcacheError(
            f"runbooks need more than is installed ({error.name} is missing): "
            "pip install 'fpcache-ops[runbooks,analysis]'"
        ) from error


def _execute(
    kernel: "KernelRun",
    journal: Journal,
    received: list[signal.Signals],
    follower: "_Follower",
) -> Ending:
    """Execute in a thread of its own; this one follows the journal and minds signals."""
    with ThreadPoolExecutor(1, thread_name_prefix="fpcache-run") as pool:
        future: Future[Ending] = pool.submit(kernel.execute)
        deadline: float | None = None
        try:
            while not wait([future], timeout=_POLL_SECONDS).done:
                follower.look()
                if received and deadline is None:
                    deadline = time.monotonic() + INTERRUPT_SECONDS
                    kernel.interrupt()
                    journal.append(Event.STOP_ASKED, by=_SIGNALS[received[0]])
                if deadline is not None and (len(received) > 1 or time.monotonic() >= deadline):
                    kernel.kill()
        except BaseException:
            kernel.kill()
            raise
        follower.look()
    if received:
        return Ending(How.ABORTED, _SIGNALS[received[0]])
    return future.result()


class _Follower:
    """Tells of each new record of a journal."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        self._progress = progress
        self._offset = 0

    def look(self) -> None:
        records, self._offset = read(self._path, self._offset)
        for record in records:
            # A terminal that went away does not stop the run; if it should, it sends SIGHUP.
            with suppress(OSError):
                self._progress(record)


_SIGNALS = {
    signal.SIGINT: "Ctrl-C",
    signal.SIGTERM: "SIGTERM",
    signal.SIGHUP: "a lost terminal (SIGHUP)",
}


@contextmanager
def _signals() -> Iterator[list[signal.Signals]]:
    """Collects the signals that ask to stop, in the main thread; ``nohup`` keeps its meaning."""
    received: list[signal.Signals] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(signal.Signals(number))

    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, note)
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _conclude(runbook: Runbook, folder: Path, opened: Record) -> Conclusion:
    from fpcache_ops.operations.report import write_report

    path = folder / "journal.jsonl"
    journal = verify(path)
    if journal.records[0]["sha256"] != opened["sha256"]:
        raise Tampered(path, 1, 0, 0, "is another than this run began with")
    notebook = folder / "notebook.ipynb"
    conclusion = from_journal(
        journal.records,
        head=journal.head,
        digests={
            "runbook": runbook.digest,
            "notebook": sha256(notebook.read_bytes()).hexdigest(),
            "parameters": opened["parameters_sha256"],
        },
        files={
            "folder": str(folder),
            "conclusion": str(folder / "conclusion.json"),
            "report": str(folder / "report.html"),
            "notebook": str(notebook),
            "journal": str(path),
        }
        | ({"lookup log": str(log)} if (log := folder / LOOKUP_LOG).is_dir() else {}),
    )
    raw = msgspec.json.format(msgspec.json.encode(conclusion), indent=2)
    write_atomically(folder / "conclusion.json", raw + b"\n")
    write_report(conclusion, notebook, folder / "report.html")
    return conclusion


def _new_folder(runs: Path, name: str) -> Path:
    began = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while True:
        folder = runs.absolute() / (f"{began}-{name}" + (f"-{number}" if number > 1 else ""))
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise FpcacheError(f"no folder for the run: {folder} ({error.strerror})") from None
        else:
            return folder


def _who() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    behind = os.environ.get("SUDO_USER")
    return f"{user}@{socket.gethostname()}" + (f" (by sudo of {behind})" if behind else "")


def _revision() -> str:
    """What code ran: the checkout's commit, else the release."""
    version = fpcache_ops.__version__
    if checkout() is None:
        return version
    try:
        told = subprocess.run(
            ["git", "-C", str(PACKAGE.parent), "describe", "--always", "--dirty", "--tags"],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return version
    return f"{version} (git {told.stdout.strip()})"
