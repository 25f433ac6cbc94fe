"""The checks after an hour and after a day, which close what phase 4 left provisional."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from fpcache_ops.core.logged import Row
from fpcache_ops.errors import Refused, ServiceUnusable, UnusableInput
from fpcache_ops.lookuplog.reader import read as read_log
from fpcache_ops.operations.criteria import Criterion, Result, evaluate, load
from fpcache_ops.operations.rollout import scraping
from fpcache_ops.operations.rollout.deploying import GREEN
from fpcache_ops.operations.rollout.scraping import SLOW_SECONDS, Totals
from fpcache_ops.operations.rollout.watching import CUT_OVER, keep_cut_over
from fpcache_ops.operations.rollout.where import CutOver, Place
from fpcache_ops.operations.validate_cache import percentile
from fpcache_ops.operations.wording import seconds as told_seconds

_REHEARSED_SECONDS = 30.0
"""How long a rehearsal waits, at most, for as many lookups as the check wants."""


@dataclass(frozen=True, slots=True)
class Since:
    """What green did since it got all requests."""

    seconds: float
    requests: int
    errors: int
    lookups: int
    hits: int
    mean_ms: float | None
    p95_ms: float | None
    rehearsed_hours: float | None = None
    """The hours for which ``seconds`` stand in a rehearsal."""

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        hours = self.rehearsed_hours
        instead = f", which stand for {hours:g} h in this rehearsal" if hours is not None else ""
        return {
            "since_cut_over": told_seconds(self.seconds) + instead,
            "failed": f"{self.errors} of {self.requests}",
            "hits": f"{self.hits} of {self.lookups}",
            "lookup_mean_ms": self.mean_ms,
            "lookup_p95_ms": self.p95_ms,
        }


def since_cut_over(place: Place, hours: float, lookups: int) -> Since:
    """Read green's figures, and take away those of the cut-over.

    A rehearsal waits for so many lookups in place of the hours.

    Raises:
        Refused: so much time has not passed yet.
        UnusableInput: green never got all requests.
    """
    before = _cut_over(place)
    green = place.deployer.instances().get(GREEN)
    if green is None:
        raise ServiceUnusable("green does not run any more")
    passed = time.time() - before.at
    if not place.is_rehearsal and passed < hours * 3600:
        raise Refused(
            f"{told_seconds(passed)} have passed since green got all requests; come back in "
            f"{told_seconds(hours * 3600 - passed)}"
        )
    deadline = time.monotonic() + _REHEARSED_SECONDS
    while True:
        now = scraping.read(green.metrics, slow_seconds=SLOW_SECONDS)
        since = difference(before, now, time.time() - before.at)
        if not place.is_rehearsal:
            return since
        if since.lookups >= lookups or time.monotonic() > deadline:
            return replace(since, rehearsed_hours=hours)
        time.sleep(0.2)


def difference(before: CutOver, now: Totals, seconds: float) -> Since:
    """What was counted between two readings; an instance that began anew has counted from zero."""
    anew = now.requests < before.requests or now.lookups < before.lookups
    base = (
        CutOver(at=0, requests=0, errors=0, lookups=0, hits=0, slow=0, seconds=0, buckets=[])
        if anew
        else before
    )
    earlier = {float(bound): count for bound, count in base.buckets}
    buckets = [(bound, count - earlier.get(bound, 0.0)) for bound, count in now.buckets]
    counted = buckets[-1][1] if buckets else 0.0
    return Since(
        seconds,
        int(now.requests - base.requests),
        int(now.errors - base.errors),
        int(now.lookups - base.lookups),
        int(now.hits - base.hits),
        (now.seconds - base.seconds) / counted * 1000 if counted else None,
        quantile(buckets, 0.95),
    )


def quantile(buckets: Sequence[tuple[float, float]], share: float) -> float | None:
    """Milliseconds that a share took at most: the upper bound of its bucket, which is never less.

    Beyond the last bound nothing is known, so it is infinite.
    """
    total = buckets[-1][1] if buckets else 0.0
    if not total:
        return None
    return next(bound for bound, count in buckets if count >= share * total) * 1000


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours that were watched, and those in which a critical alert would have fired."""

    watched: int
    incidents: list[str]
    length_s: float = 3600.0

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "hours_watched": self.watched,
            "an_hour_is": told_seconds(self.length_s),
            "incidents": f"{len(self.incidents)} of {self.watched}",
            "which": self.incidents[:24],
        }


def incidents(place: Place) -> Hours:
    """Hour by hour since the cut-over, from green's lookup log.

    An incident is an hour that a critical criterion of the alerts says is not good. In a rehearsal
    a 24th part of the time that passed stands for an hour.
    """
    before = _cut_over(place)
    log = place.deployer.log_of(GREEN)
    now = time.time()
    length = (now - before.at) / 24 if place.is_rehearsal else 3600.0
    rows: Iterable[Row] = read_log(log) if log.is_dir() else []
    return hours(rows, before.at, length, now, load().values())


def hours(
    rows: Iterable[Row], since: float, length: float, until: float, criteria: Iterable[Criterion]
) -> Hours:
    """Incidents among the hours of ``length`` seconds; the last, which is not over, is left out."""
    by_hour: dict[int, list[Row]] = {}
    for row in rows:
        hour = int((datetime.fromisoformat(row.occurred_at).timestamp() - since) // length)
        if 0 <= hour < int(round((until - since) / length, 6)):
            by_hour.setdefault(hour, []).append(row)
    limits = {one.name: one for one in criteria}
    found = []
    for hour, of in sorted(by_hour.items()):
        hits = sum(row.outcome in ("hit", "overridden") for row in of)
        p95 = percentile([(row.latency_us - row.validation_us) / 1000 for row in of], 95)
        for name, value in (("alert_hit_rate_critical", hits), ("alert_p95_critical", p95)):
            check = evaluate(limits[name], value, len(of))
            if check.result is Result.FAIL:
                found.append(f"hour {hour + 1}: {check.title} {check.value_text}")
                break
    return Hours(len(by_hour), found, length)


def begin(place: Place) -> str:
    """When green got all requests; a rehearsal of the check alone notes it now."""
    if place.rehearsed is not None:
        keep_cut_over(place)
    return datetime.fromtimestamp(_cut_over(place).at, UTC).isoformat(timespec="seconds")


def _cut_over(place: Place) -> CutOver:
    try:
        return msgspec.json.decode((place.folder / CUT_OVER).read_bytes(), type=CutOver)
    except OSError:
        raise UnusableInput(
            f"green never got all requests: there is no {CUT_OVER} in {place.folder}; the page "
            "phase-4-traffic writes it when it passes"
        ) from None
