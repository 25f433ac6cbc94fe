"""The cache: look up and record. The store's trouble never hides a finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

import msgspec

from fpcache_ops.core.entry import Entry, Question, Seal
from fpcache_ops.core.evidence import Built
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.lookup import (
    Bypass,
    Candidate,
    Expired,
    Found,
    Hit,
    Outcome,
    ServingRule,
    SwitchState,
    decide,
)
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.ports import Clock, Ended, Store, Switch
from fpcache_ops.core.reckoning import NOTICED, Reading, Watch
from fpcache_ops.core.taxonomy import severity_of
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.errors import StoreUnusable

_NO_SEQ = -1
_SIZE_BELIEVED = 1.0
"""Seconds that a tenant's number of entries is believed: to count them is slower than a lookup."""

_COUNTING_SHARE = 100
"""To count takes a hundredth of the time at most: a million entries take a tenth of a second."""

_COUNTED_QUICKLY = 0.002
"""Seconds; what takes no longer is counted again after every new entry."""

_LEFT_ALONE = 10.0
"""Seconds that a store in trouble is not asked for overrides while the cache is off."""


class Asked(msgspec.Struct, frozen=True):
    """A finding with its evidence and the validator that would judge it now; ``question`` is what
    the store is asked.
    """

    finding: Finding
    built: Built
    validator: ValidatorIdentity
    question: Question

    @classmethod
    def about(
        cls,
        finding: Finding,
        built: Built,
        validator: ValidatorIdentity,
        neighbour: bytes | None = None,
    ) -> Self:
        """``neighbour`` instead of the evidence's tells findings apart that are alike."""
        question = Question(
            finding.tenant,
            finding.repository,
            finding.primary.path,
            built.policy,
            built.digest,
            built.neighbour if neighbour is None else neighbour,
        )
        return cls(finding, built, validator, question)


class Looked(msgspec.Struct, frozen=True):
    """The outcome of one lookup.

    ``sticky`` is the true positive that a new verdict cannot undo. ``seq`` is negative when the
    store was not read: then a verdict has no place in the order of invalidations and is not kept.
    """

    outcome: Outcome
    seq: int
    sticky: Entry | None = None

    @property
    def can_be_kept(self) -> bool:
        """Whether a verdict given now may be stored."""
        return self.seq >= 0


class _Size(msgspec.Struct, frozen=True):
    """How many entries a tenant had, when they were counted, and how long that took."""

    entries: int
    at: float
    took: float


@dataclass(frozen=True, slots=True)
class Batch:
    """The outcomes of one request, in order, with warnings for people."""

    looked: list[Looked]
    warnings: list[str]


