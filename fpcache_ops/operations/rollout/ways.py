"""The ways back, and the drill: what each does, and the seconds until every instance says so."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
import msgspec

from fpcache_ops.core.flags import EVERYONE
from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations.plan import Change, Fact, Plan
from fpcache_ops.operations.rollout import changing, scraping, traffic
from fpcache_ops.operations.rollout.deploying import BLUE, SIDES, Deployer
from fpcache_ops.operations.rollout.scraping import SLOW_SECONDS, Totals
from fpcache_ops.operations.rollout.where import Place
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.tables import Cell
from fpcache_ops.stores.switch import OFF_FILE
from fpcache_ops.wire.management import SelectorBody

PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.02
_UNDER_LOAD_SECONDS = 1.0
"""How long the returned state is watched under load, at least."""
_TRAFFIC_SECONDS = 10.0
"""How long requests are waited for, when there are none."""


class Way(StrEnum):
    """A way back."""

    VERSION = "version"
    """All requests to blue, which was kept warm."""
    FILE = "file"
    """A file beside the store: the cache is off, also when the database is down."""
    FLAG = "flag"
    """The flag: the cache is off for everyone."""
    VARIABLE = "variable"
    """FORCE_CACHE_CONTROLLER=false: every instance begins anew."""
    CLEAR = "clear"
    """Every verdict is withdrawn, and can be restored: when corruption is suspected."""


_TITLES = {
    Way.VERSION: ("All requests to blue", "the share of green as it was"),
    Way.FILE: ("Switch the cache off by a file", "the file away"),
    Way.FLAG: ("Switch the cache off by the flag", "the flag as it was"),
    Way.VARIABLE: ("Start all instances with the cache off", "start them as they were"),
    Way.CLEAR: ("Withdraw every verdict", "fpcache runbook plan restore -p invalidation=..."),
}


@dataclass(frozen=True, slots=True)
class Now:
    """How it is before anything is flipped."""

    green_percent: int
    cache: dict[str, str]
    totals: dict[str, Totals]

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {"percent_for_green": self.green_percent, "cache": self.cache}


def look(place: Place) -> Now:
    """How it is now. Raises ServiceUnusable."""
    deployer = place.deployer
    return Now(deployer.routed(), _caches(deployer), read_totals(deployer))


def plan(run: Run, place: Place, now: Now) -> Plan:
    """The flip; in a drill also the way back to how it was."""
    way = Way(str(run.parameters["way"]))
    changes = [_change(place, way, now, back=False)]
    if run.parameters["drill"] and way is not Way.CLEAR:
        changes.append(_change(place, way, now, back=True))
    return run.plan(
        changes,
        facts=[
            Fact(name="percent for green now", value=now.green_percent),
            Fact(name="caches that are on", value=list(now.cache.values()).count("on")),
        ],
    )


def _change(place: Place, way: Way, now: Now, *, back: bool) -> Change:
    title, undo = _TITLES[way]
    deployment: dict[str, Any] = {"deployment": place.name}
    store = f"{place.name}/{place.deployer.store.name}"
    if place.rehearsed is None:
        store = str(place.deployer.store)
    kind, arguments = "", deployment
    match way:
        case Way.VERSION:
            kind = changing.ROUTE
            arguments = {**deployment, "percent": now.green_percent if back else 0}
        case Way.FILE:
            kind = changing.OFF_FILE_AWAY if back else "off_file"
            arguments = {"off_file": str(Path(store).with_name(OFF_FILE))}
        case Way.FLAG:
            kind = "flag"
            arguments = {
                "store": store,
                "tenant": EVERYONE,
                "percentage": None if back else 0,
            }
        case Way.VARIABLE:
            kind = changing.RESTART
            arguments = {**deployment, "off": not back, "percent": now.green_percent}
        case Way.CLEAR:
            kind = "invalidate"
            everything = msgspec.to_builtins(SelectorBody(everything=True))
            arguments = {"selector": everything, "why": "rolled back: corruption is suspected"}
    return Change(
        key="back" if back else "flip",
        title=f"Back: {undo}" if back else title,
        kind=kind,
        arguments=arguments,
        undo="-" if back else undo,
    )


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of a flip: the seconds until the last instance said so, and what clients saw."""

    seconds: float | None
    instances: int
    not_reporting: list[str]
    requests: int
    failed: int
    hits: int
    lookups: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "seconds_until_all_report": self.seconds,
            "instances": self.instances,
            "not_reporting": self.not_reporting,
            "failed_meanwhile": f"{self.failed} of {self.requests}",
            "hit_rate_meanwhile": f"{self.hits} of {self.lookups}",
        }


