"""The built-in validator: proves findings false, or says nothing."""

from fpcache_ops.core.evidence import Evidence, Role
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.validators.safe_patterns.answers import Proven, Unproven
from fpcache_ops.validators.safe_patterns.engine.budget import Budget, TooLarge
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, MethodModel
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Value
from fpcache_ops.validators.safe_patterns.kits import Kit, family_of, kit_of
from fpcache_ops.validators.safe_patterns.knowledge.model import Family
from fpcache_ops.validators.safe_patterns.proof import Prover
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.source import opened
from fpcache_ops.validators.safe_patterns.versions import version_of

PROVEN_CONFIDENCE = 0.98
GUARDED_CONFIDENCE = 0.96
UNPROVEN_CONFIDENCE = 0.75
SOURCE_CONFIDENCE = 0.9
MARKS_LIMIT = 200

_OBJECTS_BYTES = 3_000
"""What evidence and the answer take beside the code, about."""

Seen = tuple[bool, bool, str | None]
"""Whether user input reaches a place, whether a measure is taken, and the safe pattern."""


class SafePatterns:
    """Judges a finding false only if everything that reaches every marked place is harmless.

    Who judges a piece of evidence and then looks at it, as a request does, has it proven once:
    ``remembered`` bytes of evidence and answers are.
    """

    name = "safe-patterns"

    def __init__(self, remembered: int = 4 * 1024 * 1024) -> None:
        self._memory: Remembered[Evidence, Judged] = Remembered(remembered)

    def version(self, language: str, vulnerability_type: str) -> str:
        """A digest of the engine, of the knowledge about this pair, and of the grammar."""
        return version_of(language, vulnerability_type)

    def judge(self, evidence: Evidence) -> Verdict:
        """The verdict; it depends on nothing but the evidence, and never raises for any bytes."""
        return self._judged(evidence).verdict

    def look(self, evidence: Evidence) -> Seen:
        """What is seen in the code: nothing else is looked at."""
        found = self._judged(evidence)
        return found.source, bool(found.measures), found.pattern

    def _judged(self, evidence: Evidence) -> "Judged":
        known = self._memory.get(evidence)
        if known is not None:
            return known
        version = self.version(evidence.language, evidence.vulnerability_type)
        found = judged(evidence, ValidatorIdentity(self.name, version))
        size = sum(len(part.content) for part in evidence.parts)
        return self._memory.put(evidence, found, size + _OBJECTS_BYTES)


class Judged:
    """A verdict, with what was seen on the way to it."""

    __slots__ = ("measures", "pattern", "source", "verdict")

    def __init__(
        self, verdict: Verdict, *, source: bool, measures: frozenset[str], pattern: str | None
    ) -> None:
        self.verdict = verdict
        self.source = source
        self.measures = measures
        self.pattern = pattern


def judged(evidence: Evidence, identity: ValidatorIdentity) -> Judged:
    """Judge evidence, and say what was seen."""
    kit = kit_of(evidence.language)
    family = family_of(evidence.language, evidence.vulnerability_type)
    if kit is None or family is None:
        return _real(
            identity,
            Unproven(
                f"no safe pattern is known for {evidence.vulnerability_type} in "
                f"{evidence.language or 'this language'}; reported as real"
            ),
            frozenset(),
        )
    measures: set[str] = set()
    try:
        answer = _proof(evidence, kit, family, measures)
    except (TooLarge, RecursionError):
        answer = Unproven("the code around the place is too large to prove")
    if isinstance(answer, Unproven):
        return _real(identity, answer, frozenset(measures))
    confidence = GUARDED_CONFIDENCE if measures else PROVEN_CONFIDENCE
    verdict = Verdict(
        Judgement.FALSE_POSITIVE, confidence, _proven(answer), identity, answer.justification
    )
    return Judged(verdict, source=False, measures=frozenset(measures), pattern=answer.pattern)


def _proof(evidence: Evidence, kit: Kit, family: Family, measures: set[str]) -> Proven | Unproven:
    if evidence.fallback is not None:
        return Unproven(f"nothing is proven from a file like this ({evidence.fallback})")
    if not evidence.marks or len(evidence.marks) > MARKS_LIMIT:
        return Unproven("no place, or too many places, are marked")
    budget = Budget()
    provers: dict[int, Prover] = {}
    proven: list[Proven] = []
    for mark in dict.fromkeys(evidence.marks):
        if mark.part >= len(evidence.parts):
            return Unproven("a mark points nowhere")
        if mark.part not in provers:
            source = opened(evidence, evidence.parts[mark.part], kit, budget)
            if isinstance(source, str):
                return Unproven(source)
            machine = Flow(
                source.unit,
                kit.language,
                budget,
                calls={**kit.calls, **family.calls},
                methods=_either(family.methods, kit.methods),
                operators=family.operators,
                sources=kit.is_source,
                never_return=kit.never_return,
                constants=kit.constants,
            )
            provers[mark.part] = Prover(Reading(source, family, machine))
        prover = provers[mark.part]
        if not 0 <= mark.start < mark.end <= len(prover.reading.opened.unit.source):
            return Unproven("a mark points nowhere")
        step = mark.role is Role.STEP
        answer = prover.judge_step(mark) if step else prover.prove(mark)
        measures |= prover.reading.machine.measures
        if isinstance(answer, Unproven):
            return answer
        if answer is not None:
            proven.append(answer)
    if not proven:
        return Unproven("only steps on the way to a sink are marked")
    patterns = list(dict.fromkeys(answer.pattern for answer in proven))
    return Proven("; ".join(patterns[:3]), proven[0].justification)


def _either(first: MethodModel | None, second: MethodModel | None) -> MethodModel | None:
    if first is None or second is None:
        return first or second

    def model(call: Calling, receiver: Atom, name: str) -> Value | None:
        value = first(call, receiver, name)
        return value if value is not None else second(call, receiver, name)

    return model


def _proven(answer: Proven) -> str:
    if answer.pattern == "comment":
        return "The place is a comment: nothing there is executed."
    if answer.pattern == "string literal":
        return "The place is a string literal that nothing reads: it is not executed."
    return f"Safe pattern: {answer.pattern}."


def _real(identity: ValidatorIdentity, answer: Unproven, measures: frozenset[str]) -> Judged:
    confidence = SOURCE_CONFIDENCE if answer.source else UNPROVEN_CONFIDENCE
    reason = answer.reason[:1].upper() + answer.reason[1:] + "."
    verdict = Verdict(Judgement.TRUE_POSITIVE, confidence, reason, identity)
    return Judged(verdict, source=answer.source, measures=measures, pattern=None)
