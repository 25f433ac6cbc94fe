"""How long did it take?"""

import re
from typing import NamedTuple

import pandas as pd

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, figure, nothing
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.wording import counted, duration, part_of, percent, share

_PERCENTILES = ("p50", "p90", "p95", "p99", "max")
_TICKS = {
    10**power: f"{10 ** (power % 3)} {unit}"
    for power, unit in enumerate(("µs",) * 3 + ("ms",) * 3 + ("s",) * 3)
}


def latency_percentiles(log: Log) -> Answer:
    """How long does a cached answer take, and how long a judged one?

    Latency: all that a finding cost, with its share of what its request cost as a whole. Cached
    are hits; judged are findings for which a validator was called; neither are repeats within a
    request, decisions of people and what could not be placed. A percentile is the latency of a
    finding that there was (nearest rank, from raw rows), so of few findings p99 is the maximum.
    """
    *found, all_ = log.ask("latency_percentiles", _Latencies)
    rows = pd.DataFrame(
        [
            (one.answer or "all", one.findings, *map(_duration, one.times()))
            for one in [*found, all_]
        ],
        columns=["answer", "findings", *_PERCENTILES],
    )
    if not all_.findings:
        return nothing("Latency", "the log holds no finding", rows)
    shown = [one for one in found if one.answer != "neither"]
    some = [one for one in shown if one.findings]
    medians = [f"{one.answer} {_duration(one.p50)}" for one in some]
    claim = f"Median answer: {', '.join(medians)}" if some else "No answer was cached or judged"
    says = "; ".join(
        f"of {counted(one.findings, f'{one.answer} answer')}, half took up to "
        f"{_duration(one.p50)} and 95 % up to {_duration(one.p95)}"
        for one in some
    )
    says = f"{says[:1].upper()}{says[1:]}." if some else f"{claim}."
    drawn = figure(claim, x="percentile of the findings", y="latency (log scale)", legend=1)
    for one in shown:
        drawn.add_scatter(
            x=list(_PERCENTILES),
            y=[time or None for time in one.times()],  # a log scale has no 0
            name=one.answer,
            mode="lines+markers+text",
            text=[_duration(time) for time in one.times()],
            textposition="top center",
            cliponaxis=False,
            line_color=OUTCOME_COLOURS["hit" if one.answer == "cached" else "miss"],
            customdata=[_duration(time) for time in one.times()],
            hovertemplate=(
                f"{one.answer}, %{{x}} of {counted(one.findings, 'finding')}: %{{customdata}}"
                "<extra></extra>"
            ),
        )
    drawn.update_yaxes(type="log", tickvals=list(_TICKS), ticktext=list(_TICKS.values()))
    return Answer(claim, says, rows, drawn)


def latency_distribution(log: Log) -> Answer:
    """Within which time is a finding answered?

    Cached and judged as in :func:`latency_percentiles`; ``findings`` are all, with those that were
    neither. The promise is that a cached answer takes less than 50 ms.
    """
    *found, all_ = log.ask("latency_distribution", _Within)
    names = [_WITHIN[one.place or 0] for one in found]
    rows = pd.DataFrame(
        [
            (name, one.findings, one.cached, one.judged)
            for name, one in zip([*names, "all"], [*found, all_], strict=True)
        ],
        columns=["latency", "findings", "cached", "judged"],
    )
    if not all_.findings:
        return nothing("Latency", "the log holds no finding", rows)
    fast = sum(one.cached for one in found[:_PROMISED])
    claim = f"{part_of(fast, all_.cached)} cached answers took less than 50 ms"
    slow = sum(one.judged for one in found[:_PROMISED])
    says = f"{claim} ({share(fast, all_.cached)}); of the judged ones {part_of(slow, all_.judged)}."
    drawn = figure(claim, x="latency", y="answers (%)", legend=1)
    for name, outcome in (("cached", "hit"), ("judged", "miss")):
        numbers = [getattr(one, name) for one in found]
        whole = getattr(all_, name)
        drawn.add_bar(
            x=[_TWO_LINES.sub(r"\1<br>", one) for one in names],
            y=[percent(number, whole) for number in numbers],
            name=name,
            marker_color=OUTCOME_COLOURS[outcome],
            text=[share(number, whole) if number else "" for number in numbers],
            textposition="outside",
            customdata=[part_of(number, whole) for number in numbers],
            hovertemplate=f"%{{x}}<br>%{{customdata}} {name} answers<extra></extra>",
        )
    drawn.update_layout(barmode="group")
    drawn.update_yaxes(range=[0, 112], tickvals=[0, 20, 40, 60, 80, 100])
    return Answer(claim, says, rows, drawn)


class _Within(NamedTuple):
    """Findings in a class of latency; all if ``place`` is ``None``."""

    place: int | None
    findings: int
    cached: int
    judged: int


_WITHIN = (
    "all",
    "under 1 ms",
    "1 to 10 ms",
    "10 to 50 ms",
    "50 to 100 ms",
    "0.1 to 1 s",
    "1 to 10 s",
    "10 to 60 s",
    "over 60 s",
)
_PROMISED = 3
_TWO_LINES = re.compile(r"(under|over| to) ")


class _Latencies(NamedTuple):
    """Latencies in microseconds; of all answers if ``answer`` is ``None``."""

    answer: str | None
    findings: int
    p50: int | None
    p90: int | None
    p95: int | None
    p99: int | None
    max: int | None

    def times(self) -> list[int | None]:
        return [self.p50, self.p90, self.p95, self.p99, self.max]


def _duration(microseconds: int | None) -> str:
    return "-" if microseconds is None else duration(microseconds)
