"""The syntax tree as canonical bytes, and our own node for what decodes from them.

The bytes are a preorder of the whole tree: of every node its kind, whether it is named, its field,
and of every leaf its text, all length-prefixed. Different trees never share bytes. A *verbatim*
node (a string, a template) carries its whole text, and its children as ranges of that text, for
grammars leave some bytes of these to no leaf.

A decoded tree stands in a text of its own: its leaves in order, set apart as their layout says.
Offsets of nodes, and of the marks of a tree part, are positions in that text.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from fpcache_ops.core.evidence import MalformedEvidence, Part, PartKind
from fpcache_ops.evidence.syntax import parse

DEPTH_LIMIT = 500
"""Nodes inside one another; CPython gives up at 200 parentheses or 100 levels of indentation."""

GLUED, SPACED, FIRST_LINE = 0, 1, 2
"""The layout of a leaf: close to the leaf before it, a space away, or (``FIRST_LINE`` + levels) at
the beginning of a line."""

_INDENT = b"    "

_CLOSE = 0
_NODE = 0x80
_NAMED, _EXTRA, _FIELD = 0x01, 0x02, 0x04
_LEAF, _VERBATIM, _RANGE = 0x08, 0x10, 0x20
_FLAGS = _NODE | _NAMED | _EXTRA | _FIELD | _LEAF | _VERBATIM | _RANGE

CLOSE = bytes([_CLOSE])
"""Ends the children of a node that is no leaf."""

TEXT = struct.Struct(">HI")
"""Before the text of a leaf or verbatim node: its layout and length."""

SPAN = struct.Struct(">II")
"""The range of a node inside a verbatim one: its beginning, relative to that one, and length."""


class SyntaxNode(Protocol):
    """What a validator may ask of a node, parsed or decoded."""

    @property
    def type(self) -> str:
        """The kind, as the grammar names it."""

    @property
    def is_named(self) -> bool:
        """Whether the grammar names it; punctuation and keywords are anonymous."""

    @property
    def is_extra(self) -> bool:
        """Whether it may stand anywhere, as comments do."""

    @property
    def has_error(self) -> bool:
        """Whether the source in it could not be read."""

    @property
    def start_byte(self) -> int:
        """Where it begins in the text."""

    @property
    def end_byte(self) -> int:
        """Where it ends in the text, exclusive."""

    @property
    def text(self) -> bytes | None:
        """Its text."""

    @property
    def children(self) -> "Sequence[SyntaxNode]":
        """All nodes directly inside, in order."""

    @property
    def named_children(self) -> "Sequence[SyntaxNode]":
        """The named ones of its children."""

    @property
    def parent(self) -> "SyntaxNode | None":
        """The node around it."""

    @property
    def descendant_count(self) -> int:
        """How many nodes are in it, with itself."""

    def child_by_field_name(self, name: str, /) -> "SyntaxNode | None":
        """The first child in a field."""

    def children_by_field_name(self, name: str, /) -> "Sequence[SyntaxNode]":
        """All children in a field."""

    def field_name_for_child(self, child_index: int, /) -> str | None:
        """The field that child number ``child_index`` is in."""

    def descendant_for_byte_range(self, start_byte: int, end_byte: int, /) -> "SyntaxNode | None":
        """The innermost node that covers a range."""


class Node:
    """A node of a decoded tree; it behaves as ``tree_sitter.Node`` does."""

    __slots__ = (
        "_children",
        "_count",
        "_end",
        "_field",
        "_is_extra",
        "_is_named",
        "_parent",
        "_source",
        "_start",
        "_type",
    )

    def __init__(
        self, kind: str, field: str | None, flags: int, parent: "Node | None", source: list[bytes]
    ) -> None:
        self._type = kind
        self._field = field
        self._is_named = bool(flags & _NAMED)
        self._is_extra = bool(flags & _EXTRA)
        self._parent = parent
        self._source = source
        self._children: list[Node] = []
        self._start = self._end = -1
        self._count = 1

    @property
    def type(self) -> str:
        """The kind, as the grammar names it."""
        return self._type

    @property
    def is_named(self) -> bool:
        """Whether the grammar names it; punctuation and keywords are anonymous."""
        return self._is_named

    @property
    def is_extra(self) -> bool:
        """Whether it may stand anywhere, as comments do."""
        return self._is_extra

    @property
    def has_error(self) -> bool:
        """Never: what does not parse is no tree part."""
        return False

    @property
    def start_byte(self) -> int:
        """Where it begins in the text of the tree."""
        return self._start

    @property
    def end_byte(self) -> int:
        """Where it ends in the text of the tree, exclusive."""
        return self._end

    @property
    def text(self) -> bytes:
        """Its text; that of the root is the text of the tree."""
        return self._source[0][self._start : self._end]

    @property
    def parent(self) -> "Node | None":
        """The node around it."""
        return self._parent

    @property
    def children(self) -> "list[Node]":
        """All nodes directly inside, in order."""
        return list(self._children)

    @property
    def named_children(self) -> "list[Node]":
        """The named ones of its children."""
        return [child for child in self._children if child._is_named]

    @property
    def descendant_count(self) -> int:
        """How many nodes are in it, with itself."""
        return self._count

    @property
    def child_count(self) -> int:
        """How many children it has."""
        return len(self._children)

    def child_by_field_name(self, name: str, /) -> "Node | None":
        """The first child in a field."""
        return next((child for child in self._children if child._field == name), None)

    def children_by_field_name(self, name: str, /) -> "list[Node]":
        """All children in a field."""
        return [child for child in self._children if child._field == name]

    def field_name_for_child(self, child_index: int, /) -> str | None:
        """The field that child number ``child_index`` is in."""
        if 0 <= child_index < len(self._children):
            return self._children[child_index]._field
        return None

    def descendant_for_byte_range(self, start_byte: int, end_byte: int, /) -> "Node | None":
        """The innermost node that covers a range."""
        if not self._start <= start_byte <= end_byte <= self._end:
            return None
        node = self
        while True:
            inner = next(
                (
                    child
                    for child in node._children
                    if child._start <= start_byte and end_byte <= child._end
                ),
                None,
            )
            if inner is None:
                return node
            node = inner


class Heads:
    """The first bytes of nodes, which few combinations of kind and field share."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None, int], bytes] = {}

    def head(self, kind: str, field: str | None, flags: int) -> bytes:
        """Flags, kind and field."""
        key = (kind, field, flags)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _head(kind, field, flags)
        return known

    def inner(self, kind: str, field: str | None, *, named: bool, extra: bool = False) -> bytes:
        """An inner node: its children follow, then ``CLOSE``."""
        return self.head(kind, field, _NAMED * named | _EXTRA * extra)

    def leaf(self, kind: str, field: str | None, *, named: bool, extra: bool = False) -> bytes:
        """A leaf: its layout and text follow."""
        return self.head(kind, field, _LEAF | _NAMED * named | _EXTRA * extra)

    def verbatim(self, kind: str, field: str | None, *, extra: bool = False) -> bytes:
        """A verbatim node: layout, text, ranges of its children and ``CLOSE`` follow."""
        return self.head(kind, field, _VERBATIM | _NAMED | _EXTRA * extra)

    def range(self, kind: str, field: str | None, *, named: bool, extra: bool = False) -> bytes:
        """A node inside a verbatim one: its range, children and ``CLOSE`` follow."""
        return self.head(kind, field, _RANGE | _NAMED * named | _EXTRA * extra)


