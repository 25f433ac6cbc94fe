"""What the lookup log costs a request: the same warm hit with it, and without it."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fpcache_ops.bootstrap import SystemClock, built_in_validator
from fpcache_ops.core.cache import Cache
from fpcache_ops.core.entry import Seal
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.logged import Row as LookupRow
from fpcache_ops.core.lookup import Hit, ServingRule
from fpcache_ops.core.ports import EventLog
from fpcache_ops.core.validation import Request, Validation
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.lookuplog import LookupLog
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.stores.switch import FileSwitch
from loadtests.bench.rows import Row, Work

_SOURCE = 'COLUMNS = "id, name"\n\n\ndef show(db):\n    return db.execute("SELECT " + COLUMNS)\n'
_FINDING = Finding("t", "o/r", "sql-injection", "B608", (Location("a.py", Region(5)),))


class _NoLog:
    """Takes rows and leaves them."""

    def write(self, rows: Sequence[LookupRow]) -> None:
        """Nothing."""


@contextmanager
def _warm_hits() -> Iterator[tuple[Work, Work]]:
    with tempfile.TemporaryDirectory() as name:
        folder, clock = Path(name), SystemClock()
        store = SqlStore(SqliteDatabase(folder / "cache.db"))
        switch = FileSwitch(folder / "cache.off", forced=None, default=True)
        cache = Cache(store, rule=ServingRule(), switch=switch, seal=Seal(b"k" * 32), clock=clock)
        validator, builder = built_in_validator(), ScopePolicy()
        request = Request("t", "o/r", [_FINDING], SubmittedSources({"a.py": _SOURCE}))

        def asking(log: EventLog) -> Work:
            validation = Validation(
                cache=cache,
                builder=builder,
                validator=validator,
                panel=InlinePanel(validator, clock),
                describer=None,
                leases=SqlLeases(store),
                log=log,
                clock=clock,
                instance="bench",
            )
            validation.run(request)
            assert isinstance(validation.run(request).answers[0].outcome, Hit)

            def a_few() -> None:
                for _ in range(20):
                    validation.run(request)

            return a_few

        with LookupLog(folder / "log", "bench", clock=clock) as log:
            yield asking(log), asking(_NoLog())
            assert not log.dropped
        store.close()


ROWS = [
    Row(
        "log_in_a_warm_hit",
        "What do 20 warm hits of a single finding cost when they are logged?",
        "ms",
        "the same without a log",
        1.05,
        _warm_hits,
        pairs=61,
    )
]
