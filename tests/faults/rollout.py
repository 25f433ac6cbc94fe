"""Roll-outs to versions with a planted fault: each has to be stopped in its phase, and taken back.

A fault is planted in the source of green, a copy of this package; or there is no traffic at all.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from fpcache_ops.operations import criteria
from fpcache_ops.operations.rollout import traffic
from fpcache_ops.operations.rollout.deploying import GREEN
from fpcache_ops.operations.rollout.record import JOURNAL, Standing
from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment, copied_version
from fpcache_ops.operations.rollout.running import RollOut
from fpcache_ops.operations.rollout.where import Intent


@dataclass(frozen=True)
class Fault:
    """What is planted, and where it has to be stopped, with what in the reason."""

    name: str
    phase: str
    why: str
    file: str = ""
    text: str = ""
    instead: str = ""
    traffic: bool = True
    looks_as_long: int = 1
    """How many times as long each look takes: what is rare wants many requests to be seen."""


_ANSWER = "    asked = read_request("
NONE = Fault("none", "", "")


def errors(every: int, looks_as_long: int = 1) -> Fault:
    """One request of so many fails; the first few, which phase 3 sends, do not."""
    planted = (
        "    _answer.n = getattr(_answer, 'n', 0) + 1\n"
        f"    if _answer.n > 45 and _answer.n % {every} == 0:\n"
        "        raise RuntimeError('planted')\n"
    )
    return Fault(
        f"{100 / every:.0f} % errors",
        "phase-4-traffic",
        r"requests fail on green: \d+ of \d+",
        "service/validating.py",
        _ANSWER,
        planted + _ANSWER,
        looks_as_long=looks_as_long,
    )


FAULTS = (
    Fault(
        "wrong key",
        "phase-3-validate",
        r"Unchanged findings cached: 0 % \(0 of 10\)",
        "core/validation.py",
        "            built = self._builder.build(finding, sources)\n",
        "            built = self._builder.build(finding, sources)\n"
        "            if isinstance(built, Built):\n"
        "                built = __import__('dataclasses').replace(\n"
        "                    built, digest=__import__('os').urandom(32))\n",
    ),
    Fault(
        "slow",
        "phase-3-validate",
        "Cached answer",
        "service/validating.py",
        _ANSWER,
        "    time.sleep(0.6)\n" + _ANSWER,
    ),
    errors(50, looks_as_long=3),
    Fault(
        "a real vulnerability hidden",
        "phase-3-validate",
        "Real vulnerabilities hidden: 5 of 5",
        "wire/validation.py",
        "is_valid=answer.is_real,",
        "is_valid=answer.is_real and 'command' not in answer.finding.type,",
    ),
    Fault("no traffic", "phase-4-traffic", "no traffic reaches green", traffic=False),
    Fault(
        "metrics missing",
        "phase-4-traffic",
        "the metrics of green cannot be read",
        "service/status.py",
        "body = await self._lanes.run(self._telemetry.exposition)",
        "raise _not_ready('planted')",
    ),
)


def criteria_for_a_busy_machine(folder: Path) -> Path:
    """The criteria, with cached answers that may take ten times as long."""
    text = criteria.DEFAULT_FILE.read_text(encoding="utf-8")
    for name, limit in (("hit_latency_p95", 3000), ("hit_latency_mean", 500)):
        text = re.sub(rf"(\[{name}\][^\[]*?\nlimit = )\d+", rf"\g<1>{limit}", text)
    file = folder / "criteria.toml"
    file.write_text(text, encoding="utf-8")
    return file


def roll_out(
    fault: Fault,
    rehearsed: RehearsedDeployment,
    folder: Path,
    *,
    look_seconds: float,
    rate: float,
    checks: bool = False,
    criteria_file: Path = criteria.DEFAULT_FILE,
) -> tuple[Standing, traffic.Sum]:
    """Roll out a version with the fault on a running blue; how it stands, and what clients got."""
    edits = {fault.file: (fault.text, fault.instead)} if fault.file else {}
    version = copied_version(folder / "green", f"next ({fault.name})", edits)
    # What a roll-out before left on this deployment.
    rehearsed.deployer.route(0)
    rehearsed.deployer.stop(GREEN)
    for left in (JOURNAL, "cutover.json", rehearsed.traffic_file.name):
        (rehearsed.folder / left).unlink(missing_ok=True)
    shutil.rmtree(rehearsed.deployer.log_of(GREEN), ignore_errors=True)
    sending = rehearsed.send_traffic(rate) if fault.traffic else None
    try:
        standing = RollOut(
            rehearsed.folder,
            Intent(
                id=f"rehearsal of {fault.name}",
                green=version,
                environment="rehearsal",
                who="tests",
                started_at="",
                look_seconds=look_seconds * fault.looks_as_long,
            ),
            runs=folder / "runs",
            criteria=criteria_file,
        ).run(roll_back=True, checks=checks)
    finally:
        if sending is not None:
            sending.stop()
    return standing, traffic.read(rehearsed.traffic_file)
