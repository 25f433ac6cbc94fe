"""A lookup log lived through again, under the setting that was in force or under another one.

What people did is taken from the log as it was: what was asked and when, when the cache was off,
what was withdrawn or decided, which version of the validator was in force. So is what a verdict was
like: whether it was kept. All else follows from the setting.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from fpcache_ops.analysis.log import Log
from fpcache_ops.core.taxonomy import Severity, severity_of
from fpcache_ops.errors import UnusableInput

_DAY = 86400.0
_EPOCH = date(1970, 1, 1).toordinal()
_FEW = 3
_WAS_KEPT = frozenset({"hit", "expired", "invalidated"})
_NOT_LOOKED_UP = frozenset({"bypass", "overridden"})


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How the cache is set: what :func:`fpcache_ops.analysis.what_if` compares.

    Args:
        lifetime_days: how long a verdict may be reused.
        critical_days: the same for critical types, if it differs.
        most_entries: how many verdicts are kept at most; beyond, the one not used for longest goes.
        policy: whose rows to take, in a log of several policies (as ``fpcache replay`` writes it).
    """

    lifetime_days: float = 90
    critical_days: float | None = None
    most_entries: int | None = None
    policy: str | None = None

    def __post_init__(self) -> None:
        days = (self.lifetime_days, self.critical_days or 1)
        if not all(0 < number < 1e6 for number in days):
            raise UnusableInput(
                f"a lifetime is a number of days above 0, not {days[0]} or {days[1]}"
            )
        if self.most_entries is not None and self.most_entries < 1:
            raise UnusableInput(f"most_entries = {self.most_entries}: at least 1 is needed")

    def __str__(self) -> str:
        parts = [f"{self.lifetime_days:g} days"]
        if self.critical_days is not None:
            parts.append(f"critical {self.critical_days:g} days")
        if self.most_entries is not None:
            parts.append(f"at most {self.most_entries:,} entries")
        return ", ".join([*([self.policy] if self.policy else []), *parts])

    def lifetime_s(self, vulnerability_type: str) -> float:
        """The lifetime of a verdict on this type, in seconds."""
        critical = self.critical_days is not None
        if critical and severity_of(vulnerability_type) is Severity.CRITICAL:
            return (self.critical_days or 0) * _DAY
        return self.lifetime_days * _DAY


class Asked(NamedTuple):
    """A finding of the log, as :func:`live` meets it."""

    at_s: float
    question: int
    judge: int
    vulnerability_type: str
    fallback: str
    outcome: str
    is_placed: bool
    entry_age_s: float | None
    validation_us: int

    @property
    def looked_up(self) -> bool:
        """The cache was on, and no person had decided."""
        return self.outcome not in _NOT_LOOKED_UP


class Policy(NamedTuple):
    """A policy in a log."""

    policy: str
    findings: int


def history(log: Log, setting: Setting) -> Sequence[Asked]:
    """The findings of the policy that the setting names, or of the only one.

    Raises:
        UnusableInput: the log holds none of this policy, or several and none is named.
    """
    policies = [one.policy for one in log.ask("policies", Policy)]
    chosen = setting.policy or (policies[0] if len(policies) == 1 else None)
    if chosen is None and policies:
        raise UnusableInput(f"the log holds rows of {' and '.join(policies)}: name one as policy=")
    if chosen is not None and chosen not in policies:
        raise UnusableInput(
            f"the log holds no rows of policy {chosen!r}: fpcache replay --policy file,scope --log "
            "writes a log of several"
        )
    asked = {"policy": chosen, "alone": len(policies) <= 1}
    return log.once(("history", chosen), lambda: log.ask("history", Asked, **asked))


@dataclass
class Kept:
    """How sure it is that a verdict is kept: 1 or 0 if the log shows it, else a share of its like.

    Only a verdict that is sure enough is stored, and the log does not say how sure it was. It shows
    it: what was judged and asked again was known then, or was not.
    """

    shown: dict[tuple[int, int], bool] = field(default_factory=dict)
    by_anyone: dict[int, bool] = field(default_factory=dict)
    like: dict[tuple[str, ...], float] = field(default_factory=dict)

    def of(self, one: Asked) -> float:
        """For a finding that is judged now: by itself, else another version's, else its like."""
        shown = self.shown.get((one.question, one.judge), self.by_anyone.get(one.question))
        if shown is not None:
            return float(shown)
        return next((self.like[like] for like in _likeness(one) if like in self.like), 1.0)


