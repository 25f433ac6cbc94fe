"""What the grammar of Java misreads."""

import re

from tree_sitter import Node

from fpcache_ops.evidence.misread.shape import GAP, Shape, kind


def _is_no_cast(leaf: Node, _: bytes) -> bool:
    """``(form.name) + 1`` adds: only to a number can something with a sign be cast."""
    cast = leaf.parent
    if cast is None or cast.type != "cast_expression":
        return False
    return kind(cast.child_by_field_name("type")) not in ("integral_type", "floating_point_type")


def _counts_more(leaf: Node, _: bytes) -> bool:
    """``(int) n++`` counts ``n``, and not what is cast."""
    counted = leaf.prev_named_sibling
    return (
        kind(leaf.parent) == "update_expression"
        and counted is not None
        and counted.type in ("cast_expression", "unary_expression")
    )


SHAPES = (
    Shape(re.compile(rb"\)" + GAP + rb"[+-]"), _is_no_cast),
    Shape(re.compile(rb"\+\+"), _counts_more),
    Shape(re.compile(rb"--"), _counts_more),
)
