"""Runs a runbook: a folder of its own, a kernel of its own, a journal, and one conclusion.

The order at the end is: everything the run started is stopped, the executed notebook is written,
the journal gets its last line, then ``conclusion.json``, then ``report.html``. Each file is there
as a whole or not at all. A run that was itself killed has no conclusion, and that is no pass.
"""

import getpass
import math
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import msgspec

import fpcache_ops
from fpcache_ops import config
from fpcache_ops.errors import FpcacheError, Refused, UnusableInput
from fpcache_ops.operations import criteria as criteria_file
from fpcache_ops.operations import kernel
from fpcache_ops.operations.conclusion import (
    Conclusion,
    Ending,
    Event,
    How,
    Mode,
    Word,
    from_journal,
    plan_of,
)
from fpcache_ops.operations.files import (
    LOOKUP_LOG,
    PACKAGE,
    checkout,
    code_digest,
    write_atomically,
)
from fpcache_ops.operations.journal import Journal, Record, Tampered, plain, read, verify
from fpcache_ops.operations.lock import holding
from fpcache_ops.operations.parameters import ParameterType, Value, shown
from fpcache_ops.operations.plan import Plan, find_plan, values_of
from fpcache_ops.operations.redaction import Redactor, redactor_of
from fpcache_ops.operations.runbook import APPLY_TAG, Runbook, find
from fpcache_ops.operations.wording import seconds

RUNS_FOLDER = Path(".fpcache/runs")
INTERRUPT_SECONDS = 5.0
"""How long an interrupted cell may take to leave tidily."""

REHEARSAL = "rehearsal"
"""The environment, and target, of a run on a service of its own."""

_POLL_SECONDS = 0.1
_JOURNAL, _CONCLUSION, _REPORT = "journal.jsonl", "conclusion.json", "report.html"
_SECRET = ParameterType.SECRET_REFERENCE
_LATE = (
    *("ipykernel", "jinja2", "jupyter_client", "jupyter_core", "markdown_it", "markupsafe"),
    *("nbclient", "nbformat", "papermill"),
)

Progress = Callable[[Record], None]


def run(
    name: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    runs_dir: Path = RUNS_FOLDER,
    criteria: Path = criteria_file.DEFAULT_FILE,
    progress: Progress = lambda record: None,
    minutes: float = math.inf,
) -> Conclusion:
    """Run a runbook that changes nothing to its conclusion.

    Ctrl-C, SIGTERM and a lost terminal abort it: the cell is interrupted, then the kernel and all
    it started are stopped. A second signal does not wait for the cell.

    Args:
        name: a runbook's name, or the path of its notebook.
        parameters: values by name, typed; those not given take their defaults.
        runs_dir: where the run gets its folder.
        criteria: the file that says what is good enough.
        progress: is told each record of the journal as it appears.
        minutes: it is stopped after so many, if its own declaration allows more.

    Raises:
        UnusableInput: for a runbook or parameter that cannot be used; then nothing was started.
    """
    runbook = find(name)
    if runbook.declaration.changes:
        raise UnusableInput(
            f"{runbook.name} changes something: plan it first with `fpcache runbook plan "
            f"{runbook.name}`"
        )
    values = runbook.declaration.values(parameters or {}, base=runbook.base)
    return _started(runbook, values, Mode.CHECK, None, runs_dir, criteria, progress, minutes)


def plan(
    name: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    runs_dir: Path = RUNS_FOLDER,
    criteria: Path = criteria_file.DEFAULT_FILE,
    progress: Progress = lambda record: None,
    minutes: float = math.inf,
) -> Conclusion:
    """Look, and plan what a runbook would change; nothing is changed. See :func:`run`.

    The conclusion names the plan's digest. Raises UnusableInput for a runbook without changes.
    """
    runbook = find(name)
    if not runbook.declaration.changes:
        raise UnusableInput(
            f"{runbook.name} changes nothing, so there is nothing to plan: use `fpcache runbook "
            f"run {runbook.name}`"
        )
    values = runbook.declaration.values(parameters or {}, base=runbook.base)
    _check_environment(runbook, values)
    return _started(runbook, values, Mode.PLAN, None, runs_dir, criteria, progress, minutes)


