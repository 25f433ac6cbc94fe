"""The harness around a validator: it is handed evidence and nothing else, and is never believed
further than its answer can be checked. Whatever fails, the finding is real.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from fpcache_ops.core.evidence import Built, Evidence, MalformedEvidence
from fpcache_ops.core.ports import Clock, Validator
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict

UNJUDGED_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """Evidence to be judged, and who is expected to answer."""

    built: Built
    validator: ValidatorIdentity


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on case number ``case``, and the seconds it took; more than 0."""

    case: int
    verdict: Verdict
    seconds: float


class Panel(Protocol):
    """Has cases judged."""

    def judge(self, cases: Sequence[Case]) -> Iterator[Judged]:
        """A verdict on every case, once each, as they come. It never raises for a validator."""


class InlinePanel:
    """One case after the other, here and now: for validators that are fast and cannot hang."""

    def __init__(self, validator: Validator, clock: Clock) -> None:
        self._validator = validator
        self._clock = clock

    def judge(self, cases: Sequence[Case]) -> Iterator[Judged]:
        """See :meth:`Panel.judge`."""
        for number, case in enumerate(cases):
            started = self._clock.elapsed()
            verdict = verdict_on(case, self._validator)
            yield Judged(number, verdict, max(self._clock.elapsed() - started, 1e-9))


class ValidatorFailed(Exception):
    """The validator gave no verdict that can be believed; the text says why.

    A validator may raise it itself: it knows best what went wrong.
    """


def ask(case: Case, validator: Validator) -> Verdict:
    """Have what decodes from the canonical bytes judged, and check the answer.

    Raises:
        ValidatorFailed: whatever else it was that the validator did.
    """
    expected = case.validator
    try:
        verdict = validator.judge(Evidence.decode(case.built.canonical))
    except MalformedEvidence as error:
        raise ValidatorFailed(f"the evidence cannot be read back ({error})") from error
    except ValidatorFailed:
        raise
    except Exception as error:
        raise ValidatorFailed(f"the validator failed ({type(error).__name__})") from error
    if verdict.judged_by != expected:
        raise ValidatorFailed("the validator answered under another name or version")
    if not 0 <= verdict.confidence <= 1:
        raise ValidatorFailed("the validator answered a confidence outside 0 to 1")
    if verdict.relies_on_unseen:
        names = ", ".join(verdict.relies_on_unseen[:3])
        return unjudged(expected, f"the validator assumed something about {names}")
    return verdict


def verdict_on(case: Case, validator: Validator) -> Verdict:
    """The verdict, or that there is none: then the finding is real."""
    try:
        return ask(case, validator)
    except ValidatorFailed as failure:
        return unjudged(case.validator, str(failure))


def unjudged(validator: ValidatorIdentity, reason: str) -> Verdict:
    """No judgement: reported as real, with low confidence and the reason, and never stored."""
    return Verdict(
        Judgement.UNDETERMINED,
        UNJUDGED_CONFIDENCE,
        f"Not judged, so reported as real: {reason}.",
        validator,
    )
