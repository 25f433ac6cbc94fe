"""A whole cache over a store of the test's choice, with a validator that looks for a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fpcache_ops.bootstrap import Assembly, SystemClock
from fpcache_ops.core.cache import Cache
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.lookup import ServingRule
from fpcache_ops.core.validation import Validation
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.lookuplog import LookupLog
from fpcache_ops.stores.directory import SqlDirectory
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.phases import SqlPhases
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.switch import FileSwitch
from fpcache_ops.validators.apart.messages import Hands
from tests.factories import SEAL, CountingValidator, PlainDescriber


@contextmanager
def assembled(store: SqlStore, folder: Path) -> Iterator[Assembly]:
    """The cache; its log and its off file are in the folder."""
    clock, validator = SystemClock(), CountingValidator()
    switch = FileSwitch(folder / "cache.off", forced=None, default=True)
    log = LookupLog(folder / "log", "test", clock=clock)
    cache = Cache(store, rule=ServingRule(), switch=switch, seal=SEAL, clock=clock)
    validation = Validation(
        cache=cache,
        builder=FilePolicy(),
        validator=validator,
        panel=InlinePanel(validator, clock),
        describer=PlainDescriber(),
        leases=SqlLeases(store),
        log=log,
        clock=clock,
        instance="test",
    )
    directory, phases = SqlDirectory(store), SqlPhases(store)
    hands = Hands(FilePolicy(), validator, lambda _: (False, False, None))
    yield Assembly(
        validation, cache, validator, store, directory, phases, log, switch, hands, store.database
    )
    log.close()
    store.close()