def watch(place: Place, way: Way, now: Now, flipped_at: float, *, back: bool = False) -> Returned:
    """Wait until every instance reports the state that is wanted; then watch it under load."""
    wanted = _wanted(place.deployer, way, now, back=back)
    left = _until_all(wanted)
    seconds = None if left else round(time.time() - flipped_at, 3)
    deadline = time.monotonic() + _TRAFFIC_SECONDS
    sides = traffic.Sum(0, 0, 0, 0)
    time.sleep(_UNDER_LOAD_SECONDS)
    while not (sides := _meanwhile(place, now, flipped_at)).requests:
        if time.monotonic() > deadline:
            break
        time.sleep(_LOOK_SECONDS)
    return Returned(
        seconds, len(wanted), left, sides.requests, sides.failed, sides.hits, sides.lookups
    )


def watch_flip(run: Run, place: Place, now: Now) -> Returned:
    """What came of the flip that :meth:`Run.apply` has just made."""
    ago = run.seconds_applying() or 0.0
    return watch(place, Way(str(run.parameters["way"])), now, time.time() - ago)


def watch_back(run: Run, place: Place, now: Now, *, since: float) -> Returned:
    """The same for the way back of a drill, which was begun at ``since``."""
    return watch(place, Way(str(run.parameters["way"])), now, since, back=True)


def _meanwhile(place: Place, now: Now, since: float) -> traffic.Sum:
    """What clients got since a moment: as ours saw it, else as the instances counted it."""
    if place.traffic is not None:
        return traffic.read(place.traffic, since)
    counted = [
        one.since(now.totals[side])
        for side, one in read_totals(place.deployer).items()
        if side in now.totals
    ]
    return traffic.Sum(
        sum(one.requests for one in counted),
        sum(one.errors for one in counted),
        sum(one.hits for one in counted),
        sum(one.lookups for one in counted),
    )


def read_totals(deployer: Deployer) -> dict[str, Totals]:
    """What each side has counted so far; one that does not say is left out."""
    found = {}
    for side, instance in deployer.instances().items():
        with suppress(ServiceUnusable):
            found[side] = scraping.read(instance.metrics, slow_seconds=SLOW_SECONDS)
    return found


def drill_rows(flip: Returned, back: Returned) -> list[dict[str, Cell]]:
    """There and back, for people."""
    return [
        {
            "": name,
            "seconds until all say so": one.seconds,
            "instances": one.instances,
            "failed meanwhile": f"{one.failed} of {one.requests}",
            "hits meanwhile": f"{one.hits} of {one.lookups}",
        }
        for name, one in (("flip", flip), ("back", back))
    ]


def moment() -> float:
    """Now, to measure from."""
    return time.time()


def flip_back(deployer: Deployer, *, clients: Path | None = None) -> Returned:
    """All requests to blue, at once: what `fpcache rollout run --rollback` does."""
    at = time.time()
    deployer.route(0)
    left = _until_all({"proxy": lambda: deployer.routed() == 0})
    seconds = None if left else round(time.time() - at, 3)
    seen = traffic.read(clients, at) if clients is not None else traffic.Sum(0, 0, 0, 0)
    return Returned(seconds, 1, left, seen.requests, seen.failed, seen.hits, seen.lookups)


def _wanted(deployer: Deployer, way: Way, now: Now, *, back: bool) -> dict[str, Callable[[], bool]]:
    """Who is asked, and whether it says what is wanted."""
    match way:
        case Way.VERSION:
            percent = now.green_percent if back else 0
            return {"proxy": lambda: deployer.routed() == percent}
        case Way.CLEAR:
            return {}
        case Way.FILE | Way.FLAG | Way.VARIABLE:
            return {
                side: lambda side=side: (
                    _cache(deployer, side)  # type: ignore[misc]
                    == (now.cache.get(side, "on") if back else "off")
                )
                for side in deployer.instances()
            }


def _until_all(wanted: dict[str, Callable[[], bool]]) -> list[str]:
    """Ask until all say yes; those that did not in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    left = dict(wanted)
    while left and time.monotonic() < deadline:
        for name, says_so in list(left.items()):
            try:
                if says_so():
                    del left[name]
            except (httpx.HTTPError, ServiceUnusable):
                continue
        if left:
            time.sleep(_LOOK_SECONDS)
    return sorted(left)


def _caches(deployer: Deployer) -> dict[str, str]:
    return {side: _cache(deployer, side) for side in SIDES if side in deployer.instances()}


def _cache(deployer: Deployer, side: str) -> str:
    """Whether an instance says that its cache is on."""
    url = deployer.instances()[side].url
    try:
        return str(httpx.get(f"{url}/health", timeout=2, trust_env=False).json()["cache"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ServiceUnusable(f"{side} does not say how it is: {error}") from error


def blue_is_warm(place: Place) -> bool:
    """Whether blue still runs and takes requests: without it there is no way back."""
    instance = place.deployer.instances().get(BLUE)
    if instance is None:
        return False
    try:
        answer = httpx.get(f"{instance.url}/ready", timeout=2, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200
