"""Values for tests: complete ones, of which a test names only what matters to it."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import structs

from fpcache_ops.core.entry import Entry, Question, Seal
from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.finding import Expectation, Finding, Location, Region
from fpcache_ops.core.lookup import SwitchState
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.verdict import (
    Context,
    Judgement,
    Justification,
    ValidatorIdentity,
    Verdict,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LIFETIME = timedelta(days=90)
VALIDATOR = ValidatorIdentity("validator", "v1")
SEAL = Seal(b"a key for tests, 32 bytes long...")
PARTS = (("context", "c0"), ("source", "s0"), ("place", "p0"))


def a_digest(name: str) -> bytes:
    """32 bytes that stand for a name."""
    return name.encode().ljust(32, b".")[:32]


def a_question(name: str = "evidence", **changes: Any) -> Question:
    question = Question(
        tenant="acme",
        repository="acme/shop",
        path="shop/cart.py",
        policy="file",
        evidence_digest=a_digest(name),
        neighbour=a_digest("neighbour"),
    )
    return structs.replace(question, **changes)


def a_verdict(judgement: Judgement = Judgement.FALSE_POSITIVE, **changes: Any) -> Verdict:
    verdict = Verdict(
        judgement,
        0.97,
        "Safe pattern: a string literal.",
        VALIDATOR,
        Justification.NOT_CONTROLLABLE,
    )
    return structs.replace(verdict, **changes)


def an_entry(question: Question | None = None, **changes: Any) -> Entry:
    """A sealed entry; ``verdict`` may be given as a Judgement."""
    if isinstance(changes.get("verdict"), Judgement):
        changes["verdict"] = a_verdict(changes["verdict"])
    entry = Entry(
        question=question or a_question(),
        vulnerability_type="sql-injection",
        rule_id="B608",
        locator="acme/acme/shop/[shop/cart.py:3]:sql-injection",
        verdict=a_verdict(),
        part_digests=PARTS,
        seq=0,
        cached_at=NOW - timedelta(days=1),
        expires_at=NOW - timedelta(days=1) + LIFETIME,
    )
    return SEAL.seal(structs.replace(entry, **changes))


def an_override(
    judgement: Judgement = Judgement.FALSE_POSITIVE,
    question: Question | None = None,
    **changes: Any,
) -> Override:
    """A sealed decision."""
    ask = question or a_question()
    about = (ask.tenant, ask.repository, ask.path, ask.evidence_digest)
    override = Override(*about, judgement, "ann", NOW - timedelta(days=1), "looked at it")
    return SEAL.seal(structs.replace(override, **changes))


def a_finding(
    path: str = "shop/cart.py",
    line: int = 1,
    *,
    type: str = "sql-injection",  # noqa: A002
    rule_id: str = "B608",
    expectation: Expectation | None = None,
    **changes: Any,
) -> Finding:
    finding = Finding(
        tenant="acme",
        repository="acme/shop",
        type=type,
        rule_id=rule_id,
        locations=(Location(path, Region(line), expectation),),
    )
    return msgspec.structs.replace(finding, **changes)


@dataclass
class ManualClock:
    """A clock that tests move."""

    at: datetime = NOW
    ticks: float = 0.0

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        self.ticks += 0.001
        return self.ticks

    def pause(self, seconds: float) -> None:
        self.ticks += seconds
        self.at += timedelta(seconds=seconds)


class RealClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        return time.perf_counter()

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class ManualSwitch:
    """A switch that tests flip."""

    on: bool = True

    def state(self, tenant: str) -> SwitchState:
        return SwitchState(self.on, "test")


@dataclass
class CountingValidator:
    """A real, deterministic validator of another kind than the built-in: it looks for a word.

    Evidence that holds ``unsafe`` is real. It counts its calls and keeps what it was shown.
    """

    name: str = "word-search"
    current: str = "1"
    confidence: float = 0.9
    seen: list[Evidence] = field(default_factory=list)

    def version(self, language: str, vulnerability_type: str) -> str:
        return self.current

    def judge(self, evidence: Evidence) -> Verdict:
        self.seen.append(evidence)
        real = any(b"unsafe" in part.content for part in evidence.parts)
        return Verdict(
            Judgement.TRUE_POSITIVE if real else Judgement.FALSE_POSITIVE,
            self.confidence,
            "the word was found" if real else "the word was not found",
            ValidatorIdentity(self.name, self.current),
        )


class PlainDescriber:
    """Sees nothing around a place."""

    def describe(self, finding: Finding, built: object) -> Context:
        return Context(False, False, "application")


@dataclass
class ListLog:
    """An event log that tests read."""

    rows: list[Any] = field(default_factory=list)

    def write(self, rows: Any) -> None:
        self.rows += rows
