"""The analysts' notebooks: stored as they ran, the same everywhere, and compared for real.

nbval compares stored outputs with fresh ones (``make test`` runs it). These tests hold what makes
that comparison mean something.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import duckdb
import nbformat
import pytest

from fpcache_ops.analysis import open_log

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SAMPLE = ROOT / "data" / "lookup-log"
REPLAY = ROOT / "data" / "replay-log"
ALLOWED = ("fpcache_ops.analysis", "fpcache_ops.operations")

# What belongs to a machine, a moment or chance.
FOREIGN = {
    "a time of day": re.compile(r"\b\d{1,2}:\d\d(:\d\d)?\b|\d{4}-\d\d-\d\dT\d\d"),
    "a folder of a machine": re.compile(
        r"(?:/(?:home|root|tmp|usr|opt|work|Users|var)/|[A-Z]:\\\\)"
    ),
    "an address in memory": re.compile(r"0x[0-9a-fA-F]{6,}"),
    "a random name": re.compile(
        r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
        r"|\bT_[0-9a-f]{5}\b|ipykernel_\d+"
    ),
    "a version of a tool": re.compile(r"\b\d+\.\d+\.\d+\b"),
}

FIRST = NOTEBOOKS[0]
"""The comparison itself is tried on one: each costs a kernel."""

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    """An empty folder would pass every other test. They are numbered as a course."""
    assert [path.name[:3] for path in NOTEBOOKS] == [f"{n:02}-" for n in range(1, 9)]


@each_notebook
def test_every_code_cell_has_run_in_order(path):
    """nbval compares no cell that has not run: a cleared notebook would pass it."""
    cells = code_cells(path)

    assert cells
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert all(
        output.output_type != "error" and output.get("name") != "stderr"
        for cell in cells
        for output in cell.outputs
    )
    assert sum(bool(cell.outputs) for cell in cells) >= len(cells) - 2, "imports and parameters"


@each_notebook
@pytest.mark.parametrize("what", FOREIGN)
def test_no_output_holds_what_is_not_in_the_data(path, what):
    """Neither a clock, nor a machine's path, nor an address in memory, nor a random id: outputs are
    functions of the log. Nothing of the kind is in the metadata either.
    """
    notebook = nbformat.read(path, as_version=4)
    texts = [json.dumps(output) for cell in code_cells(path) for output in cell.outputs]
    texts.append(json.dumps(notebook.metadata))
    texts += [json.dumps(cell.metadata) for cell in notebook.cells]

    assert [match.group() for text in texts for match in FOREIGN[what].finditer(text)] == []


def test_the_patterns_find_what_they_are_meant_to_find():
    """Each on an example, so that the test above is no empty promise."""
    examples = {
        "a time of day": ["2026-11-02T10", "at 10:59"],
        "a folder of a machine": ["/tmp/ipykernel", "/root/x", "/home/me"],
        "an address in memory": ["<Log at 0x7f00deadbeef>"],
        "a random name": ["123e4567-e89b-12d3-a456-426614174000", "T_0a1b2", "ipykernel_4711"],
        "a version of a tool": ["3.11.7"],
    }
    assert set(examples) == set(FOREIGN)
    for what, texts in examples.items():
        assert all(FOREIGN[what].search(text) for text in texts), what


@each_notebook
def test_days_in_outputs_are_days_of_the_log(path):
    """A date from elsewhere would be the day on which the notebook ran."""
    known: set[str] = set()
    for folder in (SAMPLE, REPLAY):
        with open_log(folder) as log:
            days = log.sql("SELECT DISTINCT strftime(occurred_at, '%Y-%m-%d') AS day FROM lookups")
            known.update(days["day"])
    text = json.dumps([cell.outputs for cell in code_cells(path)])

    assert set(re.findall(r"\b20\d\d-\d\d-\d\d\b", text)) <= known


@each_notebook
def test_a_notebook_asks_and_computes_nothing(path):
    """Questions live in the package, where they are typed and tested: a notebook defines nothing
    and imports only the doors of the package. Plain Python, no magic.
    """
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(
                node,
                ast.FunctionDef
                | ast.AsyncFunctionDef
                | ast.ClassDef
                | ast.Lambda
                | ast.For
                | ast.While
                | ast.Import,
            ), ast.unparse(node)
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                assert node.module in ALLOWED


@each_notebook
def test_a_notebook_has_one_cell_of_parameters_that_are_plain_values(path):
    """papermill puts the parameters of a run after it; readers find all of them in one place."""
    tagged = [cell for cell in code_cells(path) if "parameters" in cell.metadata.get("tags", [])]

    assert len(tagged) == 1
    for statement in ast.parse(tagged[0].source).body:
        assert isinstance(statement, ast.Assign)
        ast.literal_eval(statement.value)


@each_notebook
def test_every_call_is_asked_in_prose(path):
    """A reader who reads only the text knows what each figure answers."""
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].source.startswith("# ")
    for before, cell in pairwise(cells):
        figures = [
            out
            for out in cell.get("outputs", [])
            if "application/vnd.plotly.v1+json" in out.get("data", {})
        ]
        if figures:
            assert len(figures) == 1
            assert before.cell_type == "markdown"
            assert before.source.splitlines()[0].endswith("?")


# --- the comparison itself ---------------------------------------------------------------


def copy(folder, notebook):
    """The notebook and its data, as in a checkout of their own."""
    (folder / "notebooks").mkdir(parents=True)
    shutil.copytree(SAMPLE, folder / "data" / "lookup-log")
    return Path(shutil.copy(notebook, folder / "notebooks"))


def nbval(notebook, folder, renderer=None):
    """Run the strict comparison; how many cells passed and failed."""
    environment = {name: value for name, value in os.environ.items() if name != "PLOTLY_RENDERER"}
    if renderer:
        environment["PLOTLY_RENDERER"] = renderer
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider",
         "-c", os.devnull, "--rootdir", str(folder), str(notebook)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )  # fmt: skip
    counted = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed)", done.stdout)}
    assert counted, done.stdout + done.stderr
    return counted.get("passed", 0), counted.get("failed", 0)


def planted(folder):
    """One hit in a hundred of a compacted log becomes a miss; how many that are."""
    changed = 0
    fails = "outcome = 'hit' AND row_number() OVER (ORDER BY occurred_at, path) % 100 = 0"
    with duckdb.connect() as connection:
        for file in sorted(folder.glob("day=*/*.parquet")):
            rows = connection.read_parquet(str(file), hive_partitioning=False)
            rows = rows.project(f"* EXCLUDE (outcome), IF({fails}, 'fails', outcome) AS outcome")
            changed += len(rows.filter("outcome = 'fails'").fetchall())
            rows = rows.project("* REPLACE (IF(outcome = 'fails', 'miss', outcome) AS outcome)")
            rows.write_parquet(str(file.with_suffix(".new")))
            file.with_suffix(".new").replace(file)
    return changed


def test_a_notebook_gives_its_stored_outputs_from_another_folder(tmp_path):
    """Executed elsewhere, on the same data, with a renderer of plotly's set: nothing is sanitized
    and everything is equal. (From the checkout, ``make test`` compares all of them.)
    """
    notebook = copy(tmp_path, FIRST)

    assert nbval(notebook, tmp_path, "plotly_mimetype") == (len(code_cells(FIRST)), 0)


def test_a_change_of_one_point_in_the_data_fails_the_comparison(tmp_path):
    """One hit in a hundred becomes a miss: every cell that shows it fails. A single changed number
    of one figure is enough, too.
    """
    notebook = copy(tmp_path, FIRST)
    folder = tmp_path / "data" / "lookup-log"
    shutil.copytree(folder, tmp_path / "whole")
    assert planted(folder) > 2000

    _, failed = nbval(notebook, tmp_path)
    assert failed >= 8

    shutil.rmtree(folder)
    (tmp_path / "whole").rename(folder)
    stored = nbformat.read(notebook, as_version=4)
    bundle = next(
        output.data["application/vnd.plotly.v1+json"]
        for cell in stored.cells
        for output in cell.get("outputs", [])
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    )
    values = bundle["data"][0]["y"]
    values[1] += 1.0
    nbformat.write(stored, notebook)
    assert nbval(notebook, tmp_path)[1] == 1
