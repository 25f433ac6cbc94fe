"""The pipeline: findings in, answers out. Whatever fails, the finding is reported as real."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import assert_never

import msgspec
from msgspec.structs import replace

from fpcache_ops.core.cache import Asked, Cache, Looked
from fpcache_ops.core.entry import Entry, Question
from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.flight import FlightSettings, SingleFlight
from fpcache_ops.core.judging import Case, Panel, unjudged
from fpcache_ops.core.logged import SCHEMA, Row
from fpcache_ops.core.lookup import (
    Bypass,
    Changed,
    Expired,
    Hit,
    Invalidated,
    Miss,
    Outcome,
    Outdated,
    Overridden,
    cause_of,
    name_of,
)
from fpcache_ops.core.ports import (
    Clock,
    Describer,
    EventLog,
    EvidenceBuilder,
    Leases,
    Sources,
    Validator,
)
from fpcache_ops.core.verdict import NOT_LOOKED, Context, ValidatorIdentity, Verdict
from fpcache_ops.core.waiting import may_wait

_KEEP_EVERY = 1.0
"""Seconds: with a slow validator, verdicts are stored while others are still awaited."""

Progress = Callable[[int, int], None]


class Answer(msgspec.Struct, frozen=True):
    """What is said of one finding.

    ``entry`` is the stored verdict that was served, for hits only. ``duplicate``: an equal finding
    earlier in the same request was judged, and this is its answer again.
    """

    finding: Finding
    outcome: Outcome
    verdict: Verdict
    context: Context
    built: Built | None = None
    entry: Entry | None = None
    duplicate: bool = False
    seconds: float = 0.0
    validation_seconds: float = 0.0
    warnings: tuple[str, ...] = ()

    @property
    def is_real(self) -> bool:
        """Whether the finding must be reported."""
        return self.verdict.is_real


@dataclass(frozen=True, slots=True)
class Report:
    """The answers of one request, in its order; ``warnings`` are about the request as a whole."""

    answers: list[Answer]
    warnings: list[str]
    total_entries: int | None
    validator_calls: int


@dataclass(frozen=True, slots=True)
class Request:
    """One request. A caller that may not store is answered, and leaves nothing behind."""

    tenant: str
    repository: str
    findings: Sequence[Finding]
    sources: Sources
    may_store: bool = True
    request_id: str = ""


class _Placed(msgspec.Struct, frozen=True):
    """A finding with its evidence; ``seconds`` is what that took."""

    finding: Finding
    built: Built
    validator: ValidatorIdentity
    seconds: float


class _Work(msgspec.Struct):
    """One placed finding on its way through the pipeline."""

    asked: Asked
    seconds: float
    looked: Looked | None = None
    answer: Answer | None = None

    @property
    def can_be_kept(self) -> bool:
        """Whether a verdict on it has a place in the order of invalidations."""
        return self.looked is not None and self.looked.can_be_kept


class _Tally:
    """What is told of a request as a whole."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.warnings: list[str] = []
        self.calls = 0
        self._done, self._total, self._progress = 0, total, progress

    def warn(self, warnings: Sequence[str]) -> None:
        """Each warning once."""
        self.warnings += (warning for warning in warnings if warning not in self.warnings)

    def answered(self, count: int) -> None:
        """So many more questions have an answer."""
        if count:
            self._done += count
            self._progress(self._done, self._total)

    def judged(self) -> None:
        """The validator was called for one question, which now has an answer."""
        self.calls += 1
        self.answered(1)


