"""Runbooks executed in this process: the real runner, cells and service, but no kernel to wait for.

What a kernel adds (death, signals, time) is tested with one; here it is what the pages do.
"""

import ast
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat
import pytest

from fpcache_ops import config
from fpcache_ops.bootstrap import SystemClock, assemble
from fpcache_ops.errors import FpcacheError, Refused
from fpcache_ops.operations import (
    evidence,
    kernel,
    rehearsal,
    runner,
    session,
    upgrading,
)
from fpcache_ops.operations.conclusion import Conclusion, Ending, How
from fpcache_ops.operations.rehearsal import Rehearsal
from fpcache_ops.operations.runbook import APPLY_TAG, find
from fpcache_ops.operations.validate_cache import asking
from fpcache_ops.service import app, telemetry
from fpcache_ops.service.app import Options, create_app
from fpcache_ops.service.auth import DevelopmentKeys, StoredKeys
from fpcache_ops.service.drain import Drain
from fpcache_ops.service.server import Server, listen, url_of


class Service(Rehearsal):
    """A rehearsal's service in a thread of this process, so that it starts in no time."""

    def __init__(self, folder: Path, *, workers: int = 1, keys: bool = False) -> None:
        self._folder = folder / "rehearsal"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.store, self.lookups = self._folder / "cache.db", folder / "log"
        self.log = folder / "service.log"
        self._held = ExitStack()
        settings = config.load(store=str(self.store), log=self.lookups)
        self.assembly = self._held.enter_context(
            assemble(settings, on_by_default=True, require_store=True)
        )
        directory = self.assembly.directory
        self.key = rehearsal._first_key(self.store) if keys else rehearsal.API_KEY
        known = StoredKeys(directory, SystemClock()) if keys else DevelopmentKeys(directory)
        options = Options(metrics_here=lambda request: True, detailed_health=True)
        served_app = create_app(self.assembly, known, options)
        listener = self._held.enter_context(listen("127.0.0.1", 0, "port"))
        self.url = url_of(listener)
        self.metrics = f"{self.url}/metrics"
        self._server = Server(served_app, drain=Drain(), drain_seconds=0, started=lambda: None)
        self._thread = Thread(target=lambda: self._server.run_on([listener]), daemon=True)
        self._thread.start()
        self._held.callback(served_app.state.gate.close)
        served_app.state.look_around()

    def close(self) -> None:
        """Stop it; the files stay until the test's folder goes."""
        self._server.should_exit = True
        self._thread.join()
        self._held.close()


class InProcess:
    """Stands for :class:`kernel.KernelRun`."""

    def __init__(
        self,
        notebook: Path,
        folder: Path,
        parameters: Mapping[str, Any],
        *,
        redact: Callable[[str], str],
        until: str | None,
    ) -> None:
        self._notebook = nbformat.read(notebook, as_version=4)
        self._folder, self._parameters = folder, parameters
        self._redact, self._until = redact, until

    def execute(self) -> Ending:
        ending = Ending(How.FINISHED)
        names: dict[str, Any] = {}
        os.environ[session.RUN_VARIABLE] = str(self._folder)
        try:
            for number, cell in enumerate(self._notebook.cells):
                if cell.cell_type != "code":
                    continue
                tags = cell.metadata.get("tags", ())
                if self._until is not None and self._until in tags:
                    ending = Ending(How.PLANNED)
                    break
                cell.execution_count = number + 1
                names["display"] = _shown_in(cell)
                _execute(cell.source, names)
                if "parameters" in tags:
                    names.update(self._parameters)
        except Refused as error:
            ending = Ending(How.REFUSED, str(error))
        except Exception as error:  # noqa: BLE001
            told = str(error) if isinstance(error, FpcacheError) else repr(error)
            ending = Ending(How.RAISED, told)
        finally:
            run = names.get("run")
            for held in (run._reader, run._rehearsal) if run is not None else ():
                if held is not None:
                    held.__exit__(None, None, None)
        text = self._redact(nbformat.writes(self._notebook))
        (self._folder / "notebook.ipynb").write_text(text, encoding="utf-8")
        return ending

    def __enter__(self) -> "InProcess":
        return self

    def __exit__(self, *_raised: object) -> None:
        """Nothing was started."""

    def interrupt(self) -> None:
        """Not needed."""

    kill = interrupt


def _execute(source: str, names: dict[str, Any]) -> None:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is not None:
        assert isinstance(last, ast.Expr)
        names["display"](eval(compile(ast.Expression(last.value), "cell", "eval"), names))


def _shown_in(cell: Any) -> Callable[..., None]:
    def display(*values: object) -> None:
        for value in values:
            if value is None:
                continue
            data = {"text/plain": repr(value)}
            if hasattr(value, "_repr_html_") and (html := value._repr_html_()):
                data["text/html"] = html
            cell.outputs.append(nbformat.v4.new_output("display_data", data=data))

    return display


@pytest.fixture(name="pages")
def pages_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Pages":
    monkeypatch.setattr(kernel, "KernelRun", InProcess)
    for module in (session, upgrading, asking):
        monkeypatch.setattr(module, "Rehearsal", Service)
    monkeypatch.setattr(app, "_LOOKING_SECONDS", 0.05)
    # What the tests before have made of this process is no part of the service's memory.
    before, now = telemetry._resident_bytes(), telemetry._resident_bytes
    monkeypatch.setattr(telemetry, "_resident_bytes", lambda: max(now() - before, 1))
    monkeypatch.setattr(evidence, "ACTS_WITHIN", 1.5)
    monkeypatch.setenv(session.RUN_VARIABLE, "")
    return Pages(tmp_path / "runs")


class Pages:
    """Runs pages."""

    def __init__(self, runs: Path) -> None:
        self.runs = runs

    def plan(self, name: str | Path, **given: Any) -> Conclusion:
        return runner.plan(name, given, runs_dir=self.runs)

    def run(self, name: str | Path, **given: Any) -> Conclusion:
        """To its end: a page with changes is planned and applied."""
        if not find(name).declaration.changes:
            return runner.run(name, given, runs_dir=self.runs)
        planned = self.plan(name, **given)
        assert planned.plan is not None, planned.reason
        return runner.apply(name, planned.plan, runs_dir=self.runs)


@contextmanager
def served(folder: Path) -> Iterator[Service]:
    """A service that belongs to somebody."""
    with Service(folder) as running:
        yield running


def results(conclusion: Conclusion) -> dict[str, str]:
    """Each check's result."""
    return {check.name: str(check.result) for check in conclusion.checks}


def without_plan(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook that a plan does not execute."""
    cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    at = next(n for n, c in enumerate(cells) if APPLY_TAG in c["metadata"].get("tags", ()))
    return cells[at:]


def tables(conclusion: Conclusion) -> dict[str, list[list[Any]]]:
    """The rows of each table, by its title."""
    return {table["title"]: table["rows"] for table in conclusion.tables}
