"""Writing SARIF: the document that was read, with what was found out about each of its results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fpcache_ops.core.lookup import cause_of, name_of
from fpcache_ops.core.validation import Answer
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.sarif.document import as_object, encode
from fpcache_ops.sarif.reading import MARK, SarifLog, is_ours
from fpcache_ops.wire import Validated

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Said:
    """What is written of one answer: into the result, and into its suppression if it gets one."""

    is_real: bool
    outcome: str
    cause: str
    digest: str | None
    policy: str | None
    validator: dict[str, str]
    verdict: str
    confidence: float
    reason: str
    justification: str | None


def write(log: SarifLog, answers: Sequence[Answer | Validated]) -> bytes:
    """The file with every answer in it; nothing is deleted or moved.

    A false positive gets one suppression, every result gets ``properties.fpcache``. What an earlier
    run of this package had written is replaced, and its suppression of a result that is real now is
    taken out. Once a run has any suppression, every result of it has a list (SARIF 3.27.23).

    Args:
        log: what was read.
        answers: one for each of ``log.findings``, in that order: the pipeline's, or a service's
            with the numbers of the findings as ids.

    Raises:
        ValueError: when the answers are not those to the findings, in their order.
    """
    notes: dict[_Place, dict[str, Any]] = {
        (one.run, one.result): {"reason": one.reason} for one in log.not_judged
    }
    suppressions: dict[_Place, dict[str, Any]] = {}
    for number, (reported, answer) in enumerate(zip(log.reported, answers, strict=True)):
        if isinstance(answer, Answer):
            in_order, said = answer.finding == reported.finding, _judged(answer)
        else:
            in_order, said = answer.id == number, _received(answer)
        if not in_order:
            raise ValueError("the answers are not in the order of the findings")
        place = (reported.run, reported.result)
        notes[place] = _note(said)
        if not said.is_real:
            suppressions[place] = _suppression(said)
    runs = [
        _annotated(run, number, notes, suppressions)
        for number, run in enumerate(log.document["runs"])
    ]
    return encode({**log.document, "runs": runs})


def _judged(answer: Answer) -> _Said:
    built, verdict = answer.built, answer.verdict
    return _Said(
        is_real=answer.is_real,
        outcome=name_of(answer.outcome),
        cause=cause_of(answer.outcome),
        digest=built.digest.hex() if built else None,
        policy=built.policy if built else None,
        validator={"name": verdict.judged_by.name, "version": verdict.judged_by.version},
        verdict=verdict.judgement.value,
        confidence=verdict.confidence,
        reason=_printable(verdict.reason),
        justification=verdict.justification.value if verdict.justification else None,
    )


def _received(answer: Validated) -> _Said:
    evidence = answer.evidence
    return _Said(
        is_real=answer.is_valid or answer.verdict != Judgement.FALSE_POSITIVE,
        outcome=answer.outcome,
        cause=answer.cause,
        digest=evidence.digest if evidence else None,
        policy=evidence.policy if evidence else None,
        validator={"name": answer.validator.name, "version": answer.validator.version},
        verdict=answer.verdict,
        confidence=answer.confidence,
        reason=_printable(answer.reason),
        justification=answer.justification,
    )


def _annotated(
    run: object,
    number: int,
    notes: Mapping[_Place, dict[str, Any]],
    suppressions: Mapping[_Place, dict[str, Any]],
) -> object:
    if not isinstance(run, dict) or not isinstance(run.get("results"), list):
        return run
    results = [
        _result(result, notes[number, index], suppressions.get((number, index)))
        for index, result in enumerate(run["results"])
    ]
    if any(isinstance(as_object(result).get("suppressions"), list) for result in results):
        results = [
            {**result, "suppressions": []}
            if isinstance(result, dict) and result.get("suppressions") is None
            else result
            for result in results
        ]
    return {**run, "results": results}


def _result(result: object, note: dict[str, Any], suppression: dict[str, Any] | None) -> object:
    if not isinstance(result, dict):
        return result
    changed = dict(result)
    before = result.get("suppressions")
    if before is None and suppression is not None:
        changed["suppressions"] = [suppression]
    elif isinstance(before, list):
        changed["suppressions"] = _replaced(before, suppression)
    properties = result.get("properties")
    if properties is None or isinstance(properties, dict):
        changed["properties"] = {**as_object(properties), MARK: note}
    return changed


def _replaced(before: list[Any], suppression: dict[str, Any] | None) -> list[Any]:
    """The list with our suppression where it was, else at its end; without it for ``None``."""
    after: list[Any] = []
    for one in before:
        if not is_ours(one):
            after.append(one)
        elif suppression is not None:
            after.append(suppression)
            suppression = None
    if suppression is not None:
        after.append(suppression)
    return after


def _note(said: _Said) -> dict[str, Any]:
    return {
        "outcome": said.outcome,
        "cause": said.cause,
        **_question(said),
        "verdict": said.verdict,
        "confidence": said.confidence,
        "reason": said.reason,
    }


def _suppression(said: _Said) -> dict[str, Any]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": said.reason,
        "properties": {MARK: {**_question(said), "justification": said.justification}},
    }


def _question(said: _Said) -> dict[str, Any]:
    """What was judged, and by whom."""
    return {
        "evidenceDigest": said.digest,
        "policy": said.policy,
        "validator": said.validator,
    }


def _printable(text: str) -> str:
    """The text without lone surrogates, which no UTF-8 file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
