"""The figures of the runbooks. Each title says what the figure shows, in numbers."""

import math
from collections.abc import Sequence
from typing import Any

from fpcache_ops.analysis.figures import OUTCOME_COLOURS, figure, tall
from fpcache_ops.operations.validate_cache import Pass, percentile
from fpcache_ops.operations.wording import significant


def outcomes(passes: Sequence[Pass]) -> Any:
    """How many findings of each pass had which outcome: stacked bars."""
    calls = [str(one.validator_calls) for one in passes]
    drawn = figure(
        f"Validator calls: {', '.join(calls)} for {len(passes[0].answers)} findings a pass",
        x="findings",
        y="",
        height=tall(len(passes)),
        legend=True,
    )
    for outcome, colour in OUTCOME_COLOURS.items():
        counts = [one.outcomes[outcome] for one in passes]
        if any(counts):
            drawn.add_bar(
                y=[one.title for one in passes],
                x=counts,
                name=outcome,
                orientation="h",
                marker_color=colour,
                text=[str(count) if count else "" for count in counts],
                textposition="inside",
                insidetextanchor="middle",
                customdata=[len(one.answers) for one in passes],
                hovertemplate=f"%{{y}}<br>{outcome}: %{{x}} of %{{customdata}}<extra></extra>",
            )
    drawn.update_layout(barmode="stack")
    drawn.update_yaxes(autorange="reversed", type="category")
    return drawn


def latencies(judged: Pass, cached: Pass) -> Any:
    """What a judged and what a cached answer took its client, per finding, on a log axis.

    A batch's time is shared among its findings; whoever asks for one alone pays for the request.
    """
    low, high = (percentile(one.milliseconds, 50) or 0 for one in (cached, judged))
    drawn = figure(
        f"A cached answer took {significant(low)} ms, asked alone; "
        f"a judged one {significant(high)} ms, in a batch (medians)",
        x="milliseconds (log scale)",
        y="",
        height=190,
    )
    for one, name, outcome in ((judged, "judged", "miss"), (cached, "cached", "hit")):
        drawn.add_box(
            x=list(one.milliseconds),
            y=[f"{name}, {len(one.milliseconds)} findings"] * len(one.milliseconds),
            orientation="h",
            marker_color=OUTCOME_COLOURS[outcome],
            boxpoints="all",
            jitter=0.6,
            pointpos=0,
            hovertemplate="%{x:.3g} ms<extra></extra>",
            showlegend=False,
        )
    ticks = _ticks([*judged.milliseconds, *cached.milliseconds])
    drawn.update_xaxes(
        type="log", tickvals=ticks, range=[math.log10(ticks[0]), math.log10(ticks[-1])]
    )
    drawn.update_yaxes(autorange="reversed", type="category")
    return drawn


def _ticks(values: Sequence[float]) -> list[float]:
    """1, 2, 5, 10 and so on, from just below the least value to just above the greatest."""
    steps = [a * 10.0**b for b in range(-3, 7) for a in (1, 2, 5)]
    first = max((n for n, step in enumerate(steps) if step <= min(values)), default=0)
    last = min((n for n, step in enumerate(steps) if step >= max(values)), default=len(steps) - 1)
    return steps[first : last + 1]
