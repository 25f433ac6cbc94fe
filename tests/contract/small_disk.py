"""A store on a disk that gets full, and read-only. Run as root in a mount namespace of its own.

``python -m tests.contract.small_disk FOLDER`` puts a small file system on the folder, and prints
one JSON object: what happened at each stage.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fpcache_ops.core.entry import Selector
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.factories import NOW, a_question, an_entry

_KILOBYTES = 400


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave no room at all."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 512)
        except OSError:
            return filler


def attempt(work: Callable[[], object]) -> dict[str, Any]:
    """What came of it."""
    try:
        work()
    except StoreUnusable as trouble:
        return {"done": False, "line": str(trouble)}
    return {"done": True}


def stage(store: SqlStore, name: str) -> dict[str, Any]:
    """Everything that a store is asked for."""
    question = a_question(repository=name)
    selector = Selector(repository=name)
    said = {
        "record": attempt(lambda: store.record([an_entry(question)])),
        "invalidate": attempt(lambda: store.invalidate(selector, who="ann", why="manual", at=NOW)),
        "lookup": attempt(lambda: store.lookup([a_question(repository="before")])),
    }
    try:
        _, found = store.lookup([question, a_question(repository="before")])
        kept = [bool(one.candidates) for one in found]
        withdrawn = [any(c.withdrawn_by for c in one.candidates) for one in found]
        said["seen"] = {"kept": kept, "withdrawn": withdrawn}
    except StoreUnusable:
        pass
    return said


def main(folder: Path) -> None:
    mount(folder, f"size={_KILOBYTES}k")
    said = {}

    def on(name: str, file: str = "cache.db") -> None:
        """A stage for a store that is opened for it."""
        store = SqlStore(SqliteDatabase(folder / file))
        said[name] = stage(store, name)
        store.close()

    running = SqlStore(SqliteDatabase(folder / "cache.db"))
    said["before"] = stage(running, "before")
    filler = fill(folder)
    said["full"] = stage(running, "full")
    on("full, opened anew")
    on("full, a new store", "new.db")
    said["full, off file"] = attempt(lambda: os.close(os.open(folder / "off", os.O_CREAT)))
    filler.unlink()
    said["room again"] = stage(running, "room again")
    running.close()
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    on("read-only")
    on("read-only, a new store", "other.db")
    subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
    on("writable again")
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
