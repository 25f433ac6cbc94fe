"""Execute notebooks from top to bottom and store them with their outputs.

    .venv/bin/python -m tests.notebooks.execute notebooks/*.ipynb

What depends on the machine or the moment is left out: times of execution, the version of Python.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(path: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs, run in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook["metadata"] = nbformat.from_dict(METADATA)
    return notebook


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        nbformat.write(execute(path), path)


if __name__ == "__main__":
    main(sys.argv[1:])
