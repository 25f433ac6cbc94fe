"""What the grammar reads in Python is what the compiler reads, or the file counts as unreadable.

A tree without errors may still be of another program. The compiler's own tree says where every
call, operation, choice and binding begins and ends.
"""

import ast
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tree_sitter import Node

from fpcache_ops.evidence.misread import is_misread
from fpcache_ops.evidence.syntax import parse

KINDS: dict[type[ast.AST], str] = {
    ast.Call: "call",
    ast.BinOp: "binary_operator",
    ast.BoolOp: "boolean_operator",
    ast.Compare: "comparison_operator",
    ast.IfExp: "conditional_expression",
    ast.NamedExpr: "named_expression",
    ast.Lambda: "lambda",
    ast.Attribute: "attribute",
    ast.Subscript: "subscript",
    ast.Await: "await",
    ast.ListComp: "list_comprehension",
    ast.SetComp: "set_comprehension",
    ast.DictComp: "dictionary_comprehension",
    ast.GeneratorExp: "generator_expression",
    ast.Return: "return_statement",
    ast.AugAssign: "augmented_assignment",
    ast.Delete: "delete_statement",
}
STANDARD = sorted(Path(ast.__file__).parent.glob("*.py"), key=lambda path: path.stat().st_size)
OWN = sorted(Path(__file__).parents[2].glob("fpcache_ops/**/*.py"))

ATOMS = st.sampled_from(["a", "b", "1", "'s'", "None", "[]", "(a)", "f(a)", "a.b", "a[1]", "{}"])
BINARY = st.sampled_from(
    [*"+-*/%@&|^", "**", "//", "<<", ">>", "and", "or", "<", "==", "!=", "in", "not in", "is not"]
)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions made of others with as few parentheses as the language lets one write."""
    return st.one_of(
        st.builds("{} {} {}".format, parts, BINARY, parts),
        st.builds("{}{}".format, st.sampled_from(["not ", "-", "~", "await ", "*"]), parts),
        st.builds("{} if {} else {}".format, parts, parts, parts),
        st.builds("(x := {})".format, parts),
        st.builds("lambda x={}: {}".format, parts, parts),
        st.builds("({})".format, parts),
        st.builds("f({}, *{}, k={}, **{})".format, parts, parts, parts, parts),
        st.builds("{}.b[{}:{}]({})".format, parts, parts, parts, parts),
        st.builds("[{}, {}]".format, parts, parts),
        st.builds("{{{}: {}, **{}}}".format, parts, parts, parts),
        st.builds("[{} for x in {} if {}]".format, parts, parts, parts),
        st.builds("f({} for x in {} for y in {})".format, parts, parts, parts),
    )


EXPRESSIONS = st.recursive(ATOMS, joined, max_leaves=12)
STATEMENTS = st.one_of(
    st.builds("{}".format, EXPRESSIONS),
    st.builds("x = y.z[{}] = {}".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("x += {}".format, EXPRESSIONS),
    st.builds("return {}, {}".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("if {}: g()\n  elif {}: h()\n  else: i()".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("with {} as x, {} as y: pass".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("for x in {}: pass".format, EXPRESSIONS),
    st.builds("assert {}, {}".format, EXPRESSIONS, EXPRESSIONS),
    st.builds("del x[{}], y".format, EXPRESSIONS),
)


@settings(max_examples=1500, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=3))
def test_odd_programs_are_read_as_the_compiler_reads_them(statements: list[str]) -> None:
    """Whatever stands beside and inside of what; what the compiler refuses does not count."""
    source = "async def f():\n" + "".join(f"  {one}\n" for one in statements)
    try:
        assert_read_alike(source)
    except SyntaxError:
        assume(False)


@pytest.mark.parametrize("path", [*STANDARD[:150:2], *OWN[::8]], ids=lambda path: path.name)
def test_programs_of_others_are_read_as_the_compiler_reads_them(path: Path) -> None:
    """Files of the standard library, and some of our own."""
    assert_read_alike(path.read_text(encoding="utf-8"))


def assert_read_alike(source: str) -> None:
    """Both trees have the same things at the same places."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compiled = ast.parse(source)
    root = parse("python", source.encode()).root_node
    if not root.has_error and not is_misread("python", root, source.encode()):
        assert Counter(by_the_grammar(root)) == Counter(by_the_compiler(compiled, source))


def by_the_compiler(tree: ast.AST, source: str) -> Iterator[tuple[str, int, int]]:
    """Kinds and places, but for types, patterns and what stands in texts."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        kind = KINDS.get(type(node))
        if kind is None and isinstance(node, ast.UnaryOp):
            kind = "not_operator" if isinstance(node.op, ast.Not) else "unary_operator"
        if kind is not None:
            assert isinstance(node, (ast.expr, ast.stmt))
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            yield (
                kind,
                starts[node.lineno - 1] + node.col_offset,
                starts[node.end_lineno - 1] + node.end_col_offset,
            )
        if not isinstance(node, (ast.JoinedStr, ast.pattern)):
            said = (getattr(node, "annotation", None), getattr(node, "returns", None))
            pending += [child for child in ast.iter_child_nodes(node) if child not in said]


def by_the_grammar(root: Node) -> Iterator[tuple[str, int, int]]:
    """The same; operators that are joined are one operation of many parts."""
    kinds = {*KINDS.values(), "not_operator", "unary_operator"}
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type in kinds and not _is_part(node):
            yield node.type, _start(node), node.end_byte
        if node.type not in ("string", "type", "case_pattern"):
            pending += node.named_children


def _start(node: Node) -> int:
    """``*`` before an operand is taken into it: ``[*f(a)]`` is read as ``[(*f)(a)]``.

    Nobody takes what is spread for what a name stands for.
    """
    first = node
    while first.named_children and first.named_children[0].start_byte == first.start_byte:
        first = first.named_children[0]
        if first.type == "list_splat":
            return first.named_children[0].start_byte
    return node.start_byte


def _is_part(node: Node) -> bool:
    """``a or b`` of ``a or b or c``."""
    above = node.parent
    if node.type != "boolean_operator" or above is None or above.type != node.type:
        return False
    signs = [one.child_by_field_name("operator") for one in (node, above)]
    is_first = above.child_by_field_name("left") == node
    return is_first and len({sign.type for sign in signs if sign is not None}) == 1
