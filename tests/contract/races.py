"""Who races against whom, and what must hold after every step."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg

from fpcache_ops.core.entry import Entry, Question, Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place
from tests.contract.stepping import Actor, Check, Play, Stage, gated
from tests.factories import NOW, a_question, an_entry

VISIBLE = frozenset({"lookup", "record", "lock", "commit", "sweep"})
"""Between other steps there is nothing that anybody else could notice."""

Works = dict[str, Callable[[Actor], None]]


@dataclass
class Theatre:
    """Stores that serve one schedule after the other, each schedule with a tenant of its own."""

    place: Place
    monitor: "psycopg.Connection[Any] | None" = None
    stores: list[SqlStore] = field(default_factory=list)

    def question(self) -> Question:
        """A question that no schedule asked before."""
        return a_question(tenant=f"tenant-{uuid4()}")

    def stage(self, works: Works, gates: frozenset[str] | None = None) -> Stage:
        """Everybody at the start; they stop at these gates, or at all."""
        while len(self.stores) < len(works):
            self.stores.append(gated(self.place.store()))
        named = zip(works.items(), self.stores, strict=False)
        actors = [Actor(name, work, store, gates=gates) for (name, work), store in named]
        return Stage(actors, self.monitor)


@contextmanager
def theatre_on(place: Place) -> Iterator[Theatre]:
    """A theatre on one store's data."""
    with ExitStack() as stack:
        monitor = None
        if place.kind == "postgresql":
            dsn = place.server.dsn  # type: ignore[attr-defined]
            monitor = stack.enter_context(psycopg.connect(dsn, autocommit=True))
        yield Theatre(place, monitor)


def usable(store: SqlStore, question: Question) -> list[Entry]:
    """The entries that no invalidation withdraws."""
    _, (found,) = store.lookup([question])
    return [one.entry for one in found.candidates if one.withdrawn_by is None]


def against_withdrawals(theatre: Theatre, withdrawals: int, *, fine: bool = True) -> Play:
    """A validation against invalidations; somebody else looks up after every step."""
    reader = theatre.place.store()

    def play() -> tuple[Stage, Check]:
        question = theatre.question()
        mine = Selector(tenant=question.tenant)

        def validate(actor: Actor) -> None:
            seq, _ = actor.store.lookup([question])
            actor.store.record([an_entry(question, seq=seq)])

        def invalidate(actor: Actor) -> None:
            actor.store.invalidate(mine, who=actor.name, why="manual", at=NOW)

        works: Works = {"validation": validate}
        works |= {f"withdrawal-{n}": invalidate for n in range(withdrawals)}
        stage = theatre.stage(works, None if fine else VISIBLE)
        validation, *others = stage.actors

        def check(_actor: Actor, _gate: str) -> None:
            """An acknowledged invalidation withdraws what was being validated before it."""
            began = validation.passed.get("lookup", 0)
            if any(one.done and began < one.passed["commit"] for one in others):
                assert not usable(reader, question), "served although it was withdrawn"

        return stage, check

    return play


def of_two_verdicts(theatre: Theatre) -> Play:
    """Two validations of one question, which answer differently."""
    reader = theatre.place.store()

    def play() -> tuple[Stage, Check]:
        question = theatre.question()

        def answering(judgement: Judgement) -> Callable[[Actor], None]:
            return lambda actor: actor.store.record([an_entry(question, verdict=judgement)])

        stage = theatre.stage(
            {judgement.value: answering(judgement) for judgement in list(Judgement)[:2]}, VISIBLE
        )

        def check(_actor: Actor, _gate: str) -> None:
            real = stage.actors[1]
            assert real.name == Judgement.TRUE_POSITIVE
            if real.done:
                assert [one.verdict.is_real for one in usable(reader, question)] == [True]

        return stage, check

    return play


def against_a_sweep(theatre: Theatre) -> Play:
    """An expired entry is judged anew while it is swept."""
    reader = theatre.place.store()

    def play() -> tuple[Stage, Check]:
        question = theatre.question()
        expired = an_entry(question, expires_at=NOW)
        real = an_entry(question, verdict=Judgement.TRUE_POSITIVE)
        reader.record([expired])

        def sweep(actor: Actor) -> None:
            actor.store.sweep(NOW, 10)

        stage = theatre.stage(
            {
                "validation": lambda actor: actor.store.record([real]),
                "sweep": sweep,
            },
            VISIBLE,
        )

        def check(_actor: Actor, _gate: str) -> None:
            if stage.actors[0].done:
                assert usable(reader, question) == [real]

        return stage, check

    return play
