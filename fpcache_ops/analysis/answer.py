"""An answer: to one question, read from one log."""

import csv
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import Any

import pandas as pd

DEFAULT_RENDERER = "plotly_mimetype"
"""Draws in every notebook program, and compares exactly; ``PLOTLY_RENDERER`` names another."""


NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_UNIT = re.compile(r"(?<=\d) (?=(?:%|µs|ms|s|min|h)(?!\w))")


_FORMULA = re.compile(r"[=+\-@\t\r\n\x00]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?( [%a-zµ]{1,3})?|-")


def _harmless(cell: object) -> object:
    """A quote before what a spreadsheet would run; numbers stay numbers."""
    if not isinstance(cell, str) or _NUMBER.fullmatch(cell):
        return cell
    starts = cell.lstrip(" \ufeff")
    return f"'{cell}" if _FORMULA.match(starts) or _FORMULA.match(cell) else cell


@dataclass(frozen=True)
class Answer:
    """A small table, the figure drawn from it, and a sentence that reads it.

    ``claim`` is the title of the figure. In a notebook an answer shows all three.
    """

    claim: str
    says: str
    table: pd.DataFrame
    figure: Any

    def __repr__(self) -> str:
        return f"{self.says}\n\n{self.shown().to_string(index=False)}"

    def _ipython_display_(self) -> None:
        from IPython import display

        if os.environ.get("PLOTLY_RENDERER"):
            self.figure.show()
        else:
            self.figure.show(renderer=DEFAULT_RENDERER)
        publish: Any = display.publish_display_data
        publish({"text/html": self.html(), "text/plain": repr(self)})

    def html(self) -> str:
        """The sentence and the table as HTML; a number and its unit stay on one line."""
        shown = self.shown()

        def line(tag: str, cells: Iterable[object]) -> str:
            first, *others = (escape(str(cell)) for cell in cells)
            rest = "".join(f"<{tag}>{cell}</{tag}>" for cell in others)
            return f'<tr><{tag} style="text-align: left">{first}</{tag}>{rest}</tr>'

        return "\n".join(
            [
                f"<p>{_UNIT.sub(NO_BREAK_SPACE, escape(self.says))}</p>",
                '<table class="dataframe">',
                f"<thead>{line('th', shown.columns)}</thead>",
                "<tbody>",
                *(line("td", row) for row in shown.itertuples(index=False)),
                "</tbody>",
                "</table>",
            ]
        )

    def csv(self) -> str:
        """The table for a spreadsheet: what would be a formula there is text."""
        out = StringIO(newline="")
        rows = csv.writer(out)
        rows.writerow(map(_harmless, self.table.columns))
        for row in self.table.itertuples(index=False):
            rows.writerow(map(_harmless, row))
        return out.getvalue()

    def shown(self) -> pd.DataFrame:
        """The table with words for names and separators in numbers."""
        shown = self.table.copy()
        for name in shown.columns:
            if pd.api.types.is_integer_dtype(shown[name]):
                shown[name] = [f"{number:,}" for number in shown[name]]
        return shown.rename(columns=lambda name: name.replace("_", " "))
