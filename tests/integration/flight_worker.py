"""A process of many callers that ask the same at once (started by test_single_flight)."""

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from fpcache_ops.core.cache import Cache
from fpcache_ops.core.flight import FlightSettings
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule, name_of
from fpcache_ops.core.validation import Request, Validation
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.renewed import RenewedLeases
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.factories import (
    SEAL,
    CountingValidator,
    ListLog,
    ManualSwitch,
    PlainDescriber,
    RealClock,
    a_finding,
)


class Gated(CountingValidator):
    """Says that it was called, by whom, and answers when the gate is opened."""

    def judge(self, evidence):
        with (FOLDER / "called").open("w") as called:
            called.write(f"{os.getpid()}\n")
        (FOLDER / "gate").read_bytes()
        return super().judge(evidence)


FOLDER, CALLERS, LEASE = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
store = SqlStore(SqliteDatabase(FOLDER / "cache.db"))
validator, clock = Gated(), RealClock()
leases = RenewedLeases(SqlLeases(store), clock)


def ask(caller: int) -> tuple[str, bool]:
    validation = Validation(
        cache=Cache(store, rule=ServingRule(), switch=ManualSwitch(), seal=SEAL, clock=clock),
        builder=FilePolicy(),
        validator=validator,
        panel=InlinePanel(validator, clock),
        describer=PlainDescriber(),
        leases=leases,
        log=ListLog(),
        clock=clock,
        instance=f"{os.getpid()}-{caller}",
        flight=FlightSettings(lease=timedelta(seconds=LEASE)),
    )
    sources = SubmittedSources({"a.py": "x = 1\n"})
    (answer,) = validation.run(Request("acme", "acme/shop", [a_finding("a.py")], sources)).answers
    return name_of(answer.outcome), answer.is_real


with ThreadPoolExecutor(CALLERS) as pool:
    answers = Counter(pool.map(ask, range(CALLERS)))
print(json.dumps([[*answer, count] for answer, count in answers.items()]))
