"""The process that executes a runbook's cells: this interpreter, this package, no other set-up.

Whatever kernels, profiles or start-up files the machine or its user have are not looked at. The
kernel talks over sockets in a folder of its own, works in the run's folder, and has a keeper: it
and all it starts end with the run (see :mod:`fpcache_ops.operations.keeper`).
"""

import asyncio
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from fpcache_ops import errors
from fpcache_ops.operations.conclusion import Ending, How
from fpcache_ops.operations.files import with_this_package, write_atomically
from fpcache_ops.operations.keeper import Lifeline
from fpcache_ops.operations.parameters import Value
from fpcache_ops.operations.redaction import Redact
from fpcache_ops.operations.session import RUN_VARIABLE

START_SECONDS = 60
_LEAVE_SECONDS = 1.0
"""For what a kernel does at its exit; what it has to record is recorded already."""
_LOOK_SECONDS = 0.02
_SIGNALLED = 128
"""A keeper leaves with 128 + n when its program ended by signal n."""
_ENGINE = "fpcache"
_NAME = "python3"
_LONGEST_SOCKET_FOLDER = 80
"""A socket's path has at most some 104 characters."""

_log = logging.getLogger("fpcache_ops.operations.kernel")
_log.addHandler(logging.NullHandler())
_log.propagate = False
# Its warnings would go to the terminal; whatever matters is in the conclusion.
logging.getLogger("papermill").addHandler(logging.NullHandler())


_OURS = frozenset(kind.__name__ for kind in vars(errors).values() if isinstance(kind, type))


class _Stopped(Exception):
    """The run was asked to stop between two cells."""


class _Enough(Exception):
    """The next cell is the first that is not to be executed."""


class _Left(Exception):
    """A cell called exit."""


class KernelRun:
    """One execution of a notebook. :meth:`execute` blocks; the others are for other threads."""

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
        self._source = notebook
        self._folder = folder
        self._parameters = dict(parameters)
        self._redact = redact
        self._until = until
        self._target = folder / "notebook.ipynb"
        self._log_file = folder / "kernel.log"
        self._lifeline = Lifeline()
        self._stopping = False
        self._ready = False
        self._status: int | None = None
        self._notebook: Any = None

    def interrupt(self) -> None:
        """Stop after the current cell, and interrupt that one."""
        self._stopping = True
        self._lifeline.interrupt()

    def kill(self) -> None:
        """Stop the kernel and everything it started, now."""
        self._stopping = True
        self._lifeline.close()

    def execute(self) -> Ending:
        """Execute the notebook through papermill; the executed one is in the run's folder then."""
        try:
            papermill.execute_notebook(
                # It formats paths: braces in a folder's name are none of its business.
                str(self._source).replace("{", "{{").replace("}", "}}"),
                None,
                parameters=self._parameters,
                engine_name=_ENGINE,
                kernel_name=_NAME,
                language="python",
                progress_bar=False,
                kernel_run=self,
            )
            ending = Ending(How.FINISHED)
        except PapermillExecutionError as error:
            how = {"Refused": How.REFUSED, "SystemExit": How.LEFT}.get(error.ename, How.RAISED)
            # Ours are sentences for people.
            told = error.ename in _OURS and error.evalue
            ending = Ending(how, told or f"{error.ename}: {error.evalue}")
        except _Left:
            ending = Ending(How.LEFT, "it called exit")
        except _Enough:
            ending = Ending(How.PLANNED, "the cells that change something were not executed")
        except _Stopped:
            ending = Ending(How.ABORTED)
        except DeadKernelError:
            ending = Ending(How.KERNEL_DIED, self._how_it_died())
        except Exception as error:  # noqa: BLE001
            # Whatever it is, there has to be a conclusion.
            if self._ready:
                ending = Ending(How.KERNEL_DIED, f"{type(error).__name__}: {error}")
            else:
                ending = Ending(How.NOT_STARTED, self._last_words() or str(error))
        finally:
            self._lifeline.close()
            self._lifeline.started()
            _close_event_loop()
        if self._notebook is None:
            self._notebook = nbformat.read(self._source, as_version=4)  # type: ignore[no-untyped-call]
        left = _exit_in(self._notebook)
        if left and ending.how in (How.FINISHED, How.PLANNED):
            ending = Ending(How.LEFT, left)
        self._save()
        return ending

    def execute_cells(self, manager: NotebookExecutionManager) -> None:
        """What papermill calls to have the cells executed."""
        self._notebook = manager.nb
        place = Path(tempfile.mkdtemp(prefix="fpcache-"))
        kernel = _kernel_manager(place, self._lifeline)
        log = self._log_file.open("wb")
        try:
            client = PapermillNotebookClient(
                manager,
                km=kernel,
                log=_log,
                startup_timeout=START_SECONDS,
                timeout=None,
                extra_arguments=["--InteractiveShellApp.ignore_cwd=True"],
                # No tag of a cell makes an error, or a cell, go away.
                force_raise_errors=True,
                skip_cells_with_tag="",
                store_widget_state=False,
                on_notebook_start=self._after_start,
                on_cell_start=self._before_cell,
                on_cell_executed=self._after_cell,
            )
            client.execute(
                cleanup_kc=True,
                env=_environment(self._folder, place),
                cwd=str(self._folder),
                pass_fds=[self._lifeline.kept_end],
                stdout=log,
                stderr=log,
            )
        finally:
            log.close()
            self._status = kernel.exit_status
            if not self._log_file.stat().st_size:
                self._log_file.unlink()
            shutil.rmtree(place, ignore_errors=True)

    def _after_start(self, **_: object) -> None:
        self._ready = True
        self._lifeline.started()

    def _before_cell(self, cell: Mapping[str, Any], **_: object) -> None:
        if self._stopping:
            raise _Stopped
        if self._until is not None and self._until in cell["metadata"].get("tags", ()):
            raise _Enough

    def _after_cell(self, execute_reply: Mapping[str, Any], **_: object) -> None:
        for payload in execute_reply["content"].get("payload", ()):
            if payload.get("source") == "ask_exit":
                raise _Left
        self._save()

    def _how_it_died(self) -> str:
        status = self._status or 0
        by = [number.name for number in signal.Signals if number == status - _SIGNALLED]
        if by == ["SIGKILL"]:
            return "by SIGKILL, as when memory runs out"
        return f"by {by[0]}" if by else f"it left with status {status}"

    def _last_words(self) -> str:
        """The last error that the kernel wrote before it was of use."""
        try:
            lines = self._log_file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        said = [line.strip() for line in reversed(lines) if line.strip()]
        return next((line for line in said if "Error" in line), said[0] if said else "")

    def _save(self) -> None:
        self._notebook.metadata.setdefault("papermill", {})["input_path"] = str(self._source)
        text: str = nbformat.writes(self._notebook)  # type: ignore[no-untyped-call]
        write_atomically(self._target, self._redact(text).encode("utf-8", "backslashreplace"))


