"""A writer that is killed: it records, withdraws, and says so as soon as it was acknowledged.

It runs as a program that forks one writer for each line on its standard input: the imports are
paid for once. A line is a :class:`Plan` as JSON; then come the writer's acknowledgements, one a
line, and ``gone`` when it is dead.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event

from fpcache_ops.core.entry import Selector
from fpcache_ops.stores import open_database
from fpcache_ops.stores.sql import SqlStore
from tests.factories import NOW, a_question, an_entry

POINTS = (
    "before a statement",
    "before a commit",
    "after a commit",
    "in the journal's line",
    "before the journal is on the disk",
    "after it is",
)
"""Where a writer kills itself."""


@dataclass(frozen=True)
class Plan:
    """What a writer does, and where it dies.

    ``point`` at its ``nth`` passing; without one it goes on until somebody else kills it. With
    ``too_early`` it says that it has withdrawn something before that is true (a planted fault).
    """

    url: str
    journal: str
    name: str
    point: str | None = None
    nth: int = 1
    too_early: bool = False

    def line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def run(plan: Plan) -> None:
    """Record and withdraw in turns, each pair in a repository of its own, for ever."""
    store = SqlStore(open_database(plan.url, journal=Path(plan.journal)))
    store.open()
    if plan.point is not None:
        _plant(store, plan.point, plan.nth)
    number = 0
    while True:
        number += 1
        repository = f"{plan.name}/{number}"
        question = a_question(repository=repository)
        seq, _ = store.lookup([question])
        store.record([an_entry(question, seq=seq)])
        say("recorded", repository)
        if plan.too_early:
            say("withdrew", repository)
        store.invalidate(Selector(repository=repository), who="writer", why="manual", at=NOW)
        if not plan.too_early:
            say("withdrew", repository)


def say(*words: str) -> None:
    """In one write, so that a kill cannot tear it."""
    os.write(1, (" ".join(words) + "\n").encode())


def _plant(store: SqlStore, point: str, nth: int) -> None:
    """Die at a point, the nth time that it is passed."""
    passed = 0

    def here(name: str) -> None:
        nonlocal passed
        passed += name == point
        if passed == nth and name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = store.database.engine()
    event.listen(engine, "before_cursor_execute", lambda *_: here(POINTS[0]))
    event.listen(engine, "commit", lambda _: here(POINTS[1]))
    journal: Any = store.database.journal
    append = journal.append

    def noted(*given: Any) -> None:
        here(POINTS[2])
        append(*given)
        here(POINTS[5])

    journal.append = noted
    os.pwrite = _torn(os.pwrite, here)
    os.fsync = _after(here, POINTS[4], os.fsync)


def _torn(write: Callable[..., int], here: Callable[[str], None]) -> Any:
    """Writes half, which is legal, and comes by the point between the halves."""

    def torn(descriptor: int, raw: bytes, offset: int) -> int:
        written = write(descriptor, raw[: max(len(raw) // 2, 1)], offset)
        here(POINTS[3])
        return written

    return torn


def _after(here: Callable[[str], None], point: str, work: Callable[..., None]) -> Any:
    def after(descriptor: int) -> None:
        here(point)
        work(descriptor)

    return after


def main() -> None:
    """Fork a writer for each line."""
    # Warm: what a first use imports and compiles is there after the fork.
    with TemporaryDirectory() as folder:
        warm = SqlStore(open_database(f"{folder}/warm.db"))
        warm.lookup([a_question()])
        warm.close()
    import_module("fpcache_ops.stores.postgresql")
    import_module("sqlalchemy.dialects.postgresql.psycopg")
    for line in sys.stdin:
        plan = Plan(**json.loads(line))
        child = os.fork()
        if not child:
            try:
                say("pid", str(os.getpid()))
                run(plan)
            except BaseException as error:  # noqa: BLE001  whoever started us wants to know
                say("failed", repr(error).replace("\n", " "))
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
