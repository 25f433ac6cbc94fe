"""The proofs: functions that raise AssertionError, or return what they counted."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from fpcache_ops.operations.rollout import traffic
from fpcache_ops.operations.rollout.deploying import GREEN
from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment, copied_version
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.contract.places import Place, SqlitePlace, a_database, the_server
from tests.contract.prove import prove as stores_proven
from tests.contract.simulation import Counted, simulate
from tests.contract.test_machine import a_machine
from tests.differential import everything
from tests.integration.test_differential import answered
from tests.prove import load
from tests.prove.replays import replays
from tests.prove.staleness import staleness
from tests.simulated_rollouts import World, first_alarm, roll_out, rules_from

Proof = Callable[[], dict[str, Any]]


def differential() -> dict[str, Any]:
    """Cache off, cold and warm answer alike on the demo and every labelled case."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(SqliteDatabase(Path(folder) / "cache.db"))
        off, cold, warm = (answered(store, on=on) for on in (False, True, True))
        store.close()
    labelled = everything()
    different = [
        one.name
        for one, *answers in zip(labelled, off, cold, warm, strict=True)
        if len({(a.verdict.judgement, a.verdict.confidence, a.verdict.reason) for a in answers}) > 1
    ]
    real = [answer for one, answer in zip(labelled, warm, strict=True) if one.real]
    hidden = [answer.finding.locator for answer in real if not answer.is_real]
    safe = [answer for one, answer in zip(labelled, warm, strict=True) if one.real is False]
    assert not different, different
    assert not hidden, hidden
    return {
        "findings": len(labelled),
        "answered_differently": 0,
        "real": len(real),
        "real_answered_as_false_positive": 0,
        "false": len(safe),
        "false_positives_recognised": sum(not answer.is_real for answer in safe),
    }


def any_history() -> dict[str, Any]:
    """The state machine of tests/contract/test_machine.py, many more histories, both stores."""
    histories, steps = 150, 50
    with _places() as places:
        for place in places:
            run_state_machine_as_test(
                a_machine(place),
                settings=settings(
                    max_examples=histories,
                    stateful_step_count=steps,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    return {"histories_per_store": histories, "steps_at_most": steps, "against_the_model": 0}


@contextmanager
def _places() -> Iterator[list[Place]]:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        server = opened.enter_context(the_server())
        sqlite = SqlitePlace(folder)
        opened.enter_context(sqlite.opened)
        yield [sqlite, opened.enter_context(a_database(server, folder))]


def stores() -> dict[str, Any]:
    """Writers killed, every interleaving, random bytes over pages: nothing acknowledged is lost."""
    return stores_proven()


def rollout_judge() -> dict[str, Any]:
    """2,000 roll-outs without a fault are stopped in at most 5 %; when drops are seen."""
    chance = np.random.default_rng(2026)
    worlds = (World(), World(carry=0.9), World(carry=0.0), World(lookups=3000, wobble=0.01))
    alarms = 0
    for world in worlds:
        for _ in range(10):
            rules = rules_from(world, chance)
            alarms += sum(
                first_alarm(roll_out(world, chance), rules) is not None for _ in range(50)
            )
    roll_outs = 50 * 10 * len(worlds)
    assert alarms <= 0.05 * roll_outs, f"{alarms} of {roll_outs} false alarms"
    seen: dict[str, Any] = {}
    for name, world in (("400 lookups a minute", World()), ("3,000 lookups a minute", worlds[3])):
        for points in (1, 2, 5):
            found = []
            for _ in range(10):
                rules = rules_from(world, chance)
                for _ in range(10):
                    looks = roll_out(world, chance, drop=points / 100)
                    found.append(first_alarm(looks, rules))
            times = sorted(alarm for alarm in found if alarm is not None)
            median = times[len(found) // 2] if len(times) > len(found) // 2 else None
            seen[f"{points} points, {name}"] = {
                "seen": f"{len(times)} of {len(found)}",
                "median_minutes": median,
            }
    return {"roll_outs_without_fault": roll_outs, "false_alarms": alarms, "drops": seen}


def rollout_switch() -> dict[str, Any]:
    """20,000 requests through switches of all shares, and green killed now and then: none fails."""
    wanted, rate = 20_000, 120.0
    with tempfile.TemporaryDirectory() as name, RehearsedDeployment(Path(name) / "d") as rehearsed:
        deployer = rehearsed.deployer
        version = copied_version(Path(name) / "next", "next", {})
        deployer.start(GREEN, version)
        rehearsed.send_traffic(rate)
        switches, kills, seconds = 0, 0, []
        while (sent := traffic.read(rehearsed.traffic_file)).requests < wanted:
            for percent in (10, 50, 100, 50, 0):
                began = time.monotonic()
                deployer.route(percent)
                seconds.append(time.monotonic() - began)
                switches += 1
                time.sleep(2.0)
                if percent == 50 and switches % 20 == 2:
                    process = deployer.process_of(GREEN)
                    assert process is not None
                    os.kill(process, signal.SIGKILL)
                    time.sleep(2.0)
                    deployer.start(GREEN, version)
                    kills += 1
        assert sent.failed == 0, f"{sent.failed} of {sent.requests} requests failed"
    return {
        "requests": sent.requests,
        "failed": sent.failed,
        "switches": switches,
        "green_killed": kills,
        "slowest_switch_seconds": round(max(seconds), 3),
    }


def interleavings() -> dict[str, Any]:
    """Whole requests against invalidations, restores, sweeps, deaths and clocks: nothing stale."""
    many, at_once = 20_000, 100
    starts = range(0, many, at_once)
    # Spawned, not forked: nothing of this process's threads and connections goes along.
    # Most of the time they hand over to one another: more than one to a core.
    workers = 4 * (os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        done = pool.map(_simulated, starts, [at_once] * len(starts))
        counted = sum(done, start=Counted())
    with _places() as (_, postgresql):
        on_postgresql = simulate(postgresql, range(many, many + 500))
    assert counted.schedules == many
    return {"sqlite": asdict(counted), "postgresql": asdict(on_postgresql)}


def _simulated(start: int, many: int) -> Counted:
    """Some schedules on fresh data, so that they do not get slower."""
    with tempfile.TemporaryDirectory() as folder:
        return simulate(SqlitePlace(Path(folder)), range(start, start + many))


PROOFS: dict[str, Proof] = {
    "differential": differential,
    "staleness": staleness,
    "replays": replays,
    "any-history": any_history,
    "interleavings": interleavings,
    "stores": stores,
    "rollout-judge": rollout_judge,
    "rollout-switch": rollout_switch,
    "load-stampede": load.stampede,
    "load-mixed-sqlite": load.mixed_sqlite,
    "load-mixed-postgres": load.mixed_postgres,
    "load-soak": load.soak,
}