def gap(layout: int) -> bytes:
    """What stands before a leaf of this layout, unless it is the first of the text."""
    if layout < FIRST_LINE:
        return b" " * layout
    return b"\n" + _INDENT * (layout - FIRST_LINE)


def decode_tree(data: bytes) -> Node:
    """The root of the tree that the bytes stand for.

    Raises:
        MalformedEvidence: for bytes that no encoded tree has.
    """
    return _Decoder(data).root()


def open_part(language: str, part: Part) -> SyntaxNode:
    """The root of a part, for validators: of source parsed, of a tree decoded."""
    if part.kind is PartKind.TREE:
        return decode_tree(part.content)
    return parse(language, part.content).root_node


def walk(root: SyntaxNode) -> Iterator[tuple[SyntaxNode, str | None, int]]:
    """Every node with its field and depth, in preorder."""
    pending: list[tuple[SyntaxNode, str | None, int]] = [(root, None, 0)]
    while pending:
        node, field, depth = pending.pop()
        yield node, field, depth
        children = node.children
        pending.extend(
            (children[index], node.field_name_for_child(index), depth + 1)
            for index in range(len(children) - 1, -1, -1)
        )


def _head(kind: str, field: str | None, flags: int) -> bytes:
    name = kind.encode()
    head = bytes([_NODE | flags | _FIELD * (field is not None), len(name)]) + name
    if field is None:
        return head
    name = field.encode()
    return head + bytes([len(name)]) + name


