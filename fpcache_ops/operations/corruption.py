"""What the runbook ``cache-corruption`` does: off, proven off, withdrawn, empty, watched.

The order is that of the danger: first nobody is answered from the cache any more, then what is in
it is withdrawn. Off is safe at any time: every finding is validated, with the same answers as
without a cache.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations import clearing, escalation, evidence
from fpcache_ops.operations.escalation import Severity
from fpcache_ops.operations.plan import Cap, Change, Fact, Plan
from fpcache_ops.operations.rehearsal import IN_REHEARSAL
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.specimens import specimens
from fpcache_ops.operations.tables import Table
from fpcache_ops.wire.management import SelectorBody

_PROBED = "fpcache/probe-{}"


@dataclass(frozen=True)
class Suspicion:
    """How things stand before anything is changed."""

    health: Mapping[str, Any]
    switch: str
    clearing: clearing.Clearing
    processes: int | None

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "health": dict(self.health),
            "switch": self.switch,
            "processes": self.processes,
            **self.clearing.facts,
        }


def prepare(run: Run) -> Mapping[str, object]:
    """Reach the service, and see that it can be switched off from here.

    Raises:
        UnusableInput: nothing says how it could be.
    """
    if not run.parameters["server"]:
        run.rehearsal(workers=2)
        return clearing.prepare(run)
    if not (run.parameters["off_file"] or run.parameters["store"]):
        raise UnusableInput(
            "nothing says how to switch it off: on the service's host give off_file, the file "
            "cache.off beside its store; elsewhere store, where the store's address is to be read; "
            "or run `fpcache off` on the host now, and come back with off_file"
        )
    return clearing.prepare(run)


def diagnose(run: Run) -> Suspicion:
    """How the service is, whether its cache answers, and what would be withdrawn."""
    reader = run.reader()
    selector = _selector(run)
    found = reader.preview(selector)
    switch = reader.explain(entry="0" * 64).switch
    counted = evidence.processes(run)
    return Suspicion(
        reader.health(),
        f"{'on' if switch.on else 'off'} ({switch.rule})",
        clearing.Clearing(selector, found.count, reader.stats().entries, found.sample),
        counted[1] if counted else None,
    )


def plan(run: Run, found: Suspicion) -> Plan:
    """Off by every way that is given, then one invalidation.

    The number of entries may change by any amount: waiting for a new plan would be worse.
    """
    parameters = run.parameters
    file, store = str(parameters["off_file"]), str(parameters["store"])
    if not parameters["server"]:
        file, store = f"{IN_REHEARSAL}/cache.off", f"{IN_REHEARSAL}/cache.db"
    changes = []
    if file:
        changes.append(
            Change(
                key="off-file",
                title="Make the off file: the cache is off in every process beside it",
                kind="off_file",
                arguments={"off_file": file},
                undo="fpcache on, when the cause is found and mended, not before",
            )
        )
    if store:
        changes.append(
            Change(
                key="off-flag",
                title="Switch the flag off for everyone: off in every process of this store",
                kind="flag",
                arguments={"store": store, "tenant": "", "percentage": 0},
                undo="fpcache flag set {before}, when the cause is found and mended",
            )
        )
    count = found.clearing.count
    changes.append(
        Change(
            key="invalidate",
            title=f"Withdraw the verdicts on {clearing.told(found.clearing.selector)}",
            kind="invalidate",
            arguments={
                "selector": msgspec.to_builtins(found.clearing.selector),
                "why": str(parameters["why"]),
            },
            undo="fpcache runbook plan restore -p invalidation={invalidation}",
        )
    )
    return run.plan(
        changes,
        facts=[Fact(name="the service's version", value=str(found.health.get("version")))],
        caps=[
            Cap(
                name="the number of entries to withdraw",
                value=count,
                limit=float(parameters["max_entries"]),
                parameter="max_entries",
            )
        ],
    )


def prove_off(run: Run) -> evidence.Switches:
    """Ask until nobody says that it is on, or the time is up."""
    return evidence.switches(run, wanted=False)


def verify_empty(run: Run, found: Suspicion, plan: Plan) -> clearing.Cleared:
    """Count what is left, and ask of each withdrawn entry what a lookup would say."""
    return clearing.verify(run, found.clearing, plan)


@dataclass(frozen=True)
class Watch:
    """What probes were answered while the service was watched: findings known to the last one."""

    findings: int
    from_cache: int
    real: int
    hidden: int
    requests: int
    failed: int
    trouble: str

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        told = {name: getattr(self, name) for name in ("requests", "failed", "findings")}
        return {**told, "from_cache": self.from_cache, "hidden": self.hidden} | (
            {"trouble": self.trouble} if self.trouble else {}
        )


def watch(run: Run) -> Watch:
    """Have known findings judged again and again, each time by whichever process answers.

    While the cache is off, none may be answered from it; and a known real one is real.
    """
    repository = _PROBED.format(run.id)
    findings, files = specimens(repository)
    seen = Watch(0, 0, 0, 0, 0, 0, "")
    ends = time.monotonic() + float(run.parameters["watch"])
    while seen.requests == 0 or time.monotonic() < ends:
        try:
            with run.reader().anew() as anew:
                answers = anew.validate(repository, findings, files).validated
        except ServiceUnusable as error:
            seen = Watch(
                seen.findings,
                seen.from_cache,
                seen.real,
                seen.hidden,
                seen.requests + 1,
                seen.failed + 1,
                str(error),
            )
        else:
            real = [a for f, a in zip(findings, answers, strict=True) if f.type == _KNOWN_REAL]
            seen = Watch(
                seen.findings + len(answers),
                seen.from_cache + sum(answer.from_cache for answer in answers),
                seen.real + len(real),
                seen.hidden + sum(not answer.is_valid for answer in real),
                seen.requests + 1,
                seen.failed,
                seen.trouble,
            )
        time.sleep(0.1)
    return seen


_KNOWN_REAL = "command-injection"


def next_steps(run: Run) -> Table:
    """Whom to call, and what is left for people."""
    escalation.whom_to_call(run, Severity.CRITICAL)
    where = str(run.parameters["server"]) or "SERVER"
    return run.table(
        "What is left to do",
        [
            {"who": "you, now", "what": "escalate: data integrity is in question; send the report"},
            {"who": "you, now", "what": "keep the store, the log and this folder as they are"},
            {
                "who": "the engineer",
                "what": f"fpcache runbook run validate-cache -p server={where} (first sight only)",
            },
            {
                "who": "the engineer",
                "what": "fpcache on, or the flag: when the cause is found and mended",
            },
        ],
    )


def _selector(run: Run) -> SelectorBody:
    repository = str(run.parameters["repository"])
    return SelectorBody(repository=repository) if repository else SelectorBody(everything=True)
