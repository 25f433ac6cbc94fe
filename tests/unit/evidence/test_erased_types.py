"""Types that a grammar takes for something else are read as TypeScript reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree_sitter import Node, Parser

from fpcache_ops.evidence.syntax import grammar, parse

TYPES = (
    "string",
    "Row[]",
    "Row | null",
    "{ id: number; name?: string }",
    "Row<Id>",
    "Map<string, Row<Id>>",
    "[number, 'a' | 'b']",
    "() => Promise<void>",
    "typeof rows[number]",
    "shop.Row",
    "Pick<Row, '<' | '>'>",
)
TAGS = (
    "sql",
    "db.raw",
    "this.db.$queryRaw",
    "tag()",
    "rows[0]",
    "(pick)",
    "String.raw",
    "`a`",
    "\u00e9t\u00e9",
)
AROUND = (
    "x = @;",
    "const x = await @;",
    "f(@, 1);",
    "function f() { return @; }",
    "y = `a${ @ }b`;",
    "class A { q = @; }",
    "x = a ? @ : @;",
)


@given(
    around=st.sampled_from(AROUND),
    tag=st.sampled_from(TAGS),
    types=st.sampled_from(TYPES),
    gap=st.sampled_from(["", " ", "\n", " /* rows */ "]),
    language=st.sampled_from(["typescript", "tsx"]),
)
def test_a_tag_with_types_is_the_tag(
    around: str, tag: str, types: str, gap: str, language: str
) -> None:
    """The tree is that of the program without the types; all else stands where it did."""
    template = "`SELECT ${ id } x`"
    typed = around.replace("@", f"{tag}<{types}>{gap}{template}")
    blank = re.sub(r"\S", " ", f"<{types}>")
    plain = around.replace("@", f"{tag}{blank}{gap}{template}")
    root = parse(language, typed.encode()).root_node
    expected = Parser(grammar(language)).parse(plain.encode()).root_node
    assert not root.has_error
    assert spans(root) == spans(expected)


@pytest.mark.parametrize("language", ["typescript", "tsx"])
@pytest.mark.parametrize("word", ["as", "satisfies"])
@pytest.mark.parametrize("after", ["", "[]", "<shop.Row>", "<shop.web.Row>[] | null", " & a.b.C"])
def test_a_long_name_of_a_type_is_one(language: str, word: str, after: str) -> None:
    """What is said to be of ``shop.web.Order`` is the whole of what is given."""
    typed = f"f(given {word} shop.web.Order.Line{after}, g(a {word} b.c.D));"
    root = parse(language, typed.encode()).root_node
    assert not root.has_error
    said = [typed[start:end] for kind, start, end in spans(root) if kind == f"{word}_expression"]
    assert sorted(said) == [f"a {word} b.c.D", f"given {word} shop.web.Order.Line{after}"]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("x = a || b!.c;", "x = a || b .c;"),
        ("x = a ?? b![0] > 3;", "x = a ?? b [0] > 3;"),
        ("if (!a!.b) c!.d();", "if (!a .b) c!.d();"),
        ("x = await f<T>(y);", "x = await f   (y);"),
        ("x = 'a' + b.f<T<U>>(y);", "x = 'a' + b.f      (y);"),
        ("x = !f<T>(a || b!.c);", "x = !f   (a || b .c);"),
        (
            "x = `a!.b ${ await f<T>(y) }` + 'f<T>(y)';",
            "x = `a!.b ${ await f   (y) }` + 'f<T>(y)';",
        ),
    ],
)
def test_what_is_said_of_an_operand_is_said_of_no_more(typed: str, plain: str) -> None:
    """``!`` and the types of a call belong to what they stand behind."""
    root = parse("typescript", typed.encode()).root_node
    expected = Parser(grammar("typescript")).parse(plain.encode()).root_node
    assert spans(root) == spans(expected)


@pytest.mark.parametrize(
    "source",
    [
        "x = a < 3 && b > `x`;",
        "x = a > `x`;",
        "x = (a < b) > `x`;",
        "x = <string>`a`;",
        "function f() { return <T>`a`; }",
        "if (x) <T>`a`;",
        "s = 'sql<Row>`a`';",
        "// sql<Row>`a`\nx = 1;",
        "s = `x sql<Row>\\`c\\` y`;",
        "x = f<Row>(`a`);",
        "x = new Map<string, Row>();",
        "sql<Row>`a",
    ],
)
def test_whatever_is_none_is_read_as_before(source: str) -> None:
    """Comparisons, templates that are said to be of a type, texts, comments, and what is broken."""
    root = parse("typescript", source.encode()).root_node
    expected = Parser(grammar("typescript")).parse(source.encode()).root_node
    assert spans(root) == spans(expected)


def test_markup_is_no_type() -> None:
    """``<i>`a` </i>`` in a page of TSX."""
    source = b"const x = <b>x <i>`a` {name}</i></b>;"
    root = parse("tsx", source).root_node
    assert not root.has_error
    assert spans(root) == spans(Parser(grammar("tsx")).parse(source).root_node)


def test_a_file_full_of_them_is_read_in_time() -> None:
    """More than are looked at: the rest is read as it was, and nothing takes long."""
    source = b"x = sql<Row>`a`;\n" * 3000 + b"<>`" * 20000
    assert parse("typescript", source).root_node.end_byte == len(source)


def spans(node: Node) -> list[tuple[str, int, int]]:
    """Kinds and places of all nodes."""
    found: list[tuple[str, int, int]] = []
    pending = [node]
    while pending:
        one = pending.pop()
        found.append((one.type, one.start_byte, one.end_byte))
        pending += one.children
    return found
