"""A small table: the same in the notebook, in the report and on the terminal."""

from collections.abc import Sequence
from html import escape
from typing import Any

import msgspec

Cell = str | int | float | None


class Table(msgspec.Struct, frozen=True):
    """A title, columns and rows. A cell that is a number stands on the right."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]

    @classmethod
    def of(cls, title: str, rows: Sequence[dict[str, Any]]) -> "Table":
        """From rows that name their columns; the first row says which."""
        columns = list(rows[0]) if rows else []
        return cls(title, columns, [[row[name] for name in columns] for row in rows])

    def texts(self) -> list[list[str]]:
        """The cells as people read them."""
        return [["-" if cell is None else str(cell) for cell in row] for row in self.rows]

    def numeric(self) -> list[bool]:
        """Which columns hold numbers."""
        return [
            any(row[i] is not None for row in self.rows)
            and not any(isinstance(row[i], str) for row in self.rows)
            for i in range(len(self.columns))
        ]

    def _repr_html_(self) -> str:
        kinds = [' class="number"' if number else "" for number in self.numeric()]

        def line(tag: str, cells: list[str]) -> str:
            inner = (
                f"<{tag}{kind}>{escape(cell)}</{tag}>"
                for kind, cell in zip(kinds, cells, strict=True)
            )
            return f"<tr>{''.join(inner)}</tr>"

        body = "".join(line("td", row) for row in self.texts())
        return (
            f"<table><caption>{escape(self.title)}</caption>"
            f"<thead>{line('th', self.columns)}</thead><tbody>{body}</tbody></table>"
        )

    def __repr__(self) -> str:
        rows = [self.columns, *self.texts()]
        widths = [max(len(row[i]) for row in rows) for i in range(len(self.columns))]
        right = self.numeric()
        lines = [
            "  ".join(
                cell.rjust(width) if number else cell.ljust(width)
                for cell, width, number in zip(row, widths, right, strict=True)
            ).rstrip()
            for row in rows
        ]
        return "\n".join([self.title, *lines])
