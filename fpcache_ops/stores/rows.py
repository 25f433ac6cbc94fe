"""Rows to entries and invalidations, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from fpcache_ops.core.entry import Entry, Invalidation, Question, Selector
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.verdict import Judgement, Justification, ValidatorIdentity, Verdict

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

SELECTED = (
    "tenant",
    "repository",
    "path",
    "vulnerability_type",
    "validator_version",
    "evidence_digest",
)
"""What a selector compares, in the order of its fields."""

ENTRY = (
    "tenant",
    "repository",
    "path",
    "policy",
    "evidence_digest",
    "neighbour",
    "vulnerability_type",
    "rule_id",
    "locator",
    "verdict",
    "confidence",
    "reason",
    "validator",
    "validator_version",
    "justification",
    "part_digests",
    "seq",
    "cached_at",
    "expires_at",
    "mac",
)
"""The columns that :func:`entry` takes, in its order."""

KEY = (
    "tenant",
    "repository",
    "path",
    "policy",
    "evidence_digest",
    "validator",
    "validator_version",
)
"""What tells entries apart: the question, and who answered it."""

INVALIDATION = ("seq", *SELECTED, "who", "at", "why", "revoked_at")
"""The columns that :func:`invalidation` takes, in its order."""

OVERRIDE = (
    "tenant",
    "repository",
    "path",
    "evidence_digest",
    "verdict",
    "who",
    "at",
    "why",
    "seq",
    "expires_at",
    "mac",
)
"""The columns that :func:`override` takes, in its order."""

SWEPT = ("tenant", "repository", "path", "policy", "evidence_digest")
"""What is remembered of an entry that was swept: what a lookup asks with."""

_PARTS = msgspec.json.Decoder(tuple[tuple[str, str], ...])

MOST_INDEXED = 2_000
"""Bytes of text in an index entry; PostgreSQL takes 2,704 in all."""


def entry(columns: Sequence[Any]) -> Entry:
    """An entry; columns that cannot be one raise ValueError or TypeError."""
    (
        tenant,
        repository,
        path,
        policy,
        digest,
        neighbour,
        vulnerability_type,
        rule_id,
        locator,
        verdict,
        confidence,
        reason,
        validator,
        version,
        justification,
        parts,
        seq,
        cached_at,
        expires_at,
        mac,
    ) = columns
    return Entry(
        Question(tenant, repository, path, policy, bytes(digest), bytes(neighbour)),
        vulnerability_type,
        rule_id,
        locator,
        Verdict(
            Judgement(verdict),
            confidence,
            reason,
            ValidatorIdentity(validator, version),
            Justification(justification) if justification else None,
        ),
        _PARTS.decode(parts),
        seq,
        moment(cached_at),
        moment(expires_at),
        bytes(mac),
    )


def entry_row(given: Entry) -> dict[str, Any]:
    """The columns of an entry."""
    ask, said = given.question, given.verdict
    return {
        "tenant": ask.tenant,
        "repository": ask.repository,
        "path": ask.path,
        "policy": ask.policy,
        "evidence_digest": ask.evidence_digest,
        "neighbour": ask.neighbour,
        "vulnerability_type": given.vulnerability_type,
        "rule_id": given.rule_id,
        "locator": given.locator,
        "verdict": said.judgement.value,
        "confidence": said.confidence,
        "reason": said.reason,
        "validator": said.judged_by.name,
        "validator_version": said.judged_by.version,
        "justification": said.justification.value if said.justification else None,
        "part_digests": msgspec.json.encode(given.part_digests).decode(),
        "seq": given.seq,
        "cached_at": micros(given.cached_at),
        "expires_at": micros(given.expires_at),
        "mac": given.mac,
    }


def invalidation(columns: Sequence[Any]) -> Invalidation:
    """An invalidation."""
    seq, tenant, repository, path, kind, version, digest, who, at, why, revoked_at = columns
    return Invalidation(
        seq=seq,
        selector=Selector(
            tenant, repository, path, kind, version, bytes(digest) if digest is not None else None
        ),
        who=who,
        at=moment(at),
        why=why,
        revoked_at=moment(revoked_at) if revoked_at is not None else None,
    )


def override(columns: Sequence[Any]) -> Override:
    """An override; columns that cannot be one raise ValueError or TypeError."""
    tenant, repository, path, digest, verdict, who, at, why, seq, expires_at, mac = columns
    return Override(
        tenant,
        repository,
        path,
        bytes(digest),
        Judgement(verdict),
        who,
        moment(at),
        why,
        seq,
        moment(expires_at) if expires_at is not None else None,
        bytes(mac),
    )


def override_row(given: Override) -> dict[str, Any]:
    """The columns of an override."""
    return {
        "tenant": given.tenant,
        "repository": given.repository,
        "path": given.path,
        "evidence_digest": given.evidence_digest,
        "verdict": given.judgement.value,
        "who": given.who,
        "at": micros(given.at),
        "why": given.why,
        "seq": given.seq,
        "expires_at": micros(given.expires_at) if given.expires_at is not None else None,
        "mac": given.mac,
    }


def selector_row(selector: Selector) -> dict[str, Any]:
    """The columns of a selector."""
    return {name: getattr(selector, name) for name in SELECTED}


def is_storable(*texts: str | None, limit: int | None = MOST_INDEXED) -> bool:
    """Whether every database can keep these texts: no NUL, no lone surrogate, not too long."""
    size = 0
    for text in texts:
        if text is None:
            continue
        if "\0" in text:
            return False
        try:
            size += len(text) if text.isascii() else len(text.encode())
        except UnicodeEncodeError:
            return False
    return limit is None or size <= limit


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(since_epoch: int) -> datetime:
    """The time of so many microseconds since 1970."""
    return _EPOCH + since_epoch * _MICROSECOND