def apply(
    name: str | Path,
    digest: str,
    *,
    runs_dir: Path = RUNS_FOLDER,
    criteria: Path = criteria_file.DEFAULT_FILE,
    progress: Progress = lambda record: None,
    minutes: float = math.inf,
) -> Conclusion:
    """Make the changes of a plan, if it still holds, and verify them. See :func:`run`.

    Args:
        digest: of the plan, or its first eight characters or more.

    Raises:
        UnusableInput: there is no such plan.
        Refused: the plan expired, the runbook or the code changed since, the environment is not
            allowed, or another run is changing the same target. Then nothing was changed.
    """
    runbook = find(name)
    planned = find_plan(runs_dir, runbook.name, digest)
    planned.check_age(datetime.now(UTC))
    planned.check_caps()
    _check_same(runbook, planned.notebook_sha256, planned.code_sha256, "the plan was made")
    values = runbook.declaration.values(values_of(planned), base=runbook.base)
    _check_environment(runbook, values)
    return _started(runbook, values, Mode.APPLY, planned, runs_dir, criteria, progress, minutes)


def resume(
    run_id: str,
    *,
    runs_dir: Path = RUNS_FOLDER,
    progress: Progress = lambda record: None,
) -> Conclusion:
    """Take up a run that broke off while it changed something.

    It looks again, leaves out what is done, finds out what was begun, makes the rest and verifies.

    Raises:
        UnusableInput: there is no such run.
        Refused: it came to its end, changes nothing, had a service of its own, or the runbook or
            the code is another now.
        Tampered: its journal is not as it was written.
    """
    folder = runs_dir.absolute() / run_id
    if not run_id or Path(run_id).name != run_id or not (folder / _JOURNAL).is_file():
        raise UnusableInput(f"there is no run {shown(run_id)} in {runs_dir}")
    records = verify(folder / _JOURNAL, torn_end=True).records
    opened = records[0]
    if opened["mode"] != Mode.APPLY:
        raise Refused(f"{run_id} changed nothing: run it again instead")
    conclusion = load_conclusion(folder)
    if conclusion is not None and conclusion.conclusion in (Word.PASS, Word.FAIL):
        raise Refused(f"{run_id} came to its end: it concluded {conclusion.conclusion}")
    if opened["environment"] == REHEARSAL:
        raise Refused(f"the service that {run_id} rehearsed on is gone: plan again")
    runbook = find(Path(opened["notebook"]))
    _check_same(runbook, opened["notebook_sha256"], opened["code_sha256"], "the run began")
    planned = plan_of(records)
    if planned is None or planned.digest != opened["plan_sha256"]:
        raise Refused(f"the plan of {run_id} is not the one that it began with")
    _check_installed()
    values = values_of(planned)
    redactor = redactor_of(runbook.declaration.parameters, values)
    with (
        holding(runs_dir, opened["target"], run=run_id, who=_who()),
        kernel.KernelRun(runbook.path, folder, values, redact=redactor) as execution,
    ):
        for name in (_CONCLUSION, _REPORT):
            (folder / name).unlink(missing_ok=True)
        resumed = {"who": _who(), "code": _revision()}
        Journal(folder / _JOURNAL, redactor.value).append(Event.RUN_RESUMED, **resumed)
        return _carried_out(runbook, folder, opened, execution, redactor, progress)


def load_conclusion(folder: Path) -> Conclusion | None:
    """The conclusion of a run; ``None`` while there is none, and for what is none."""
    try:
        return msgspec.json.decode((folder / _CONCLUSION).read_bytes(), type=Conclusion)
    except (OSError, msgspec.DecodeError):
        return None


def _started(
    runbook: Runbook,
    values: dict[str, Value],
    mode: Mode,
    planned: Plan | None,
    runs_dir: Path,
    criteria: Path,
    progress: Progress,
    minutes: float,
) -> Conclusion:
    """Begin a run in a folder of its own and carry it out."""
    declared = runbook.declaration
    redactor = redactor_of(declared.parameters, values)
    for name, value in values.items():
        # The journal would hold another value than the one that is meant.
        if redactor.value(value) != value:
            raise UnusableInput(
                f"parameter {name}: it holds the text of a secret that another parameter refers to"
            )
    chosen = runbook.criteria(criteria_file.load(criteria))
    _check_installed()
    folder = _new_folder(runs_dir, runbook.name)
    server = str(values.get("server", ""))
    target = server or f"a service of its own ({folder.name})"
    who = _who()
    with ExitStack() as held:
        if mode is Mode.APPLY:
            held.enter_context(holding(runs_dir, target, run=folder.name, who=who))
        # Until its first cell the kernel does nothing of the run, and it takes a while to start.
        until = APPLY_TAG if mode is Mode.PLAN else None
        execution = held.enter_context(
            kernel.KernelRun(runbook.path, folder, values, redact=redactor, until=until)
        )
        opened = Journal(folder / _JOURNAL, redactor.value).append(
            Event.RUN_OPENED,
            run=folder.name,
            runbook=runbook.name,
            title=declared.title,
            summary=declared.summary,
            mode=mode,
            environment=_environment(values),
            target=target if server else REHEARSAL,
            who=who,
            revision=_revision(),
            code_sha256=code_digest(),
            notebook=str(runbook.path),
            notebook_sha256=runbook.digest,
            parameters=values,
            parameters_sha256=sha256(msgspec.json.encode(values, order="sorted")).hexdigest(),
            secrets=[p.name for p in declared.parameters if p.type is _SECRET],
            steps=[plain(step) for step in declared.steps],
            criteria=[plain(criterion) for criterion in chosen],
            escalation=[one.model_dump() for one in config.load().escalation],
            plan=planned,
            plan_sha256=planned.digest if planned is not None else None,
        )
        return _carried_out(runbook, folder, opened, execution, redactor, progress, minutes=minutes)


