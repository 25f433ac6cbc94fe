"""Tagged templates with type arguments, which the grammar of TypeScript takes for comparisons.

``sql<Row>`SELECT ...` `` is read as ``(sql < Row) > `SELECT ...` ``, a truth value, with no error
in the tree; with other types it is an error. Types do nothing where a program runs. So they are
blanked, and what is read is ``sql     `SELECT ...` ``, each byte where it was.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node, Parser, Tree

READING = "typed-tags-1"
"""Names this way of reading; another one may find other trees."""

_BEFORE_TEMPLATE = re.compile(rb">(?:\s|//[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,40}`")
_TAG_ENDS = re.compile(rb"(?:[\w$)\]!`]|[\x80-\xff])\s{0,200}\Z")
_KEYWORD_ENDS = re.compile(
    rb"(?<![\w$.])(?:return|await|yield|typeof|void|delete|throw|in|of|instanceof|case|else|do"
    rb"|default|extends)\s*\Z"
)
"""After these ``<T>`...` `` is a template that is said to be of a type."""

_MOST, _LONGEST, _OPENINGS, _ROUNDS = 1000, 4000, 32, 4
"""So many templates, bytes of types, places where these may begin, and readings of a file."""


def read(parser: Parser, source: bytes) -> Tree:
    """The tree of ``source`` as TypeScript reads it; what cannot be settled is left as it was."""
    tags = list(_tags(parser, source))
    for _ in range(_ROUNDS):
        tree = parser.parse(_blanked(source, tags))
        wrong = [tag for tag in tags if not _stands_between(tree.root_node, *tag)]
        if not wrong:
            return tree
        tags = [tag for tag in tags if tag not in wrong]
    return parser.parse(source)


def _tags(parser: Parser, source: bytes) -> Iterator[tuple[int, int]]:
    """Where type arguments seem to stand before a template, with their angle brackets."""
    for number, found in enumerate(_BEFORE_TEMPLATE.finditer(source)):
        if number == _MOST:
            return
        end = found.start() + 1
        start = _opening(parser, source, end)
        if start is not None:
            yield start, end


def _opening(parser: Parser, source: bytes, end: int) -> int | None:
    """Where the type arguments begin that end here: the compiler takes them for such if it can."""
    start, least = end, max(0, end - _LONGEST)
    for _ in range(_OPENINGS):
        start = source.rfind(b"<", least, start)
        if start < 0:
            return None
        before = source[max(0, start - 250) : start]
        if _TAG_ENDS.search(before) is None or _KEYWORD_ENDS.search(before) is not None:
            continue
        if _are_types(parser, source[start:end]):
            return start
    return None


def _are_types(parser: Parser, brackets: bytes) -> bool:
    """Whether ``<...>`` is a list of types: before a call the grammar knows it."""
    root = parser.parse(b"f" + brackets + b"()").root_node
    types = root.descendant_for_byte_range(1, 1 + len(brackets))
    return (
        not root.has_error
        and types is not None
        and types.type == "type_arguments"
        and (types.start_byte, types.end_byte) == (1, 1 + len(brackets))
    )


def _blanked(source: bytes, tags: list[tuple[int, int]]) -> bytes:
    blanked = bytearray(source)
    for start, end in tags:
        blanked[start:end] = re.sub(rb"[^\r\n]", b" ", source[start:end])
    return bytes(blanked)


def _stands_between(root: Node, start: int, end: int) -> bool:
    """Whether a blank stands between a tag and its template, and not in a text or comment."""
    node = root.descendant_for_byte_range(start, end)
    if node is None or node.type != "call_expression":
        return False
    tag, template = (node.child_by_field_name(name) for name in ("function", "arguments"))
    return (
        tag is not None
        and template is not None
        and template.type == "template_string"
        and tag.end_byte <= start
        and end <= template.start_byte
    )
