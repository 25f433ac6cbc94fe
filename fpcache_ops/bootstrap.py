"""Assembling the cache: only this, and ``validators.apart.hands``, name concrete classes."""

import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import assert_never

from fpcache_ops import config
from fpcache_ops.config.validators import (
    ChainTable,
    CommandTable,
    EntryPointTable,
    HttpTable,
    SafePatternsTable,
    Upstream,
)
from fpcache_ops.core.cache import Cache
from fpcache_ops.core.entry import Seal
from fpcache_ops.core.flight import FlightSettings
from fpcache_ops.core.judging import InlinePanel, Panel
from fpcache_ops.core.lookup import Candidate, Outcome
from fpcache_ops.core.ports import (
    Directory,
    EventLog,
    EvidenceBuilder,
    Leases,
    PhaseStore,
    Store,
    Validator,
)
from fpcache_ops.core.validation import Validation
from fpcache_ops.core.verdict import ValidatorIdentity
from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.evidence.languages import language_of
from fpcache_ops.evidence.room import Room
from fpcache_ops.lookuplog import LookupLog
from fpcache_ops.stores import file_of, is_postgresql, open_database
from fpcache_ops.stores.database import Database
from fpcache_ops.stores.directory import SqlDirectory
from fpcache_ops.stores.flags import SqlFlags, TableProvider
from fpcache_ops.stores.leases import SqlLeases
from fpcache_ops.stores.overrides import SqlOverrides
from fpcache_ops.stores.phases import SqlPhases
from fpcache_ops.stores.renewed import RenewedLeases
from fpcache_ops.stores.seal_key import key_file, seal_key
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from fpcache_ops.stores.switch import OFF_FILE, FileSwitch, flag_of
from fpcache_ops.stores.unusable import UnusableStore
from fpcache_ops.validators.apart import (
    BuiltApart,
    Hands,
    JudgedApart,
    Pool,
    PoolSettings,
    SeenApart,
)
from fpcache_ops.validators.apart.hands import POLICIES, READING
from fpcache_ops.validators.chain import Chain, ChainPanel
from fpcache_ops.validators.command import Command
from fpcache_ops.validators.http import Http
from fpcache_ops.validators.panel import PanelSettings, ThreadPanel
from fpcache_ops.validators.plugins import plugin
from fpcache_ops.validators.restated import Sure
from fpcache_ops.validators.safe_patterns import SafePatterns
from fpcache_ops.validators.safe_patterns.describe import Describer


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.perf_counter()

    def pause(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


_NO_FILE = Path(".fpcache/cache")


def policies(names: Sequence[str]) -> dict[str, EvidenceBuilder]:
    """A builder for each named policy. Raises UnusableInput for a name that is none."""
    for name in names:
        if name not in POLICIES:
            raise UnusableInput(f"policy {name!r} is not known: {', '.join(POLICIES)}")
    return {name: POLICIES[name]() for name in names}


def built_in_validator() -> Validator:
    """The validator that proves safe patterns."""
    return SafePatterns()


@dataclass(frozen=True, slots=True)
class Bench:
    """Who judges, and the panel that has it judge; ``breaker_open``: it is not asked for now.

    ``flight``: how long others wait for one of its verdicts.
    """

    validator: Validator
    panel: Panel
    breaker_open: Callable[[], bool] = lambda: False
    flight: FlightSettings = field(default_factory=FlightSettings)


@contextmanager
def hands_of(settings: config.Settings, readers: int) -> Iterator[Hands]:
    """What code is read with: here, or in so many processes apart.

    Raises:
        UnusableInput: apart, where only the files of a finding are, ``closure`` has no checkout.
    """
    made = READING[settings.policy]
    if not readers:
        yield made(Room())
        return
    if settings.policy == "closure":
        raise UnusableInput(
            "policy 'closure' looks at the whole checkout, and processes apart are shown the files "
            "of a finding only: set readers (FPCACHE_READERS) to 0, or take policy 'scope'"
        )
    limits = PoolSettings(readers, settings.reading_seconds)
    with Pool(f"{made.__module__}:{made.__name__}", limits, SystemClock()) as pool:
        yield Hands(
            BuiltApart(pool),
            JudgedApart(built_in_validator(), pool),
            SeenApart(pool),
            pool.start,
            pool.trouble,
            apart=True,
        )


def bench_of(settings: config.Settings, built_in: Validator | None = None) -> Bench:
    """Who judges by these settings; ``built_in`` is the built-in validator.

    Raises:
        UnusableInput: an installed package offers a validator that cannot be made.
    """
    clock, table = SystemClock(), settings.validator
    built_in = built_in or built_in_validator()
    match table:
        case SafePatternsTable():
            return Bench(built_in, InlinePanel(built_in, clock), flight=_QUICK)
        case ChainTable(upstream=upstream):
            chain = Chain(table.name, built_in, _upstream(upstream, settings, clock))
            rationed = _rationed(chain.upstream, upstream, clock)
            panel = ChainPanel(chain, rationed, clock)
            return Bench(chain, panel, lambda: rationed.breaker.is_open)
        case HttpTable() | CommandTable() | EntryPointTable():
            validator = _upstream(table, settings, clock)
            rationed = _rationed(validator, table, clock)
            return Bench(validator, rationed, lambda: rationed.breaker.is_open)
        case _:
            assert_never(table)


def _upstream(table: Upstream, settings: config.Settings, clock: SystemClock) -> Validator:
    made: Validator
    match table:
        case HttpTable():
            token = settings.validator_token
            made = Http(table, token=token.get_secret_value() if token else None)
        case CommandTable():
            made = Command(table, clock=clock)
        case EntryPointTable():
            made = plugin(table)
        case _:
            assert_never(table)
    return Sure(made, settings.confidence_threshold)


_QUICK = FlightSettings(patience=timedelta(seconds=6))
"""Of the built-in validator: who has judged for so long has much to do; judging twice is cheap."""

_GRACE = 1.0
"""Seconds after its time limit within which a call ends by itself."""


def _rationed(validator: Validator, table: Upstream, clock: SystemClock) -> ThreadPanel:
    limits = PanelSettings(
        table.workers, table.total_seconds + _GRACE, table.failures, table.cool_down
    )
    return ThreadPanel(validator, clock, limits)


def judge_of(settings: config.Settings) -> tuple[EvidenceBuilder, Bench]:
    """What judges a finding when no cache takes part."""
    return policies([settings.policy])[settings.policy], bench_of(settings)


def scratch_store(folder: Path) -> Store:
    """A store that lives as long as its folder."""
    return SqlStore(SqliteDatabase(folder / "cache.db"))


@contextmanager
def lookup_log(folder: Path, role: str) -> Iterator[EventLog]:
    """A lookup log in a folder, flushed and closed at the end."""
    log = LookupLog(folder, f"{role}-{os.getpid()}", clock=SystemClock())
    try:
        yield log
    finally:
        log.close()


def off_file(settings: config.Settings) -> Path:
    """The file whose presence switches the cache off; beside the store, when that is a file."""
    return settings.off_file or _beside(settings).with_name(OFF_FILE)


@dataclass(frozen=True, slots=True)
class Assembly:
    """A cache, ready to answer."""

    validation: Validation
    cache: Cache
    validator: Validator
    store: Store
    directory: Directory
    phases: PhaseStore
    log: LookupLog
    switch: FileSwitch
    reading: Hands
    database: Database | None = None
    breaker_open: Callable[[], bool] = lambda: False

    def standing(self, candidate: Candidate) -> Outcome:
        """What a lookup would say of a stored entry now, the cache being on."""
        entry = candidate.entry
        table = language_of(entry.question.path)
        version = self.validator.version(table.name if table else "", entry.vulnerability_type)
        return self.cache.standing(candidate, ValidatorIdentity(self.validator.name, version))


@contextmanager
def assemble(
    settings: config.Settings,
    *,
    on_by_default: bool,
    require_store: bool,
    readers: int = 0,
    describe: bool = True,
) -> Iterator[Assembly]:
    """Put the parts together, and release them at the end.

    Args:
        settings: the settings in force.
        on_by_default: whether the cache answers when no switch says anything.
        require_store: raise StoreUnusable at once, rather than answer without a store.
        readers: processes that read code; 0 reads it in this one.
        describe: whether answers say what is seen around a place, which takes as long as judging.
    """
    with (
        hands_of(settings, readers) as hands,
        _assembled(settings, hands, on_by_default, require_store, describe=describe) as assembly,
    ):
        yield assembly


@contextmanager
def _assembled(
    settings: config.Settings,
    hands: Hands,
    on_by_default: bool,
    require_store: bool,
    *,
    describe: bool,
) -> Iterator[Assembly]:
    clock = SystemClock()
    bench = bench_of(settings, hands.validator)
    store, leases, seal = _store(settings, require_store)
    instance = f"{socket.gethostname()}-{os.getpid()}"
    switch = switch_of(settings, store, on_by_default=on_by_default)
    log = LookupLog(settings.log, instance, clock=clock)
    renewed = RenewedLeases(leases, clock)
    cache = Cache(store, rule=settings.serving_rule, switch=switch, seal=seal, clock=clock)
    try:
        yield Assembly(
            Validation(
                cache=cache,
                builder=hands.builder,
                validator=bench.validator,
                panel=bench.panel,
                describer=Describer(hands.look) if describe else None,
                leases=renewed,
                log=log,
                clock=clock,
                instance=instance,
                flight=bench.flight,
            ),
            cache,
            bench.validator,
            store,
            SqlDirectory(store),
            SqlPhases(store),
            log,
            switch,
            hands,
            store.database if isinstance(store, SqlStore) else None,
            bench.breaker_open,
        )
    finally:
        renewed.close()
        log.close()
        store.close()


@contextmanager
def directory(settings: config.Settings) -> Iterator[Directory]:
    """Tenants and keys alone, of the store that the settings name; a file is made if need be.

    Raises:
        StoreUnusable: it cannot be opened.
    """
    store = SqlStore(open_database(settings.store))
    try:
        store.open()
        yield SqlDirectory(store)
    finally:
        store.close()


@contextmanager
def flag_settings(settings: config.Settings) -> Iterator[SqlFlags]:
    """The flags of the store that the settings name. Raises StoreUnusable."""
    store = SqlStore(open_database(settings.store))
    try:
        store.open()
        yield SqlFlags(store)
    finally:
        store.close()


def switch_of(settings: config.Settings, store: Store | None, *, on_by_default: bool) -> FileSwitch:
    """The switch; without a store no flag is read."""
    return FileSwitch(
        off_file(settings),
        forced=config.forced_switch(),
        default=on_by_default,
        flag=_flag(store, SystemClock()),
    )


def sealing_key_file(settings: config.Settings) -> Path:
    """Where the key is that entries are sealed with, unless it is a setting."""
    return key_file(_beside(settings))


@contextmanager
def overrides(settings: config.Settings) -> Iterator[tuple[SqlOverrides, Store]]:
    """What people decided, of the store that the settings name, and that store.

    Raises:
        StoreUnusable: it cannot be opened.
    """
    store, _, seal = _store(settings, require_store=True)
    assert isinstance(store, SqlStore)
    try:
        yield SqlOverrides(store, seal), store
    finally:
        store.close()


def now() -> datetime:
    """The time of day, UTC."""
    return SystemClock().now()


def _flag(store: Store | None, clock: SystemClock) -> Callable[[str], bool | None]:
    if not isinstance(store, SqlStore):
        return lambda tenant: None
    return flag_of(TableProvider(SqlFlags(store), clock))


def _store(
    settings: config.Settings, require_store: bool
) -> tuple[SqlStore | UnusableStore, Leases, Seal]:
    secret = settings.mac_key.get_secret_value() if settings.mac_key else None
    store = SqlStore(open_database(settings.store))
    try:
        key = seal_key(secret, _beside(settings))
        if require_store:
            store.open()
    except StoreUnusable as trouble:
        if require_store:
            raise
        # The key of a store that nothing is read from and nothing written to.
        nothing = UnusableStore(str(trouble))
        return nothing, nothing, Seal(os.urandom(32))
    return store, SqlLeases(store), Seal(key)


def _beside(settings: config.Settings) -> Path:
    """Where the key and the off file are: beside a store that is a file, else in .fpcache."""
    return _NO_FILE if is_postgresql(settings.store) else file_of(settings.store)
