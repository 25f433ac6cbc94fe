"""Types where the grammar of TypeScript takes them for something else, with no error in the tree.

``sql<Row>`SELECT ...` `` is read as ``(sql < Row) > `SELECT ...` ``, a truth value, and
``given as shop.web.Order`` as ``(given as shop.web).Order``, a part of what was given. Types do
nothing where a program runs. So the first are blanked, and of the second dots become letters
(``shop.web_Order``), before the source is read; each byte is where it was.
"""

import re
from collections.abc import Iterator
from functools import cache

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

READING = "erased-types-1"
"""Names this way of reading; another one may find other trees."""

_BEFORE_TEMPLATE = re.compile(rb">(?:\s|//[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,40}`")
_TAG_ENDS = re.compile(rb"(?:[\w$)\]!`]|[\x80-\xff])\s{0,200}\Z")
_KEYWORD_ENDS = re.compile(
    rb"(?<![\w$.])(?:return|await|yield|typeof|void|delete|throw|in|of|instanceof|case|else|do"
    rb"|default|extends)\s*\Z"
)
"""After these ``<T>`...` `` is a template that is said to be of a type."""

_LONG_NAMES = tuple(
    re.compile(word + rb"\b[^;]{0,120}?[\w$]\s{0,20}\.\s{0,20}[\w$]{1,100}\s{0,20}\.\s{0,20}[\w$]")
    for word in (b"as", b"satisfies")
)
_MOST, _LONGEST, _OPENINGS, _ROUNDS = 1000, 4000, 32, 4
"""So many templates, bytes of types, places where these may begin, and readings of a file."""

_DOTTED = """
(member_expression object: [(as_expression) (satisfies_expression)] . "." @dot
                   property: (property_identifier))
"""


def read(parser: Parser, source: bytes) -> Tree:
    """The tree of ``source`` as TypeScript reads it; what cannot be settled is left as it was."""
    source, tree = _without_typed_tags(parser, source)
    is_named_long = any(pattern.search(source) for pattern in _LONG_NAMES)
    for _ in range(_ROUNDS if is_named_long else 0):
        dots = QueryCursor(_query(parser)).captures(tree.root_node).get("dot", ())
        if not dots:
            break
        joined = bytearray(source)
        for dot in dots:
            joined[dot.start_byte : dot.end_byte] = b"_"
        source = bytes(joined)
        tree = parser.parse(source)
    return tree


def _query(parser: Parser) -> Query:
    assert parser.language is not None
    return _compiled(parser.language)


@cache
def _compiled(language: Language) -> Query:
    return Query(language, _DOTTED)


# Tags


def _without_typed_tags(parser: Parser, source: bytes) -> tuple[bytes, Tree]:
    tags = list(_tags(parser, source))
    for _ in range(_ROUNDS):
        blanked = _blanked(source, tags)
        tree = parser.parse(blanked)
        wrong = [tag for tag in tags if not _stands_between(tree.root_node, *tag)]
        if not wrong:
            return blanked, tree
        tags = [tag for tag in tags if tag not in wrong]
    return source, parser.parse(source)


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
