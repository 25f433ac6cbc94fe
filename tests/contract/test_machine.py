"""Everything that may happen to a cache, in any order, against a plain model."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fpcache_ops.core.cache import Asked, Cache
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.evidence import Built
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule, name_of
from fpcache_ops.core.validation import Request, Validation
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.leases import SqlLeases
from tests.contract.places import Place
from tests.factories import (
    SEAL,
    CountingValidator,
    ListLog,
    ManualClock,
    ManualSwitch,
    PlainDescriber,
    a_finding,
)

_tenants = count()
LIFETIME = timedelta(days=90)
# Each path in several states of its code; what is real depends on the validator's version too.
STATES = ("x = 1\n", "x = unsafe\n", "x = odd\n")
PATHS = ("a.py", "b.py")
questions = st.tuples(st.sampled_from(PATHS), st.sampled_from(STATES))


class ByVersion(CountingValidator):
    """Version 2 finds more than version 1."""

    def judge(self, evidence) -> Verdict:
        self.seen.append(evidence)
        return self.fresh(evidence.parts[0].content.decode())

    def fresh(self, state: str) -> Verdict:
        real = "unsafe" in state or ("odd" in state and self.current == "2")
        judgement = Judgement.TRUE_POSITIVE if real else Judgement.FALSE_POSITIVE
        return Verdict(judgement, 0.9, state, ValidatorIdentity(self.name, self.current))


@dataclass
class Kept:
    """An entry, as the model knows it."""

    real: bool
    seq: int
    at: datetime
    expires: datetime


@dataclass
class Withdrawal:
    """An invalidation, as the model knows it."""

    seq: int
    path: str | None
    type: str | None
    revoked: bool = False

    def withdraws(self, path: str, seq: int) -> bool:
        return (
            not self.revoked
            and seq < self.seq
            and self.path in (None, path)
            and self.type in (None, "sql-injection")
        )


@dataclass
class Model:
    """What ought to be known."""

    kept: dict[tuple[str, str, str], Kept] = field(default_factory=dict)
    withdrawals: list[Withdrawal] = field(default_factory=list)

    def record(self, key: tuple[str, str, str], new: Kept) -> None:
        old = self.kept.get(key)
        # Equal evidence and version are always judged alike here, so the later start stays.
        if old is None or new.seq >= old.seq:
            self.kept[key] = new

    def outcome(self, path: str, state: str, version: str, now: datetime, life: timedelta) -> str:
        entries = {v: kept for (p, s, v), kept in self.kept.items() if (p, s) == (path, state)}
        if not entries:
            known_here = any(p == path for p, _, _ in self.kept)
            return "changed" if known_here else "miss"
        by = version if version in entries else max(entries, key=lambda v: entries[v].at)
        entry = entries[by]
        if any(one.withdraws(path, entry.seq) for one in self.withdrawals):
            return "invalidated"
        if by != version:
            return "outdated"
        # It is as late as the newest verdict that is read says, whatever the clock does.
        latest = max(now, *(kept.at for kept in entries.values()))
        if not (entry.at <= now and latest < min(entry.expires, entry.at + life)):
            return "expired"
        return "hit"


def a_machine(place: Place) -> type[RuleBasedStateMachine]:
    """A machine over one store; every run of it is a tenant of its own."""

    class Machine(RuleBasedStateMachine):
        flights = Bundle("flights")

        @initialize()
        def begin(self) -> None:
            self.tenant = f"tenant-{next(_tenants)}"
            self.store = place.store()
            self.first_seq, _ = self.store.lookup([])
            self.clock, self.switch, self.validator = ManualClock(), ManualSwitch(), ByVersion()
            self.lifetime = LIFETIME
            self.model = Model()
            self.calls = 0

        # --- what is done ---

        @rule(question=questions)
        def validate(self, question) -> None:
            path, state = question
            self.tick()
            version, now = self.validator.current, self.clock.at
            expected = (
                self.model.outcome(path, state, version, now, self.lifetime)
                if self.switch.on
                else "bypass"
            )
            (answer,) = self.run(path, state)
            assert name_of(answer.outcome) == expected
            # The promise: whatever was served, a fresh validation says the same.
            assert answer.verdict == self.validator.fresh(state)
            if expected != "hit":
                self.calls += 1
            if expected not in ("hit", "bypass"):
                self.model.record((path, state, version), self.kept(answer.is_real, self.seq()))

        @rule(target=flights, question=questions)
        def start(self, question):
            """A validation begins that will be stored later, by another process."""
            seq, _ = self.store.lookup([])
            return (*question, self.validator.current, seq)

        @rule(flight=consumes(flights))
        def land(self, flight) -> None:
            path, state, version, seq = flight
            self.tick()
            now_at, self.validator.current = self.validator.current, version
            verdict = self.validator.fresh(state)
            asked = self.asked(path, state)
            self.cache().record([self.cache().entry(asked, verdict, seq)])
            self.validator.current = now_at
            self.model.record((path, state, version), self.kept(verdict.is_real, seq))

        @rule(
            path=st.none() | st.sampled_from(PATHS),
            type_=st.sampled_from([None, "sql-injection", "xss"]),
        )
        def invalidate(self, path, type_) -> None:
            selector = Selector(tenant=self.tenant, path=path, vulnerability_type=type_)
            done = self.store.invalidate(selector, who="ann", why="manual", at=self.clock.at)
            assert done.seq > self.seq()
            self.model.withdrawals.append(Withdrawal(done.seq, path, type_))

        @precondition(lambda self: self.model.withdrawals)
        @rule(data=st.data())
        def restore(self, data) -> None:
            one = data.draw(st.sampled_from(self.model.withdrawals))
            done = self.store.revoke(one.seq, tenant=self.tenant, who="ann", at=self.clock.at)
            assert done == (not one.revoked)
            one.revoked = True

        @rule()
        def sweep(self) -> None:
            while self.store.sweep(self.clock.at, 100):
                pass
            now = self.clock.at
            self.model.kept = {
                key: kept
                for key, kept in self.model.kept.items()
                if kept.real or kept.expires > now
            }

        @rule(days=st.sampled_from([-40, -1, 1, 40, 100]))
        def time_goes_by_or_back(self, days) -> None:
            self.clock.at += timedelta(days=days)

        @rule(version=st.sampled_from(["1", "2"]))
        def another_version(self, version) -> None:
            self.validator.current = version

        @rule()
        def flip(self) -> None:
            self.switch.on = not self.switch.on

        @rule(lifetime=st.sampled_from([timedelta(days=2), LIFETIME, LIFETIME * 3]))
        def another_lifetime(self, lifetime) -> None:
            self.lifetime = lifetime

        @rule(target=flights)
        def crash(self):
            """The process ends and another one opens the store; what flew is not known here."""
            self.store.close()
            self.store = place.store()
            return multiple()

        @invariant()
        def nobody_else_was_asked(self) -> None:
            assert len(self.validator.seen) == self.calls

        # --- how ---

        def tick(self) -> None:
            self.clock.at += timedelta(microseconds=1)

        def seq(self) -> int:
            return max([self.first_seq, *(one.seq for one in self.model.withdrawals)])

        def kept(self, real: bool, seq: int) -> Kept:
            return Kept(real, seq, self.clock.at, self.clock.at + self.lifetime)

        def finding(self, path: str):
            return a_finding(path, tenant=self.tenant)

        def asked(self, path: str, state: str) -> Asked:
            built = FilePolicy().build(self.finding(path), SubmittedSources({path: state}))
            assert isinstance(built, Built)
            by = ValidatorIdentity(self.validator.name, self.validator.current)
            return Asked.about(self.finding(path), built, by)

        def cache(self) -> Cache:
            rule_ = ServingRule(lifetime=self.lifetime)
            return Cache(self.store, rule=rule_, switch=self.switch, seal=SEAL, clock=self.clock)

        def run(self, path: str, state: str):
            validation = Validation(
                cache=self.cache(),
                builder=FilePolicy(),
                validator=self.validator,
                panel=InlinePanel(self.validator, self.clock),
                describer=PlainDescriber(),
                leases=SqlLeases(self.store),
                log=ListLog(),
                clock=self.clock,
                instance="machine",
            )
            sources = SubmittedSources({path: state})
            request = Request(self.tenant, "acme/shop", [self.finding(path)], sources)
            return validation.run(request).answers

        def teardown(self) -> None:
            if hasattr(self, "store"):
                self.store.close()

    return Machine


def test_any_history_is_answered_as_the_model_says(place: Place):
    """Lookups, records, invalidations, restores, sweeps, versions, switches, crashes and clocks."""
    run_state_machine_as_test(
        a_machine(place),
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
