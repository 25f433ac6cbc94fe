"""Phase 2: green is started beside blue, without requests, and blue is kept warm."""

from dataclasses import dataclass

import httpx

from fpcache_ops.operations.journal import plain
from fpcache_ops.operations.plan import Change, Fact, Plan
from fpcache_ops.operations.rollout import changing
from fpcache_ops.operations.rollout.deploying import BLUE, GREEN
from fpcache_ops.operations.rollout.where import Place
from fpcache_ops.operations.session import Run

_PATHS = ("/health", "/ready")
_TIMES = 3


def plan_green(run: Run, place: Place) -> Plan:
    """One change: green runs; the commands that it amounts to are among the facts."""
    version = place.intent.green
    change = Change(
        key="start-green",
        title=f"Start green ({version.label}), which gets no requests",
        kind=changing.DEPLOY,
        arguments={
            "deployment": place.name,
            "side": GREEN,
            "version": {**plain(version), "source": place.named(version.source)},
        },
        undo="nothing to undo: green gets no requests",
    )
    blue = place.deployer.instances()[BLUE]
    return run.plan(
        [change],
        facts=[
            Fact(name="blue", value=blue.version.label),
            Fact(name="percent for green now", value=place.deployer.routed()),
            *(
                Fact(name=f"command {number}", value=place.named(command))
                for number, command in enumerate(place.deployer.shown("start", side=GREEN), 1)
            ),
        ],
    )


@dataclass(frozen=True, slots=True)
class Health:
    """Health checks of both sides and of the entry, and those that failed."""

    made: int
    failed: list[str]

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {"made": self.made, "failed": f"{len(self.failed)} of {self.made}: {self.failed}"}


def health_checks(place: Place) -> Health:
    """Ask blue, green and the entry whether they are healthy and ready, three times."""
    urls = {side: one.url for side, one in place.deployer.instances().items()}
    urls["entry"] = place.deployer.entry
    failed, made = [], 0
    for name in (BLUE, GREEN, "entry"):
        for path in _PATHS * _TIMES:
            made += 1
            try:
                answer = httpx.get(f"{urls[name]}{path}", timeout=5, trust_env=False)
                healthy = answer.status_code == 200 and answer.json()["status"] in ("ok", "ready")
            except (httpx.HTTPError, KeyError, ValueError, TypeError):
                healthy = False
            if not healthy:
                failed.append(f"{name} {path}")
    return Health(made, failed)
