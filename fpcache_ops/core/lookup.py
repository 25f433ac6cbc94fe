"""The decision: given all that is known about a finding, what does the cache answer?

:func:`decide` is pure. It reads no clock, no store and no setting: all are arguments. Precedence:
bypass > overridden > invalidated > outdated > expired > hit; without an entry for equal evidence:
changed > miss. Doubt is always a miss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast, get_args

import msgspec

from fpcache_ops.core.entry import Entry, Invalidation
from fpcache_ops.core.logged import OutcomeName
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.taxonomy import Severity
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity

DEFAULT_LIFETIME = timedelta(days=90)
DEFAULT_CONFIDENCE_THRESHOLD = 0.7


@dataclass(frozen=True, slots=True)
class ServingRule:
    """The settings that every hit must satisfy at the moment it is served.

    ``lifetimes`` is for a severity instead of ``lifetime``; of that and the tenant's in
    ``tenants`` the shorter counts. False positives of types at or above
    ``severity_floor`` are never answered from the cache. ``denied`` are (validator name, version)
    pairs whose verdicts are withdrawn at once.
    """

    confidence_threshold: float = DEFAULT_CONFIDENCE_THRESHOLD
    lifetime: timedelta = DEFAULT_LIFETIME
    lifetimes: Mapping[Severity, timedelta] = field(default_factory=dict)
    tenants: Mapping[str, timedelta] = field(default_factory=dict)
    severity_floor: Severity | None = None
    denied: frozenset[tuple[str, str]] = frozenset()

    def lifetime_of(self, severity: Severity, tenant: str) -> timedelta:
        """How long a tenant's verdict on a type of this severity may be reused."""
        if not (self.lifetimes or self.tenants):
            return self.lifetime
        general = self.lifetimes.get(severity, self.lifetime)
        return min(general, self.tenants.get(tenant, general))

    def end_of(self, entry: Entry, severity: Severity) -> datetime:
        """From when on a verdict is not used any more; a setting never postpones it."""
        lifetime = self.lifetime_of(severity, entry.question.tenant)
        return min(entry.expires_at, entry.cached_at + lifetime)


@dataclass(frozen=True, slots=True)
class SwitchState:
    """Whether the cache may answer, and the rule that decided it."""

    on: bool
    rule: str


class Candidate(msgspec.Struct, frozen=True):
    """An entry for equal evidence. ``genuine``: its seal is good."""

    entry: Entry
    genuine: bool
    withdrawn_by: Invalidation | None = None


class Found(msgspec.Struct, frozen=True):
    """Everything the store knows about one question, read in one snapshot.

    ``unreadable`` counts rows on equal evidence that no version of this program can have written.
    ``swept``: there was an entry for equal evidence, and a sweep deleted it.
    """

    candidates: Sequence[Candidate] = ()
    neighbour: Entry | None = None
    override: Override | None = None
    unreadable: int = 0
    swept: bool = False

    def sticky_true_positive(self, validator: ValidatorIdentity) -> Entry | None:
        """A genuine true positive on equal evidence by this very version, usable or not.

        It outlives expiry and invalidation: for the same question a later "false positive" is not
        believed.
        """
        for candidate in self.candidates:
            said = candidate.entry.verdict
            if (
                candidate.genuine
                and said.judged_by == validator
                and said.judgement is Judgement.TRUE_POSITIVE
            ):
                return candidate.entry
        return None


_REASON_READ = 1_000
_REASON_WRITTEN = 64


class Doubt(StrEnum):
    """Why an entry by the current name is nevertheless treated as judged under other rules."""

    VERSION = "version"
    DENIED = "denied"
    CONFIDENCE = "confidence"


class Hit(msgspec.Struct, frozen=True):
    """A usable entry."""

    entry: Entry
    ttl: timedelta


@dataclass(frozen=True, slots=True)
class Overridden:
    """A recorded human decision applies."""

    override: Override


@dataclass(frozen=True, slots=True)
class Bypass:
    """The cache was not asked. A human decision still applies: it is no cached verdict."""

    why: str
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Invalidated:
    """Withdrawn by an operator; kept for audit."""

    entry: Entry
    invalidation: Invalidation


