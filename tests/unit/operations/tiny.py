"""Small runbooks for tests, written as real notebooks."""

import json
from pathlib import Path
from typing import Any

OPEN = "from fpcache_ops.operations import open_run\nrun = open_run()"
ONE = 'with run.step("one") as step:\n    step.evidence(seen=3)'
TWO = 'with run.step("two"):\n    display(run.check("real_hidden", 0, 24))'
GOOD = [OPEN, ONE, TWO]


def declaration(**changes: Any) -> dict[str, Any]:
    """``metadata.fpcache`` of a runbook with two steps and one check."""
    return {
        "name": "tiny",
        "title": "A tiny runbook",
        "summary": "Nothing of use.",
        "risk": "none",
        "parameters": [],
        "steps": [{"key": "one", "title": "The first"}, {"key": "two", "title": "The second"}],
        "checks": ["real_hidden"],
        **changes,
    }


def write(folder: Path, cells: list[Any], **changes: Any) -> Path:
    """Write a runbook. A cell is code, or (code, tag), or {"markdown": text}."""
    declared = declaration(**changes)
    if declared["parameters"]:
        lines = (f"{p['name']} = {p['default']!r}" for p in declared["parameters"])
        cells = [("\n".join(lines), "parameters"), *cells]
    notebook = {
        "cells": [_cell(number, cell) for number, cell in enumerate(cells)],
        "metadata": {
            "fpcache": declared,
            # No such kernel is installed anywhere.
            "kernelspec": {"name": "no-such-kernel", "display_name": "", "language": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / f"{declared['name']}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def _cell(number: int, cell: Any) -> dict[str, Any]:
    if isinstance(cell, dict):
        return {
            "cell_type": "markdown",
            "id": f"cell-{number}",
            "metadata": {},
            "source": cell["markdown"],
        }
    source, *tags = (cell,) if isinstance(cell, str) else cell
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{number}",
        "metadata": {"tags": tags},
        "outputs": [],
        "source": source,
    }
