"""What all figures have in common. Each title says the claim; hovering shows the denominators.

Colours are those of Okabe and Ito, which people with any colour vision can tell apart; one colour
belongs to one outcome everywhere. There is no background, and inks are half way between black and
white: a figure is as readable on a dark page as on a light one. Nothing in a figure depends on the
time, the machine or chance.
"""

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.wording import NOTHING, cut

OUTCOME_COLOURS: Mapping[str, str] = {
    "hit": "#0072B2",
    "miss": "#E69F00",
    "changed": "#D55E00",
    "expired": "#CC79A7",
    "invalidated": "#56B4E9",
    "outdated": "#F0E442",
    "bypass": "#999999",
    "overridden": "#009E73",
}

INK = "#7a7a7a"
GRID = "rgba(128, 128, 128, 0.25)"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"

_AXIS = {
    "automargin": True,
    "gridcolor": GRID,
    "linecolor": INK,
    "zerolinecolor": GRID,
    "ticks": "outside",
    "tickcolor": GRID,
    "title": {"standoff": 12},
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": INK},
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 12, "t": 14},
            "font": {"size": 17},
        },
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "margin": {"l": 12, "r": 40, "t": 60, "b": 12},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "modebar": {"orientation": "v", "bgcolor": "rgba(0, 0, 0, 0)", "color": INK},
        "hoverlabel": {
            "align": "left",
            "bgcolor": "#222222",
            "bordercolor": "#222222",
            "font": {"family": FONT, "color": "#ffffff"},
        },
        "bargap": 0.25,
    },
    data={
        # A thin edge, for yellow on white.
        "bar": [{"marker": {"line": {"color": INK, "width": 0.5}}, "cliponaxis": False}],
        "scatter": [{"marker": {"size": 8, "line": {"color": INK, "width": 0.5}}}],
    },
)

_LINE_OF_A_TITLE = 72
_LINE_HEIGHT = 22


def figure(claim: str, *, x: str, y: str, height: int = 380, legend: int = 0) -> Any:
    """An empty figure under its claim, its axes named, with room for so many lines of legend."""
    lines = textwrap.wrap(claim, _LINE_OF_A_TITLE)
    top = 28 + _LINE_HEIGHT * (len(lines) + legend) + (8 if legend else 0)
    return go.Figure(
        layout={
            "template": TEMPLATE,
            # The place of a title is that of its last line.
            "title": {
                "text": f"<b>{'<br>'.join(map(label, lines))}</b>",
                "pad": {"t": 14 + _LINE_HEIGHT * (len(lines) - 1)},
            },
            "margin": {"t": top},
            "height": height + top,
            "showlegend": legend > 0,
            "xaxis": {"title": {"text": x}},
            "yaxis": {"title": {"text": y}},
        }
    )


def nothing(subject: str, why: str, table: pd.DataFrame) -> Answer:
    """The answer to a question about nothing: ``0 of 0``, and a figure that says so."""
    claim = f"{subject}: {why}"
    empty = figure(claim, x="", y="", height=120)
    empty.update_xaxes(visible=False)
    empty.update_yaxes(visible=False)
    empty.add_annotation(
        text=label(f"{NOTHING}: {why}"),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font_size=15,
    )
    return Answer(claim, f"{NOTHING}: {why}, so there is no rate.", table, empty)


def label(text: str, longest: int = 100) -> str:
    """Text from the data, as it is: no markup, no formula, and not beyond its place."""
    return escape(cut(text, longest)).replace("$", "&#36;")


def labels(texts: Sequence[str], longest: int = 36) -> list[str]:
    """Several, for the ticks of an axis; those that were cut alike stay apart."""
    shown = [label(text, longest) for text in texts]
    return [
        one if shown.count(one) == 1 else f"{one} ({number})" for number, one in enumerate(shown, 1)
    ]


def bars(
    found: Any,
    names: Sequence[str],
    values: Sequence[float | None],
    *,
    colours: Sequence[str],
    texts: Sequence[str],
    hovers: Sequence[str],
) -> None:
    """Horizontal bars, the first on top, each with its text at its end."""
    found.add_bar(
        y=list(names),
        x=list(values),
        orientation="h",
        marker_color=list(colours),
        text=[label(text) for text in texts],
        textposition="outside",
        customdata=[label(hover, 200) for hover in hovers],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )
    found.update_yaxes(autorange="reversed", type="category")


def counts(largest: int, room: float = 1.0) -> dict[str, Any]:
    """An axis of numbers of findings, of which there are no halves."""
    axis: dict[str, Any] = {"range": [0, room * largest], "tickformat": ",d"}
    return axis | ({"dtick": 1} if largest < 8 else {})


def tall(bars_: int) -> int:
    """The height of the plot for so many horizontal bars."""
    return max(190, 70 + 34 * bars_)