def learnt(rows: Iterable[Asked]) -> Kept:
    """What these rows show about which verdicts are kept."""
    kept = Kept()
    judged: dict[tuple[int, int], Asked] = {}
    for one in rows:
        _, question, judge, _, _, outcome, is_placed, _, validation_us = one
        if outcome in _NOT_LOOKED_UP:
            continue
        key = (question, judge)
        if key in judged:
            known = outcome in _WAS_KEPT
            kept.shown[key] = known or kept.shown.get(key, False)
        if is_placed and validation_us:
            judged[key] = one
    total, positive = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for key, was_kept in kept.shown.items():
        kept.by_anyone[key[0]] = was_kept
        for group in _likeness(judged[key]):
            total[group] += 1
            positive[group] += was_kept
    kept.like = {
        group: positive[group] / number
        for group, number in total.items()
        if number >= _FEW or not group
    }
    return kept


def _likeness(one: Asked) -> Sequence[tuple[str, ...]]:
    """What a verdict is like, from the closest to anything."""
    return ((one.vulnerability_type, one.fallback), (one.fallback,), ())


class Lived(NamedTuple):
    """A day: findings looked up, the hits that there were, and those expected of the setting."""

    looked_up: int
    observed: int
    expected: float
    missed: float
    """Findings with evidence that the setting expects to be judged."""


def live(
    rows: Sequence[Asked], setting: Setting, kept: Kept, *, known_until: float = float("inf")
) -> Mapping[str, Lived]:
    """Replay the rows under a setting, day by day.

    What was stored before the log began shows in hits that nothing in the log explains; those after
    ``known_until`` (seconds) are not looked at.
    """
    store: OrderedDict[tuple[int, int], tuple[float, float]] = OrderedDict()
    for key, stored_at in sorted(_before(rows, known_until).items(), key=lambda item: item[1]):
        store[key] = (stored_at, 1.0)
    lifetimes = {
        kind: setting.lifetime_s(kind) for kind in {one.vulnerability_type for one in rows}
    }
    is_bounded = setting.most_entries is not None
    days: dict[int, list[float]] = {}
    for one in rows:
        at_s, question, judge, kind, _, outcome, is_placed, _, _ = one
        if outcome in _NOT_LOOKED_UP:
            continue
        key = (question, judge)
        stored_at, sure = store.get(key, (0.0, 0.0))
        usable = (
            is_placed
            and sure > 0
            and outcome != "invalidated"
            and at_s < stored_at + lifetimes[kind]
        )
        hit = sure if usable else 0.0
        if usable:
            if is_bounded:
                store.move_to_end(key)
        elif is_placed and (sure_now := kept.of(one)) > 0:
            store[key] = (at_s, sure_now)
            store.move_to_end(key)
            if setting.most_entries is not None and len(store) > setting.most_entries:
                store.popitem(last=False)
        else:
            store.pop(key, None)
        day = days.setdefault(int(at_s // _DAY), [0, 0, 0.0, 0.0])
        day[0] += 1
        day[1] += outcome == "hit"
        day[2] += hit
        day[3] += is_placed * (1 - hit)
    return {
        f"{date.fromordinal(_EPOCH + number)}": Lived(int(looked_up), int(observed), *rest)
        for number, (looked_up, observed, *rest) in days.items()
    }


def _before(rows: Iterable[Asked], until: float) -> dict[tuple[int, int], float]:
    """When each entry was stored that the log does not show being stored."""
    seen: set[tuple[int, int]] = set()
    found = {}
    for at_s, question, judge, _, _, outcome, _, entry_age_s, _ in rows:
        if at_s >= until:
            break
        if outcome in _NOT_LOOKED_UP:
            continue
        key = (question, judge)
        if key not in seen:
            seen.add(key)
            if outcome == "hit" and entry_age_s is not None:
                found[key] = at_s - entry_age_s
    return found
