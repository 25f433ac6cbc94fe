"""What the runner costs over bare papermill: the whole command, from nothing to its end."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loadtests.bench.rows import Row, Work

_ROOT = Path(__file__).resolve().parents[2]
_PAIRS = 11
_CELLS = (
    "from fpcache_ops.operations import open_run\nrun = open_run()",
    'with run.step("one"):\n    run.check("real_hidden", 0, 24)',
)
_BARE = ("from fpcache_ops.operations import open_run", "one = (0, 24)")
"""The same import and no more: what a page of the same size is without the runner."""

_DECLARED = {
    "name": "nothing",
    "title": "Nothing",
    "summary": "For a measurement.",
    "risk": "none",
    "parameters": [],
    "steps": [{"key": "one", "title": "One"}],
    "checks": ["real_hidden"],
}


@contextmanager
def _start_up() -> Iterator[tuple[Work, Work]]:
    with tempfile.TemporaryDirectory(prefix="fpcache-bench-") as name:
        folder = Path(name)
        ours = _notebook(folder / "ours.ipynb", _CELLS)
        bare = _notebook(folder / "bare.ipynb", _BARE)
        environment = {
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "FPCACHE_RUNS": str(folder / "runs"),
        }

        def command(*words: str) -> Work:
            def work() -> object:
                return subprocess.run(
                    [sys.executable, *words],
                    cwd=folder,
                    env=environment,
                    capture_output=True,
                    check=True,
                )

            return work

        run = command("-m", "fpcache_ops.cli", "runbook", "run", str(ours))
        plain = command("-m", "papermill", "-k", "python3", str(bare), str(folder / "out.ipynb"))
        yield run, plain


def _notebook(path: Path, cells: tuple[str, ...]) -> Path:
    notebook = {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"cell-{number}",
                "metadata": {},
                "outputs": [],
                "source": cell,
            }
            for number, cell in enumerate(cells)
        ],
        "metadata": {
            "fpcache": _DECLARED,
            "kernelspec": {"name": "python3", "display_name": "", "language": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


ROWS = [
    Row(
        "runbook-start-up",
        "What do journal, conclusion and report add to a run of papermill?",
        "ms",
        "papermill, a notebook with the same import",
        1.2,
        _start_up,
        pairs=_PAIRS,
    ),
]
