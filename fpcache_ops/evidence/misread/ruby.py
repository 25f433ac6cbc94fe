"""What the grammar of Ruby misreads: whether a sign begins a text depends on what is before it."""

import re

from tree_sitter import Node

from fpcache_ops.evidence.misread.shape import Shape, kind

_TEXTS = ("string", "regex", "string_array", "symbol_array", "subshell", "delimited_symbol")

_BOUND = (
    rb"(?<![\w.@$:])%b\s*(?:[-+*/%%|&^<>]{0,2}=(?![=~])|[,|)\]};:]|$|in\b)"
    rb"|(?:=>|\bin)\s*%b\b|<%b>"
)
"""Where a variable of this name may be bound."""

_OF = (b".", b":", b"@", b"$")
"""Before what is no variable of a method."""


def _begins_text(leaf: Node) -> bool:
    if leaf.type in ("heredoc_beginning", "character"):
        return True
    text = leaf.parent
    return text is not None and text.type in _TEXTS and text.start_byte == leaf.start_byte


def _name_before(leaf: Node, end: int) -> Node | None:
    """The name that ends there; a keyword is none."""
    whole = leaf
    while whole.parent is not None:
        whole = whole.parent
    before = whole.descendant_for_byte_range(end - 1, end)
    return before if before is not None and before.is_named and before.child_count == 0 else None


def _is_operator(leaf: Node, _: bytes) -> bool:
    """``a%(b)`` is a remainder, and ``list<<item`` adds: what stands close to a name goes on."""
    return _begins_text(leaf) and _name_before(leaf, leaf.start_byte) is not None


def _is_after_variable(leaf: Node, source: bytes) -> bool:
    """``a /b; c/ d`` gives a pattern to a method, and divides a variable."""
    end = leaf.start_byte
    while source[end - 1 : end] in (b" ", b"\t"):
        end -= 1
    name = _name_before(leaf, end) if _begins_text(leaf) else None
    if name is None or name.text is None or source[name.start_byte - 1 : name.start_byte] in _OF:
        return False
    bound = re.escape(name.text)
    return re.search(_BOUND % (bound, bound, bound), source, re.MULTILINE) is not None


def _is_formatted(leaf: Node, _: bytes) -> bool:
    """``"..." %[a]`` puts a value in a text, and is no second text."""
    return _begins_text(leaf) and kind(leaf.parent and leaf.parent.parent) == "chained_string"


def _is_in_text(leaf: Node, _: bytes) -> bool:
    """In a text ``#`` begins no comment."""
    return leaf.type == "comment" and kind(leaf.parent) == "heredoc_body"


def _goes_on(leaf: Node, _: bytes) -> bool:
    """What follows a backslash at the end of a line does not end a text."""
    return leaf.type == "heredoc_end"


SHAPES = (
    Shape(re.compile(rb"(?<=[\w?!])(?:[/?%]|<<)"), _is_operator),
    Shape(re.compile(rb"(?<=[\w?!][ \t])(?:[/?%]|<<)(?=\S)"), _is_after_variable),
    Shape(re.compile(rb"(?<=[\"'\])}>|/`][ \t])%|(?<=[\"'\])}>|/`])%"), _is_formatted),
    Shape(re.compile(rb"#(?=\\)"), _is_in_text),
    Shape(re.compile(rb"(?<=\\\n)\w+"), _goes_on),
)
