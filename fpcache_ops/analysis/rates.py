"""Hit rates: hits / findings looked up, by something."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from fpcache_ops.analysis.figures import OUTCOME_COLOURS, bars, figure, labels, tall
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.wording import part_of, percent, share

PERCENT_TICKS = [0, 20, 40, 60, 80, 100]


class Rate(NamedTuple):
    """The hit rate of the findings that ``name`` says; ``None`` if it says others, or all."""

    name: str | None
    looked_up: int
    hits: int

    @property
    def rate(self) -> str:
        """In words, ``0 of 0`` if nothing was looked up."""
        return share(self.hits, self.looked_up)

    @property
    def percent(self) -> float | None:
        """In per cent."""
        return percent(self.hits, self.looked_up)

    @property
    def counts(self) -> str:
        """Both numbers."""
        return part_of(self.hits, self.looked_up)

    def __add__(self, other: object) -> "Rate":
        """Both together, under this name."""
        assert isinstance(other, Rate)
        return Rate(self.name, self.looked_up + other.looked_up, self.hits + other.hits)


def rates_by(log: Log, by: str, most: int) -> list[Rate]:
    """The hit rates by a kind of thing: of the ``most`` frequent, of the others, and of all."""
    if by == "repository":
        return log.ask("hit_rate_by_repository", Rate, most=most)
    return log.ask("hit_rate_by", Rate, by=by, most=most)


def table(name: str, rates: Sequence[Rate]) -> pd.DataFrame:
    """The table of named rates."""
    return pd.DataFrame(
        [(one.name, one.looked_up, one.hits, one.rate) for one in rates],
        columns=[name, "looked_up", "hits", "hit_rate"],
    )


def bar_figure(claim: str, rates: Sequence[Rate], *, y: str) -> Any:
    """One horizontal bar for each rate."""
    drawn = figure(claim, x="hit rate (%)", y=y, height=tall(len(rates)))
    bars(
        drawn,
        labels([one.name or "" for one in rates]),
        [one.percent for one in rates],
        colours=[OUTCOME_COLOURS["hit"]] * len(rates),
        texts=[f"{one.rate} of {one.looked_up:,}" for one in rates],
        hovers=[f"{one.counts} findings looked up were hits" for one in rates],
    )
    drawn.update_xaxes(range=[0, 120], tickvals=PERCENT_TICKS)
    return drawn
