"""Code that a grammar reads as something that it is not, without an error in the tree.

Each shape here is one that no program has where it is read rightly: a statement does not begin
with an object, and a value is not bound in the middle of an operation. Whoever has it is as
unreadable as if the tree had an error. Words say where to look: a look at all nodes would take as
long as reading them did.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

READING = "misread-1"
"""Names this way of reading; another one may leave other files to nobody."""


@dataclass(frozen=True, slots=True)
class Shape:
    """``is_wrong`` is asked of the leaf where a match of ``words`` begins."""

    words: re.Pattern[bytes]
    is_wrong: Callable[[Node, bytes], bool]


def is_misread(language: str, root: Node, source: bytes) -> bool:
    """Whether something in a tree without errors is not what the program says."""
    for shape in _SHAPES.get(language, ()):
        for found in shape.words.finditer(source):
            leaf = root.descendant_for_byte_range(found.start(), found.start() + 1)
            begins = leaf is not None and leaf.start_byte == found.start()
            if begins and leaf is not None and shape.is_wrong(leaf, source):
                return True
    return False


def _kind(node: Node | None) -> str:
    return node.type if node is not None else ""


def _is_name(leaf: Node, _: bytes) -> bool:
    """``let`` and ``using`` that are no keywords where they could be some."""
    return leaf.type in ("identifier", "using")


def _is_object(leaf: Node, _: bytes) -> bool:
    return leaf.type in ("=>", "}") and _kind(leaf.next_named_sibling) == "object"


def _ends_object(leaf: Node, _: bytes) -> bool:
    """``{ ok: one } /x/.test(two)``: a statement begins with a block, never with an object."""
    node = leaf.parent
    if leaf.type != "}" or node is None or node.type != "object":
        return False
    above = node.parent
    while above is not None and above.start_byte == node.start_byte:
        if above.type == "expression_statement":
            return True
        above = above.parent
    return False


_NEWLINE = re.compile(rb"[\r\n]|\xe2\x80[\xa8\xa9]")


def _goes_on_later(leaf: Node, source: bytes) -> bool:
    """A ``return`` ends with its line, whatever the next one begins with."""
    whole = leaf.parent
    if whole is None or whole.type not in ("return_statement", "yield_expression"):
        return False
    value = next((one for one in whole.named_children if one.type != "comment"), None)
    if value is None:
        return False
    return _NEWLINE.search(source, leaf.end_byte, value.start_byte) is not None


def _is_prefix(leaf: Node, _: bytes) -> bool:
    """``set`` on a line of its own belongs to the method below it."""
    field = leaf.parent
    if not _kind(field).endswith("field_definition") or field is None or field.child_count > 1:
        return False
    return _kind(field.next_sibling) != ";"


def _is_asked(leaf: Node, _: bytes) -> bool:
    """``given as shop.web.Order`` is no part of what is given."""
    said = leaf.parent
    if not _kind(said).endswith(("as_expression", "satisfies_expression")) or said is None:
        return False
    above = said.parent
    return above is not None and above.type in _ASKING and above.start_byte == said.start_byte


_ASKING = frozenset(
    {"member_expression", "subscript_expression", "call_expression", "instantiation_expression"}
)


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
        return whole is not None and _kind(whole.named_children[-1]) == "binary_operator"
    above = whole.parent
    around = above.child_by_field_name("operator") if above is not None else None
    return whole.type == "binary_operator" and _kind(around) == "&"


def _begins_text(leaf: Node, _: bytes) -> bool:
    """What Python 2 wrote for ``repr``."""
    return leaf.type == "string_start"


def _is_no_cast(leaf: Node, _: bytes) -> bool:
    """``(form.name) + 1`` adds: only to a number can something with a sign be cast."""
    cast = leaf.parent
    if cast is None or cast.type != "cast_expression":
        return False
    kind = _kind(cast.child_by_field_name("type"))
    return kind not in ("integral_type", "floating_point_type")


def _counts_more(leaf: Node, _: bytes) -> bool:
    """``(int) n++`` counts ``n``, and not what is cast."""
    counted = leaf.prev_named_sibling
    return (
        _kind(leaf.parent) == "update_expression"
        and counted is not None
        and counted.type in ("cast_expression", "unary_expression")
    )


_GAP = rb"(?:\s|//[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,20}"
_ENDS_LINE = rb"\b(?=[ \t]*(?:[\r\n/]|\xe2\x80))"
_JAVASCRIPT = (
    Shape(re.compile(rb"let\b(?![ \t]+[\w$\\{\x80-\xff])"), _is_name),
    Shape(re.compile(rb"=>" + _GAP + rb"\{"), _is_object),
    Shape(re.compile(rb"\}" + _GAP + rb"(?:[\[(`+<-]|/[^/*])"), _ends_object),
    *(
        Shape(re.compile(word + _ENDS_LINE), is_wrong)
        # Each alone: a pattern that begins with letters is looked for ten times as fast.
        for is_wrong, words in (
            (_goes_on_later, (b"return", b"yield")),
            (_is_prefix, (b"get", b"set", b"static", b"async", b"accessor")),
        )
        for word in words
    ),
)
_TYPESCRIPT = (
    *_JAVASCRIPT,
    Shape(re.compile(rb"using[ \t]+[\w$]"), _is_name),
    Shape(re.compile(rb"as\b"), _is_asked),
    Shape(re.compile(rb"satisfies\b"), _is_asked),
)
_SHAPES = {
    "javascript": _JAVASCRIPT,
    "typescript": _TYPESCRIPT,
    "tsx": _TYPESCRIPT,
    "java": (
        Shape(re.compile(rb"\)" + _GAP + rb"[+-]"), _is_no_cast),
        Shape(re.compile(rb"\+\+"), _counts_more),
        Shape(re.compile(rb"--"), _counts_more),
    ),
    "python": (
        Shape(re.compile(rb":="), _binds_too_little),
        Shape(re.compile(rb"with\b"), _names_a_part),
        Shape(re.compile(rb"\^"), _binds_too_tightly),
        Shape(re.compile(rb"await\b"), _binds_too_tightly),
        Shape(re.compile(rb"`"), _begins_text),
    ),
}
