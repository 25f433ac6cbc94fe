"""Placement: from the lines and columns of a report to whole statements in the source.

A place is marked by every statement that touches its lines: a simple statement whole, a compound
one by its header. Columns only add a ``focus`` inside the mark. So a report that is vague, or off
by a column, marks more, never less.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from tree_sitter import Node

from fpcache_ops.core.evidence import Unplaced
from fpcache_ops.core.finding import ColumnUnit, Region
from fpcache_ops.evidence.languages import LanguageTable


@dataclass(frozen=True, slots=True)
class Placed:
    """A byte range of the source, the narrower one that columns single out, and where it is."""

    start: int
    end: int
    focus: tuple[int, int] | None
    scope: str


class Lines:
    """The lines of a source: they end at LF, CRLF and CR, as scanners count them."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
        if len(self._starts) > 1:
            self._starts.pop()

    def __len__(self) -> int:
        return len(self._starts)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The byte range of lines ``first`` to ``last`` (1-based), without the last line's end."""
        start = self._starts[first - 1]
        end = self._starts[last] if last < len(self._starts) else len(self._source)
        return start, start + len(self._source[start:end].rstrip(b"\r\n"))

    def line_at(self, offset: int) -> int:
        """The 1-based number of the line that holds a byte."""
        return bisect_right(self._starts, offset)

    def offset(self, line: int, column: int, unit: ColumnUnit) -> int | None:
        """The byte offset of a 1-based column, ``None`` when the line is not that long."""
        start, end = self.span(line, line)
        text = self._source[start:end].decode("utf-8", "surrogateescape")
        ahead = column - 1
        if unit is ColumnUnit.UTF16:
            units = text.encode("utf-16-le", "surrogatepass")[: 2 * ahead]
            if len(units) != 2 * ahead:
                return None
            try:
                text = units.decode("utf-16-le")
            except UnicodeDecodeError:
                return None
            ahead = len(text)
        if ahead < 0 or ahead > len(text):
            return None
        return start + len(text[:ahead].encode("utf-8", "surrogateescape"))


def place(
    region: Region, source: bytes, lines: Lines, root: Node | None, table: LanguageTable | None
) -> Placed | Unplaced:
    """Where a region lies: whole statements, or whole lines when there is no tree."""
    if region.start_line < 0:
        return Unplaced("no usable line was given")
    if region.start_line == 0:
        return Placed(*_trimmed(source, 0, len(source)), None, "")
    first, last = region.start_line, region.last_line
    if last > len(lines):
        return Unplaced(f"line {last} is beyond the end of the file ({len(lines)} lines)")
    start, end = _trimmed(source, *lines.span(first, last))
    if root is None or table is None:
        return Placed(start, end, None, "")
    touched = _statements(root, start, end, table)
    if not touched:
        return Placed(start, end, None, _scope(_path(root, start, end), table))
    low = min(node.start_byte for node in touched)
    high = max(_own_end(node, table) for node in touched)
    around = _path(root, touched[0].start_byte, touched[0].end_byte, to=touched[0])
    return Placed(low, high, _focus(region, lines, low, high), _scope(around, table))


def _trimmed(source: bytes, start: int, end: int) -> tuple[int, int]:
    """The range without the white space around it; empty for a blank one."""
    text = source[start:end]
    start += len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _focus(region: Region, lines: Lines, low: int, high: int) -> tuple[int, int] | None:
    if region.start_column is None or region.end_column is None:
        return None
    start = lines.offset(region.start_line, region.start_column, region.column_unit)
    end = lines.offset(region.last_line, region.end_column, region.column_unit)
    if start is None or end is None or not low <= start < end <= high:
        return None
    return start, end


def _path(root: Node, start: int, end: int, to: Node | None = None) -> list[Node]:
    """The nodes that cover a range, from the root inwards; no further than ``to``.

    Downwards, for a parent is looked for from the root: upwards, a deep tree would take long.
    """
    path = [root]
    last = max(end - 1, start)
    cursor = root.walk()
    while path[-1] != to and cursor.goto_first_child_for_byte(start) is not None:
        node = cursor.node
        if node is None or node.start_byte > start or node.end_byte < last:
            break
        path.append(node)
    return path


def _statements(root: Node, start: int, end: int, table: LanguageTable) -> list[Node]:
    """The statements that a byte range touches, in source order, innermost where they nest."""
    path = reversed(_path(root, start, end))
    # A block may be that of a function inside a simple statement: what it holds is marked alone.
    around = (
        node
        for node in path
        if node.type in table.compounds or node.type in table.body_kinds or _is_simple(node, table)
    )
    node = next(around, root)
    found: list[Node] = []
    pending = [node]
    while pending:
        node = pending.pop()
        if node.start_byte >= max(end, start + 1) or node.end_byte <= start:
            continue
        simple = _is_simple(node, table)
        if simple or (node.type in table.compounds and _own_end(node, table) > start):
            found.append(node)
        if not simple:
            pending.extend(reversed(node.children))
    return found


def _is_simple(node: Node, table: LanguageTable) -> bool:
    """Whether it is a statement that holds no other, by its kind or by where it stands."""
    if node.type in table.statements:
        return True
    if not table.bodies or not node.is_named or node.is_extra or node.type in table.compounds:
        return False
    around = node.parent
    if around is None:
        return False
    if around.type in table.bodies:
        return node != around.child_by_field_name("value")  # ``case 1:``
    return (
        around.type in table.compounds
        and node.type not in table.body_kinds
        and any(node == around.child_by_field_name(field) for field in table.body_fields)
    )


def _own_end(node: Node, table: LanguageTable) -> int:
    """Where a simple statement ends, or the header of a compound one."""
    if node.type not in table.compounds:
        return node.end_byte
    end = node.end_byte
    for index, child in enumerate(node.children):
        field = node.field_name_for_child(index)
        if child.type in table.body_kinds or field in table.body_fields:
            return end
        if node.type in table.bodies and child.is_named and not (field or child.is_extra):
            return end
        if not child.is_extra:
            end = child.end_byte
    return node.end_byte


def _scope(path: list[Node], table: LanguageTable) -> str:
    """The qualified name of the functions and classes on the way to a place."""
    names: list[str] = []
    for node in path:
        if node.type in table.scopes:
            name = node.child_by_field_name("name")
            if name is not None and name.text is not None:
                names.append(name.text.decode("utf-8", "replace"))
    return ".".join(names)