class Cache:
    """Verdicts by evidence. With an unusable store everything is a bypass, with one warning."""

    def __init__(
        self, store: Store, *, rule: ServingRule, switch: Switch, seal: Seal, clock: Clock
    ) -> None:
        self._store = store
        self._rule = rule
        self._switch = switch
        self._seal = seal
        self._clock = clock
        self._watch = Watch(clock)
        self._trouble: tuple[float, str] | None = None
        self._sizes: dict[str, _Size] = {}

    def lookup(self, tenant: str, asked: Sequence[Asked]) -> Batch:
        """Decide all findings of a request from one snapshot of the store."""
        switch = self._switch.state(tenant)
        warnings: list[str] = []
        if not switch.on:
            return self._bypassed(switch, asked)
        try:
            seq, found = self._store.lookup([ask.question for ask in asked], self._seal.known)
        except StoreUnusable as trouble:
            warnings.append(f"{trouble}; findings are judged without the cache")
            return Batch([Looked(Bypass("store unusable"), _NO_SEQ)] * len(asked), warnings)
        checked = [one if self._is_known(one) else self._checked(one) for one in found]
        if forged := sum(
            _forgeries(a, b) for a, b in zip(checked, found, strict=True) if a is not b
        ):
            warnings.append(_forged(forged))
        time = self._watch.read()
        # A verdict from a time that has not come yet: it was that late already.
        latest = max([time.latest, *_stored_at(checked)])
        looked = [
            self._decided(ask, one, switch, time.now, latest, seq)
            for ask, one in zip(asked, checked, strict=True)
        ]
        return Batch(looked, warnings + self._about_the_clock(time, looked))

    def _about_the_clock(self, time: Reading, looked: Sequence[Looked]) -> list[str]:
        """What a clock that somebody set has made misses of."""
        entries = [one.outcome.entry for one in looked if isinstance(one.outcome, Expired)]
        early = sum(entry.cached_at > time.now + NOTICED for entry in entries)
        over = sum(
            time.reckoned < self._rule.end_of(entry, severity_of(entry.vulnerability_type))
            for entry in entries
        )
        warnings = []
        if early:
            warnings.append(
                f"{early} stored verdicts are from a time that has not come yet and were not used: "
                "the clock of this machine was set back, or that of another is ahead"
            )
        if time.went_back is not None:
            warnings.append(
                f"the clock was set back by {_rounded(time.went_back)} since this process began: "
                "verdicts are taken for as old as if it had not been"
            )
        elif time.jumped is not None and over:
            warnings.append(
                f"the clock jumped ahead by {_rounded(time.jumped)} since this process began: by "
                f"it {over} stored verdicts are past their end and were not used"
            )
        return warnings

    def _decided(
        self,
        ask: Asked,
        found: Found,
        switch: SwitchState,
        now: datetime,
        latest: datetime,
        seq: int,
    ) -> Looked:
        outcome = decide(
            found,
            part_digests=ask.built.part_digests,
            validator=ask.validator,
            severity=severity_of(ask.finding.type),
            rule=self._rule,
            switch=switch,
            now=now,
            latest=latest,
        )
        sticky = None if isinstance(outcome, Hit) else found.sticky_true_positive(ask.validator)
        return Looked(outcome, seq, sticky)

    def _is_known(self, found: Found) -> bool:
        """Whether there is nothing to check: the store had it from what was checked before."""
        if found.override is not None or found.neighbour is not None or found.unreadable:
            return False
        is_genuine = self._seal.is_genuine
        return all(one.genuine and is_genuine(one.entry) for one in found.candidates)

    def _checked(self, found: Found) -> Found:
        neighbour = found.neighbour
        return Found(
            [
                Candidate(c.entry, self._seal.is_genuine(c.entry), c.withdrawn_by)
                for c in found.candidates
            ],
            neighbour if neighbour and self._seal.is_genuine(neighbour) else None,
            self._genuine(found.override),
            found.unreadable,
            found.swept,
        )

    def _genuine(self, override: Override | None) -> Override | None:
        return override if override and self._seal.is_genuine(override) else None

    def _bypassed(self, switch: SwitchState, asked: Sequence[Asked]) -> Batch:
        """The cache is off. What people decided still holds, if the store can be asked.

        A store in trouble is then left alone for a while: off must be quick whatever it is that
        the cache was switched off for.
        """
        decided: list[Override | None] = [None] * len(asked)
        warnings: list[str] = []
        now = self._clock.elapsed()
        if self._trouble is None or now - self._trouble[0] >= _LEFT_ALONE:
            try:
                decided = self._store.overrides([ask.question for ask in asked])
                self._trouble = None
            except StoreUnusable as trouble:
                self._trouble = (now, str(trouble))
        if self._trouble is not None:
            warnings.append(f"{self._trouble[1]}; what people decided before is not known")
        genuine = [self._genuine(one) for one in decided]
        if forged := sum(a is not b for a, b in zip(genuine, decided, strict=True)):
            warnings.append(_forged(forged))
        at = self._watch.read()
        return Batch(
            [
                Looked(
                    Bypass(
                        switch.rule,
                        one if one is not None and one.applies(at.now, at.latest) else None,
                    ),
                    _NO_SEQ,
                )
                for one in genuine
            ],
            warnings,
        )

    def standing(self, candidate: Candidate, validator: ValidatorIdentity) -> Outcome:
        """What a lookup would say now if this entry were all that is known, the cache being on."""
        time = self._watch.read()
        return decide(
            self._checked(Found((candidate,))),
            part_digests=candidate.entry.part_digests,
            validator=validator,
            severity=severity_of(candidate.entry.vulnerability_type),
            rule=self._rule,
            switch=SwitchState(True, "asked about"),
            now=time.now,
            latest=time.latest,
        )

    def may_keep(self, verdict: Verdict) -> bool:
        """Only a completed verdict at or above the threshold is stored."""
        return (
            verdict.judgement is not Judgement.UNDETERMINED
            and not verdict.relies_on_unseen
            and self._rule.confidence_threshold <= verdict.confidence <= 1
        )

    def entry(self, ask: Asked, verdict: Verdict, seq: int) -> Entry:
        """The sealed entry for a verdict whose validation began at invalidation ``seq``."""
        now = self._clock.now()
        finding, built = ask.finding, ask.built
        return self._seal.seal(
            Entry(
                question=ask.question,
                vulnerability_type=finding.type,
                rule_id=finding.rule_id,
                locator=finding.locator,
                verdict=verdict,
                part_digests=built.part_digests,
                seq=seq,
                cached_at=now,
                expires_at=now + self._rule.lifetime_of(severity_of(finding.type), finding.tenant),
            )
        )

    def record(self, entries: Sequence[Entry], ended: Ended | None = None) -> list[str]:
        """Keep verdicts; a store that cannot is a warning, for the verdicts were given already.

        ``ended``: leases that are given back with them.
        """
        if not entries:
            return []
        try:
            self._store.record(entries, ended)
            for tenant in {entry.question.tenant for entry in entries}:
                known = self._sizes.get(tenant)
                if known is not None and known.took <= _COUNTED_QUICKLY:
                    self._sizes.pop(tenant, None)
        except StoreUnusable as trouble:
            return [f"{trouble}; {len(entries)} new verdicts were answered but not kept"]
        return []

    def size(self, tenant: str) -> int | None:
        """How many entries the tenant has; ``None`` when the store cannot tell.

        What others have done to them shows within a second, or a hundred times what it takes to
        count them.
        """
        began = self._clock.elapsed()
        known = self._sizes.get(tenant)
        if known is not None and began - known.at < max(
            _SIZE_BELIEVED, _COUNTING_SHARE * known.took
        ):
            return known.entries
        try:
            counted = self._store.count(tenant)
        except StoreUnusable:
            self._sizes.pop(tenant, None)
            return None
        now = self._clock.elapsed()
        self._sizes[tenant] = _Size(counted, now, now - began)
        return counted


def _forgeries(checked: Found, read: Found) -> int:
    """How much of what was read does not count, for nobody with the key has written it."""
    forged = read.unreadable + (checked.override is not read.override)
    for candidate in checked.candidates:
        if not candidate.genuine:
            forged += 1
    return forged


def _stored_at(checked: Sequence[Found]) -> Iterator[datetime]:
    return (c.entry.cached_at for one in checked for c in one.candidates if c.genuine)


def _rounded(much: timedelta) -> timedelta:
    return timedelta(seconds=round(much.total_seconds()))


def _forged(count: int) -> str:
    return (
        f"{count} stored verdicts carry a bad seal and were not used: somebody without the key "
        "wrote to the store, or the key was replaced; clear the store if unsure"
    )
