"""What a hundred times as many entries do to a lookup, and what an entry weighs on the disk."""

import hashlib
import random
import sqlite3
import statistics
import tempfile
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import structs

from fpcache_ops.core.entry import Question
from fpcache_ops.stores.rows import entry_row
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from loadtests.bench.rows import WeightRow
from loadtests.bench.store import an_entry

FEW, MANY = 10_000, 1_000_000
_A_FILE = 20
"""Entries per file of source: with more entries there are more files."""
_LOOKUPS = 2_000


def _question(number: int) -> Question:
    path = f"src/module_{number // _A_FILE // 100}/file_{number // _A_FILE}.py"
    digest = hashlib.sha256(str(number).encode()).digest()
    neighbour = hashlib.sha256(b"neighbour" + digest).digest()
    return Question("t", "o/r", path, "scope", digest, neighbour)


def filled(folder: Path, entries: int) -> SqlStore:
    """A store with so many entries, written past its front door, for that takes hours.

    The rows are those that it would write, but for their seals, which no lookup of a store checks.
    """
    store = SqlStore(SqliteDatabase(folder / "cache.db"))
    store.open()
    store.close()
    row = entry_row(an_entry(0))
    names = ", ".join(row)
    with closing(sqlite3.connect(folder / "cache.db")) as bare, bare:
        bare.execute("PRAGMA synchronous = OFF")
        bare.executemany(
            f"INSERT INTO cached_validations ({names}) VALUES "  # noqa: S608  our own columns
            f"({', '.join('?' * len(row))})",
            (
                tuple(
                    (row | structs.asdict(ask) | {"locator": f"t/o/r/[{ask.path}:1]:xss"}).values()
                )
                for ask in map(_question, range(entries))
            ),
        )
    return SqlStore(SqliteDatabase(folder / "cache.db"))


@dataclass(frozen=True)
class Sizes:
    """Milliseconds of single lookups, and bytes on disk per entry, with many and with few."""

    p50: tuple[float, float]
    p95: tuple[float, float]
    bytes_per_entry: tuple[float, float]


@cache
def _measured() -> Sizes:
    choose = random.Random(1)
    with ExitStack() as stack:
        stores: list[SqlStore] = []
        weights: list[float] = []
        for entries in (MANY, FEW):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            stores.append(filled(folder, entries))
            stack.callback(stores[-1].close)
            weights.append((folder / "cache.db").stat().st_size / entries)
        times: list[list[float]] = [[], []]
        for number in range(_LOOKUPS + 100):
            for store, entries, taken in zip(stores, (MANY, FEW), times, strict=True):
                ask = _question(choose.randrange(entries))
                began = time.perf_counter()
                _, (found,) = store.lookup([ask])
                if number >= 100:
                    taken.append(1000 * (time.perf_counter() - began))
                assert found.candidates
    cuts = [statistics.quantiles(taken, n=20) for taken in times]
    return Sizes((cuts[0][9], cuts[1][9]), (cuts[0][18], cuts[1][18]), (weights[0], weights[1]))


ROWS = [
    WeightRow(
        "lookup_p50_1m_entries",
        f"What does the median lookup take with {MANY:,} entries?",
        "ms",
        f"with {FEW:,} entries",
        1.5,
        lambda: _measured().p50,
    ),
    WeightRow(
        "lookup_p95_1m_entries",
        "And nineteen of twenty?",
        "ms",
        f"with {FEW:,} entries",
        1.5,
        lambda: _measured().p95,
    ),
    WeightRow(
        "entry_on_disk",
        f"What does an entry weigh on the disk, its indexes with it, of {MANY:,}?",
        "KB",
        "1 KB",
        1.2,
        lambda: (_measured().bytes_per_entry[0] / 1024, 1.0),
    ),
]