class Validation:
    """Finding -> Evidence -> Entry? -> Outcome -> Verdict, for one request at a time."""

    def __init__(
        self,
        *,
        cache: Cache,
        builder: EvidenceBuilder,
        validator: Validator,
        panel: Panel,
        describer: Describer | None,
        leases: Leases,
        log: EventLog,
        clock: Clock,
        instance: str,
        flight: FlightSettings = FlightSettings(),  # noqa: B008  frozen
    ) -> None:
        self._cache = cache
        self._builder = builder
        self._validator = validator
        self._panel = panel
        self._describer = describer
        self._leases = leases
        self._flight = flight
        self._flights = count()
        self._log = log
        self._clock = clock
        self._instance = instance

    def run(self, request: Request, progress: Progress = lambda done, total: None) -> Report:
        """Answer every finding of the request, in its order.

        It never raises for anything a finding or a file holds; in work that is
        :func:`fpcache_ops.core.waiting.hurried`, WouldWait. ``progress`` is told (done, total)
        of the distinct questions.
        """
        placed = self._all_placed(request)
        work = _numbered([one for one in placed if isinstance(one, _Placed)])
        first: dict[Question, _Work] = {}
        leaders = [first.setdefault(one.asked.question, one) for one in work]
        tally = _Tally(len(first), progress)
        self._answered(request, list(first.values()), tally)

        settled = map(_settled, work, leaders)
        answers = [given if isinstance(given, Answer) else next(settled) for given in placed]
        size = self._cache.size(request.tenant)
        now = self._clock.now()
        at = now.isoformat(timespec="microseconds").replace("+00:00", "Z")
        # Last of all: what would have waited, and is done again, is logged once.
        self._log.write([self._row(request, answer, now, at) for answer in answers])
        return Report(answers, tally.warnings, size, tally.calls)

    def look(
        self, tenant: str, finding: Finding, sources: Sources
    ) -> tuple[Built, Outcome] | Unplaced:
        """What a finding's evidence is and what the cache would answer now; nothing is judged."""
        placed = self._placed(finding, sources)
        if isinstance(placed, Answer):
            return Unplaced(placed.verdict.reason)
        (work,) = _numbered([placed])
        batch = self._cache.lookup(tenant, [work.asked])
        return placed.built, batch.looked[0].outcome

    def _all_placed(self, request: Request) -> "list[_Placed | Answer]":
        """In the request's order, but one file after the other: its reader remembers few."""
        findings = request.findings
        placed: dict[int, _Placed | Answer] = {}
        for number in sorted(range(len(findings)), key=lambda n: findings[n].primary.path):
            placed[number] = self._placed(findings[number], request.sources)
        return [placed[number] for number in range(len(findings))]

    def _placed(self, finding: Finding, sources: Sources) -> "_Placed | Answer":
        """The finding with its evidence, or its answer when it has none."""
        started = self._clock.elapsed()
        try:
            built = self._builder.build(finding, sources)
        except Exception as error:  # noqa: BLE001  one odd finding never makes a batch fail
            built = Unplaced(f"no evidence could be built ({type(error).__name__})")
        language = built.language if isinstance(built, Built) else ""
        version = self._validator.version(language, finding.type)
        validator = ValidatorIdentity(self._validator.name, version)
        seconds = self._clock.elapsed() - started
        if isinstance(built, Built):
            return _Placed(finding, built, validator, seconds)
        return Answer(
            finding=finding,
            outcome=Miss("unplaced"),
            verdict=unjudged(validator, built.reason),
            context=NOT_LOOKED,
            seconds=seconds,
        )

    def _answered(self, request: Request, work: Sequence[_Work], tally: "_Tally") -> None:
        """Answer distinct questions: from the store where it knows, by judging where it does not.

        Of equal questions that are asked at the same moment by callers that may store, in whatever
        process, one is judged and the others wait for its entry.
        """
        pending = self._looked_up(request, work, tally)
        if pending:
            may_wait()
        if not (pending and request.may_store and pending[0].can_be_kept):
            self._judge(pending, tally, flight=None, keep=False)
            return
        holder = f"{self._instance}/{request.request_id}/{next(self._flights)}"
        with SingleFlight(self._leases, self._clock, self._flight, holder) as flight:
            self._flown(request, pending, flight, tally)

    def _flown(
        self, request: Request, pending: list[_Work], flight: SingleFlight, tally: "_Tally"
    ) -> None:
        """Judge what nobody else judges, and wait for the others."""
        while pending:
            claimed = flight.claim([one.asked for one in pending])
            ours = [one for one, is_ours in zip(pending, claimed, strict=True) if is_ours]
            pending = [one for one, is_ours in zip(pending, claimed, strict=True) if not is_ours]
            # Somebody may have finished between our lookup and our claim.
            unknown = self._looked_up(request, ours, tally)
            flight.release([one.asked for one in ours if one.answer is not None])
            self._judge(unknown, tally, flight, keep=True)
            if pending and not flight.wait():
                self._judge(pending, tally, flight=None, keep=True)
                return
            pending = self._looked_up(request, pending, tally)

    def _looked_up(self, request: Request, work: Sequence[_Work], tally: "_Tally") -> list[_Work]:
        """Answer what the store knows; the rest must be judged, or bypasses the cache."""
        if not work:
            return []
        started = self._clock.elapsed()
        batch = self._cache.lookup(request.tenant, [one.asked for one in work])
        share = (self._clock.elapsed() - started) / len(work)
        tally.warn(batch.warnings)
        for one, looked in zip(work, batch.looked, strict=True):
            one.seconds += share
            # What it was at first sight is what it was: waiting for somebody makes it a hit only
            # if there is an entry to show for it.
            one.looked = looked
            one.answer = self._at_hand(one, looked.outcome)
        unknown = [one for one in work if one.answer is None]
        tally.answered(len(work) - len(unknown))
        return unknown

    def _judge(
        self, work: Sequence[_Work], tally: "_Tally", flight: SingleFlight | None, *, keep: bool
    ) -> None:
        """Have everything judged; verdicts are kept, and leases given back, as they come."""
        fresh: list[tuple[_Work, Entry | None]] = []
        kept_at = self._clock.elapsed()
        for judged in self._panel.judge([Case(o.asked.built, o.asked.validator) for o in work]):
            one = work[judged.case]
            assert one.looked is not None
            verdict = judged.verdict
            if one.looked.sticky is not None and not verdict.is_real:
                verdict = one.looked.sticky.verdict
            one.seconds += judged.seconds
            one.answer = replace(
                self._answer(one, one.looked.outcome, verdict), validation_seconds=judged.seconds
            )
            may_keep = keep and one.can_be_kept and self._cache.may_keep(verdict)
            entry = self._cache.entry(one.asked, verdict, one.looked.seq) if may_keep else None
            fresh.append((one, entry))
            tally.judged()
            if self._clock.elapsed() - kept_at >= _KEEP_EVERY:
                self._keep(fresh, flight, tally)
                fresh, kept_at = [], self._clock.elapsed()
        self._keep(fresh, flight, tally)

    def _keep(
        self,
        fresh: Sequence[tuple[_Work, Entry | None]],
        flight: SingleFlight | None,
        tally: "_Tally",
    ) -> None:
        entries = [entry for _, entry in fresh if entry is not None]
        kept = [one.asked for one, entry in fresh if entry is not None]
        others = [one.asked for one, entry in fresh if entry is None]
        if flight is None:
            tally.warn(self._cache.record(entries))
        elif troubles := self._cache.record(entries, flight.ending(kept)):
            tally.warn(troubles)
            flight.release(kept + others)
        else:
            flight.release(others)

    def _at_hand(self, work: _Work, outcome: Outcome) -> Answer | None:
        """The answer when nobody has to judge."""
        match outcome:
            case Hit(entry=entry):
                return self._answer(work, outcome, entry.verdict, entry)
            case Overridden(override=override):
                return self._answer(work, outcome, override.verdict)
            case Bypass(override=override) if override is not None:
                return self._answer(work, outcome, override.verdict)
            case Bypass() | Invalidated() | Outdated() | Expired() | Changed() | Miss():
                return None
            case _:
                assert_never(outcome)

    def _answer(
        self, work: _Work, outcome: Outcome, verdict: Verdict, entry: Entry | None = None
    ) -> Answer:
        finding, built = work.asked.finding, work.asked.built
        describer = self._describer
        context = NOT_LOOKED if describer is None else describer.describe(finding, built)
        return Answer(finding, outcome, verdict, context, built, entry, False, work.seconds)

    def _row(self, request: Request, answer: Answer, now: datetime, at: str) -> Row:
        """One row of the lookup log; digests and paths only, no source."""
        built, entry, finding = answer.built, answer.entry, answer.finding
        verdict = answer.verdict
        # By position: to tell two dozen names apart costs as much as to look a finding up.
        return Row(
            SCHEMA,
            at,
            request.tenant,
            request.repository,
            finding.primary.path,
            finding.type,
            finding.rule_id,
            built.language if built else None,
            name_of(answer.outcome),
            cause_of(answer.outcome),
            built.fallback if built else None,
            built.policy if built else None,
            built.file_digest.hex() if built else None,
            built.digest.hex() if built else None,
            built.size if built else None,
            verdict.judged_by.name,
            verdict.judged_by.version,
            (now - entry.cached_at).total_seconds() if entry else None,
            round(answer.seconds * 1e6),
            round(answer.validation_seconds * 1e6),
            None,  # What a call costs, and in which currency, is not known yet.
            None,
            request.request_id,
            self._instance,
        )


