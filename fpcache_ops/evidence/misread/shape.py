"""What is looked for in a tree, and the few words that all languages look with."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

NEWLINE = re.compile(rb"[\r\n]|\xe2\x80[\xa8\xa9]")
GAP = rb"(?:\s|//[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,20}"
"""White space and comments of languages that write these so, up to a length."""


@dataclass(frozen=True, slots=True)
class Shape:
    """``is_wrong`` is asked of the leaf where a match of ``words`` begins."""

    words: re.Pattern[bytes]
    is_wrong: Callable[[Node, bytes], bool]


def kind(node: Node | None) -> str:
    """The kind of a node; "" of none."""
    return node.type if node is not None else ""


def following(leaf: Node) -> Node | None:
    """What has a name and stands next to a leaf, but for comments."""
    after = leaf.next_named_sibling
    while after is not None and after.type.endswith("comment"):
        after = after.next_named_sibling
    return after
