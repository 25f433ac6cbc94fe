"""Executes a notebook's cells through papermill, in a kernel that was started before.

This takes the better part of a second to import, so it is imported while the kernel starts.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty
from typing import Any, cast

import nbformat
import papermill
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from fpcache_ops import errors
from fpcache_ops.operations.conclusion import Ending, How
from fpcache_ops.operations.files import write_atomically
from fpcache_ops.operations.keeper import Kept
from fpcache_ops.operations.kernel import Kernel, KernelRun

START_SECONDS = 60
_LEAVE_SECONDS = 1.0
"""For what a kernel does at its exit; what it has to record is recorded already."""
_SIGNALLED = 128
"""A keeper leaves with 128 + n when its program ended by signal n."""
_ENGINE = "fpcache"
_NAME = "python3"

_log = logging.getLogger("fpcache_ops.operations.cells")
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


def execute(run: KernelRun) -> Ending:
    """Execute the notebook of a run to its end, and end its kernel; see :class:`KernelRun`."""
    execution = _Execution(run)
    ending = execution.to_its_end()
    left = _exit_in(execution.notebook)
    if left and ending.how in (How.FINISHED, How.PLANNED):
        ending = Ending(How.LEFT, left)
    execution.save()
    return ending


class _Execution:
    """What papermill is told, and tells."""

    def __init__(self, run: KernelRun) -> None:
        self._run = run
        self._ready = False
        self.notebook: Any = None

    def to_its_end(self) -> Ending:
        try:
            papermill.execute_notebook(
                # It formats paths: braces in a folder's name are none of its business.
                str(self._run.notebook).replace("{", "{{").replace("}", "}}"),
                None,
                parameters=self._run.parameters,
                engine_name=_ENGINE,
                kernel_name=_NAME,
                language="python",
                progress_bar=False,
                execution=self,
            )
        except PapermillExecutionError as error:
            how = {"Refused": How.REFUSED, "SystemExit": How.LEFT}.get(error.ename, How.RAISED)
            # Ours are sentences for people.
            told = error.ename in _OURS and error.evalue
            return Ending(how, told or f"{error.ename}: {error.evalue}")
        except _Left:
            return Ending(How.LEFT, "it called exit")
        except _Enough:
            return Ending(How.PLANNED, "the cells that change something were not executed")
        except _Stopped:
            return Ending(How.ABORTED)
        except DeadKernelError:
            return Ending(How.KERNEL_DIED, self._how_it_died())
        except Exception as error:  # noqa: BLE001
            # Whatever it is, there has to be a conclusion.
            if self._ready:
                return Ending(How.KERNEL_DIED, f"{type(error).__name__}: {error}")
            return Ending(How.NOT_STARTED, self._last_words() or str(error))
        finally:
            self._run.close()
            _close_event_loop()
            if self.notebook is None:
                self.notebook = nbformat.read(self._run.notebook, as_version=4)  # type: ignore[no-untyped-call]
        return Ending(How.FINISHED)

    def cells(self, manager: NotebookExecutionManager) -> None:
        """What papermill calls to have the cells executed."""
        self.notebook = manager.nb
        client = PapermillNotebookClient(
            manager,
            km=_manager_of(self._run.kernel()),
            log=_log,
            startup_timeout=START_SECONDS,
            timeout=None,
            # No tag of a cell makes an error, or a cell, go away.
            force_raise_errors=True,
            skip_cells_with_tag="",
            store_widget_state=False,
            on_notebook_start=self._after_start,
            on_cell_start=self._before_cell,
            on_cell_executed=self._after_cell,
        )
        client.execute(cleanup_kc=True)

    def save(self) -> None:
        self.notebook.metadata.setdefault("papermill", {})["input_path"] = str(self._run.notebook)
        text: str = nbformat.writes(self.notebook)  # type: ignore[no-untyped-call]
        content = self._run.redact(text).encode("utf-8", "backslashreplace")
        write_atomically(self._run.folder / "notebook.ipynb", content)

    def _after_start(self, **_: object) -> None:
        self._ready = True

    def _before_cell(self, cell: Mapping[str, Any], **_: object) -> None:
        if self._run.stopping:
            raise _Stopped
        if self._run.until is not None and self._run.until in cell["metadata"].get("tags", ()):
            raise _Enough

    def _after_cell(self, execute_reply: Mapping[str, Any], **_: object) -> None:
        for payload in execute_reply["content"].get("payload", ()):
            if payload.get("source") == "ask_exit":
                raise _Left
        self.save()

    def _how_it_died(self) -> str:
        status = self._run.kernel().kept.poll() or 0
        by = [number.name for number in signal.Signals if number == status - _SIGNALLED]
        if by == ["SIGKILL"]:
            return "by SIGKILL, as when memory runs out"
        return f"by {by[0]}" if by else f"it left with status {status}"

    def _last_words(self) -> str:
        """The last error that the kernel wrote before it was of use."""
        try:
            text = self._run.kernel().log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        said = [line.strip() for line in reversed(text.splitlines()) if line.strip()]
        return next((line for line in said if "Error" in line), said[0] if said else "")


class _CellEngine(Engine):  # type: ignore[misc]
    """Has papermill execute cells in our kernel, and leaves it the rest."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        execution: _Execution,
        **_: object,
    ) -> None:
        execution.cells(nb_man)


