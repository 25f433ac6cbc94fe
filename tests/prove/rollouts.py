"""The proofs about roll-outs: simulated ones, switches under load, and planted faults."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from fpcache_ops.operations.rollout import traffic
from fpcache_ops.operations.rollout.deploying import GREEN
from fpcache_ops.operations.rollout.record import State
from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment, copied_version
from tests.faults import rollout as planted
from tests.simulated_rollouts import World, first_alarm, roll_out, rules_from


def judge() -> dict[str, Any]:
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


def switch() -> dict[str, Any]:
    """20,000 requests through switches of all shares, and green killed now and then: none fails."""
    wanted, rate = 20_000, 60.0
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
        lines = rehearsed.traffic_file.read_bytes().splitlines()
        rows = [msgspec.json.decode(line, type=traffic.Sent) for line in lines]
        failed = [(row.status, row.milliseconds, row.why) for row in rows if row.failed]
        assert not failed, f"of {len(rows)} requests failed: {failed}"
        slowest = max(row.milliseconds for row in rows)
        # Who waits for a verdict that the killed one was about to give waits for its lease to end.
        assert slowest < 15_000, f"a request took {slowest:.0f} ms"
    return {
        "requests": sent.requests,
        "failed": len(failed),
        "slowest_request_ms": slowest,
        "switches": switches,
        "green_killed": kills,
        "slowest_switch_seconds": round(max(seconds), 3),
    }


def under_locust() -> dict[str, Any]:
    """All four phases while Locust sends staging's mix to the entry: no request of it fails.

    The checks afterwards are left out: of that mix fewer than 80 % are hits by design.
    """
    fault = replace(planted.NONE, traffic=False)
    with tempfile.TemporaryDirectory() as name, RehearsedDeployment(Path(name) / "d") as rehearsed:
        load = [
            "loadtest",
            "run",
            "mixed",
            "--host",
            rehearsed.url,
            "--seconds",
            "240",
            "--rate",
            "16",
        ]
        with subprocess.Popen(
            [*(sys.executable, "-P", "-m", "fpcache_ops.cli"), *load, "--format", "json"],
            stdout=subprocess.PIPE,
            cwd=name,
        ) as locust:
            try:
                came, _ = planted.roll_out(
                    fault,
                    rehearsed,
                    Path(name),
                    look_seconds=1.0,
                    rate=0.0,
                    criteria_file=planted.criteria_for_a_busy_machine(Path(name)),
                )
                assert locust.poll() is None, "Locust ended before the roll-out did"
                assert came.state is State.PROVISIONAL, came
                said, _ = locust.communicate()
            finally:
                locust.terminate()
    figures = json.loads(said)["figures"]
    sent, failed = figures["*"]["due"][0], figures["*"]["errors"][0]
    assert failed == 0, f"{failed} of {sent} requests failed"
    assert figures["*"]["wrong"][0] == 0, figures["*"]
    return {
        "phases": {one.page: one.conclusion for one in came.phases},
        "requests_of_locust": sent,
        "failed": failed,
        "wrong_answers": figures["*"]["wrong"][0],
        "p95_ms_from_due": figures["*"]["p95"][0],
    }


def faults() -> dict[str, Any]:
    """A roll-out without a fault goes through; one with a fault is stopped and taken back."""
    seen: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name, RehearsedDeployment(Path(name) / "d") as rehearsed:
        for number, fault in enumerate((planted.NONE, *planted.FAULTS)):
            folder = Path(name) / str(number)
            folder.mkdir()
            limits = planted.criteria_for_a_busy_machine(folder)
            came, clients = planted.roll_out(
                fault,
                rehearsed,
                folder,
                look_seconds=1.0,
                rate=40.0,
                checks=fault is planted.NONE,
                criteria_file=limits,
            )
            last, back = came.phases[-1], came.rolled_back
            if fault is planted.NONE:
                assert came.state is State.COMPLETE, came
                assert clients.failed == 0, clients
            else:
                assert (last.page, last.passed) == (fault.phase, False), (fault.name, came)
                assert re.search(fault.why, last.reason), (fault.name, last.reason)
                assert back is not None, fault.name
                assert back["sure"], fault.name
                assert back["seconds"] < 5, (fault.name, back)
            seen[fault.name] = {
                "state": came.state,
                "stopped_in": None if fault is planted.NONE else last.page,
                "because": last.reason[:120],
                "back_in_seconds": None if back is None else back["seconds"],
                "clients": f"{clients.failed} of {clients.requests} failed",
            }
    return {"roll_outs": seen}
