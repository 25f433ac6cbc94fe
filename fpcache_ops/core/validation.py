"""The pipeline: findings in, answers out. Whatever fails, the finding is reported as real."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from fpcache_ops.core.cache import Asked, Cache, Looked
from fpcache_ops.core.entry import Entry, Question
from fpcache_ops.core.evidence import Built, Evidence, MalformedEvidence, Unplaced
from fpcache_ops.core.finding import Finding
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
    Sources,
    Validator,
)
from fpcache_ops.core.verdict import Context, Judgement, ValidatorIdentity, Verdict

UNJUDGED_CONFIDENCE = 0.5
LOG_SCHEMA = 1

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Answer:
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


@dataclass(slots=True)
class _Work:
    """One finding on its way through the pipeline."""

    finding: Finding
    built: Built | Unplaced
    build_seconds: float
    asked: Asked | None = None
    leader: "_Work | None" = None
    answer: Answer | None = field(default=None)


class Validation:
    """Finding -> Evidence -> Entry? -> Outcome -> Verdict, for one request at a time."""

    def __init__(
        self,
        *,
        cache: Cache,
        builder: EvidenceBuilder,
        validator: Validator,
        describer: Describer,
        log: EventLog,
        clock: Clock,
        instance: str,
    ) -> None:
        self._cache = cache
        self._builder = builder
        self._validator = validator
        self._describer = describer
        self._log = log
        self._clock = clock
        self._instance = instance

    def run(self, request: Request, progress: Progress = lambda done, total: None) -> Report:
        """Answer every finding of the request, in its order.

        It never raises for anything a finding or a file holds; ``progress`` is told (done, total).
        """
        work = [self._placed(finding, request.sources) for finding in request.findings]
        _number_neighbours(work)
        leaders = self._leaders(work)
        started = self._clock.elapsed()
        batch = self._cache.lookup(
            request.tenant, [one.asked for one in leaders if one.asked is not None]
        )
        share = (self._clock.elapsed() - started) / max(len(work), 1)

        warnings = list(batch.warnings)
        fresh: list[Entry] = []
        calls = 0
        for done, (one, looked) in enumerate(zip(leaders, batch.looked, strict=True), start=1):
            answer, new = self._answer(one, looked, request.may_store, share)
            one.answer = answer
            calls += answer.validation_seconds > 0
            if new is not None:
                fresh.append(new)
            progress(done, len(leaders))
        warnings += self._cache.record(fresh)

        answers = [self._final(one, share) for one in work]
        self._log.write([self._row(request, answer) for answer in answers])
        return Report(answers, warnings, self._cache.size(request.tenant), calls)

    def _placed(self, finding: Finding, sources: Sources) -> _Work:
        started = self._clock.elapsed()
        try:
            built = self._builder.build(finding, sources)
        except Exception as error:  # noqa: BLE001  one odd finding never makes a batch fail
            built = Unplaced(f"no evidence could be built ({type(error).__name__})")
        work = _Work(finding, built, self._clock.elapsed() - started)
        if isinstance(built, Built):
            version = self._validator.version(built.language, finding.type)
            work.asked = Asked(finding, built, ValidatorIdentity(self._validator.name, version))
        return work

    @staticmethod
    def _leaders(work: Sequence[_Work]) -> list[_Work]:
        """The first finding of each distinct question; the others get its answer."""
        first: dict[Question, _Work] = {}
        for one in work:
            if one.asked is not None:
                leader = first.setdefault(one.asked.question, one)
                one.leader = None if leader is one else leader
        return list(first.values())

    def _answer(
        self, work: _Work, looked: Looked, may_store: bool, share: float
    ) -> tuple[Answer, Entry | None]:
        asked = work.asked
        assert asked is not None
        outcome = looked.outcome
        base = Answer(
            finding=work.finding,
            outcome=outcome,
            verdict=_unjudged(asked.validator, ""),
            context=self._describer.describe(work.finding, asked.built),
            built=asked.built,
            seconds=work.build_seconds + share,
        )
        match outcome:
            case Hit(entry=entry):
                return replace(base, verdict=entry.verdict, entry=entry), None
            case Overridden(override=override) | Bypass(override=override) if override is not None:
                return replace(base, verdict=override.verdict), None
            case (
                Overridden()
                | Bypass()
                | Invalidated()
                | Outdated()
                | Expired()
                | Changed()
                | Miss()
            ):
                started = self._clock.elapsed()
                verdict = self._judged(asked, looked.sticky)
                took = max(self._clock.elapsed() - started, 1e-9)
            case _:
                assert_never(outcome)
        store = may_store and looked.can_be_kept and self._cache.may_keep(verdict)
        return (
            replace(base, verdict=verdict, validation_seconds=took, seconds=base.seconds + took),
            self._cache.entry(asked, verdict, looked.seq) if store else None,
        )

    def _judged(self, asked: Asked, sticky: Entry | None) -> Verdict:
        """Judge what decodes from the canonical bytes, and nothing else."""
        try:
            verdict = self._validator.judge(Evidence.decode(asked.built.canonical))
        except MalformedEvidence as error:
            return _unjudged(asked.validator, f"the evidence cannot be read back ({error})")
        except Exception as error:  # noqa: BLE001  whatever a validator raises, the finding is real
            return _unjudged(asked.validator, f"the validator failed ({type(error).__name__})")
        if verdict.judged_by != asked.validator:
            return _unjudged(
                asked.validator, "the validator answered under another name or version"
            )
        if not 0 <= verdict.confidence <= 1:
            return _unjudged(asked.validator, "the validator answered a confidence outside 0 to 1")
        if verdict.relies_on_unseen:
            names = ", ".join(verdict.relies_on_unseen[:3])
            return _unjudged(asked.validator, f"the validator assumed something about {names}")
        if sticky is not None and not verdict.is_real:
            return sticky.verdict
        return verdict

    def _final(self, work: _Work, share: float) -> Answer:
        if work.leader is not None:
            leader = work.leader.answer
            assert leader is not None
            return replace(
                leader,
                finding=work.finding,
                duplicate=True,
                seconds=work.build_seconds + share,
                validation_seconds=0.0,
            )
        if work.answer is not None:
            return work.answer
        assert isinstance(work.built, Unplaced)
        version = self._validator.version("", work.finding.type)
        return Answer(
            finding=work.finding,
            outcome=Miss("unplaced"),
            verdict=_unjudged(ValidatorIdentity(self._validator.name, version), work.built.reason),
            context=Context(False, False, "unknown"),
            seconds=work.build_seconds + share,
        )

    def _row(self, request: Request, answer: Answer) -> dict[str, Any]:
        """One row of the lookup log; digests and paths only, no source."""
        now = self._clock.now()
        built, entry, finding = answer.built, answer.entry, answer.finding
        return {
            "schema": LOG_SCHEMA,
            "occurred_at": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "tenant": request.tenant,
            "repository": request.repository,
            "path": finding.primary.path,
            "vulnerability_type": finding.type,
            "rule_id": finding.rule_id,
            "language": built.language if built else None,
            "outcome": name_of(answer.outcome),
            "cause": cause_of(answer.outcome),
            "fallback": built.fallback if built else None,
            "policy": built.policy if built else None,
            "file_digest": built.file_digest.hex() if built else None,
            "evidence_digest": built.digest.hex() if built else None,
            "evidence_bytes": built.size if built else None,
            "validator": answer.verdict.judged_by.name,
            "validator_version": answer.verdict.judged_by.version,
            "entry_age_s": (now - entry.cached_at).total_seconds() if entry else None,
            "latency_us": round(answer.seconds * 1e6),
            "validation_us": round(answer.validation_seconds * 1e6),
            "cost_micro": None,
            "currency": None,
            "from_request": request.request_id,
            "instance": self._instance,
        }


def _number_neighbours(work: Sequence[_Work]) -> None:
    """Tell findings of one rule in one scope apart by their order in the file.

    This only serves to explain a miss, so it may be wrong when a finding was inserted between.
    """
    groups: dict[tuple[str, bytes], dict[bytes, Asked]] = {}
    for one in sorted(work, key=lambda one: one.finding.primary.region.start_line):
        if one.asked is not None:
            alike = groups.setdefault((one.finding.primary.path, one.asked.built.neighbour), {})
            alike.setdefault(one.asked.built.digest, one.asked)
    ordinals = {
        (path, neighbour, known): number
        for (path, neighbour), alike in groups.items()
        for number, known in enumerate(alike)
    }
    for one in work:
        if one.asked is not None:
            built = one.asked.built
            number = ordinals[one.finding.primary.path, built.neighbour, built.digest]
            named = hashlib.sha256(built.neighbour + number.to_bytes(4, "big")).digest()
            one.asked = replace(one.asked, built=replace(built, neighbour=named))


def _unjudged(validator: ValidatorIdentity, reason: str) -> Verdict:
    """No judgement: reported as real, with low confidence and the reason."""
    return Verdict(
        Judgement.UNDETERMINED,
        UNJUDGED_CONFIDENCE,
        f"Not judged, so reported as real: {reason}.",
        validator,
    )
