"""What the grammar of Python misreads."""

import re

from tree_sitter import Node

from fpcache_ops.evidence.misread.shape import NEWLINE, Shape, following, kind


def _binds_too_little(leaf: Node, _: bytes) -> bool:
    """``(x := a if b else c)`` binds the choice, and ``f"{x:=10}"`` nothing."""
    bound = leaf.parent
    above = bound.parent if bound is not None else None
    if bound is None or above is None or bound.type != "named_expression":
        return False
    begins = above.type == "conditional_expression" and above.start_byte == bound.start_byte
    return begins or above.type == "interpolation"


def _names_a_part(leaf: Node, _: bytes) -> bool:
    """``with a if b else c as d`` names what is entered, and not one way to it."""
    whole = leaf.parent
    clauses = whole.named_children if whole is not None else ()
    return any(
        _ends_with_a_name(item.named_children[0], item.end_byte)
        for clause in clauses
        for item in clause.named_children
        if item.type == "with_item"
    )


def _ends_with_a_name(value: Node, end: int) -> bool:
    """Whether something in a value is named where the value ends."""
    part = value
    while part.named_children and part.end_byte == end:
        part = part.named_children[-1]
        if part.type == "as_pattern" and part.end_byte == end:
            return True
    return False


def _binds_too_tightly(leaf: Node, _: bytes) -> bool:
    """``a & b ^ c`` is ``(a & b) ^ c``, and ``await a ** b`` is ``(await a) ** b``."""
    whole = leaf.parent
    if whole is None or leaf.type == "await":
        return whole is not None and kind(whole.named_children[-1]) == "binary_operator"
    above = whole.parent
    around = above.child_by_field_name("operator") if above is not None else None
    return whole.type == "binary_operator" and kind(around) == "&"


def _joins_lines(leaf: Node, source: bytes) -> bool:
    """``a,`` is a statement, and what stands in the next line another one."""
    after, inside = following(leaf), leaf.parent
    if after is None or NEWLINE.search(source, leaf.end_byte, after.start_byte) is None:
        return False
    while inside is not None and inside.type in _OPEN:
        inside = inside.parent
    return kind(inside) in ("block", "module")


_OPEN = frozenset(
    {
        "pattern_list",
        "expression_list",
        "expression_statement",
        "assignment",
        "augmented_assignment",
        "return_statement",
        "yield",
        "delete_statement",
        "assert_statement",
        "global_statement",
        "nonlocal_statement",
        "import_statement",
    }
)
"""Where a line ends what is in them."""


def _says_a_type(leaf: Node, _: bytes) -> bool:
    """``match [a, b]:`` is no variable that is said to be of a type."""
    left = leaf
    while left.parent is not None and left.parent.start_byte == leaf.start_byte:
        if left.parent.type == "assignment":
            said = left.parent.child_by_field_name("type")
            return said is not None and left.child_count > 0
        left = left.parent
    return False


def _names_no_type(leaf: Node, _: bytes) -> bool:
    """``type[key] = value`` puts something into what is called ``type``.

    In ``type(one).name = value``, which is read as such a statement too, what is set is seen.
    """
    named = leaf.parent.child_by_field_name("left") if leaf.parent is not None else None
    if kind(leaf.parent) != "type_alias_statement" or named is None:
        return False
    return kind(next(iter(named.named_children), None)) == "list"


def _begins_text(leaf: Node, _: bytes) -> bool:
    """What Python 2 wrote for ``repr``."""
    return leaf.type == "string_start"


SHAPES = (
    Shape(re.compile(rb":="), _binds_too_little),
    Shape(re.compile(rb"with\b"), _names_a_part),
    Shape(re.compile(rb",(?=[ \t\f]*(?:[\r\n#]))"), _joins_lines),
    Shape(re.compile(rb"match\b"), _says_a_type),
    Shape(re.compile(rb"type\b"), _names_no_type),
    Shape(re.compile(rb"\^"), _binds_too_tightly),
    Shape(re.compile(rb"await\b"), _binds_too_tightly),
    Shape(re.compile(rb"`"), _begins_text),
)