def _settled(work: _Work, leader: _Work) -> Answer:
    """The leader's answer: its own, or given again to an equal finding of the same request."""
    assert leader.answer is not None
    if work is leader:
        return leader.answer
    return replace(
        leader.answer,
        finding=work.asked.finding,
        duplicate=True,
        seconds=work.seconds,
        validation_seconds=0.0,
    )


def _numbered(placed: Sequence[_Placed]) -> list[_Work]:
    """Findings of one rule in one scope are told apart by their order in the file.

    This only serves to explain a miss, so it may be wrong when a finding was inserted between.
    """
    alike: dict[tuple[str, bytes], list[_Placed]] = {}
    for one in placed:
        alike.setdefault((one.finding.primary.path, one.built.neighbour), []).append(one)
    numbers: dict[int, int] = {}
    for group in alike.values() if len(alike) < len(placed) else ():
        ordinals: dict[bytes, int] = {}
        for one in sorted(group, key=_line):
            numbers[id(one)] = ordinals.setdefault(one.built.digest, len(ordinals))
    return [
        _Work(
            Asked.about(one.finding, one.built, one.validator, _neighbour(one, numbers)),
            one.seconds,
        )
        for one in placed
    ]


def _neighbour(one: _Placed, numbers: Mapping[int, int]) -> bytes:
    """The scope's own name for the first in it, and another one for each of the others."""
    named = one.built.neighbour
    number = numbers.get(id(one), 0)
    return hashlib.sha256(named + number.to_bytes(4, "big")).digest() if number else named


def _line(one: _Placed) -> int:
    return one.finding.primary.region.start_line
