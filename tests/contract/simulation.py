"""Seeded schedules of whole requests against invalidations, restores, sweeps, deaths and clocks.

Everybody is a thread, on one of three stores over the same data, as processes have; a seeded
scheduler lets one go at a time, from one call of the store, the validator or the clock to the next.
What the statements within a call may do to each other, :mod:`tests.contract.races` runs through
without a gap.

What is stale: a false positive that was judged before an invalidation of it, to a lookup or a
request that began after that was acknowledged, while nobody restored it.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from typing import Any
from uuid import uuid4

from fpcache_ops.core.cache import Asked, Cache
from fpcache_ops.core.entry import Question, Selector
from fpcache_ops.core.evidence import Built
from fpcache_ops.core.flight import FlightSettings
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import Found, ServingRule
from fpcache_ops.core.ports import Leases
from fpcache_ops.core.validation import Request, Validation
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place
from tests.contract.stepping import Actor, Stage, gate
from tests.factories import SEAL, ListLog, ManualClock, ManualSwitch, PlainDescriber, a_finding

PATHS = ("a.py", "b.py")
PROCESSES = 3
_SOURCES = SubmittedSources({path: f"run({path!r})\n" for path in PATHS})
_JUDGE = ValidatorIdentity("judge", "1")
_FLIGHT = FlightSettings(
    lease=timedelta(seconds=2),
    patience=timedelta(seconds=1.5),
    first_pause=0.3,
    longest_pause=0.6,
)


@dataclass
class Withdrawal:
    """An acknowledged invalidation."""

    seq: int
    path: str | None
    restored: bool = False


@dataclass
class World:
    """What everybody shares in one schedule, and what is true in it."""

    choose: random.Random
    tenant: str
    clock: "GatedClock"
    leases: "MemoryLeases | None"
    withdrawals: list[Withdrawal] = field(default_factory=list)
    judged: int = 0
    served: int = 0

    def age(self, path: str, first: int | None = None) -> int:
        """How many invalidations there were up to the youngest that holds for a path now.

        Of all, or of the first so many.
        """
        holding = [
            number
            for number, one in enumerate(self.withdrawals[:first], 1)
            if not one.restored and one.path in (None, path)
        ]
        return max(holding, default=0)

    def check(self, path: str, verdict: Verdict, age: int, where: str) -> None:
        """That it was judged late enough."""
        if not verdict.is_real:
            judged_at = int(verdict.reason)
            assert judged_at >= age, f"stale {where}: {path} was judged at {judged_at}, not {age}"


class GatedClock(ManualClock):
    """Whoever waits lets others go on."""

    def pause(self, seconds: float) -> None:
        gate("pause")
        super().pause(seconds)


class GatedStore:
    """A process's own store: between two calls others may do anything."""

    def __init__(self, store: SqlStore, world: World) -> None:
        self._store, self._world = store, world

    def lookup(self, questions: Sequence[Question], genuine: Any = None) -> tuple[int, list[Found]]:
        gate("lookup")
        seq, found = self._store.lookup(questions, genuine)
        for question, one in zip(questions, found, strict=True):
            for candidate in one.candidates:
                if candidate.withdrawn_by is None:
                    age = self._world.age(question.path)
                    self._world.check(question.path, candidate.entry.verdict, age, "lookup")
        return seq, found

    def record(self, entries: Sequence[Any], ended: Any = None) -> None:
        gate("record")
        self._store.record(entries, ended)
        if ended is not None and self._world.leases is not None:
            self._world.leases.release(ended.keys, holder=ended.holder)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class MemoryLeases:
    """Leases without a database: what they promise, in a hundredth of the time."""

    def __init__(self) -> None:
        self._held: dict[bytes, tuple[str, datetime]] = {}

    def claim(
        self, keys: Sequence[bytes], *, holder: str, now: datetime, until: datetime
    ) -> set[bytes]:
        """Those that are free, over, or the holder's already."""
        for key in keys:
            other, end = self._held.get(key, (holder, until))
            if other == holder or end <= now:
                self._held[key] = holder, until
        return {key for key in keys if self._held[key][0] == holder}

    def ending(self, keys: Sequence[bytes], *, holder: str) -> None:
        """They give no signs."""

    def release(self, keys: Sequence[bytes], *, holder: str) -> None:
        """Those that are the holder's."""
        for key in keys:
            if self._held.get(key, ("", None))[0] == holder:
                del self._held[key]


class GatedLeases:
    """Leases that others may look at, or take, before each call."""

    def __init__(self, leases: Leases) -> None:
        self._leases = leases

    def claim(self, *given: Any, **named: Any) -> set[bytes]:
        gate("claim")
        return self._leases.claim(*given, **named)

    def ending(self, *given: Any, **named: Any) -> None:
        self._leases.ending(*given, **named)

    def release(self, *given: Any, **named: Any) -> None:
        gate("release")
        self._leases.release(*given, **named)


class Judge:
    """It says as its reason how many invalidations there had been when it began."""

    name = _JUDGE.name

    def __init__(self, world: World) -> None:
        self._world = world

    def version(self, language: str, vulnerability_type: str) -> str:
        return _JUDGE.version

    def judge(self, evidence: object) -> Verdict:
        gate("judge")
        began = len(self._world.withdrawals)
        self._world.judged += 1
        real = self._world.choose.random() < 0.15
        gate("judged")
        return Verdict(
            Judgement.TRUE_POSITIVE if real else Judgement.FALSE_POSITIVE,
            0.9,
            str(began),
            _JUDGE,
        )


