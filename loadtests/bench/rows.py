"""What a row is, and how it is measured."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """``prepare`` opens the thing measured and its peer, two functions that each do one unit.

    ``limit`` is the greatest ratio to the peer that is good enough; ``pairs`` how often both are
    timed.
    """

    name: str
    question: str
    unit: str
    peer: str
    limit: float
    prepare: Callable[[], AbstractContextManager[tuple[Work, Work]]]
    pairs: int = 41


@dataclass(frozen=True)
class WeightRow:
    """A row that is weighed once, not timed: ``weigh`` gives the weight and its peer's."""

    name: str
    question: str
    unit: str
    peer: str
    limit: float
    weigh: Callable[[], tuple[float, float]]


@dataclass(frozen=True)
class Measured:
    """Medians of one unit of work; ``spread`` is the middle half of the ratios."""

    row: Row | WeightRow
    value: float
    peer_value: float
    spread: tuple[float, float]

    @property
    def ratio_to_peer(self) -> float:
        """How many times the peer's time."""
        return self.value / self.peer_value

    @property
    def ratio_to_limit(self) -> float:
        """At most 1 is good enough."""
        return self.ratio_to_peer / self.row.limit

    def as_json(self) -> dict[str, object]:
        """The row as it is kept."""
        return {
            "name": self.row.name,
            "value": round(self.value, 4),
            "unit": self.row.unit,
            "limit": self.row.limit,
            "peer": self.row.peer,
            "ratio_to_limit": round(self.ratio_to_limit, 3),
            "ratio_to_peer": round(self.ratio_to_peer, 3),
            "spread": [round(share, 3) for share in self.spread],
        }


def measure(row: Row | WeightRow, warm_up: int = 3) -> Measured:
    """Time both in turn, ABAB…, so that a machine that slows down slows both."""
    if isinstance(row, WeightRow):
        value, peer_value = row.weigh()
        return Measured(row, value, peer_value, (value / peer_value, value / peer_value))
    with row.prepare() as (work, peer):
        for _ in range(warm_up):
            work()
            peer()
        gc.disable()
        try:
            times = [(_milliseconds(work), _milliseconds(peer)) for _ in range(row.pairs)]
        finally:
            gc.enable()
    ratios = statistics.quantiles((a / b for a, b in times), n=4)
    return Measured(
        row,
        statistics.median(a for a, _ in times),
        statistics.median(b for _, b in times),
        (ratios[0], ratios[2]),
    )


def _milliseconds(work: Work) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def chosen(rows: Sequence[Row | WeightRow], name: str | None) -> Iterator[Row | WeightRow]:
    """All rows, or the one that is named."""
    return (row for row in rows if name in (None, row.name))
