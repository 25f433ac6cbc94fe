"""Pages executed in this process: the same cells, journal and conclusion, without a kernel each.

A kernel takes a second or two to start; what is tested here is what the pages do.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fpcache_ops.errors import FpcacheError, Refused
from fpcache_ops.operations import kernel
from fpcache_ops.operations.conclusion import Ending, How
from fpcache_ops.operations.session import RUN_VARIABLE


class CellsHere:
    """Stands in for :class:`fpcache_ops.operations.kernel.KernelRun`."""

    def __init__(self, notebook: Path, folder: Path, parameters: Any, *, redact=str, until=None):
        self._notebook, self._folder = notebook, folder
        self._parameters, self._until = dict(parameters), until

    def __enter__(self):
        return self

    def __exit__(self, *_raised: object) -> None:
        pass

    def interrupt(self) -> None:
        raise AssertionError("nobody interrupts in these tests")

    kill = interrupt

    def execute(self) -> Ending:
        book = nbformat.read(self._notebook, as_version=4)
        nbformat.write(book, self._folder / "notebook.ipynb")
        os.environ[RUN_VARIABLE] = str(self._folder)
        names: dict[str, Any] = {"display": lambda *_: None}
        for cell in book["cells"]:
            tags = cell["metadata"].get("tags", ())
            if cell["cell_type"] != "code":
                continue
            if self._until is not None and self._until in tags:
                return Ending(How.PLANNED, "the cells that change something were not executed")
            try:
                exec(cell["source"], names)
            except Refused as refused:
                return Ending(How.REFUSED, str(refused))
            except FpcacheError as error:
                return Ending(How.RAISED, str(error))
            except Exception as error:  # noqa: BLE001
                return Ending(How.RAISED, f"{type(error).__name__}: {error}")
            if "parameters" in tags:
                names |= self._parameters
        return Ending(How.FINISHED)


@contextmanager
def cells_here() -> Iterator[None]:
    """Pages are executed in this process meanwhile."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kernel, "KernelRun", CellsHere)
        patched.setenv(RUN_VARIABLE, "")
        yield
