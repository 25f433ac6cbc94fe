"""A process between a run and what it starts, so that nothing outlives the run.

The keeper starts one program and watches the read end of a pipe whose write end only its owner
holds. When the owner closes it, or dies in whatever way, or the program ends, the keeper stops
everything the program started: also what was daemonised, for orphans become the keeper's children
(``PR_SET_CHILD_SUBREAPER``; only on Linux, elsewhere a daemon escapes).

A byte ``i`` on the pipe interrupts the program (SIGINT, as Ctrl-C does), and only the program.

:func:`start` is for the owner; run as a script, this file is the keeper. It then imports only what
every Python has, so it starts in some 20 ms.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

GRACE_SECONDS = 2.0
_INTERRUPT = b"i"
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


class Lifeline:
    """The owner's end of the pipe. What hangs on it dies when it is closed, or when we do."""

    def __init__(self) -> None:
        self.kept_end, self._held_end = os.pipe()
        self._closed = False

    def command(self, program: Sequence[str], *, remove: "Path | None" = None) -> list[str]:
        """The command line that runs ``program`` under a keeper on this lifeline.

        Start it with ``pass_fds=[lifeline.kept_end]``, then call :meth:`started`. A folder to
        ``remove`` goes when everything has ended.
        """
        return [
            *(sys.executable, "-I", "-S", os.path.abspath(__file__)),
            *(str(self.kept_end), str(remove or ""), *program),
        ]

    def started(self) -> None:
        """Let go of the keeper's end, which it has or will never have. Not for other threads."""
        if self.kept_end >= 0:
            os.close(self.kept_end)
            self.kept_end = -1

    def interrupt(self) -> None:
        """Send the program what Ctrl-C would."""
        self._tell(_INTERRUPT)

    def close(self) -> None:
        """Stop the program and all that it started. Returns at once; may be called again."""
        if not self._closed:
            self._closed = True
            os.close(self._held_end)

    def _tell(self, what: bytes) -> None:
        if self._closed:
            return
        with suppress(BrokenPipeError):
            os.write(self._held_end, what)


class Kept:
    """A program that was started under a keeper."""

    def __init__(self, process: "subprocess.Popen[bytes]", lifeline: Lifeline) -> None:
        self._process = process
        self._lifeline = lifeline

    def poll(self) -> int | None:
        """The program's exit status, ``None`` while it runs; 128 + n after signal n."""
        return self._process.poll()

    def wait(self, timeout: float) -> int | None:
        """Wait for the end; ``None`` when it has not come in time."""
        import subprocess

        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def interrupt(self) -> None:
        """Send the program what Ctrl-C would."""
        self._lifeline.interrupt()

    def let_go(self) -> None:
        """Have the program and everything it started stopped; returns at once."""
        self._lifeline.close()

    def stop(self) -> None:
        """Stop the program and everything it started; when this returns, nothing is left."""
        self._lifeline.close()
        self._process.wait()


def start(
    program: Sequence[str],
    *,
    env: Mapping[str, str],
    folder: "Path",
    output: IO[bytes],
    remove: "Path | None" = None,
) -> Kept:
    """Run ``program`` in ``folder`` under a keeper; its output and errors go to ``output``.

    A folder to ``remove`` goes when everything has ended.
    """
    import subprocess

    lifeline = Lifeline()
    try:
        process = subprocess.Popen(
            lifeline.command(program, remove=remove),
            env=dict(env),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=[lifeline.kept_end],
            start_new_session=True,
        )
    finally:
        lifeline.started()
    return Kept(process, lifeline)


# --- the keeper itself -------------------------------------------------------------------


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _keep(pipe: int, remove: str, program: Sequence[str]) -> int:
    os.set_inheritable(pipe, False)
    woken, waker = os.pipe()
    for end in (woken, waker):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    # Handlers, not SIG_IGN: the program would inherit that. What is meant for the program reaches
    # it as a member of the group, or by the pipe.
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    asked_to_stop: list[bool] = []
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_stop.append(True))
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)

    child = _launch(program)
    status: int | None = None
    while status is None and not asked_to_stop:
        ready, _, _ = select.select([pipe, woken], [], [])
        if woken in ready:
            _drain(woken)
            status = _reap()[0].get(child)
        if pipe in ready:
            told = os.read(pipe, 64)
            if not told:
                break
            if status is None:
                os.kill(child, signal.SIGINT)
    ended = _stop_all(child)
    status = status if status is not None else ended or 0
    if remove:
        import shutil

        shutil.rmtree(remove, ignore_errors=True)
    return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _launch(program: Sequence[str]) -> int:
    keeper = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != keeper:
            os._exit(127)
        # An ipykernel watches its parent by this, and that is the keeper.
        os.environ["JPY_PARENT_PID"] = str(keeper)
        os.execvp(program[0], list(program))
    except OSError as error:
        os.write(2, f"cannot run {program[0]}: {error}\n".encode())
    finally:
        os._exit(127)


def _stop_all(child: int) -> int | None:
    """Ask everything to end, then make it; the child's wait status, if it ended only now."""
    status: int | None = None
    deadline = time.monotonic() + GRACE_SECONDS
    number = signal.SIGTERM
    asked: set[int] = set()
    while True:
        ended, is_alone = _reap()
        status = ended.get(child, status)
        # What is listed is no snapshot: whose parent dies meanwhile may be missing. Orphans are
        # ours, so only who has no child left is done.
        if is_alone:
            return status
        left = set(_descendants(os.getpid()))
        if time.monotonic() >= deadline and number is not signal.SIGKILL:
            number = signal.SIGKILL
            asked.clear()
        for pid in left - asked:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        asked |= left
        time.sleep(0.01)


def _reap() -> tuple[dict[int, int], bool]:
    """The wait statuses of children that have ended, and whether there is no other."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended, True
        if pid == 0:
            return ended, False
        ended[pid] = status


def _descendants(of: int) -> Iterator[int]:
    """Every process below ``of``; zombies do not count."""
    children: dict[int, list[int]] = {}
    for pid, parent, state in _processes():
        if not state.startswith("Z"):
            children.setdefault(parent, []).append(pid)
    todo = [of]
    while todo:
        for pid in children.get(todo.pop(), ()):
            yield pid
            todo.append(pid)


def _processes() -> Iterator[tuple[int, int, str]]:
    """Process, parent and state of all there are."""
    if sys.platform != "linux":
        with os.popen("ps -axo pid=,ppid=,stat=") as listing:  # noqa: S605
            for line in listing:
                pid, parent, state = line.split()
                yield int(pid), int(parent), state
        return
    for name in os.listdir("/proc"):
        if name.isdigit():
            with (
                suppress(FileNotFoundError, ProcessLookupError),
                open(f"/proc/{name}/stat", errors="replace") as file,
            ):
                # The program's name, in parentheses, may hold anything.
                state, parent = file.read().rpartition(")")[2].split()[:2]
                yield int(name), int(parent), state


def _drain(fd: int) -> None:
    with suppress(BlockingIOError):
        while os.read(fd, 4096):
            pass


if __name__ == "__main__":
    sys.exit(_keep(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
