"""What a lookup costs."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from fpcache_ops.core.entry import Entry, Question, Seal
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.stores.rowsecurity import SETTING, about
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from loadtests.bench.rows import Row, Work
from tests.contract.places import a_database
from tests.contract.postgres import a_server

_ENTRIES = 10_000
_KEY = b"k" * 32
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _question(number: int) -> Question:
    name = number.to_bytes(32, "big")
    return Question("t", "o/r", f"src/{number % 500}.py", "file", name, name)


def an_entry(number: int) -> Entry:
    """As the built-in validator's verdicts are stored."""
    verdict = Verdict(
        Judgement.FALSE_POSITIVE, 0.97, "Safe pattern: constant", ValidatorIdentity("v", "1" * 64)
    )
    parts = (("context", "0" * 32), ("source", "1" * 32), ("place", "2" * 32))
    return Seal(_KEY).seal(
        Entry(
            _question(number),
            "sql-injection",
            "B608",
            f"t/o/r/[src/{number % 500}.py:{number}]:sql-injection",
            verdict,
            parts,
            0,
            _NOW,
            _NOW + timedelta(days=90),
        )
    )


def _hits(store: SqlStore, asked: Sequence[Question]) -> Work:
    """Lookups as a cache makes them that has served these entries before."""
    seal = Seal(_KEY)
    for found in store.lookup(asked)[1]:
        assert all(seal.is_genuine(candidate.entry) for candidate in found.candidates)
    return lambda: store.lookup(asked, seal.known)


@contextmanager
def _lookups(at_once: int) -> Iterator[tuple[Work, Work]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "cache.db"
        store = SqlStore(SqliteDatabase(file))
        store.record([an_entry(number) for number in range(_ENTRIES)])
        asked = [_question(number * 97 % _ENTRIES) for number in range(at_once)]
        bare = sqlite3.connect(file)
        statement = (
            "SELECT * FROM cached_validations WHERE tenant = ? AND repository = ? AND path = ? "
            "AND policy = ? AND evidence_digest = ?"
        )

        def driver() -> None:
            for ask in asked:
                bare.execute(
                    statement,
                    (ask.tenant, ask.repository, ask.path, ask.policy, ask.evidence_digest),
                ).fetchall()

        try:
            yield _hits(store, asked), driver
        finally:
            bare.close()
            store.close()


@contextmanager
def _on_a_server(at_once: int) -> Iterator[tuple[Work, Work]]:
    """The same on PostgreSQL, as a role that row-level security holds."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_server() as server,
        a_database(server, Path(folder)) as place,
        place.opened,
    ):
        store = place.store()
        store.record([an_entry(number) for number in range(_ENTRIES)])
        asked = [_question(number * 97 % _ENTRIES) for number in range(at_once)]
        # Reading its own tenant's rows alone, as everybody else must.
        with psycopg.connect(place.url, autocommit=True) as bare:
            bare.execute("SET plan_cache_mode = force_generic_plan")
            bare.execute(f"SELECT set_config('{SETTING}', %s, false)", [about("t")])
            statement = (
                "SELECT * FROM cached_validations WHERE tenant = %s AND repository = %s "
                "AND path = %s AND policy = %s AND evidence_digest = %s"
            )

            def driver() -> None:
                for ask in asked:
                    values = (ask.tenant, ask.repository, ask.path, ask.policy, ask.evidence_digest)
                    assert bare.execute(statement, values, prepare=True, binary=True).fetchall()

            yield _hits(store, asked), driver


ROWS = [
    Row(
        "lookup_single_postgresql",
        "What does one lookup on PostgreSQL cost, each tenant walled in?",
        "ms",
        "the bare driver's SELECT by key, prepared",
        4.0,
        lambda: _on_a_server(1),
    ),
    Row(
        "lookup_batch_50_postgresql",
        "And 50 at once?",
        "ms",
        "50 of the bare driver's SELECTs",
        1.0,
        lambda: _on_a_server(50),
    ),
    Row(
        "lookup_single",
        "What does one lookup cost, with invalidations and sequence in the same snapshot?",
        "ms",
        "the bare driver's SELECT by key",
        2.5,
        lambda: _lookups(1),
    ),
    Row(
        "lookup_batch_50",
        "And 50 at once?",
        "ms",
        "50 of the bare driver's SELECTs",
        1.7,
        lambda: _lookups(50),
    ),
]
