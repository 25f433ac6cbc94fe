"""What the grammars of JavaScript and TypeScript misread."""

import re

from tree_sitter import Node

from fpcache_ops.evidence.misread.shape import GAP, NEWLINE, Shape, following, kind


def _is_name(leaf: Node, _: bytes) -> bool:
    """``let`` and ``using`` that are no keywords where they could be some."""
    return leaf.type in ("identifier", "using")


def _is_object(leaf: Node, _: bytes) -> bool:
    """``() => { ok: one }``: braces behind an arrow are a body."""
    return leaf.type == "=>" and kind(following(leaf)) == "object"


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


def _goes_on_later(leaf: Node, source: bytes) -> bool:
    """A ``return`` ends with its line, whatever the next one begins with."""
    whole = leaf.parent
    if whole is None or whole.type not in ("return_statement", "yield_expression"):
        return False
    value = next((one for one in whole.named_children if one.type != "comment"), None)
    if value is None:
        return False
    return NEWLINE.search(source, leaf.end_byte, value.start_byte) is not None


def _is_prefix(leaf: Node, _: bytes) -> bool:
    """``set`` on a line of its own belongs to the method below it."""
    field = leaf.parent
    if not kind(field).endswith("field_definition") or field is None or field.child_count > 1:
        return False
    return kind(field.next_sibling) != ";"


def _is_asked(leaf: Node, _: bytes) -> bool:
    """``given as shop.web.Order`` is no part of what is given, nor ``a || b as c === d``."""
    said = leaf.parent
    if said is None or said.type != f"{leaf.type}_expression":
        return False
    above, value = said.parent, said.named_children[0]
    if above is None or above.start_byte != said.start_byte:
        return False
    return above.type in _ASKING or (
        value.type == above.type == "binary_expression" and _rank(above) > _rank(value)
    )


_ASKING = frozenset(
    {"member_expression", "subscript_expression", "call_expression", "instantiation_expression"}
)

_RANKS = (("??", "||"), ("&&",), ("|",), ("^",), ("&",), ("==", "!=", "===", "!=="))


def _rank(operation: Node) -> int:
    """How tightly an operator binds; all that bind more than equality are alike."""
    sign = kind(operation.child_by_field_name("operator"))
    return next((rank for rank, signs in enumerate(_RANKS) if sign in signs), len(_RANKS))


def _ends_type(leaf: Node, source: bytes) -> bool:
    """A type ends with its line if the next one begins with a bracket."""
    before = leaf.prev_named_sibling
    if kind(leaf.parent) not in ("lookup_type", "array_type") or before is None:
        return False
    return NEWLINE.search(source, before.end_byte, leaf.start_byte) is not None


_ENDS_LINE = rb"\b(?=[ \t]*(?:[\r\n/]|\xe2\x80))"
SHAPES = (
    Shape(re.compile(rb"let\b(?![ \t]+[\w$\\{\x80-\xff])"), _is_name),
    Shape(re.compile(rb"=>" + GAP + rb"\{"), _is_object),
    Shape(re.compile(rb"\}" + GAP + rb"(?:[\[(`+<-]|/[^/*])"), _ends_object),
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
TYPED_SHAPES = (
    *SHAPES,
    Shape(re.compile(rb"using[ \t]+[\w$]"), _is_name),
    Shape(re.compile(rb"as\b"), _is_asked),
    Shape(re.compile(rb"satisfies\b"), _is_asked),
    Shape(re.compile(rb"\[(?=[^\]])"), _ends_type),
)
