"""What an upstream validator is asked and answers: one JSON object each (docs/validators.md).

The question is made of evidence as it decodes from the canonical bytes, and of how the validator is
configured. The answer is believed only if it is exactly an answer to this question.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from fpcache_ops.config.validators import AskedTable
from fpcache_ops.core.evidence import (
    Evidence,
    Fallback,
    MalformedEvidence,
    Mark,
    Part,
    PartKind,
    digest,
)
from fpcache_ops.core.judging import ValidatorFailed
from fpcache_ops.core.verdict import Judgement, Justification, ValidatorIdentity, Verdict
from fpcache_ops.evidence.tree import decode_tree
from fpcache_ops.wire.strict import InvalidRequest, decode_object

CONTRACT = "fpcache-validator/1"
"""Named in every question; it changes with anything that a validator is shown."""

MARKS_LIMIT = 200
_NAMES_LIMIT = 50
_NAME_LIMIT = 200
_REASON_LIMIT = 2000

_READS_OTHERWISE = frozenset(
    {
        Fallback.NOT_UTF8,
        Fallback.ENCODING_COOKIE,
        Fallback.LONE_CARRIAGE_RETURN,
        Fallback.INVISIBLE_CHARACTERS,
    }
)
"""What is shown as text of such a file may not be what a compiler reads."""


class Asker(msgspec.Struct, frozen=True):
    """Who is asked, and how it is configured: part of every question, and of the version."""

    name: str
    version: str
    model: str = ""
    prompt: str = ""
    parameters: dict[str, Any] = {}


class Place(msgspec.Struct, frozen=True):
    """A marked place. Offsets count code points of the slice's text; lines begin with 1."""

    number: int = msgspec.field(name="slice")
    role: str
    start: int
    end: int
    start_line: int
    end_line: int
    text: str
    focus: dict[str, int] | None


class Slice(msgspec.Struct, frozen=True):
    """A piece of code."""

    text: str


class Shown(msgspec.Struct, frozen=True):
    """Evidence, as a validator sees it."""

    policy: str
    language: str
    type: str
    rule_id: str
    fallback: str | None
    slices: list[Slice]
    marks: list[Place]


class Asked(msgspec.Struct, frozen=True):
    """A question. ``id`` is the digest of the evidence."""

    contract: str
    id: str
    validator: Asker
    evidence: Shown


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer, before it is believed."""

    id: str
    version: str
    verdict: Judgement
    confidence: float
    reason: str
    relies_on_unseen: list[str]
    justification: Justification | None = None


def asker(table: AskedTable, version: str) -> Asker:
    """Who is asked, as configured."""
    return Asker(table.name, version, table.model, table.prompt_text(), table.parameters)


def version_of(settings: Mapping[str, Any]) -> str:
    """The version of a validator that is configured like this: a digest of all of it."""
    said = msgspec.json.encode({"contract": CONTRACT, **settings}, order="deterministic")
    return hashlib.sha256(b"fpcache validator\x00" + said).hexdigest()[:32]


def question(asker: Asker, evidence: Evidence, limit: int) -> tuple[str, bytes]:
    """The id of a question, and its JSON text of at most ``limit`` bytes.

    Raises:
        ValidatorFailed: the evidence cannot be shown to a validator of this kind.
    """
    if evidence.fallback in _READS_OTHERWISE:
        raise ValidatorFailed(f"the code cannot be shown as text ({evidence.fallback})")
    if len(evidence.marks) > MARKS_LIMIT:
        raise ValidatorFailed("too many places are marked")
    if sum(len(part.content) for part in evidence.parts) > 64 * limit:
        raise ValidatorFailed(_TOO_LARGE)
    named = digest(evidence.encode()).hex()
    try:
        shown = _shown(evidence)
        text = msgspec.json.encode(Asked(CONTRACT, named, asker, shown))
    except (UnicodeError, MalformedEvidence) as error:
        raise ValidatorFailed("the code cannot be shown as text") from error
    if len(text) > limit:
        raise ValidatorFailed(_TOO_LARGE)
    return named, text


_TOO_LARGE = "the evidence is larger than the validator takes"


def verdict(text: bytes, named: str, identity: ValidatorIdentity) -> Verdict:
    """What an answer to question ``named`` says.

    Raises:
        ValidatorFailed: it is no answer to this question by this validator.
    """
    try:
        answer = msgspec.convert(decode_object(text), Answer)
    except InvalidRequest as error:
        raise ValidatorFailed(f"the answer is not JSON: {printable(str(error))}") from error
    except msgspec.ValidationError as error:
        raise ValidatorFailed(f"the answer breaks the contract: {printable(str(error))}") from error
    if answer.id != named:
        raise ValidatorFailed("the answer is about something else: its id is not what was asked")
    if answer.version != identity.version:
        raise ValidatorFailed("the answer is of another version of the validator")
    trouble = _trouble(answer)
    if trouble is not None:
        raise ValidatorFailed(f"the answer breaks the contract: {trouble}")
    return Verdict(
        answer.verdict,
        answer.confidence,
        answer.reason,
        identity,
        answer.justification,
        tuple(answer.relies_on_unseen),
    )


def printable(text: str) -> str:
    """What somebody else said, fit for one line."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:160]


def _trouble(answer: Answer) -> str | None:
    excused = answer.verdict is Judgement.FALSE_POSITIVE
    if not 0 <= answer.confidence <= 1:
        return "a confidence is between 0 and 1"
    if excused != (answer.justification is not None):
        return "a justification goes with false_positive, and with nothing else"
    if not answer.reason.strip() or len(answer.reason) > _REASON_LIMIT:
        return f"a reason has 1 to {_REASON_LIMIT} characters"
    names = answer.relies_on_unseen
    if len(names) > _NAMES_LIMIT or any(not 0 < len(name) <= _NAME_LIMIT for name in names):
        return f"relies_on_unseen is up to {_NAMES_LIMIT} names of up to {_NAME_LIMIT} characters"
    if not all(text.isprintable() for text in (answer.reason, *names)):
        return "reason and names are one line of printable text"
    return None


def _shown(evidence: Evidence) -> Shown:
    texts = [_text(part) for part in evidence.parts]
    return Shown(
        evidence.policy,
        evidence.language,
        evidence.vulnerability_type,
        evidence.rule_id,
        evidence.fallback,
        [Slice(text.decode("utf-8")) for text in texts],
        [_place(mark, texts) for mark in evidence.marks],
    )


def _text(part: Part) -> bytes:
    return decode_tree(part.content).text if part.kind is PartKind.TREE else part.content


def _place(mark: Mark, texts: list[bytes]) -> Place:
    if mark.part >= len(texts) or not 0 <= mark.start <= mark.end <= len(texts[mark.part]):
        raise MalformedEvidence("a mark points nowhere")
    text = texts[mark.part]

    def at(offset: int) -> int:
        return len(text[:offset].decode("utf-8"))

    inside = text[mark.start : mark.end].decode("utf-8")
    line = 1 + text.count(b"\n", 0, mark.start)
    focus = mark.focus
    return Place(
        mark.part,
        mark.role,
        at(mark.start),
        at(mark.end),
        line,
        line + inside.rstrip("\n").count("\n"),
        inside,
        {"start": at(focus[0]), "end": at(focus[1])} if focus is not None else None,
    )