class _CellEngine(Engine):  # type: ignore[misc]
    """Has papermill execute cells in our kernel, and leaves it the rest."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        kernel_run: KernelRun,
        **_: object,
    ) -> None:
        kernel_run.execute_cells(nb_man)


papermill_engines.register(_ENGINE, _CellEngine)


class _Manager(AsyncKernelManager):
    """Asks its kernel to leave, and leaves the rest to the keeper, which reaches everything."""

    lifeline: Lifeline
    exit_status: int | None = None

    async def cleanup_resources(  # type: ignore[override]
        self, restart: bool = False
    ) -> None:
        """Forget the kernel, but for how it ended."""
        process = getattr(self.provisioner, "process", None)
        if process is not None:
            self.exit_status = process.poll()
        await super()._async_cleanup_resources(restart=restart)

    async def shutdown_kernel(  # type: ignore[override]
        self, now: bool = False, restart: bool = False
    ) -> None:
        """End the kernel and everything it started; when this returns, nothing is left."""
        self.shutting_down = True
        if not now:
            await self._async_request_shutdown()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._async_wait(_LOOK_SECONDS), _LEAVE_SECONDS)
        self.lifeline.close()
        await self._async_wait(_LOOK_SECONDS)
        if self.provisioner is not None:
            await self.provisioner.wait()
        await self.cleanup_resources(restart=restart)


class _OnlyOurs(KernelSpecManager):
    """Knows one kernel."""

    spec: KernelSpec

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self.spec


def _kernel_manager(place: Path, lifeline: Lifeline) -> _Manager:
    specs = _OnlyOurs()
    specs.spec = KernelSpec(
        argv=lifeline.command(
            [sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            remove=place,
        ),
        display_name="fpcache",
        language="python",
    )
    manager = _Manager(
        kernel_name=_NAME,
        kernel_spec_manager=specs,
        connection_file=str(place / "kernel.json"),
        log=_log,
    )
    manager.lifeline = lifeline
    if len(str(place)) <= _LONGEST_SOCKET_FOLDER:
        manager.transport = "ipc"
        manager.ip = str(place / "k")
    return manager


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


def _exit_in(notebook: Any) -> str:
    """A cell that left by ``SystemExit``; papermill takes status 0 for success."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and output.ename == "SystemExit":
                return f"it called exit with {output.evalue or '0'}"
    return ""


def _close_event_loop() -> None:
    loop = ensure_event_loop()
    for task in asyncio.all_tasks(loop):
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
    loop.close()
    asyncio.set_event_loop(None)
