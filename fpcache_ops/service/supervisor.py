"""Several workers on one socket: started, watched, replaced one after the other.

The supervisor holds the listening sockets and nothing else of the service, so connections that wait
to be taken outlive every worker. SIGHUP replaces the workers one by one (each new one serves before
its predecessor retires, and runs the program as it is on the disk then); SIGTERM and SIGINT stop
all.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from prometheus_client.multiprocess import mark_process_dead

from fpcache_ops.errors import StoreUnusable
from fpcache_ops.service.logs import Log, open_log
from fpcache_ops.service.running import RETIRE, Serving
from fpcache_ops.service.telemetry import MULTIPROCESS
from fpcache_ops.service.worker import Told

_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD})
_STOPPING = (signal.SIGTERM, signal.SIGINT)
_START_SECONDS = 60.0
_END_SECONDS = 40.0
_QUICK_DEATH = 5.0
_Process = subprocess.Popen[bytes]


class WorkerFailed(StoreUnusable):
    """A worker did not start; the text says why."""


@dataclass
class Supervisor:
    """Runs ``workers`` processes until told to stop."""

    serving: Serving
    workers: int
    api: socket.socket
    metrics: socket.socket | None
    started: Callable[[], None]
    _running: dict[_Process, float] = field(default_factory=dict)
    _retiring: set[_Process] = field(default_factory=set)

    def run(self) -> None:
        """Start the workers, and watch them.

        Raises:
            StoreUnusable: a worker could not start.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        folder = Path(tempfile.mkdtemp(prefix="fpcache-serve-"))
        log, close_log = open_log(self.serving.log_level)
        try:
            (folder / "metrics").mkdir()
            self._folder = folder
            self._log = log
            for process in [self._spawned() for _ in range(self.workers)]:
                self._wait_for(process)
            self.started()
            self._watch()
        finally:
            self._stop()
            close_log()
            shutil.rmtree(folder, ignore_errors=True)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    _folder: Path = field(init=False)
    _log: Log = field(init=False)

    def _watch(self) -> None:
        while True:
            got = signal.sigtimedwait(_SIGNALS, 1.0)
            if got is not None and got.si_signo in _STOPPING:
                return
            if got is not None and got.si_signo == signal.SIGHUP:
                self._replace()
            self._reap()

    def _start(self) -> None:
        self._wait_for(self._spawned())

    def _spawned(self) -> _Process:
        told = Told(
            self.api.fileno(),
            self.metrics.fileno() if self.metrics is not None else None,
            msgspec.structs.replace(self.serving, quota_file=str(self._folder / "quota")),
        )
        listening = [self.api, *([self.metrics] if self.metrics is not None else [])]
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fpcache_ops.service.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[one.fileno() for one in listening],
            env={**os.environ, MULTIPROCESS: str(self._folder / "metrics")},
            # The supervisor has one thread; the worker wants its signals.
            preexec_fn=_unblock,  # noqa: PLW1509
            # Ctrl-C is for the supervisor.
            process_group=0,
        )
        assert process.stdin is not None
        self._running[process] = time.monotonic()
        process.stdin.write(msgspec.json.encode(told) + b"\n")
        process.stdin.flush()
        return process

    def _wait_for(self, process: _Process) -> None:
        assert process.stdout is not None
        said = process.stdout.readline().decode("utf-8", "replace").strip()
        if said != "started":
            process.wait(_START_SECONDS)
            del self._running[process]
            raise WorkerFailed(said or f"a worker ended with status {process.returncode}")
        self._log.info("worker started", pid=process.pid)

    def _replace(self) -> None:
        """A new worker for each old one; if one does not start, the old ones stay."""
        for old in [one for one in self._running if one not in self._retiring]:
            try:
                self._start()
            except WorkerFailed as trouble:
                self._log.error("worker not replaced", pid=old.pid, why=str(trouble))
                return
            self._retiring.add(old)
            old.send_signal(RETIRE)

    def _reap(self) -> None:
        """Take note of those that ended; one that was not told to is started again."""
        for process in [one for one in self._running if one.poll() is not None]:
            lived = time.monotonic() - self._running.pop(process)
            _close(process)
            mark_process_dead(process.pid, path=str(self._folder / "metrics"))  # type: ignore[no-untyped-call]
            if process in self._retiring:
                self._retiring.discard(process)
                self._log.info("worker retired", pid=process.pid)
                continue
            self._log.error("worker died", pid=process.pid, status=process.returncode)
            if lived < _QUICK_DEATH:
                time.sleep(1.0)
            try:
                self._start()
            except WorkerFailed as trouble:
                self._log.error("worker not started", why=str(trouble))
        if not self._running:
            raise WorkerFailed("no worker is left: see the service's log")

    def _stop(self) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        end = time.monotonic() + self.serving.drain_seconds + _END_SECONDS
        for process in self._running:
            try:
                process.wait(max(end - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _close(process)


def _close(process: _Process) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def _unblock() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