@dataclass(frozen=True, slots=True)
class Outdated:
    """Judged by another validator version, by a denied one, or below the threshold in force."""

    entry: Entry
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Expired:
    """Older than its lifetime, or from a time that has not come yet."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Changed:
    """The neighbour's evidence differs; ``part`` names the first part that does."""

    neighbour: Entry
    part: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Nothing usable is known.

    ``cause`` is ``first_seen``, ``swept``, ``unplaced`` or ``unknown``.
    """

    cause: str


Outcome = Hit | Overridden | Bypass | Invalidated | Outdated | Expired | Changed | Miss


def decide(
    found: Found,
    *,
    part_digests: Sequence[tuple[str, str]],
    validator: ValidatorIdentity,
    severity: Severity,
    rule: ServingRule,
    switch: SwitchState,
    now: datetime,
    latest: datetime | None = None,
) -> Outcome:
    """What the cache answers for one finding.

    Args:
        found: what the store knows, all read in one snapshot.
        part_digests: of the evidence at hand, to name what changed.
        validator: who would judge the evidence now, and in which version.
        severity: the configured severity of the finding's type, never what a client sends.
        rule: the settings in force.
        switch: whether the cache may answer.
        now: the time, UTC.
        latest: the latest time that it may be, if the clock cannot be trusted.
    """
    latest = max(now, latest or now)
    override = found.override
    if override is not None and not override.applies(now, latest):
        override = None
    if not switch.on:
        return Bypass(switch.rule, override)
    if override is not None:
        return Overridden(override)

    genuine = [candidate for candidate in found.candidates if candidate.genuine]
    if not genuine:
        if found.candidates or found.unreadable:
            return Miss("unknown")
        if found.neighbour is not None:
            return Changed(
                found.neighbour, first_difference(found.neighbour.part_digests, part_digests)
            )
        return Miss("swept" if found.swept else "first_seen")

    candidate = genuine[0]
    if len(genuine) > 1:
        candidate = max(
            genuine, key=lambda c: (c.entry.verdict.judged_by == validator, c.entry.cached_at)
        )
    entry = candidate.entry
    if candidate.withdrawn_by is not None:
        return Invalidated(entry, candidate.withdrawn_by)
    judged_by = entry.verdict.judged_by
    if judged_by != validator:
        return Outdated(entry, Doubt.VERSION)
    if (judged_by.name, judged_by.version) in rule.denied:
        return Outdated(entry, Doubt.DENIED)
    # "not at or above" and not "below": NaN is below every threshold
    if not entry.verdict.confidence >= rule.confidence_threshold:
        return Outdated(entry, Doubt.CONFIDENCE)
    end = rule.end_of(entry, severity)
    if not (entry.cached_at <= now and latest < end):
        return Expired(entry)
    if entry.verdict.judgement is Judgement.UNDETERMINED:
        return Miss("unknown")
    if (
        rule.severity_floor is not None
        and severity >= rule.severity_floor
        and not entry.verdict.is_real
    ):
        return Bypass("severity floor")
    return Hit(entry, end - latest)


def first_difference(before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> str:
    """The name of the first part whose digest differs, ``parts`` if their names do."""
    for (old_name, old), (new_name, new) in zip(before, now, strict=False):
        if old_name != new_name:
            break
        if old != new:
            return new_name
    return "parts"


_NAMES = {kind: cast(OutcomeName, kind.__name__.lower()) for kind in get_args(Outcome)}


def name_of(outcome: Outcome) -> OutcomeName:
    """The outcome's one word, as in answers, logs and metrics."""
    return _NAMES[type(outcome)]


_HITS = (Hit, Overridden)


def is_hit(outcome: Outcome) -> bool:
    """Whether it is a hit in the words of RFC 9211: answered without asking the validator."""
    return isinstance(outcome, _HITS)


def cause_of(outcome: Outcome) -> str:
    """Why it was not a hit, from the closed list of the lookup log; empty for answers at hand."""
    match outcome:
        case Hit() | Overridden():
            return ""
        case Changed(part=part):
            return f"changed:{part}"
        case Invalidated(invalidation=invalidation):
            return f"invalidated:{reason_in_words(invalidation.why)}"
        case Miss(cause=cause):
            return cause
        case Expired() | Outdated() | Bypass():
            return name_of(outcome)


def reason_in_words(why: str) -> str:
    """What an operator wrote as a part of a cause: at most 64 letters, digits and ``. _ -``.

    It stands in logs, tables, spreadsheets and pages, so nothing in it means anything to them.
    """
    plain = "".join(c if c.isalnum() or c in "._-" else " " for c in why[:_REASON_READ])
    return " ".join(plain.split())[:_REASON_WRITTEN].strip(" ._-") or "no reason given"


_FORWARDED = {
    Miss: "uri-miss",
    Changed: "vary-miss",
    Outdated: "vary-miss",
    Expired: "stale",
    Invalidated: "stale",
    Bypass: "bypass",
}


def cache_status(outcome: Outcome) -> str:
    """The outcome as an RFC 9211 ``Cache-Status`` parameter list."""
    match outcome:
        case Hit(ttl=ttl):
            return f"hit; ttl={int(ttl.total_seconds())}"
        case Overridden():
            return "hit"
        case _:
            return f"fwd={_FORWARDED[type(outcome)]}"
