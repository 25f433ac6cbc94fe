"""An entry: a stored verdict, sealed against whoever can write to the store but holds no key."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Protocol, TypeVar

import msgspec

from fpcache_ops.core.overrides import Override
from fpcache_ops.core.verdict import Verdict


class Question(msgspec.Struct, frozen=True, gc=False):
    """What a lookup asks: is there a verdict on this evidence, at this path of this repository?

    Tenant and repository belong to the question: verdicts of one never serve another.
    """

    # Here and in Entry a msgspec struct: made for every row that a lookup reads, and a frozen
    # dataclass of so many fields costs as much as reading the row.

    tenant: str
    repository: str
    path: str
    policy: str
    evidence_digest: bytes
    neighbour: bytes


class Entry(msgspec.Struct, frozen=True):
    """A verdict as stored. Times are UTC.

    ``seq`` is the number of the newest invalidation that was acknowledged when the validation
    began: any later one that matches withdraws the entry. ``mac`` is empty until it is sealed.
    """

    domain: ClassVar[bytes] = b"fpcache entry 1\x00"

    question: Question
    vulnerability_type: str
    rule_id: str
    locator: str
    verdict: Verdict
    part_digests: tuple[tuple[str, str], ...]
    seq: int
    cached_at: datetime
    expires_at: datetime
    mac: bytes = b""

    def sealed_fields(self) -> tuple[str | bytes, ...]:
        """Everything the seal covers."""
        ask, said = self.question, self.verdict
        return (
            ask.tenant,
            ask.repository,
            ask.path,
            ask.policy,
            ask.evidence_digest,
            ask.neighbour,
            self.vulnerability_type,
            self.rule_id,
            self.locator,
            said.judgement,
            repr(said.confidence),
            said.reason,
            said.judged_by.name,
            said.judged_by.version,
            said.justification or "",
            *(text for pair in self.part_digests for text in pair),
            str(self.seq),
            self.cached_at.astimezone(UTC).isoformat(),
            self.expires_at.astimezone(UTC).isoformat(),
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """Which entries an invalidation withdraws. A field that is ``None`` matches anything."""

    tenant: str | None = None
    repository: str | None = None
    path: str | None = None
    vulnerability_type: str | None = None
    validator_version: str | None = None
    evidence_digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Invalidation:
    """A withdrawal: append-only, restored by revoking it."""

    seq: int
    selector: Selector
    who: str
    at: datetime
    why: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an invalidation would withdraw now: how many entries, and the newest of them."""

    count: int
    sample: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a store holds, of one tenant or of all; ``by_*`` are largest first.

    ``withdrawn``: entries that an invalidation keeps from being used. ``bytes_on_disk``: of the
    whole store, whatever the tenant.
    """

    entries: int
    false_positives: int
    true_positives: int
    withdrawn: int
    by_type: tuple[tuple[str, int], ...]
    by_repository: tuple[tuple[str, int], ...]
    oldest: datetime | None
    newest: datetime | None
    bytes_on_disk: int


_REMEMBERED = 8192
"""Some 2 KB each."""

_Thing = TypeVar("_Thing", Entry, Override)


class Sealed(Protocol):
    """What carries a seal: its ``domain`` tells one kind from the other."""

    @property
    def domain(self) -> bytes:
        """The kind."""

    @property
    def mac(self) -> bytes:
        """The seal; empty until there is one."""

    def sealed_fields(self) -> tuple[str | bytes, ...]:
        """Everything the seal covers."""


class Seal:
    """A keyed MAC (HMAC-SHA-256) over what is stored: a store that others can write to hides
    nothing.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("a MAC key has at least 16 bytes")
        self._key = key
        # What hits are made of is looked at once.
        self._known: dict[bytes, Sealed] = {}

    @property
    def known(self) -> Callable[[bytes], Sealed | None] | None:
        """Gives what was found to be genuine before, and carries a seal: then all that is sealed is
        known without reading it again. ``None`` as long as that is nothing.
        """
        return self._known.get if self._known else None

    def mac(self, thing: Sealed) -> bytes:
        """The 32 bytes that only a holder of the key can write for this."""
        raw = [
            field.encode("utf-8", "surrogatepass") if isinstance(field, str) else field
            for field in thing.sealed_fields()
        ]
        message = b"".join(len(field).to_bytes(4, "big") + field for field in raw)
        return hmac.digest(self._key, thing.domain + message, hashlib.sha256)

    def seal(self, thing: _Thing) -> _Thing:
        """The same with its MAC."""
        sealed = msgspec.structs.replace(thing, mac=self.mac(thing))
        self._remember(sealed)
        return sealed

    def is_genuine(self, thing: Sealed) -> bool:
        """Whether it was sealed with this key and not changed since."""
        # By identity: to compare all that is sealed costs as much as the seal.
        if self._known.get(thing.mac) is thing:
            return True
        is_genuine = hmac.compare_digest(thing.mac, self.mac(thing))
        if is_genuine:
            self._remember(thing)
        return is_genuine

    def _remember(self, thing: Sealed) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[thing.mac] = thing
