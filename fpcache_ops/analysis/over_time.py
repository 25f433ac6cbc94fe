"""How did it develop?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

import pandas as pd

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, counts, figure, nothing
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.rates import PERCENT_TICKS, Rate, table
from fpcache_ops.analysis.wording import counted, listed, part_of
from fpcache_ops.errors import UnusableInput

Every = Literal["minute", "hour", "day", "week"]

_MOST_INTERVALS = 2000
_MOST_TICKS = 14


def hit_rate_over_time(log: Log, *, every: Every | None = None) -> Answer:
    """How does the hit rate develop?

    Hit rate of an interval: hits / findings looked up that occurred in it (UTC). An interval
    without any is ``0 of 0``, and a gap in the line.

    Args:
        log: the log.
        every: ``minute``, ``hour``, ``day`` or ``week`` (from Monday); by default what suits the
            time that the log spans.
    """
    unit = _unit(log, every)
    *found, total = log.ask("over_time", _Interval, every=unit.name, step=unit.step)
    rates = [Rate(unit.named(one), one.looked_up, one.hits) for one in found]
    all_ = Rate("all", total.looked_up, total.hits)
    rows = table(unit.name, [*rates, all_])
    some = [one for one in rates if one.looked_up]
    if not some:
        return nothing("Hit rate over time", "no finding was looked up", rows)
    first, last = some[0], some[-1]
    says = f"{all_.counts} findings looked up were hits."
    if len(some) == 1:
        claim = f"{all_.rate} of the findings are hits, all in one {unit.name}"
    else:
        claim = f"First {unit.name}: {first.rate} hits; last {unit.name}: {last.rate}"
        low = min(some[1:], key=lambda one: one.hits / one.looked_up)
        says += f" The lowest rate after that of the first {unit.name} is {low.rate}: {low.name}."
    drawn = figure(claim, x=f"{unit.name} (UTC)", y="hit rate (%)")
    drawn.add_scatter(
        x=[unit.named(one) for one in found],
        y=[one.percent for one in rates],
        mode="lines+markers",
        line_color=OUTCOME_COLOURS["hit"],
        customdata=[[one.name, one.rate, one.counts] for one in rates],
        hovertemplate=(
            "%{customdata[0]}<br>%{customdata[1]}: %{customdata[2]} findings looked up were hits"
            "<extra></extra>"
        ),
    )
    drawn.update_xaxes(unit.axis(found))
    drawn.update_yaxes(range=[0, 104], tickvals=PERCENT_TICKS)
    return Answer(claim, says, rows, drawn)


def outcomes_over_time(log: Log, *, every: Every | None = None) -> Answer:
    """What became of the findings?

    Every finding of the log has one outcome and occurred in one interval (UTC); ``bypass`` and
    ``overridden``, which no hit rate counts, are shown here.

    Args:
        log: the log.
        every: ``minute``, ``hour``, ``day`` or ``week`` (from Monday); by default what suits the
            time that the log spans.
    """
    unit = _unit(log, every)
    *found, total = log.ask("over_time", _Interval, every=unit.name, step=unit.step)
    rows = pd.DataFrame(
        [
            *((unit.named(one), one.findings, *one.counts().values()) for one in found),
            ("all", total.findings, *total.counts().values()),
        ],
        columns=[unit.name, "findings", *OUTCOME_COLOURS],
    )
    if not total.findings:
        return nothing("Outcomes over time", "the log holds no finding", rows)
    occurred = {outcome: number for outcome, number in total.counts().items() if number}
    others = sorted((-number, outcome) for outcome, number in occurred.items() if outcome != "hit")
    claim = f"{part_of(total.hit, total.findings)} findings are hits"
    if others:
        claim += f"; the next outcome is {others[0][1]} ({-others[0][0]:,})"
    says = (
        f"{counted(total.findings, 'finding')}: "
        f"{listed([f'{number:,} {outcome}' for outcome, number in occurred.items()])}."
    )
    drawn = figure(claim, x=f"{unit.name} (UTC)", y="findings", legend=2)
    for outcome in occurred:
        numbers = [one.counts()[outcome] for one in found]
        drawn.add_bar(
            x=[unit.named(one) for one in found],
            y=numbers,
            name=outcome,
            marker_color=OUTCOME_COLOURS[outcome],
            customdata=[
                [unit.named(one), part_of(number, one.findings)]
                for one, number in zip(found, numbers, strict=True)
            ],
            hovertemplate=(
                f"%{{customdata[0]}}<br>{outcome}: %{{customdata[1]}} findings<extra></extra>"
            ),
        )
    drawn.update_layout(barmode="stack")
    drawn.update_xaxes(unit.axis(found))
    drawn.update_yaxes(counts(max(one.findings for one in found), room=1.05))
    return Answer(claim, says, rows, drawn)


class _Interval(NamedTuple):
    """What happened in an interval; in all of them if ``began`` is ``None``."""

    began: datetime | None
    findings: int
    looked_up: int
    hits: int
    hit: int
    miss: int
    changed: int
    expired: int
    invalidated: int
    outdated: int
    bypass: int
    overridden: int

    def counts(self) -> dict[str, int]:
        """How many findings had which outcome."""
        return {outcome: getattr(self, outcome) for outcome in OUTCOME_COLOURS}


@dataclass(frozen=True)
class _Unit:
    """An interval; by default taken for logs up to ``longest``."""

    name: Every
    length: timedelta
    longest: timedelta
    label: str
    ticks: str

    @property
    def step(self) -> str:
        return f"1 {self.name}"

    def named(self, one: _Interval) -> str:
        """In the table, and as a place on a time axis."""
        return one.began.strftime(self.label) if one.began else "all"

    def axis(self, intervals: Sequence[_Interval]) -> dict[str, Any]:
        """The time axis: with so few intervals that each has its tick, or as plotly sees fit."""
        axis: dict[str, Any] = {"type": "date", "tickformat": self.ticks}
        few = len(intervals) <= _MOST_TICKS
        return axis | ({"tickvals": list(map(self.named, intervals))} if few else {})


_UNITS: Mapping[str, _Unit] = {
    unit.name: unit
    for unit in (
        _Unit("minute", timedelta(minutes=1), timedelta(hours=3), "%Y-%m-%d %H:%M", "%H:%M"),
        _Unit("hour", timedelta(hours=1), timedelta(days=4), "%Y-%m-%d %H:00", "%H h<br>%d %b"),
        _Unit("day", timedelta(days=1), timedelta(days=180), "%Y-%m-%d", "%d<br>%b"),
        _Unit("week", timedelta(days=7), timedelta.max, "%Y-%m-%d", "%d %b %Y"),
    )
}


def _unit(log: Log, every: str | None) -> _Unit:
    """The interval asked for, or the one that suits the log.

    Raises:
        UnusableInput: there is no such interval, or the log has too many of them.
    """
    span = log.last - log.first if log.first and log.last else timedelta(0)
    if every is None:
        return next(unit for unit in _UNITS.values() if span <= unit.longest)
    if every not in _UNITS:
        raise UnusableInput(f"every = {every!r}: one of {', '.join(get_args(Every))} is needed")
    unit = _UNITS[every]
    if span / unit.length > _MOST_INTERVALS:
        raise UnusableInput(
            f"every = {every!r}: the log spans {span.days:,} days, more than {_MOST_INTERVALS:,} "
            "of them; take a longer interval, or narrow the log with since and until"
        )
    return unit
