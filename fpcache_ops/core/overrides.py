"""Overrides: what a person decided about one piece of evidence.

A decision holds for exactly the evidence that the person saw, at one path of one repository: when
the code changes it is asked again. It is independent of the switch, for it is no cached verdict.
"""

from datetime import UTC, datetime
from typing import ClassVar

import msgspec

from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict

PERSON = "person"
"""The validator's name in the answer to an overridden finding; its version is who decided."""


class Override(msgspec.Struct, frozen=True):
    """A recorded human decision. Times are UTC.

    ``seq`` is the number of the newest invalidation when it was recorded: a later one that names
    this very evidence, or everything of everybody, withdraws it. ``mac`` is empty until sealed.
    """

    domain: ClassVar[bytes] = b"fpcache override 1\x00"

    tenant: str
    repository: str
    path: str
    evidence_digest: bytes
    judgement: Judgement
    who: str
    at: datetime
    why: str
    seq: int = 0
    expires_at: datetime | None = None
    mac: bytes = b""

    @property
    def verdict(self) -> Verdict:
        """The decision as an answer."""
        reason = f"{self.who} decided: {self.why}"
        return Verdict(self.judgement, 1.0, reason, ValidatorIdentity(PERSON, self.who))

    def applies(self, now: datetime, latest: datetime | None = None) -> bool:
        """Whether it holds now, or ``latest``, if that is what the time may be. In doubt about the
        clock, only what reports the finding does.
        """
        if self.judgement is Judgement.TRUE_POSITIVE:
            return self.expires_at is None or now < self.expires_at
        return (
            self.judgement is Judgement.FALSE_POSITIVE
            and self.at <= now
            and (self.expires_at is None or max(now, latest or now) < self.expires_at)
        )

    def sealed_fields(self) -> tuple[str | bytes, ...]:
        """Everything the seal covers."""
        ends = self.expires_at.astimezone(UTC).isoformat() if self.expires_at else ""
        return (
            self.tenant,
            self.repository,
            self.path,
            self.evidence_digest,
            self.judgement,
            self.who,
            self.at.astimezone(UTC).isoformat(),
            self.why,
            str(self.seq),
            ends,
        )