def _carried_out(
    runbook: Runbook,
    folder: Path,
    opened: Record,
    execution: kernel.KernelRun,
    redactor: Redactor,
    progress: Progress,
    *,
    minutes: float = math.inf,
) -> Conclusion:
    """Execute the notebook and conclude."""
    journal = Journal(folder / _JOURNAL, redactor.value)
    follower = _Follower(folder / _JOURNAL, progress)
    with _signals() as received:
        minutes = min(minutes, runbook.declaration.minutes)
        ending = _execute(execution, journal, received, follower, minutes)
        try:
            journal.append(Event.RUN_ENDED, how=ending.how, detail=ending.detail)
            follower.look()
            redactor.folder(folder, but=frozenset({_JOURNAL}))
            return _conclude(runbook, folder, opened)
        except OSError as error:
            raise FpcacheError(
                f"the run has no conclusion: {folder} cannot be written ({error.strerror})"
            ) from error


def _environment(values: Mapping[str, Value]) -> str:
    """Where a run with these parameters would change something."""
    if not values.get("server"):
        return REHEARSAL
    # Of a server that nobody said anything about, the most is assumed.
    return str(values.get("environment") or "production")


def _check_environment(runbook: Runbook, values: Mapping[str, Value]) -> None:
    allowed = runbook.declaration.environments
    environment = _environment(values)
    if environment not in allowed:
        raise Refused(f"{runbook.name} may not change {environment}: only {', '.join(allowed)}")


def _check_same(runbook: Runbook, notebook: str, code: str, since: str) -> None:
    if runbook.digest != notebook:
        raise Refused(f"the runbook {runbook.path} was edited since {since}: plan again")
    if code_digest() != code:
        raise Refused(f"another version of fpcache-ops is installed since {since}: plan again")


def _check_installed() -> None:
    """What executes notebooks, and reports, is imported late: it may not be there."""
    for name in _LATE:
        if find_spec(name) is None:
            raise FpcacheError(
                f"runbooks need more than is installed ({name} is missing): "
                "pip install 'fpcache-ops[runbooks,analysis]'"
            )


def _execute(
    execution: kernel.KernelRun,
    journal: Journal,
    received: list[signal.Signals],
    follower: "_Follower",
    minutes: float,
) -> Ending:
    """Execute in a thread of its own; this one follows the journal, minds signals and the time."""
    ends = time.monotonic() + minutes * 60
    stopped: Ending | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="fpcache-run") as pool:
        future: Future[Ending] = pool.submit(execution.execute)
        deadline: float | None = None
        try:
            while not wait([future], timeout=_POLL_SECONDS).done:
                follower.look()
                if stopped is None:
                    stopped = _asked_to_stop(received, ends, minutes)
                    if stopped is not None:
                        deadline = time.monotonic() + INTERRUPT_SECONDS
                        execution.interrupt()
                        journal.append(Event.STOP_ASKED, by=stopped.detail)
                if deadline is not None and (len(received) > 1 or time.monotonic() >= deadline):
                    execution.kill()
        except BaseException:
            execution.kill()
            raise
        follower.look()
    return stopped or _asked_to_stop(received, math.inf, minutes) or future.result()


def _asked_to_stop(received: list[signal.Signals], ends: float, minutes: float) -> Ending | None:
    """Why the run is to be stopped, if it is."""
    if received:
        return Ending(How.ABORTED, _SIGNALS[received[0]])
    if time.monotonic() >= ends:
        return Ending(How.OUT_OF_TIME, f"its time of {seconds(minutes * 60)} was up")
    return None


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

    path = folder / _JOURNAL
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
            "conclusion": str(folder / _CONCLUSION),
            "report": str(folder / _REPORT),
            "notebook": str(notebook),
            "journal": str(path),
        }
        | ({"lookup log": str(log)} if (log := folder / LOOKUP_LOG).is_dir() else {}),
    )
    raw = msgspec.json.format(msgspec.json.encode(conclusion), indent=2)
    write_atomically(folder / _CONCLUSION, raw + b"\n")
    write_report(conclusion, notebook, folder / _REPORT)
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
