"""The process that executes a runbook's cells: this interpreter, this package, no other set-up.

Whatever kernels, profiles or start-up files the machine or its user have are not looked at. The
kernel talks over sockets in a folder of its own, works in the run's folder, and has a keeper: it
and all it starts end with the run (see :mod:`fpcache_ops.operations.keeper`).

It takes as long to be ready as what talks to it (:mod:`fpcache_ops.operations.cells`) takes to be
imported, so it is started first, and nothing that is slow to import is imported here.
"""

import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fpcache_ops.operations.conclusion import Ending
from fpcache_ops.operations.files import with_this_package
from fpcache_ops.operations.keeper import Kept, start
from fpcache_ops.operations.parameters import Value
from fpcache_ops.operations.redaction import Redact
from fpcache_ops.operations.session import RUN_VARIABLE

_PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
_LONGEST_SOCKET_FOLDER = 80
"""A socket's path has at most some 104 characters."""


class KernelRun:
    """One execution of a notebook, in a kernel that is started by ``with``, and ended after it.

    :meth:`execute` blocks; :meth:`interrupt` and :meth:`kill` are for other threads.
    """

    def __init__(
        self,
        notebook: Path,
        folder: Path,
        parameters: Mapping[str, Value],
        *,
        redact: Redact = lambda text: text,
        until: str | None = None,
    ) -> None:
        """Of a notebook, into a folder; ``until`` is the tag of the first cell not to execute."""
        self.notebook = notebook
        self.folder = folder
        self.parameters = dict(parameters)
        self.redact = redact
        self.until = until
        self.stopping = False
        self._kernel: Kernel | OSError | None = None

    def __enter__(self) -> Self:
        """Start the kernel and do not wait for it; if it cannot be, :meth:`execute` tells."""
        try:
            self._kernel = Kernel(self.folder)
        except OSError as error:
            self._kernel = error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, whatever happened."""
        self.close()

    def close(self) -> None:
        """Stop the kernel and everything it started; when this returns, nothing is left."""
        if isinstance(self._kernel, Kernel):
            self._kernel.close()

    def execute(self) -> Ending:
        """Execute the notebook through papermill; the executed one is in the run's folder then."""
        from fpcache_ops.operations.cells import execute

        return execute(self)

    def kernel(self) -> "Kernel":
        """What executes the cells.

        Raises:
            OSError: why there is none.
        """
        if isinstance(self._kernel, Kernel):
            return self._kernel
        raise self._kernel or OSError("no kernel was started")

    def interrupt(self) -> None:
        """Stop after the current cell, and interrupt that one."""
        self.stopping = True
        if isinstance(self._kernel, Kernel):
            self._kernel.kept.interrupt()

    def kill(self) -> None:
        """Stop the kernel and everything it started, now."""
        self.stopping = True
        if isinstance(self._kernel, Kernel):
            self._kernel.kept.let_go()


class Kernel:
    """A started kernel: how to reach it, and its process. What it writes goes to ``log``."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "kernel.log"
        self._place = Path(tempfile.mkdtemp(prefix="fpcache-"))
        with ExitStack() as failed:
            failed.callback(shutil.rmtree, self._place, ignore_errors=True)
            self.connection = _connection(self._place)
            self.connection_file = self._place / "kernel.json"
            self.connection_file.write_text(json.dumps(self.connection), encoding="utf-8")
            with self.log.open("wb") as log:
                self.kept: Kept = start(
                    [
                        *(sys.executable, "-P", "-m", "ipykernel_launcher"),
                        *("-f", str(self.connection_file)),
                        "--InteractiveShellApp.ignore_cwd=True",
                        "--HistoryManager.enabled=False",
                    ],
                    env=_environment(folder, self._place),
                    folder=folder,
                    output=log,
                    remove=self._place,
                )
            failed.pop_all()

    def close(self) -> None:
        """Stop it and everything it started; when this returns, nothing is left."""
        self.kept.stop()
        shutil.rmtree(self._place, ignore_errors=True)
        if self.log.exists() and not self.log.stat().st_size:
            self.log.unlink()


def _connection(place: Path) -> dict[str, Any]:
    """Where a new kernel is to listen, and the key of its messages."""
    if len(str(place)) <= _LONGEST_SOCKET_FOLDER:
        reached = {"transport": "ipc", "ip": str(place / "k")}
        ports = list(range(1, len(_PORTS) + 1))
    else:
        reached = {"transport": "tcp", "ip": "127.0.0.1"}
        ports = _free_ports(reached["ip"], len(_PORTS))
    key = {"key": secrets.token_hex(32), "signature_scheme": "hmac-sha256"}
    return {**reached, **dict(zip(_PORTS, ports, strict=True)), **key}


def _free_ports(host: str, count: int) -> list[int]:
    with ExitStack() as held:
        taken = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in taken:
            one.bind((host, 0))
        return [one.getsockname()[1] for one in taken]


def _environment(folder: Path, place: Path) -> dict[str, str]:
    environment = {
        **with_this_package(os.environ),
        RUN_VARIABLE: str(folder),
        "PLOTLY_RENDERER": "plotly_mimetype",
        "IPYTHONDIR": str(place / "ipython"),
        "JUPYTER_CONFIG_DIR": str(place / "jupyter"),
        "JUPYTER_NO_CONFIG": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    for name in ("PYTHONSTARTUP", "PYTHONINSPECT", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        environment.pop(name, None)
    return environment
