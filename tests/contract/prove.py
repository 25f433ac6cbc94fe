"""The full counts behind the claims about the stores; seeded slices of them run in the tests.

``python -m tests.contract.prove`` prints them as JSON. Each function raises AssertionError when a
claim does not hold, and returns what was counted.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.contract.damage import check_damaged, whole_file
from tests.contract.kills import check_killed, plans, the_writers
from tests.contract.places import Place, SqlitePlace, a_database
from tests.contract.postgres import a_server
from tests.contract.races import (
    against_a_sweep,
    against_withdrawals,
    of_two_verdicts,
    theatre_on,
)
from tests.contract.stepping import Play, every_interleaving

KILLS = 200
DAMAGES = 200

Counts = dict[str, Any]


def prove(kills: int = KILLS, damages: int = DAMAGES, seed: int = 1) -> Counts:
    """Everything, on both kinds of store; some minutes."""
    proven: Counts = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_server(fsync="on", full_page_writes="on"))
        sqlite = SqlitePlace(folder / "sqlite")
        postgresql = stack.enter_context(a_database(server, folder / "postgresql"))
        places: Mapping[str, Place] = {"sqlite": sqlite, "postgresql": postgresql}
        for kind, place in places.items():
            with place.opened:
                proven[f"{kind}: kill -9 of writers"] = timed(kill_writers, place, kills, seed)
            with place.opened:
                proven[f"{kind}: every interleaving"] = timed(interleave, place)
        with sqlite.opened:
            proven["sqlite: random bytes over pages"] = timed(damage, sqlite, damages, seed)
    return proven


def timed(work: Callable[..., Counts], *given: Any) -> Counts:
    """What was counted, and how long it took."""
    started = time.perf_counter()
    counted = work(*given)
    return {**counted, "seconds": round(time.perf_counter() - started, 1)}


def kill_writers(place: Place, kills: int, seed: int) -> Counts:
    """Nothing that was acknowledged is lost, the store is intact and opens again."""
    place.store().open()
    recorded = withdrawn = 0
    with the_writers() as writers:
        for plan, acknowledgements in plans(place, kills, seed):
            killed = writers.killed(plan, acknowledgements)
            store = place.store()
            check_killed(store, killed)
            store.close()
            recorded += len(killed.recorded)
            withdrawn += len(killed.withdrawn)
    return {
        "kills": kills,
        "acknowledged entries": recorded,
        "acknowledged invalidations": withdrawn,
        "lost": 0,
    }


def interleave(place: Place) -> Counts:
    """Nothing is served that was withdrawn, whatever the order of steps."""
    counted: Counts = {}
    for name, run in races(place):
        counted[name] = run()
    return {**counted, "served although withdrawn": 0}


def races(place: Place) -> Iterator[tuple[str, Callable[[], int]]]:
    """Each race, and what runs all its schedules and counts them."""

    def all_of(race: Callable[..., Play], *given: Any, **named: Any) -> Callable[[], int]:
        def run() -> int:
            with theatre_on(place) as theatre:
                return sum(1 for _ in every_interleaving(race(theatre, *given, **named)))

        return run

    yield "a validation and an invalidation", all_of(against_withdrawals, 1)
    yield "a validation and two invalidations", all_of(against_withdrawals, 2, fine=False)
    yield "two verdicts", all_of(of_two_verdicts)
    yield "a sweep and a verdict", all_of(against_a_sweep)


def damage(place: SqlitePlace, damages: int, seed: int) -> Counts:
    """A damaged file serves nothing that was withdrawn."""
    whole = whole_file(place)
    choose = random.Random(seed)
    seeds = [choose.randrange(2**32) for _ in range(damages)]
    noticed = sum(bool(check_damaged(place, whole, one)) for one in seeds)
    return {"files": damages, "noticed": noticed, "served although withdrawn": 0}


if __name__ == "__main__":
    print(json.dumps(prove(), indent=2))
