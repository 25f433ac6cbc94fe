"""What would another setting have done, and how far can that answer be trusted?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS, bars, figure, label, labels, nothing, tall
from fpcache_ops.analysis.log import Log
from fpcache_ops.analysis.rates import PERCENT_TICKS
from fpcache_ops.analysis.simulation import Asked, Kept, Lived, Setting, history, learnt, live
from fpcache_ops.analysis.wording import counted, cut, percent, share, signed

BOUND = 0.2
"""Points by which a replay of the present setting may be off on a day, to be believed."""


def back_test(
    log: Log, present: Setting, *, hold_out_days: int = 7, bound: float = BOUND
) -> Answer:
    """Does a replay of the setting that was in force give the hit rate that was seen?

    Replayed: every finding of the log in order, from what was stored before it began. Held out: the
    last ``hold_out_days`` days, foretold from what the days before show; what people do in them is
    taken as it was. Difference: in points, replayed or foretold - observed.
    """
    tested = _tested(log, present, hold_out_days)
    rows = pd.DataFrame(
        [
            (day, *_compared(one), *_compared(tested.held_out.get(day), observed=False))
            for day, one in tested.days.items()
        ]
        + [
            (
                "all days",
                *_compared(_sum(tested.days.values())),
                *_compared(_sum(tested.held_out.values()), observed=False),
            )
        ],
        columns=["day", "looked_up", "observed", "replayed", "difference", "foretold", "off_by"],
    )
    if not tested.days:
        return nothing("Back-test", "no finding was looked up", rows)
    claim = f"Replayed, the present setting is {tested.says(bound)}"
    says = f"{claim}. {tested.foretold()}"
    drawn = figure(claim, x="day (UTC)", y="hit rate (%)", legend=1)
    for name, days, is_expected, style in (
        ("observed", tested.days, False, {"mode": "lines", "line_color": OUTCOME_COLOURS["hit"]}),
        (
            "replayed",
            tested.days,
            True,
            {
                "mode": "markers",
                "marker": {
                    "color": OUTCOME_COLOURS["miss"],
                    "symbol": "circle-open",
                    "size": 13,
                    "line": {"width": 2},
                },
            },
        ),
        (
            "foretold, held out",
            tested.held_out,
            True,
            {
                "mode": "markers",
                "marker": {
                    "color": OUTCOME_COLOURS["expired"],
                    "symbol": "x-thin-open",
                    "size": 9,
                    "line": {"width": 3},
                },
            },
        ),
    ):
        drawn.add_scatter(
            x=list(days),
            y=[_rate(one, is_expected) for one in days.values()],
            name=name,
            customdata=[_of(one, is_expected) for one in days.values()],
            hovertemplate=f"%{{x}}<br>{name}: %{{customdata}} findings looked up<extra></extra>",
            **style,
        )
    drawn.update_xaxes(type="date", tickformat="%d %b")
    drawn.update_yaxes(range=[0, 104], tickvals=PERCENT_TICKS)
    return Answer(claim, says, rows, drawn)


def what_if(
    log: Log,
    others: Sequence[Setting],
    *,
    present: Setting,
    hold_out_days: int = 7,
    bound: float = BOUND,
) -> Answer:
    """What would the hit rate have been under other settings?

    Each setting is replayed over the log, as :func:`back_test` does it with the present one, whose
    result is in the sentence: an answer is worth no more. Points: expected hit rate - the one
    expected of the present setting. Calls: findings with evidence that would have been judged.
    """
    tested = _tested(log, present, hold_out_days)
    whole = _sum(tested.days.values())
    named = [(f"present: {present}", whole)]
    for other in others:
        rows = history(log, other) if other.policy != present.policy else tested.rows
        kept = tested.kept if rows is tested.rows else learnt(rows)
        named.append((str(other), _sum(live(rows, other, kept).values())))
    base = _rate(whole, True) or 0.0
    table = pd.DataFrame(
        [
            (
                "observed",
                whole.looked_up,
                share(whole.observed, whole.looked_up),
                "",
                tested.judged,
            ),
            *(
                (
                    name,
                    one.looked_up,
                    _share(one),
                    signed((_rate(one, True) or 0.0) - base),
                    round(one.missed),
                )
                for name, one in named
            ),
        ],
        columns=["setting", "looked_up", "hit_rate", "points", "calls"],
    )
    if not whole.looked_up:
        return nothing("What if", "no finding was looked up", table)
    best, most = max(named[1:] or named, key=lambda item: _rate(item[1], True) or 0.0)
    sign = "" if tested.worst <= bound else "Not to be relied on: "
    claim = f"{sign}{_share(most)} hits with {cut(best, 60)}, {_share(whole)} as it is"
    says = (
        f"{claim}. Back-test: replayed, the present setting is {tested.says(bound)}. "
        f"{tested.foretold()}"
    )
    drawn = figure(claim, x="expected hit rate (%)", y="setting", height=tall(len(named)))
    drawn.update_layout(margin_t=drawn.layout.margin.t + 22)
    bars(
        drawn,
        labels([name for name, _ in named], 48),
        [_rate(one, True) for _, one in named],
        colours=[OUTCOME_COLOURS["hit"]] * len(named),
        texts=[_share(one) for _, one in named],
        hovers=[f"{_of(one, True)} findings looked up" for _, one in named],
    )
    observed = percent(whole.observed, whole.looked_up)
    drawn.add_vline(x=observed, line={"color": OUTCOME_COLOURS["changed"], "dash": "dot"})
    drawn.add_annotation(
        text=label(f"observed: {share(whole.observed, whole.looked_up)}"),
        x=observed,
        y=1,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
    )
    drawn.update_xaxes(range=[0, 115], tickvals=PERCENT_TICKS)
    return Answer(claim, says, table, drawn)


@dataclass(frozen=True)
class _Tested:
    rows: Sequence[Asked]
    kept: Kept
    days: Mapping[str, Lived]
    held_out: Mapping[str, Lived]

    @property
    def worst(self) -> float:
        """The greatest difference of a day, in points."""
        return max((abs(_off(one)) for one in self.days.values()), default=0.0)

    @property
    def judged(self) -> int:
        """Findings with evidence that were looked up and no hit."""
        return sum(one.looked_up and one.is_placed and one.outcome != "hit" for one in self.rows)

    def says(self, bound: float) -> str:
        verdict = "at most" if self.worst <= bound else f"more than {bound} points off, up to"
        days = counted(len(self.days), "day")
        return f"{verdict} {self.worst:.1f} points off on any of {days}"

    def foretold(self) -> str:
        whole = _sum(self.held_out.values())
        if not whole.looked_up:
            return "Nothing was held out: 0 of 0."
        return (
            f"Of the last {counted(len(self.held_out), 'day')}, held out, {_share(whole)} was "
            f"foretold and {share(whole.observed, whole.looked_up)} seen "
            f"({_of(whole, False)} findings looked up)."
        )


def _tested(log: Log, present: Setting, hold_out_days: int) -> _Tested:
    name = ("back-test", present, hold_out_days)
    return log.once(name, lambda: _test(log, present, hold_out_days))


def _test(log: Log, present: Setting, hold_out_days: int) -> _Tested:
    rows = history(log, present)
    kept = learnt(rows)
    days = live(rows, present, kept)
    held = sorted(days)[-hold_out_days:] if hold_out_days and len(days) > hold_out_days else []
    held_out = {}
    if held:
        cut_at = datetime.fromisoformat(held[0]).replace(tzinfo=UTC).timestamp()
        known = learnt(one for one in rows if one.at_s < cut_at)
        lived = live(rows, present, known, known_until=cut_at)
        held_out = {day: lived[day] for day in held}
    return _Tested(rows, kept, days, held_out)


def _sum(days: Iterable[Lived]) -> Lived:
    every = list(days)
    return Lived(
        sum(day.looked_up for day in every),
        sum(day.observed for day in every),
        sum(day.expected for day in every),
        sum(day.missed for day in every),
    )


def _rate(one: Lived, is_expected: bool) -> float | None:
    return percent(round(one.expected) if is_expected else one.observed, one.looked_up)


def _off(one: Lived) -> float:
    return 100 * (one.expected - one.observed) / one.looked_up


def _share(one: Lived) -> str:
    return share(round(one.expected), one.looked_up)


def _of(one: Lived, is_expected: bool) -> str:
    hits = round(one.expected) if is_expected else one.observed
    return f"{hits:,} of {one.looked_up:,}"


def _compared(one: Lived | None, *, observed: bool = True) -> tuple[object, ...]:
    if one is None or not one.looked_up:
        return (0, "0 of 0", "0 of 0", "-") if observed else ("-", "-")
    off = signed(_off(one))
    if not observed:
        return (_share(one), off)
    return (one.looked_up, share(one.observed, one.looked_up), _share(one), off)
