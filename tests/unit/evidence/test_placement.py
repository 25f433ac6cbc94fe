"""Placement: a report that is vague, or off, marks more, never less."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.core.evidence import Unplaced
from fpcache_ops.core.finding import ColumnUnit, Region
from fpcache_ops.evidence.languages import language_named
from fpcache_ops.evidence.placement import Lines, Placed, place
from fpcache_ops.evidence.syntax import parse

PYTHON = language_named("python")

SHOP = textwrap.dedent("""\
    import os

    class Shop:
        @route(
            "/x")
        def find(self, name):
            if name == "a": os.system(name); print(1)
            elif name:
                query = (
                    "select "
                    + name
                )

            else:  # nothing
                pass
            with open(name) as f, \\
                    open("b") as g:
                f.read()
            try:
                # only a comment
                g.read()
            except (OSError,
                    ValueError) as error:
                raise
            return {
                "é": eval(name),
            }
""").encode()


def marked(region: Region, source: bytes = SHOP) -> str:
    placed = place(region, source, Lines(source), parse("python", source).root_node, PYTHON)
    assert isinstance(placed, Placed), placed
    return source[placed.start : placed.end].decode()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((1, 1), "import os"),
        ((3, 3), "class Shop:"),
        ((5, 5), '@route(\n        "/x")'),
        ((6, 6), "def find(self, name):"),
        ((7, 7), 'if name == "a": os.system(name); print(1)'),
        ((8, 8), "elif name:"),
        ((11, 11), 'query = (\n                "select "\n                + name\n            )'),
        ((14, 14), "else:"),
        ((17, 17), 'with open(name) as f, \\\n                open("b") as g:'),
        ((20, 20), "# only a comment"),
        ((22, 22), "except (OSError,\n                ValueError) as error:"),
        ((26, 26), 'return {\n            "é": eval(name),\n        }'),
        ((13, 13), ""),
    ],
)
def test_a_line_marks_the_statements_that_touch_it(lines, expected):
    """Simple statements whole, compound ones by their header, a line of neither as it stands."""
    assert marked(Region(lines[0], end_line=lines[1])).rstrip() == expected


def test_a_region_over_several_statements_marks_from_the_first_to_the_last():
    """Everything between is marked too."""
    text = marked(Region(7, end_line=9))
    assert text.startswith("if name")
    assert text.endswith("+ name\n            )")


def test_line_zero_is_the_whole_file_and_a_negative_line_is_no_place():
    """A finding about the file as a whole needs every sink in it proven."""
    assert marked(Region(0)) == SHOP.decode().strip()
    placed = place(Region(-1), SHOP, Lines(SHOP), None, None)
    assert isinstance(placed, Unplaced)


def test_a_line_beyond_the_end_is_no_place():
    """The report is about other bytes than these."""
    last = len(Lines(SHOP))
    assert isinstance(place(Region(last), SHOP, Lines(SHOP), None, None), Placed)
    assert isinstance(place(Region(last + 1), SHOP, Lines(SHOP), None, None), Unplaced)
    assert isinstance(place(Region(1, end_line=last + 1), SHOP, Lines(SHOP), None, None), Unplaced)


@pytest.mark.parametrize(
    ("unit", "column", "end", "expected"),
    [
        (ColumnUnit.CODE_POINTS, 18, 28, "eval(name)"),
        (ColumnUnit.UTF16, 18, 28, "eval(name)"),
        (ColumnUnit.CODE_POINTS, 18, 99, None),
        (ColumnUnit.CODE_POINTS, 28, 18, None),
        (ColumnUnit.CODE_POINTS, 0, 28, None),
    ],
)
def test_columns_focus_inside_the_mark_or_not_at_all(unit, column, end, expected):
    """Columns that do not fit are dropped: the whole statement stays marked."""
    region = Region(26, column, 26, end, unit)
    placed = place(region, SHOP, Lines(SHOP), parse("python", SHOP).root_node, PYTHON)
    assert isinstance(placed, Placed)
    focused = placed.focus and SHOP[slice(*placed.focus)].decode()
    assert focused == expected


def test_columns_count_code_points_or_utf_16_units():
    """An astral character is one code point and two units."""
    source = '"😀" + f(x)\n'.encode()
    lines = Lines(source)
    assert source[lines.offset(1, 7, ColumnUnit.CODE_POINTS) :].startswith(b"f(x)")
    assert source[lines.offset(1, 8, ColumnUnit.UTF16) :].startswith(b"f(x)")
    assert lines.offset(1, 3, ColumnUnit.UTF16) is None


def test_the_scope_is_the_qualified_name():
    """A neighbour is found by the names of the functions and classes around it."""
    placed = place(Region(26), SHOP, Lines(SHOP), parse("python", SHOP).root_node, PYTHON)
    assert isinstance(placed, Placed)
    assert placed.scope == "Shop.find"


@given(st.text(st.sampled_from("ab\n\r"), max_size=30))
def test_lines_end_at_lf_crlf_and_cr(text: str):
    """The same lines as Python's own reader finds, which joins CRLF."""
    source = text.encode()
    lines = Lines(source)
    expected = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if len(expected) > 1 and not expected[-1]:
        expected.pop()
    found = [source[slice(*lines.span(n, n))] for n in range(1, len(lines) + 1)]
    assert found == expected


_snippets = st.sampled_from(
    [
        "x = 1",
        "if a:\n  b()",
        "f(\n 1,\n 2)",
        "# c",
        "",
        "def f():\n  return (\n  1)",
        "a; b",
        "'''\ns\n'''",
    ]
)


@given(st.lists(_snippets, min_size=1, max_size=6).map("\n".join), st.data())
def test_the_mark_covers_the_code_of_the_region(text: str, data: st.DataObject):
    """Whatever the shape, no code on the reported lines is outside the mark."""
    source = text.encode()
    lines = Lines(source)
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    tree = parse("python", source)
    placed = place(Region(first, end_line=last), source, lines, tree.root_node, PYTHON)
    assert isinstance(placed, Placed)
    start, end = lines.span(first, last)
    outside = source[start : max(placed.start, start)] + source[min(placed.end, end) : end]
    assert all(
        not line.strip() or line.lstrip().startswith(b"#") for line in outside.splitlines()
    ), (text, first, last)
