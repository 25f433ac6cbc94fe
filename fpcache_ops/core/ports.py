"""The ports: what the core asks of the world. Adapters implement them; bootstrap chooses."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from fpcache_ops.core.entry import Entry, Invalidation, Question, Selector
from fpcache_ops.core.evidence import Built, Evidence, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.lookup import Found, SwitchState
from fpcache_ops.core.verdict import Context, Verdict


class Clock(Protocol):
    """The time. ``now`` may be set back by people; ``elapsed`` (seconds) never goes back."""

    def now(self) -> datetime:
        """The time of day, UTC."""

    def elapsed(self) -> float:
        """Seconds since some fixed moment, monotonic."""


class Sources(Protocol):
    """The submitted files of one request."""

    def read(self, path: str) -> "bytes | Unavailable":
        """The content submitted under this name, or why there is none."""


class Unavailable(str):
    """Why the content of a path is not at hand, in words for people."""

    __slots__ = ()


class EvidenceBuilder(Protocol):
    """Builds the evidence of findings. It never raises for anything a client submits."""

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence, or why the finding cannot be placed in the submitted files."""


class Validator(Protocol):
    """Judges evidence, and sees nothing else."""

    @property
    def name(self) -> str:
        """The validator's name, stable over versions."""

    def version(self, language: str, vulnerability_type: str) -> str:
        """A digest of everything the answer depends on besides the evidence."""

    def judge(self, evidence: Evidence) -> Verdict:
        """The verdict on this evidence. May raise: the finding is then reported as real."""


class Describer(Protocol):
    """Describes what is seen around a finding, for the answer only."""

    def describe(self, finding: Finding, built: Built) -> Context:
        """What people want to know about the place."""


class Switch(Protocol):
    """Whether the cache may answer."""

    def state(self, tenant: str) -> SwitchState:
        """The state now, and the rule that decided it."""


class Store(Protocol):
    """Keeps entries and invalidations.

    Every method raises :class:`fpcache_ops.errors.StoreUnusable` when it cannot keep its promise.
    """

    def lookup(self, questions: Sequence[Question]) -> tuple[int, list[Found]]:
        """All that is known about each question, in their order, read in one snapshot.

        The number is that of the newest acknowledged invalidation: the ``seq`` of an entry whose
        validation begins after this.
        """

    def record(self, entries: Sequence[Entry]) -> None:
        """Keep verdicts. For equal evidence and version a false positive never replaces a true
        positive, and an older verdict never a newer one. Durable when it returns.
        """

    def invalidate(self, selector: Selector, *, who: str, why: str, at: datetime) -> Invalidation:
        """Withdraw all matching entries, also those whose validation has begun but is not stored.

        Durable when it returns; no lookup that starts later serves them.
        """

    def revoke(self, seq: int, *, tenant: str | None, who: str, at: datetime) -> bool:
        """Restore what invalidation ``seq`` withdrew; whether there was such an unrevoked one."""

    def invalidations(self, tenant: str | None) -> list[Invalidation]:
        """All invalidations, newest first; of one tenant, or of everyone for ``None``."""

    def count(self, tenant: str) -> int:
        """How many entries the tenant has."""

    def close(self) -> None:
        """Release what is held; the store may be opened again."""


class EventLog(Protocol):
    """Takes one row per finding looked up. It never blocks and never raises."""

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take the rows, or count them as dropped."""