def a_request(world: World, store: SqlStore, paths: Sequence[str]) -> None:
    """Findings are validated."""
    gate("begin")
    gated: Any = GatedStore(store, world)
    judge = Judge(world)
    findings = [a_finding(path, tenant=world.tenant) for path in paths]
    cache = Cache(gated, rule=ServingRule(), switch=ManualSwitch(), seal=SEAL, clock=world.clock)
    validation = Validation(
        cache=cache,
        builder=FilePolicy(),
        validator=judge,
        panel=InlinePanel(judge, world.clock),
        describer=PlainDescriber(),
        leases=GatedLeases(world.leases or SqlLeases(store)),
        log=ListLog(),
        clock=world.clock,
        instance=uuid4().hex,
        flight=_FLIGHT,
    )
    before = len(world.withdrawals)
    report = validation.run(Request(world.tenant, "acme/shop", findings, _SOURCES))
    for path, answer in zip(paths, report.answers, strict=True):
        # What was restored meanwhile may be served again.
        world.check(path, answer.verdict, world.age(path, before), "answer")
        world.served += answer.entry is not None


def questions(tenant: str) -> list[Question]:
    """What a request about every path asks."""
    asked = []
    for path in PATHS:
        finding = a_finding(path, tenant=tenant)
        built = FilePolicy().build(finding, _SOURCES)
        assert isinstance(built, Built)
        asked.append(Asked.about(finding, built, _JUDGE).question)
    return asked


def an_invalidation(world: World, store: SqlStore, path: str | None) -> None:
    """Everything of the tenant, or of one file, is withdrawn."""
    gate("invalidate")
    selector = Selector(tenant=world.tenant, path=path)
    done = store.invalidate(selector, who="ann", why="manual", at=world.clock.at)
    world.withdrawals.append(Withdrawal(done.seq, path))


def a_restore(world: World, store: SqlStore) -> None:
    """The newest is taken back."""
    gate("restore")
    if world.withdrawals:
        newest = world.withdrawals[-1]
        newest.restored = True
        store.revoke(newest.seq, tenant=world.tenant, who="ann", at=world.clock.at)


def a_sweep(world: World, store: SqlStore) -> None:
    """What is over goes."""
    gate("sweep")
    store.sweep(world.clock.at, 10)


def a_jump(world: World, days: int) -> None:
    """Somebody sets the clock."""
    gate("jump")
    world.clock.at += timedelta(days=days)


Work = Callable[[World, SqlStore], None]


def _act(world: World, work: Work, actor: Actor) -> None:
    work(world, actor.store)


def the_works(choose: random.Random) -> dict[str, Work]:
    """Who takes part in a schedule."""

    def requesting(paths: Sequence[str]) -> Work:
        return lambda world, store: a_request(world, store, paths)

    def invalidating(path: str | None) -> Work:
        return lambda world, store: an_invalidation(world, store, path)

    works: dict[str, Work] = {}
    for number in range(choose.choice((2, 2, 3))):
        works[f"request-{number}"] = requesting(choose.sample(PATHS, choose.choice((1, 1, 2))))
    for number in range(choose.choice((1, 1, 2))):
        works[f"invalidation-{number}"] = invalidating(choose.choice((None, *PATHS)))
    if choose.random() < 0.2:
        works["restore"] = a_restore
    elif choose.random() < 0.2:
        works["sweep"] = a_sweep
    elif choose.random() < 0.2:
        days = choose.choice((-10, 91))
        works["jump"] = lambda world, store: a_jump(world, days)
    return works


@dataclass
class Counted:
    """What was run."""

    schedules: int = 0
    steps: int = 0
    judged: int = 0
    served: int = 0
    deaths: int = 0
    stale: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


class Simulation:
    """Schedules on one store's data, each with a tenant of its own."""

    def __init__(self, place: Place) -> None:
        self._stores = [place.store() for _ in range(PROCESSES)]
        self.counted = Counted()

    def run(self, seed: int) -> None:
        """One schedule, and what a late comer finds. Raises AssertionError for a stale answer."""
        choose = random.Random(seed)
        leases = MemoryLeases() if choose.random() < 0.9 else None
        world = World(choose, f"tenant-{uuid4()}", GatedClock(), leases)
        works = the_works(choose)
        actors = [
            Actor(name, partial(_act, world, work), store)
            for (name, work), store in zip(works.items(), cycle(self._stores), strict=False)
        ]
        # Some are quick and some are slow, so that all orders come about.
        speed = {actor.name: choose.choice((0.05, 1, 20)) for actor in actors}
        said: list[str] = []
        stage = Stage(actors, None)
        try:
            while ready := stage.ready():
                (actor,) = choose.choices(ready, [speed[one.name] for one in ready])
                if actor.name.startswith("request") and choose.random() < 0.01:
                    actor.cancelled = True
                    self.counted.deaths += 1
                    said.append(f"{actor.name}:dies at")
                said.append(f"{actor.name}:{stage.step(actor)}")
            GatedStore(self._stores[-1], world).lookup(questions(world.tenant))
            if choose.random() < 0.25:
                a_request(world, self._stores[-1], PATHS)
        except AssertionError as error:
            schedule = ", ".join(said)
            raise AssertionError(f"{error}; seed {seed}, schedule: {schedule}") from error
        finally:
            stage.close()
        self.counted.schedules += 1
        self.counted.steps += len(said)
        self.counted.judged += world.judged
        self.counted.served += world.served


def simulate(place: Place, seeds: Iterable[int]) -> Counted:
    """A schedule for every seed. Raises AssertionError for a stale answer."""
    with place.opened:
        simulation = Simulation(place)
        for seed in seeds:
            simulation.run(seed)
    return simulation.counted
