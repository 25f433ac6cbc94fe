"""Every interleaving of what several processes do to one store, stepped one statement at a time.

Each actor is a thread with a store of its own. It stops before every statement that others can
notice; one is let go, until it stops again, is done, or waits for a lock of the database (which
PostgreSQL is asked, and which follows for SQLite from who writes). Nothing here depends on time.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import event

from fpcache_ops.stores.sql import SqlStore

GATES = {
    "BEGIN IMMEDIATE": "lock",
    "UPDATE invalidation_counter SET newest=invalidation_counter.newest": "lock",
    "INSERT INTO invalidations": "invalidate",
    "INSERT INTO cached_validations": "record",
    "DELETE FROM cached_validations": "sweep",
}
"""The statements before which an actor stops, by their beginnings."""

_PATIENCE = 60
_LOOKS = 1000
_SURE = 3
"""Seconds until a hanging test is given up."""

_here = threading.local()


class _Cancelled(BaseException):
    """The schedule is over for this actor."""


@dataclass
class Actor:
    """Somebody who does something with a store of their own."""

    name: str
    work: Callable[["Actor"], None]
    store: SqlStore
    at: str = ""
    """The gate where it waits."""
    done: bool = False
    error: BaseException | None = None
    gates: frozenset[str] | None = None
    """Where it stops; ``None``: everywhere."""
    passed: dict[str, int] = field(default_factory=dict)
    """At which step it last went through each gate."""
    backend: int = 0
    writes: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    cancelled: bool = False

    def start(self) -> None:
        threading.Thread(target=self._run, name=self.name, daemon=True).start()

    def gate(self, name: str) -> None:
        """Stop here until it is this actor's turn."""
        self.at = name
        self.stopped.set()
        self.go.wait(_PATIENCE)
        self.go.clear()
        if self.cancelled:
            raise _Cancelled

    def _run(self) -> None:
        _here.actor = self
        try:
            self.gate("start")
            self.work(self)
        except _Cancelled:
            pass
        except BaseException as error:  # noqa: BLE001  the test raises it
            self.error = error
        finally:
            _here.actor = None
        self.done = True
        self.stopped.set()


def gated(store: SqlStore) -> SqlStore:
    """The same store, with gates: whoever uses it as an actor stops at them."""
    database: Any = store.database
    store.open()
    event.listen(database.engine(), "before_cursor_execute", _before_statement)
    event.listen(database.engine(), "commit", lambda _connection: gate("commit"))
    fetch = database.fetch

    def gated_fetch(statement: str, parameters: Any, *, tenant: str | None = None) -> Any:
        # Neighbours only explain.
        if " AS newest" in statement:
            gate("lookup")
        return fetch(statement, parameters, tenant=tenant)

    database.fetch = gated_fetch
    return store


def gate(name: str, backend: int = 0) -> None:
    """Stop here, if this is the thread of an actor, until it is let go."""
    actor: Actor | None = getattr(_here, "actor", None)
    if actor is not None and (actor.gates is None or name in actor.gates):
        actor.backend = backend or actor.backend
        actor.gate(name)


def _before_statement(connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
    for beginning, name in GATES.items():
        if statement.startswith(beginning):
            info = getattr(connection.connection.driver_connection, "info", None)
            gate(name, info.backend_pid if info is not None else 0)


class Stage:
    """Lets actors go one at a time.

    Args:
        actors: none of them has begun.
        monitor: tells who waits for a lock; ``None`` for SQLite.
    """

    def __init__(self, actors: Sequence[Actor], monitor: "psycopg.Connection[Any] | None") -> None:
        self.actors = actors
        self.steps = 0
        self._monitor = monitor
        for actor in actors:
            actor.start()
            self._settle(actor)
            self.step(actor)

    def ready(self) -> list[Actor]:
        """Who can be let go; nobody only when everybody is done, or stays blocked."""
        for _ in range(_LOOKS):
            found = [
                actor
                for actor in self.actors
                if actor.stopped.is_set() and not actor.done and not self._must_wait(actor)
            ]
            waiting = [one for one in self.actors if not one.stopped.is_set()]
            if found or not waiting:
                return found
            # On a busy machine a lock may be shown as held just after it was given back.
            waiting[0].stopped.wait(0.01)
        return []

    def step(self, actor: Actor) -> str:
        """Let one go to its next stop; the gate that it went through."""
        gate = actor.at
        self.steps += 1
        actor.passed[gate] = self.steps
        if gate == "lock":
            actor.writes = True
        actor.stopped.clear()
        actor.go.set()
        self._settle(actor)
        # What it did may have freed others.
        for one in self.actors:
            if one.at:
                self._settle(one)
        if gate == "commit" or actor.done:
            actor.writes = False
        return gate

    def close(self) -> None:
        """End everybody who is not done."""
        for actor in self.actors:
            actor.cancelled = True
        while not all(actor.done for actor in self.actors):
            for actor in self.actors:
                if not actor.done and actor.stopped.wait(0.002):
                    actor.stopped.clear()
                    actor.go.set()

    def _must_wait(self, actor: Actor) -> bool:
        """SQLite: who wants to write waits until nobody else does. PostgreSQL knows by itself."""
        return (
            self._monitor is None
            and actor.at == "lock"
            and any(one.writes for one in self.actors if one is not actor)
        )

    def _settle(self, actor: Actor) -> None:
        """Wait until it stops, is done, or waits for a lock."""
        blocked = 0
        while not actor.stopped.wait(0.001):
            if self._monitor is not None and actor.backend:
                row = self._monitor.execute(
                    "SELECT cardinality(pg_blocking_pids(%s))", [actor.backend]
                ).fetchone()
                # Seen more than once: what is shown as held may just be on its way.
                blocked = blocked + 1 if row is not None and row[0] else 0
                if blocked == _SURE:
                    return
        if actor.error is not None:
            raise AssertionError(f"{actor.name} failed: {actor.error!r}") from actor.error


Check = Callable[[Actor, str], None]
Play = Callable[[], tuple[Stage, Check]]
"""Sets a schedule up anew: the stage, and what is checked after each step (who, which gate)."""


def every_interleaving(play: Play) -> Iterator[list[str]]:
    """Run every interleaving once, and yield each schedule as ``actor:gate``."""
    prefixes: list[list[int]] = [[]]
    while prefixes:
        chosen = prefixes.pop()
        stage, check = play()
        said: list[str] = []
        try:
            while ready := stage.ready():
                place = len(said)
                if place == len(chosen):
                    prefixes += [[*chosen, other] for other in range(1, len(ready))]
                    chosen = [*chosen, 0]
                actor = ready[chosen[place]]
                gate = stage.step(actor)
                said.append(f"{actor.name}:{gate}")
                try:
                    check(actor, gate)
                except AssertionError as error:
                    error.add_note(f"schedule: {', '.join(said)}")
                    raise
            assert all(actor.done for actor in stage.actors), f"nobody can go on after {said}"
        finally:
            stage.close()
        yield said
