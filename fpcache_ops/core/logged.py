"""What is kept of each finding that was looked up: a row of the lookup log."""

from typing import Annotated, Final, Literal, get_args

import msgspec

SCHEMA: Final = 1

OutcomeName = Literal[
    "hit", "miss", "changed", "expired", "invalidated", "outdated", "bypass", "overridden"
]
OUTCOMES: tuple[str, ...] = get_args(OutcomeName)

Moment = Annotated[
    str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", max_length=27)
]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class Row(msgspec.Struct, frozen=True, gc=False):
    """One finding that was looked up; digests and paths only, no source.

    ``occurred_at`` is UTC to the microsecond. ``cause`` says why it was no hit and is empty for
    answers at hand. ``latency_us`` is all that the finding cost, ``validation_us`` the part of it
    spent in the validator: 0 if nobody was asked, as for hits and for repeats within a request.
    What is not known is null. Fields that are not named here are neither written nor read.
    """

    schema: Literal[1]
    occurred_at: Moment
    tenant: str
    repository: str
    path: str
    vulnerability_type: str
    rule_id: str
    language: str | None
    outcome: OutcomeName
    cause: str
    fallback: str | None
    policy: str | None
    file_digest: str | None
    evidence_digest: str | None
    evidence_bytes: Count | None
    validator: str
    validator_version: str
    entry_age_s: float | None
    latency_us: Count
    validation_us: Count
    cost_micro: Count | None
    currency: str | None
    from_request: str
    instance: str
