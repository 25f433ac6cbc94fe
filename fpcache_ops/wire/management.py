"""Cache management: entries, invalidations, keys; what is asked and what is answered."""

from typing import Annotated, Any

import msgspec

from fpcache_ops.core.access import ApiKey, Scope
from fpcache_ops.core.entry import Entry, Invalidation, Selector, Statistics
from fpcache_ops.core.taxonomy import canonical_type
from fpcache_ops.wire.strict import InvalidRequest
from fpcache_ops.wire.validation import ValidatorNote, iso

SAMPLE = 5
"""Entries that a dry run shows."""

_LONGEST = 2_000
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=_LONGEST)]

PER_CALL_LIMIT = 1_000_000
"""Seconds, or money, that a call of a validator may be said to take or to cost."""


class SelectorBody(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Which entries of the caller's tenant: those that fit all that is named, or ``everything``.

    ``entry`` is an evidence digest. A ``file`` wants its ``repository``.
    """

    entry: Annotated[str, msgspec.Meta(pattern="^[0-9a-fA-F]{64}$")] | None = None
    file: _Text | None = None
    repository: _Text | None = None
    type: _Text | None = None
    validator_version: _Text | None = None
    everything: bool = False


class InvalidateBody(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Withdraw what is selected, for a reason; ``dry_run`` only counts."""

    selector: SelectorBody
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]
    dry_run: bool = False


