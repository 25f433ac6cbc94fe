"""The proofs: functions that raise AssertionError, or return what they counted."""

import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.contract.places import Place, SqlitePlace, a_database, the_server
from tests.contract.prove import prove as stores_proven
from tests.contract.simulation import Counted, simulate
from tests.contract.test_machine import a_machine
from tests.differential import everything
from tests.generated.carrying import CARRIERS
from tests.generated.judging import LANGUAGES, Tally, tally
from tests.integration.test_differential import answered
from tests.properties.test_carried_values import (
    hidden_when_carried,
    hidden_when_written,
    paths,
)
from tests.properties.test_executed_programs import hidden_when_edited, pairs
from tests.properties.test_rewritten_programs import CHANGES, misread
from tests.prove import load, logs, rollouts
from tests.prove.long import long_tests
from tests.prove.mutants import mutation
from tests.prove.replays import replays
from tests.prove.service import made_up_requests
from tests.prove.staleness import staleness

Proof = Callable[[], dict[str, Any]]


def differential() -> dict[str, Any]:
    """Cache off, cold and warm answer alike on the demo and every labelled case."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore(SqliteDatabase(Path(folder) / "cache.db"))
        labelled = everything()
        files = {path: text for one in labelled for path, text in one.files.items()}
        asked = [one.finding for one in labelled], SubmittedSources(files), FilePolicy()
        off, cold, warm = (answered(store, *asked, on=on) for on in (False, True, True))
        store.close()
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


def labelled_programs() -> dict[str, Any]:
    """Random labelled programs in Java and Python: no real one is called safe, most safe ones."""
    many, at_once = 4000, 100
    starts = range(10_000, 10_000 + many, at_once)
    counted: dict[str, Any] = {}
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        for language in LANGUAGES:
            parts = pool.map(_judged, [language] * len(starts), starts, [at_once] * len(starts))
            count = sum(parts, start=Tally())
            print(f"\n{language}", *count.lines(), sep="\n")
            assert count.hidden == [], f"{language}: hidden with these seeds: {count.hidden}"
            # A number, or one of several constants, is no proof of what a session is given.
            low = {n: count.share(n) for n in count.safe if n and count.share(n) < 0.7}
            assert not low, f"{language}: less than seven tenths recognised: {low}"
            counted |= {
                f"{language}_real": count.real,
                f"{language}_real_answered_as_false_positive": 0,
                f"{language}_safe": count.safe[""],
                f"{language}_safe_recognised": count.recognised[""],
            }
    return counted


def _judged(language: str, start: int, many: int) -> Tally:
    return tally(language, range(start, start + many))


def rewritten_cases() -> dict[str, Any]:
    """Every labelled case written otherwise is answered as before: layout, names, parentheses."""
    counted: dict[str, Any] = {}
    for name, (changed, change) in CHANGES.items():
        assert (wrong := misread(list(changed), change)) == [], f"{name}: {wrong[0]}"
        counted |= {f"cases ({name})": len(changed)}
    return counted | {"answered_otherwise": 0}


def carried_values() -> dict[str, Any]:
    """Real cases whose values are carried otherwise, safe ones with a variable written to: real."""
    asked = [(kind, spoken) for kind in ("real", "safe") for spoken in sorted(CARRIERS)]
    counted: dict[str, Any] = {}
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        for (kind, spoken), (judged, hidden) in zip(asked, pool.map(_carried, asked), strict=True):
            assert hidden == [], f"{spoken}: {hidden}"
            what = "real, a value carried" if kind == "real" else "safe, a variable written to"
            counted[f"{spoken}: {what}"] = judged
    return counted | {"answered_as_false_positive": 0}


def _carried(asked: tuple[str, str]) -> tuple[int, list[str]]:
    kind, spoken = asked
    judged = hidden_when_carried if kind == "real" else hidden_when_written
    return judged(paths(kind, spoken))


def executed_programs() -> dict[str, Any]:
    """Safe Python cases with one edit that gives input to a sink when it runs: real."""
    found = pairs()
    told, judged, hidden = 0, 0, list[str]()
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("spawn")) as pool:
        for one in pool.map(hidden_when_edited, [found[n::16] for n in range(16)]):
            told, judged, hidden = told + one[0], judged + one[1], hidden + one[2]
    assert hidden == [], hidden[0]
    return {
        "pairs": len(found),
        "pairs_whose_danger_shows_when_they_run": told,
        "edits_that_are_dangerous_when_they_run": judged,
        "answered_as_false_positive": 0,
    }


PROOFS: dict[str, Proof] = {
    "differential": differential,
    "labelled-programs": labelled_programs,
    "rewritten-cases": rewritten_cases,
    "carried-values": carried_values,
    "executed-programs": executed_programs,
    "long-tests": long_tests,
    "mutation": mutation,
    "staleness": staleness,
    "replays": replays,
    "any-history": any_history,
    "interleavings": interleavings,
    "stores": stores,
    "made-up-requests": made_up_requests,
    "rollout-judge": rollouts.judge,
    "rollout-switch": rollouts.switch,
    "rollout-under-locust": rollouts.under_locust,
    "rollout-faults": rollouts.faults,
    "log-writers": logs.writers,
    "log-compactions": logs.compactions,
    "load-stampede": load.stampede,
    "load-mixed-sqlite": load.mixed_sqlite,
    "load-mixed-postgres": load.mixed_postgres,
    "load-soak": load.soak,
}
