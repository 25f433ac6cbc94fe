"""Phase 4: requests go over to green step by step, and the judge looks every minute."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from fpcache_ops.core.logged import Row
from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.lookuplog.reader import read as read_log
from fpcache_ops.operations.plan import Change, Fact, Plan
from fpcache_ops.operations.rollout import changing, scraping
from fpcache_ops.operations.rollout.deploying import BLUE, GREEN, SIDES
from fpcache_ops.operations.rollout.judging import (
    Counts,
    Look,
    Opinion,
    Power,
    Rules,
    State,
    judge,
    power,
    told,
)
from fpcache_ops.operations.rollout.scraping import SLOW_SECONDS, Totals
from fpcache_ops.operations.rollout.sequential import choose_block
from fpcache_ops.operations.rollout.warmup import Asked, expected_curve
from fpcache_ops.operations.rollout.where import CutOver, Place, save
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.specimens import asked
from fpcache_ops.operations.tables import Cell
from fpcache_ops.operations.wording import percent as percent_of

STEPS = {10: 8, 50: 14, 100: 8}
"""Percent of the requests for green, and for how many looks: 30 minutes."""

CUT_OVER = "cutover.json"
DROPS = (0.01, 0.02, 0.05)

_WARM = "fpcache/is-green-warm"


@dataclass(frozen=True, slots=True)
class Before:
    """What is known before anything is switched: the rules, and what they can show."""

    rules: Rules
    lookups: float
    hit_rate: float
    power: list[Power]
    look_seconds: float
    log_rows: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        block = self.rules.hit_block
        return {
            "green_begins": "with nothing" if self.rules.cold else "with what blue stored",
            "block_looks": block.looks,
            "block_chosen_from": f"{block.measured_on} blocks of the log before",
            "wobble_points": round(block.wobble * 100, 2),
            "carry_over": round(block.correlation, 2),
            "log_rows_before": self.log_rows,
            "lookups_a_look": round(self.lookups, 1),
            "hit_rate_before": round(self.hit_rate, 4),
            "chance_of_a_false_alarm": self.rules.alpha,
        }

    @property
    def title(self) -> str:
        """Of the power table."""
        both = sum(looks for percent, looks in STEPS.items() if percent < 100)
        return f"What {both} looks at both sides can show, at {self.lookups:.0f} lookups a look"

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """The power table: what this time can and cannot show."""
        return [dict(row) for row in told(self.power, self.look_seconds)]


def measure(place: Place) -> Before:
    """Look at the log before, and at one look of traffic, and settle how it is judged."""
    seconds = place.intent.look_seconds
    rows = _rows(place)
    log = [
        Asked(
            datetime.fromisoformat(row.occurred_at).timestamp(),
            row.from_request,
            (row.repository, row.path, row.policy or "", row.evidence_digest),
        )
        for row in rows
        if row.evidence_digest
    ]
    hits = choose_block(_series(rows, seconds, lambda row: row.outcome in ("hit", "overridden")))
    slow = choose_block(
        _series(rows, seconds, lambda row: row.latency_us - row.validation_us > SLOW_SECONDS * 1e6)
    )
    cold = not _is_warm(place)
    weights = [percent / 100 for percent, looks in STEPS.items() for _ in range(looks)]
    rules = Rules(
        hit_block=hits,
        slow_block=slow,
        cold=cold,
        curve=expected_curve(log, weights, seconds) if cold else None,
    )
    first = _read(place, BLUE)
    time.sleep(seconds)
    then = _read(place, BLUE)
    if first is None or then is None:
        raise ServiceUnusable("the metrics of blue cannot be read: nothing could be compared")
    seen = then.since(first)
    hit_rate = seen.hits / seen.lookups if seen.lookups else 0.0
    both = sum(looks for percent, looks in STEPS.items() if percent < 100)
    share = sum(p / 100 * n for p, n in STEPS.items() if p < 100) / both
    found = power(DROPS, both, rules, lookups=float(seen.lookups), share=share, hit_rate=hit_rate)
    return Before(rules, float(seen.lookups), hit_rate, found, seconds, len(rows))


def plan(run: Run, place: Place) -> Plan:
    """Three changes: 10, 50 and 100 percent for green."""
    changes = [
        Change(
            key=f"traffic-{percent}",
            title=f"{percent} % of the requests to green",
            kind=changing.ROUTE,
            arguments={"deployment": place.name, "percent": percent},
            undo=place.way_back(run),
        )
        for percent in STEPS
    ]
    return run.plan(
        changes,
        facts=[
            Fact(name="green", value=place.intent.green.label),
            Fact(name="percent for green now", value=place.deployer.routed()),
        ],
    )


@dataclass
class Watch:
    """The looks so far. :meth:`step` makes those of one share of the requests."""

    place: Place
    before: Before
    looks: list[Look] = field(default_factory=list)
    opinion: Opinion | None = None
    _last: dict[str, Totals | None] = field(default_factory=dict)

    def step(self, percent: int) -> "Watch":
        """Look as often as this share is watched; ends at the first look that is not healthy."""
        self._last = {side: _read(self.place, side) for side in SIDES}
        for _ in range(STEPS[percent]):
            time.sleep(self.before.look_seconds)
            counts = {side: self._counted(side) for side in SIDES}
            self.looks.append(Look(percent / 100, counts[BLUE], counts[GREEN]))
            self.opinion = judge(self.looks, self.before.rules)
            if not self.healthy:
                break
        return self

    @property
    def healthy(self) -> bool:
        """Whether there is no reason to stop."""
        return self.opinion is not None and self.opinion.state is State.HEALTHY

    @property
    def worse(self) -> tuple[int, int]:
        """Looks that found green worse, of those with figures of both sides."""
        fault = self.opinion is not None and self.opinion.state is State.FAULT
        return int(fault), sum(one.blue is not None and one.green is not None for one in self.looks)

    @property
    def failed(self) -> tuple[int, int]:
        """Requests that failed, of all since the first share went over."""
        counts = [one for look in self.looks for one in (look.blue, look.green) if one is not None]
        return sum(one.errors for one in counts), sum(one.requests for one in counts)

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        opinion = self.opinion
        if opinion is None:
            return {}
        return {
            "judge": opinion.state,
            "because": opinion.reason,
            "looks": opinion.looks,
            "failed": "{} of {}".format(*self.failed),
            **{
                name: f"{i.mean * 100:+.2f} points, between {i.low * 100:+.2f} and "
                f"{i.high * 100:+.2f}, {i.blocks} blocks"
                for name, i in (
                    ("hit_rate_green_minus_blue", opinion.hit_rate),
                    ("slow_green_minus_blue", opinion.slow),
                    ("hit_rate_minus_lowest_of_a_cold_cache", opinion.warm_up),
                )
                if i is not None
            },
        }

    @property
    def sees(self) -> bool:
        """Whether the judge could see to the end: a fault was seen, or that there was none."""
        return self.opinion is not None and self.opinion.state is not State.BLIND

    title: ClassVar[str] = "Both sides, counted at the same time"

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """Both sides at each share."""
        return [self._row(percent, side) for percent in STEPS for side in SIDES]

    def _row(self, percent: int, side: str) -> dict[str, Cell]:
        counts = [
            one
            for look in self.looks
            if look.weight == percent / 100 and (one := getattr(look, side)) is not None
        ]
        lookups, hits = sum(one.lookups for one in counts), sum(one.hits for one in counts)
        return {
            "green gets": f"{percent} %",
            "side": side,
            "requests": sum(one.requests for one in counts),
            "failed": sum(one.errors for one in counts),
            "hit rate": percent_of(hits / lookups) if lookups else "no data",
            "slow lookups": sum(one.slow for one in counts),
        }

    def keep_cut_over(self) -> dict[str, object]:
        """Note what green had counted, for the checks after an hour and a day."""
        return keep_cut_over(self.place)

    def _counted(self, side: str) -> Counts | None:
        now, last = _read(self.place, side), self._last[side]
        if now is not None:
            self._last[side] = now
        return now.since(last) if now is not None and last is not None else None


def keep_cut_over(place: Place) -> dict[str, object]:
    """Note what green has counted by now, and give the facts.

    Raises:
        ServiceUnusable: its figures cannot be read.
    """
    totals = _read(place, GREEN)
    if totals is None:
        raise ServiceUnusable("the metrics of green cannot be read at the cut-over")
    kept = CutOver(
        at=time.time(),
        requests=totals.requests,
        errors=totals.errors,
        lookups=totals.lookups,
        hits=totals.hits,
        slow=totals.slow,
        seconds=totals.seconds,
        buckets=[(str(bound), count) for bound, count in totals.buckets],
    )
    save(place.folder, CUT_OVER, kept)
    return {"cut_over_at": kept.at, "requests_by_then": int(kept.requests)}


def _read(place: Place, side: str) -> Totals | None:
    instance = place.deployer.instances().get(side)
    if instance is None:
        return None
    try:
        return scraping.read(instance.metrics, slow_seconds=SLOW_SECONDS)
    except ServiceUnusable:
        return None


def _is_warm(place: Place) -> bool:
    """Whether green answers from the cache what blue has just judged."""
    repository = f"fpcache/warm-{secrets.token_hex(4)}"
    with place.client(BLUE) as blue, place.client(GREEN) as green:
        asked(blue, repository)
        answers = asked(green, repository).validated
    return all(one.outcome in ("hit", "overridden") for one in answers)


def _rows(place: Place) -> list[Row]:
    log = place.deployer.log_of(BLUE)
    return list(read_log(log)) if log.is_dir() else []


def _series(
    rows: Sequence[Row], seconds: float, counted: Callable[[Row], bool]
) -> list[tuple[int, int]]:
    """Of each look of the log before how many lookups, and how many are counted."""
    looks: dict[int, list[int]] = {}
    for row in rows:
        at = int(datetime.fromisoformat(row.occurred_at).timestamp() // seconds)
        both = looks.setdefault(at, [0, 0])
        both[0] += 1
        both[1] += counted(row)
    if not looks:
        return []
    # The first and the last are not whole.
    return [tuple(looks.get(at, (0, 0))) for at in range(min(looks) + 1, max(looks))]  # type: ignore[misc]