class EntryNote(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A stored verdict. ``outcome`` is what a lookup would say of it now, and ``why``."""

    digest: str
    repository: str
    path: str
    type: str
    rule_id: str
    policy: str
    verdict: str
    confidence: float
    reason: str
    justification: str | None = None
    validator: ValidatorNote
    locator: str
    cached_at: str
    expires_at: str
    outcome: str
    why: str
    withdrawn_by: int | None = None


class InvalidationNote(msgspec.Struct, omit_defaults=True):
    """A withdrawal; ``revoked_at`` when it was restored."""

    id: int
    selector: SelectorBody
    reason: str
    who: str
    at: str
    revoked_at: str | None = None


class Invalidated(msgspec.Struct, omit_defaults=True):
    """What an invalidation withdraws, and the invalidation unless it was a dry run.

    ``count`` is what was there to be withdrawn a moment before; verdicts that are being judged now
    are withdrawn too.
    """

    dry_run: bool
    count: int
    sample: list[EntryNote]
    id: int | None = None
    invalidation: InvalidationNote | None = None


class Invalidations(msgspec.Struct):
    """The tenant's invalidations, newest first."""

    invalidations: list[InvalidationNote]


class Restored(msgspec.Struct):
    """An invalidation that is revoked."""

    id: int
    restored: bool


class Entries(msgspec.Struct):
    """Entries, newest first; ``truncated`` if there are more."""

    entries: list[EntryNote]
    truncated: bool


class StatsBody(msgspec.Struct):
    """What is kept for the tenant."""

    entries: int
    false_positives: int
    true_positives: int
    withdrawn: int
    by_type: dict[str, int]
    by_repository: dict[str, int]
    oldest: str | None
    newest: str | None


class SwitchNote(msgspec.Struct):
    """Whether the cache answers the tenant, and the rule that decided it."""

    on: bool
    rule: str


class Explained(msgspec.Struct):
    """What is known of a place, and what keeps each entry from being used."""

    switch: SwitchNote
    entries: list[EntryNote]


class Savings(msgspec.Struct):
    """What the cache saved, by the lookup log.

    Calls: without a cache each distinct question of a request would have been one. ``seconds`` and
    ``money`` are the calls avoided times what a call takes and costs: ``seconds_per_call`` and
    ``cost_per_call``, as asked for, or else measured (``measured_calls`` calls).
    """

    since: str | None
    until: str | None
    findings: int
    calls_without_cache: int
    calls_made: int
    calls_avoided: int
    measured_calls: int
    seconds_per_call: float
    cost_per_call: float
    currency: str | None
    seconds: float
    money: float


class KeyNote(msgspec.Struct, omit_defaults=True):
    """An API key, without the key."""

    id: str
    label: str
    state: str
    scopes: list[Scope]
    created_at: str
    created_by: str
    expires_at: str | None = None


class Keys(msgspec.Struct):
    """The tenant's keys, newest first."""

    keys: list[KeyNote]


class CreateKeyBody(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A key to be made; ``days`` until it ends, 0 for never."""

    scopes: Annotated[list[Scope], msgspec.Meta(min_length=1, max_length=5)]
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""
    days: Annotated[int, msgspec.Meta(ge=0, le=3650)] = 365


class CreatedKey(msgspec.Struct):
    """A new key; ``key`` is shown this once."""

    key: str
    note: KeyNote


class RevokedKey(msgspec.Struct):
    """A key that is revoked."""

    id: str
    revoked: bool


def selector_of(body: SelectorBody, tenant: str) -> Selector:
    """What is selected.

    Raises:
        InvalidRequest: nothing, or too much for one invalidation.
    """
    narrow = (body.entry, body.file, body.repository, body.type, body.validator_version)
    if body.everything == any(field is not None for field in narrow):
        raise InvalidRequest(
            "'selector' must name entry, file, repository, type or validator_version, or else "
            "everything: true"
        )
    if not all(is_name(field) for field in narrow if field is not None):
        raise InvalidRequest("'selector' names something that no entry can be called")
    if body.file is not None and body.repository is None:
        raise InvalidRequest("'selector.file' needs 'repository': others have equal paths")
    return Selector(
        tenant=tenant,
        repository=body.repository,
        path=body.file,
        vulnerability_type=canonical_type(body.type) if body.type is not None else None,
        validator_version=body.validator_version,
        evidence_digest=bytes.fromhex(body.entry) if body.entry is not None else None,
    )


def is_name(text: str) -> bool:
    """Whether an entry's repository, path or type may be called so, in every store."""
    try:
        return len(text.encode()) <= _LONGEST and "\0" not in text
    except UnicodeEncodeError:
        return False


def entry_note(entry: Entry, outcome: str, why: str, withdrawn_by: int | None = None) -> EntryNote:
    """An entry for people and programs of its tenant."""
    ask, said = entry.question, entry.verdict
    return EntryNote(
        digest=ask.evidence_digest.hex(),
        repository=ask.repository,
        path=ask.path,
        type=entry.vulnerability_type,
        rule_id=entry.rule_id,
        policy=ask.policy,
        verdict=said.judgement.value,
        confidence=said.confidence,
        reason=said.reason,
        justification=said.justification.value if said.justification else None,
        validator=ValidatorNote(said.judged_by.name, said.judged_by.version),
        locator=entry.locator,
        cached_at=iso(entry.cached_at),
        expires_at=iso(entry.expires_at),
        outcome=outcome,
        why=why,
        withdrawn_by=withdrawn_by,
    )


def invalidation_note(done: Invalidation) -> InvalidationNote:
    """An invalidation for people and programs of its tenant."""
    chosen = done.selector
    named: dict[str, Any] = {
        "entry": chosen.evidence_digest.hex() if chosen.evidence_digest is not None else None,
        "file": chosen.path,
        "repository": chosen.repository,
        "type": chosen.vulnerability_type,
        "validator_version": chosen.validator_version,
    }
    return InvalidationNote(
        done.seq,
        SelectorBody(**named, everything=not any(named.values())),
        done.why,
        done.who,
        iso(done.at),
        iso(done.revoked_at) if done.revoked_at is not None else None,
    )


def stats_body(found: Statistics) -> StatsBody:
    """What is kept for a tenant. Bytes on disk are everybody's, so they are not told."""
    return StatsBody(
        found.entries,
        found.false_positives,
        found.true_positives,
        found.withdrawn,
        dict(found.by_type),
        dict(found.by_repository),
        iso(found.oldest) if found.oldest is not None else None,
        iso(found.newest) if found.newest is not None else None,
    )


def key_note(key: ApiKey, state: str) -> KeyNote:
    """A key without its secret."""
    return KeyNote(
        key.id,
        key.label,
        state,
        sorted(key.scopes),
        iso(key.created_at),
        key.created_by,
        iso(key.expires_at) if key.expires_at is not None else None,
    )
