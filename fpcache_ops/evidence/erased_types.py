"""Types where the grammar of TypeScript takes them for something else, with no error in the tree.

``sql<Row>`SELECT ...` `` is read as ``(sql < Row) > `SELECT ...` ``, a truth value;
``given as shop.web.Order`` as ``(given as shop.web).Order``, a part of what was given;
``given || kept!.length`` as ``(given || kept)!.length``, and ``await get<Row>(id)`` as
``(await get)<Row>(id)``. Types do nothing where a program runs. So they are blanked there, and of
long names dots become letters (``shop.web_Order``); each byte is where it was.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node, Parser, Tree

READING = "erased-types-1"
"""Names this way of reading; another one may find other trees."""

LANGUAGES = frozenset({"typescript", "tsx"})

_BEFORE_TEMPLATE = re.compile(rb">(?:\s|//[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,40}`")
_TAG_ENDS = re.compile(rb"(?:[\w$)\]!`]|[\x80-\xff])\s{0,200}\Z")
_KEYWORD_ENDS = re.compile(
    rb"(?<![\w$.])(?:return|await|yield|typeof|void|delete|throw|in|of|instanceof|case|else|do"
    rb"|default|extends)\s*\Z"
)
"""After these ``<T>`...` `` is a template that is said to be of a type."""

_MOST, _LONGEST, _OPENINGS, _ROUNDS = 1000, 4000, 32, 4
"""So many templates, bytes of types, places where these may begin, and readings of a file."""

_LOOSE = frozenset(
    {
        "binary_expression",
        "unary_expression",
        "await_expression",
        "yield_expression",
        "as_expression",
        "satisfies_expression",
        "new_expression",
    }
)
"""What binds less than what is asked of an operand of it."""


Edit = tuple[int, int, bytes]
"""From where to where which sign is put for each."""


def read(parser: Parser, source: bytes) -> Tree:
    """The tree of ``source`` as TypeScript reads it; what cannot be settled is left as it was."""
    source, tree = _without_typed_tags(parser, source)
    for _ in range(_ROUNDS):
        edits = list(misread(tree.root_node, source))
        if not edits:
            break
        erased = bytearray(source)
        for start, end, sign in edits:
            erased[start:end] = re.sub(rb"[^\r\n]", sign, source[start:end])
        source = bytes(erased)
        tree = parser.parse(source)
    return tree


def misread(root: Node, source: bytes) -> Iterator[Edit]:
    """What in a tree is taken for something else than a type, and how it would not be."""
    for words, found_at in _ERASED:
        for found in words.finditer(source):
            edit = found_at(root, found.start())
            if edit is not None:
                yield edit


def _leaf(root: Node, at: int) -> Node | None:
    leaf = root.descendant_for_byte_range(at, at + 1)
    return leaf if leaf is not None and leaf.start_byte == at else None


def _name(root: Node, at: int) -> Edit | None:
    """The dot in a name that is too long for the type of a value."""
    leaf = _leaf(root, at)
    said = leaf.parent if leaf is not None else None
    asked = said.parent if said is not None else None
    if leaf is None or said is None or asked is None or asked.type != "member_expression":
        return None
    dot = asked.children[1]
    is_one = said.type == f"{leaf.type}_expression" and dot.type == "."
    return (dot.start_byte, dot.end_byte, b"_") if is_one else None


def _assertion(root: Node, at: int) -> Edit | None:
    """``!`` behind an operand, which says that it is there."""
    leaf = _leaf(root, at)
    said = leaf.parent if leaf is not None else None
    if said is None or said.type != "non_null_expression":
        return None
    return (at, at + 1, b" ") if said.named_children[0].type in _LOOSE else None


def _arguments(root: Node, at: int) -> Edit | None:
    """The types that a call is given, where what is called is an operand."""
    leaf = _leaf(root, at)
    types = leaf.parent if leaf is not None else None
    call = types.parent if types is not None else None
    if types is None or call is None or (types.type, call.type) != _TYPED_CALL:
        return None
    called = call.child_by_field_name("function")
    is_operand = called is not None and called.type in _LOOSE
    return (types.start_byte, types.end_byte, b" ") if is_operand else None


_TYPED_CALL = ("type_arguments", "call_expression")
_ERASED = (
    (re.compile(rb"as\b"), _name),
    (re.compile(rb"satisfies\b"), _name),
    (re.compile(rb"!(?=[\s.,;:?)\]}\[(|&=<>+-])"), _assertion),
    (re.compile(rb">(?=\s{0,50}\()"), _arguments),
)


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
