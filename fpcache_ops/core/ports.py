"""The ports: what the core asks of the world. Adapters implement them; bootstrap chooses."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from fpcache_ops.core.access import ApiKey, Tenant
from fpcache_ops.core.entry import (
    Entry,
    Invalidation,
    Preview,
    Question,
    Sealed,
    Selector,
    Statistics,
)
from fpcache_ops.core.evidence import Built, Evidence, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.logged import Row
from fpcache_ops.core.lookup import Candidate, Found, SwitchState
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.phases import Execution, Phases
from fpcache_ops.core.verdict import Context, Verdict


class Clock(Protocol):
    """The time. ``now`` may be set back by people; ``elapsed`` (seconds) never goes back."""

    def now(self) -> datetime:
        """The time of day, UTC."""

    def elapsed(self) -> float:
        """Seconds since some fixed moment, monotonic."""

    def pause(self, seconds: float) -> None:
        """Let so much time go by."""


class Sources(Protocol):
    """The submitted files of one request."""

    def read(self, path: str) -> "bytes | Unavailable":
        """The content submitted under this name, or why there is none."""


@runtime_checkable
class Checkout(Sources, Protocol):
    """All files of a repository in one state: what is not among them does not exist."""

    def paths(self) -> Collection[str] | None:
        """The path of every file; ``None`` if there are too many to look through."""


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


@dataclass(frozen=True, slots=True)
class Ended:
    """Leases that end with what was worked out under them."""

    holder: str
    keys: Sequence[bytes]


Genuine = Callable[[bytes], Sealed | None]
"""What carries this seal, if it was found to be genuine before."""


class Store(Protocol):
    """Keeps entries and invalidations.

    Every method raises :class:`fpcache_ops.errors.StoreUnusable` when it cannot keep its promise.
    """

    def lookup(
        self, questions: Sequence[Question], genuine: Genuine | None = None
    ) -> tuple[int, list[Found]]:
        """All that is known about each question, in their order.

        Entries and the invalidations that withdraw them are read in one snapshot (neighbours, which
        only explain a miss, perhaps in a later one). The number is that of the newest invalidation
        in this snapshot: the ``seq`` of an entry whose validation begins after this. An entry that
        ``genuine`` knows by its seal may be given as it is, instead of being read again.
        """

    def overrides(self, questions: Sequence[Question]) -> list[Override | None]:
        """What people decided about each question, in their order; all that a lookup without a
        cache may use.
        """

    def record(self, entries: Sequence[Entry], ended: Ended | None = None) -> None:
        """Keep verdicts, and give back the leases that end with them. Durable when it returns.

        For equal evidence and version a true positive always replaces a false positive and never
        the other way round; of two alike the one whose validation began later stays.
        """

    def invalidate(self, selector: Selector, *, who: str, why: str, at: datetime) -> Invalidation:
        """Withdraw all matching entries, also those whose validation has begun but is not stored.

        Durable when it returns; no lookup that starts later serves them. Raises UnusableInput for
        a selector that names what no entry can have.
        """

    def revoke(self, seq: int, *, tenant: str | None, who: str, at: datetime) -> bool:
        """Restore what invalidation ``seq`` withdrew; whether there was such an unrevoked one."""

    def invalidations(self, tenant: str | None) -> list[Invalidation]:
        """All invalidations, newest first; of one tenant, or of everyone for ``None``."""

    def count(self, tenant: str) -> int:
        """How many entries the tenant has."""

    def preview(self, selector: Selector, limit: int) -> Preview:
        """What an invalidation would withdraw that is not withdrawn yet, with so many samples."""

    def entries(self, selector: Selector, limit: int) -> list[Candidate]:
        """The newest selected entries, usable or not; their seals are not checked."""

    def stats(self, tenant: str | None) -> Statistics:
        """What is held of one tenant, or of all for ``None``."""

    def sweep(self, now: datetime, limit: int) -> int:
        """Delete at most ``limit`` entries that are past their lifetime, and say how many.

        True positives stay: they are what a later false positive on equal evidence is held against.
        Of what was deleted last, a lookup can tell that it was there (``Found.swept``).
        """

    def close(self) -> None:
        """Release what is held; the store may be opened again."""


class Leases(Protocol):
    """Leases on work, shared by all processes that use a store.

    Every method raises :class:`fpcache_ops.errors.StoreUnusable` when it cannot keep its promise.
    """

    def claim(
        self, keys: Sequence[bytes], *, holder: str, now: datetime, until: datetime
    ) -> set[bytes]:
        """Take the leases that are free, expired at ``now``, or the holder's own; say which.

        No two holders are told that they have a lease before the first one's has expired.
        """

    def ending(self, keys: Sequence[bytes], *, holder: str) -> None:
        """No more signs of life for leases that :meth:`Store.record` is about to give back."""

    def release(self, keys: Sequence[bytes], *, holder: str) -> None:
        """Give back leases; one that somebody else has taken over stays theirs."""


class EventLog(Protocol):
    """Takes one row per finding looked up. It never blocks and never raises."""

    def write(self, rows: Sequence[Row]) -> None:
        """Take the rows, or count them as dropped."""


class Directory(Protocol):
    """Knows tenants and their API keys.

    Every method raises :class:`fpcache_ops.errors.StoreUnusable` when it cannot be asked.
    """

    def tenant(self, name: str) -> Tenant | None:
        """The tenant of this name."""

    def tenants(self) -> list[Tenant]:
        """All tenants, by name."""

    def add_tenant(self, tenant: Tenant, *, who: str) -> Tenant:
        """Add a tenant, or accounts and a quota to one that is there; the tenant as it is then."""

    def delete_account(self, tenant: str, account: str, *, who: str, at: datetime) -> bool:
        """Take a forge account from a tenant; whether it had it."""

    def held(self, tenant: str) -> dict[str, int]:
        """How many rows of what would go with a tenant."""

    def delete_tenant(self, name: str, *, who: str, at: datetime) -> bool:
        """Delete a tenant and all that is kept for it; whether it was there.

        Its invalidations and its audit rows stay.
        """

    def key(self, key_id: str) -> ApiKey | None:
        """The key of this id, valid or not."""

    def keys(self, tenant: str | None) -> list[ApiKey]:
        """The keys of a tenant, or of all for ``None``, newest first; revoked ones too."""

    def add_key(self, key: ApiKey) -> None:
        """Keep a new key. Raises UnusableInput if there is no such tenant."""

    def revoke_key(self, key_id: str, *, tenant: str | None, who: str, at: datetime) -> bool:
        """End a key for good; whether there was such an unrevoked one (of this tenant)."""


class PhaseStore(Protocol):
    """Keeps phase data.

    Every method raises :class:`fpcache_ops.errors.StoreUnusable` when it cannot keep its promise.
    """

    def store(self, execution: Execution) -> int:
        """Keep an execution; its number. Durable when it returns."""

    def retrieve(
        self, tenant: str, repository: str, *, issue: int | None, commit: str | None
    ) -> Phases:
        """The newest that is known.

        The scan is that of the commit; without a commit the newest that carries the issue. The
        other phases are those of the issue under any commit; without an issue, of every issue at
        the commit.
        """

    def delete(self, tenant: str, repository: str, issue: int) -> int:
        """Delete all that is known of an issue; how many executions that were."""