papermill_engines.register(_ENGINE, _CellEngine)


class _Provisioner(KernelProvisionerBase):
    """A process that was started before, and that its keeper ends."""

    kept: Kept

    @property
    def has_process(self) -> bool:
        return True

    async def poll(self) -> int | None:
        return self.kept.poll()

    async def wait(self) -> int | None:
        return self.kept.poll()

    async def send_signal(self, signum: int) -> None:
        raise NotImplementedError("a run is interrupted by its lifeline")

    async def kill(self, restart: bool = False) -> None:
        self.kept.let_go()

    terminate = kill

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        raise NotImplementedError("it is started already")

    async def cleanup(self, restart: bool = False) -> None:
        pass


class _Client(AsyncKernelClient):
    """Is ready as soon as the kernel answers and what it shows arrives.

    The one of the library waits then until nothing has arrived for 0.2 s; but what belongs to no
    cell is left out anyway.
    """

    async def wait_for_ready(self, timeout: float = START_SECONDS) -> None:  # type: ignore[override]  # noqa: ASYNC109
        ends = time.monotonic() + timeout
        while True:
            self.kernel_info()
            with suppress(Empty):
                reply = await self.shell_channel.get_msg(timeout=1)
                if reply["msg_type"] == "kernel_info_reply":
                    await self.iopub_channel.get_msg(timeout=0.2)
                    return
            if not await self.is_alive():
                raise RuntimeError("the kernel ended before it was ready")
            if time.monotonic() > ends:
                raise RuntimeError(f"the kernel was not ready in {timeout:g} s")


class _Manager(AsyncKernelManager):
    """Asks its kernel to leave, and leaves the rest to the keeper, which reaches everything."""

    kept: Kept

    async def shutdown_kernel(  # type: ignore[override]
        self, now: bool = False, restart: bool = False
    ) -> None:
        """End the kernel and everything it started; when this returns, nothing is left."""
        self.shutting_down = True
        if not now:
            await self._async_request_shutdown()
            # Wanted next, and there is nothing else to do now.
            import fpcache_ops.operations.report  # noqa: F401

            self.kept.wait(_LEAVE_SECONDS)
        self.kept.stop()
        await self.cleanup_resources(restart=restart)


def _manager_of(kernel: Kernel) -> _Manager:
    manager = _Manager(
        kernel_name=_NAME,
        connection_file=str(kernel.connection_file),
        client_factory=_Client,
        log=_log,
    )
    manager.load_connection_info(cast(KernelConnectionInfo, kernel.connection))
    # Without it what kernels the machine has would be looked at.
    manager._kernel_spec = KernelSpec(display_name="fpcache", language="python")
    manager.kept = kernel.kept
    manager.provisioner = provisioner = _Provisioner(parent=manager)
    provisioner.kept = kernel.kept
    return manager


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
