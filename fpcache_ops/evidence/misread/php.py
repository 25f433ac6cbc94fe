"""What the grammar of PHP misreads."""

import re

from tree_sitter import Node

from fpcache_ops.evidence.misread.shape import Shape


def _is_no_tag(leaf: Node, _: bytes) -> bool:
    """Whether ``<?`` alone begins code is a setting of the server."""
    return leaf.type == "php_tag"


def _is_attribute(leaf: Node, _: bytes) -> bool:
    """``"$order?->total"`` reads an attribute, and spells no ``?``."""
    return leaf.type == "string_content"


SHAPES = (
    Shape(re.compile(rb"<\?(?!=|php(?:\s|\Z))", re.IGNORECASE), _is_no_tag),
    Shape(re.compile(rb"(?<=[\w\x80-\xff])\?->"), _is_attribute),
)
