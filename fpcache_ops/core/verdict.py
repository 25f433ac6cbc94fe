"""A verdict: what a validator says of evidence."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec


class Judgement(StrEnum):
    """The three answers. Only ``FALSE_POSITIVE`` takes a finding out of sight."""

    FALSE_POSITIVE = "false_positive"
    TRUE_POSITIVE = "true_positive"
    UNDETERMINED = "undetermined"

    # Enum's own is written in Python, and judgements are counted.
    __hash__ = str.__hash__


class Justification(StrEnum):
    """Why a finding is no vulnerability, in the words of OpenVEX 0.2.0."""

    CODE_NOT_PRESENT = "vulnerable_code_not_present"
    NOT_IN_EXECUTE_PATH = "vulnerable_code_not_in_execute_path"
    NOT_CONTROLLABLE = "vulnerable_code_cannot_be_controlled_by_adversary"
    INLINE_MITIGATIONS = "inline_mitigations_already_exist"


class ValidatorIdentity(msgspec.Struct, frozen=True, gc=False):
    """Who judged: a name, and a version that changes with everything the answer depends on."""

    name: str
    version: str


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """A judgement with its grounds.

    ``confidence`` is between 0 and 1. ``reason`` is a sentence for people. ``relies_on_unseen``
    names what had to be assumed about code outside the evidence: if it is not empty the judgement
    counts as ``UNDETERMINED``.
    """

    judgement: Judgement
    confidence: float
    reason: str
    judged_by: ValidatorIdentity
    justification: Justification | None = None
    relies_on_unseen: tuple[str, ...] = ()

    @property
    def is_real(self) -> bool:
        """Whether the finding must be reported: everything but a false positive is."""
        return self.judgement is not Judgement.FALSE_POSITIVE


@dataclass(frozen=True, slots=True)
class Context:
    """What is seen around a finding; reported, computed for each request, never proof of anything.

    ``file_classification`` is one of application, test, vendor, generated, config.
    """

    in_user_input_flow: bool
    has_validation: bool
    file_classification: str
    safe_pattern: str | None = None


NOT_LOOKED = Context(False, False, "unknown")
"""Of a place that nobody described."""