@dataclass(slots=True)
class _Open:
    """A node whose children are being read; in a verbatim one they are ranges of its text."""

    node: Node
    verbatim: bool = False
    origin: int = 0
    low: int = 0
    high: int = 0


class _Decoder:
    """Reads one tree, without recursion: the bytes may be anyone's."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._text: list[bytes] = []
        self._length = 0
        self._source = [b""]
        self._open: list[_Open] = []

    def root(self) -> Node:
        root = self._node()
        while self._open:
            if self._data[self._at : self._at + 1] == CLOSE:
                self._at += 1
                self._close()
            else:
                self._node()
        if self._at != len(self._data):
            raise MalformedEvidence("trailing bytes")
        self._source[0] = b"".join(self._text)
        root._start, root._end = 0, self._length
        return root

    def _node(self) -> Node:
        (flags,) = self._take(1)
        if not flags & _NODE or flags & ~_FLAGS:
            raise MalformedEvidence("no node")
        kind = self._name()
        field = self._name() if flags & _FIELD else None
        around = self._open[-1] if self._open else None
        parent = around.node if around is not None else None
        node = Node(kind, field, flags, parent, self._source)
        shape = flags & (_LEAF | _VERBATIM | _RANGE)
        if (shape == _RANGE) is not (around is not None and around.verbatim):
            raise MalformedEvidence("a node of another shape than its parent's")
        if shape == 0:
            self._open.append(_Open(node))
        elif shape == _LEAF and around is not None:
            self._place(node)
        elif shape == _VERBATIM and around is not None:
            self._place(node)
            self._open.append(_Open(node, True, node._start, node._start, node._end))
        elif shape == _RANGE and around is not None:
            first, length = SPAN.unpack(self._take(SPAN.size))
            node._start = around.origin + first
            node._end = node._start + length
            if not around.low <= node._start <= node._end <= around.high:
                raise MalformedEvidence("a range outside its parent")
            around.low = node._end  # Siblings follow one another.
            self._open.append(_Open(node, True, around.origin, node._start, node._end))
        else:
            raise MalformedEvidence("no shape that a node has here")
        if around is not None:
            around.node._children.append(node)
        if len(self._open) > 2 * DEPTH_LIMIT:
            raise MalformedEvidence("too deep")
        return node

    def _place(self, node: Node) -> None:
        layout, length = TEXT.unpack(self._take(TEXT.size))
        if layout >= FIRST_LINE + DEPTH_LIMIT:
            raise MalformedEvidence("too deep")
        text = self._take(length)
        before = gap(layout) if self._length and text else b""
        node._start = self._length + len(before)
        node._end = node._start + len(text)
        self._text += (before, text)
        self._length = node._end

    def _close(self) -> None:
        closed = self._open.pop()
        closed.node._count += sum(child._count for child in closed.node._children)
        if closed.verbatim:
            return
        node, inside = closed.node, closed.node._children
        node._start = inside[0]._start if inside else self._length
        node._end = inside[-1]._end if inside else self._length

    def _name(self) -> str:
        (length,) = self._take(1)
        try:
            return self._take(length).decode()
        except UnicodeDecodeError as error:
            raise MalformedEvidence("not UTF-8") from error

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise MalformedEvidence("truncated")
        self._at += count
        return taken
