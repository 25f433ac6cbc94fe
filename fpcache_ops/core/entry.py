"""An entry: a stored verdict, sealed against whoever can write to the store but holds no key."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from fpcache_ops.core.verdict import Verdict

_DOMAIN = b"fpcache entry 1\x00"


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

    def sealed_fields(self) -> bytes:
        """Everything the seal covers, length-prefixed."""
        ask, said = self.question, self.verdict
        fields: tuple[str | bytes, ...] = (
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
        raw = [f.encode("utf-8", "surrogatepass") if isinstance(f, str) else f for f in fields]
        return b"".join(len(field).to_bytes(4, "big") + field for field in raw)


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


class Seal:
    """A keyed MAC (HMAC-SHA-256) over an entry: a store that others can write to hides nothing."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("a MAC key has at least 16 bytes")
        self._key = key

    def mac(self, entry: Entry) -> bytes:
        """The 32 bytes that only a holder of the key can write for this entry."""
        return hmac.digest(self._key, _DOMAIN + entry.sealed_fields(), hashlib.sha256)

    def seal(self, entry: Entry) -> Entry:
        """The same entry with its MAC."""
        return msgspec.structs.replace(entry, mac=self.mac(entry))

    def is_genuine(self, entry: Entry) -> bool:
        """Whether the entry was sealed with this key and not changed since."""
        return hmac.compare_digest(entry.mac, self.mac(entry))
