"""The staleness suite of this checkout; ``fpcache_ops.operations.staleness`` reads it."""

from functools import cache
from pathlib import Path

from fpcache_ops.operations.staleness import Pair, Side, read_pairs

__all__ = ["ROOT", "Pair", "Side", "pairs"]

ROOT = Path(__file__).resolve().parents[3] / "data" / "cases" / "staleness"


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs of the suite, in the order of their names."""
    return read_pairs(ROOT)
