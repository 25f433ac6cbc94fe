"""From syntax nodes to pieces of canonical bytes, by the coverage rule.

Every byte of what is encoded is in a token, is white space between tokens, or is in a comment that
the language's table allows to be dropped. Anything else raises: the caller takes the whole file.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from tree_sitter import Language, Node, TreeCursor

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.scopes import ScopeTable
from fpcache_ops.evidence.syntax import grammar
from fpcache_ops.evidence.tree import (
    CLOSE,
    DEPTH_LIMIT,
    FIRST_LINE,
    GLUED,
    SPACED,
    SPAN,
    TEXT,
    Heads,
    gap,
)


class CannotSlice(Exception):
    """The slice cannot be vouched for; ``reason`` is why the whole file is taken."""

    def __init__(self, reason: Fallback) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of canonical bytes, and where its tokens stand.

    ``length`` is what it adds to the text of the tree; ``lead`` the part of this that stands
    before its first token. ``tokens`` are (start, end) in the source with the position in the
    text that the piece adds.
    """

    data: bytes
    length: int
    lead: int
    tokens: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a container where item ``item`` stands if it is kept; ``suffix`` goes with it.

    ``field``, ``level`` and ``layout`` are what the item is encoded with.
    """

    item: int
    field: str | None
    level: int
    layout: int
    suffix: Piece | None


@dataclass(frozen=True, slots=True)
class Clause:
    """The beginning or the end of a branch that is left out when nothing in it is kept."""

    number: int
    begins: bool


class Kinds:
    """The tables of a language, by the numbers that its grammar gives to kinds and fields."""

    def __init__(self, language: Language, scopes: ScopeTable) -> None:
        count = language.node_kind_count
        self.names = [language.node_kind_for_id(number) or "" for number in range(count)]
        self.named = [language.node_kind_is_named(number) for number in range(count)]
        self.fields: dict[int | None, str | None] = {None: None, 0: None}
        for number in range(1, language.field_count + 1):
            self.fields[number] = language.field_name_for_id(number)
        self.numbers = {name: number for number, name in self.fields.items()}
        self.numbers[None] = None
        spelling = scopes.spelling
        self.verbatim = self.of(scopes.verbatim)
        self.dropped = self.of(scopes.comments | scopes.continuation)
        self.extras = self.of(scopes.extras)
        self.blocks = self.of(spelling.blocks)
        self.lines = self.of(spelling.lines)
        self.lists = self.of(scopes.import_lists)
        self.listing = {language.id_for_node_kind(token, False) for token in (",", "(", ")")}
        self.rows = self.of(spelling.blocks | spelling.rows)
        self.closing = [
            name in ("}", ")") and not self.named[n] for n, name in enumerate(self.names)
        ]
        self.closers = [
            name in spelling.closers and not self.named[n] for n, name in enumerate(self.names)
        ]
        self.separators = [
            name in scopes.separators and not self.named[number]
            for number, name in enumerate(self.names)
        ]
        marked = (self.verbatim, self.dropped, self.lines, self.separators, self.closers)
        self.special = [any(flags) for flags in zip(*marked, strict=True)]

    def of(self, names: Collection[str]) -> list[bool]:
        """For every number of a kind, whether it is one of these named kinds."""
        return [name in names and self.named[number] for number, name in enumerate(self.names)]


class Encoder:
    """Encodes nodes of one language."""

    def __init__(self, table: LanguageTable, scopes: ScopeTable) -> None:
        self.scopes = scopes
        self.kinds = Kinds(grammar(table.name), scopes)
        self.heads = Heads()
        self.leaves: dict[int, Leaf] = {}
        self.inner: dict[int, bytes] = {}

    def keeps(self, comment: bytes) -> bool:
        """Whether a comment is code, of a kind."""
        return self.scopes.kept_comments.match(comment) is not None

    def leaf(self, key: int, parent: int, kind: int, field: int | None) -> "Leaf":
        """What is known of a leaf of a kind, in a field of a kind; remembered under ``key``."""
        kinds = self.kinds
        name, named = kinds.names[kind], kinds.named[kind]
        head = self.heads.leaf(name, kinds.fields[field], named=named)
        before, after = self._spaced(parent, kind)
        self.leaves[key] = known = Leaf(head, before, after)
        return known

    def comma(self) -> Piece:
        """What stands between the names of an import."""
        return Piece(self.heads.leaf(",", None, named=False) + TEXT.pack(GLUED, 1) + b",", 1, 0, ())

    def inner_head(self, key: int, kind: int, field: int | None) -> bytes:
        """The head of an inner node; remembered under ``key``."""
        kinds = self.kinds
        known = self.heads.inner(kinds.names[kind], kinds.fields[field], named=kinds.named[kind])
        self.inner[key] = known
        return known

    def _spaced(self, parent: int, kind: int) -> tuple[bool, bool]:
        spelling = self.scopes.spelling
        token, around = self.kinds.names[kind], self.kinds.names[parent]
        if self.kinds.named[kind]:
            return False, False
        both = token in spelling.close.get(around, ())
        before = both or token in spelling.no_space_before
        after = (
            both
            or token in spelling.no_space_after
            or token in spelling.close_after.get(around, ())
        )
        return before or (around in spelling.brackets and token in ("(", "[", "<")), after

    def encode(
        self,
        source: bytes,
        node: Node,
        field: str | None,
        level: int,
        layout: int,
        *,
        holes: Mapping[int, int] | None = None,
        clauses: Mapping[int, int] | None = None,
        keep: range | None = None,
    ) -> "list[Piece | Hole | Clause]":
        """The pieces of a node.

        Args:
            source: the bytes that the tree was parsed from.
            node: what to encode.
            field: its field in its parent.
            level: of indentation, at which its lines begin; -1 for a whole file.
            layout: of its first token.
            holes: nodes (by id) that are left out, with the numbers to remember them by.
            clauses: nodes (by id) whose beginnings and ends are marked, with their numbers.
            keep: comments that touch these bytes are kept, whatever they say.

        Raises:
            CannotSlice: if bytes are not covered, or nodes are nested too deeply.
        """
        run = _Run(self, source, level, layout, keep)
        run.encode(node, self.kinds.numbers[field], holes or {}, clauses or {})
        return run.pieces


class Leaf(NamedTuple):
    """The head of a leaf, and whether it stands close to what is before it, and after it."""

    head: bytes
    before: bool
    after: bool


class _Run:
    """One node being encoded."""

    def __init__(
        self, encoder: Encoder, source: bytes, level: int, layout: int, keep: range | None
    ) -> None:
        self._encoder = encoder
        self._kinds = encoder.kinds
        self._heads = encoder.heads
        self._source = source
        self._keep = keep
        self.pieces: list[Piece | Hole | Clause] = []
        self._out: list[bytes] = []
        self._tokens: list[tuple[int, int, int]] = []
        self._length = 0
        self._lead = -1
        # The layout of the next leaf, if its place in the tree decides it.
        self._pending = layout
        self._close_after = False
        self._after_number = False
        self._covered = 0
        self._level = level
        self._white: set[bytes] = {b"", b" ", b"\n"}

    def encode(
        self, top: Node, field: int | None, holes: Mapping[int, int], clauses: Mapping[int, int]
    ) -> None:
        """Encode ``top``. This loop is what building evidence costs, so its calls are few."""
        kinds, encoder = self._kinds, self._encoder
        special, blocks, extras = kinds.special, kinds.blocks, kinds.extras
        separators, rows, closing, named = (
            kinds.separators,
            kinds.rows,
            kinds.closing,
            kinds.named,
        )
        lists, listing = kinds.lists, kinds.listing
        inner, out = encoder.inner, self._out
        cursor = top.walk()
        first_child, next_sibling = cursor.goto_first_child, cursor.goto_next_sibling
        leaf = self._leaf
        self._covered = top.start_byte
        # For each open node: the kind around it, the level around it, and its clause.
        around: list[tuple[int, int, int]] = []
        parent, level = 0, self._level
        whole = bool(holes) or bool(clauses)
        hole: Hole | None = None
        while True:
            node = cursor.node
            assert node is not None
            kind = node.kind_id
            if around:
                field = cursor.field_id
                if rows[parent] and (named[kind] or closing[kind]):
                    self._pending = FIRST_LINE + level - closing[kind]
            clause = -1
            if whole and around and node.id in holes:
                self._cover(node.start_byte, node.end_byte)
                self._cut()
                layout = self._pending if self._pending >= 0 else SPACED
                self._pending = -1
                hole = Hole(holes[node.id], kinds.fields[field], level, layout, None)
                self.pieces.append(hole)
                opened = False
            elif whole and lists[parent] and kind in listing:
                self._cover(node.start_byte, node.end_byte)
                opened = False
            elif hole is not None and separators[kind]:
                leaf(node, kind, parent, field)
                self.pieces[-1] = replace(hole, suffix=self._taken())
                hole = None
                opened = False
            elif special[kind] and self._special(cursor, node, kind, parent, field, level):
                opened = False
            else:
                hole = None
                if clauses and node.id in clauses:
                    clause = clauses[node.id]
                    self._cut()
                    self.pieces.append(Clause(clause, True))
                opened = first_child()
                if not opened:
                    leaf(node, kind, parent, field)
            if opened:
                if extras[kind] and node.is_extra:
                    name = kinds.names[kind]
                    out.append(self._heads.inner(name, kinds.fields[field], named=True, extra=True))
                else:
                    key = kind << 8 | (field or 0)
                    out.append(inner.get(key) or encoder.inner_head(key, kind, field))
                around.append((parent, level, clause))
                parent = kind
                level += blocks[kind]
                if len(around) > DEPTH_LIMIT:
                    raise CannotSlice(Fallback.SLICE_LIMIT)
                continue
            while around and not next_sibling():
                cursor.goto_parent()
                out.append(CLOSE)
                parent, level, clause = around.pop()
                if clause >= 0:
                    self._cut()
                    self.pieces.append(Clause(clause, False))
            if not around:
                break
        self._cover(top.end_byte, top.end_byte)
        self._cut()

    def _leaf(self, node: Node, kind: int, parent: int, field: int | None) -> None:
        start, end = node.start_byte, node.end_byte
        source = self._source
        if start != self._covered and source[self._covered : start] not in self._white:
            self._blank(start)
        self._covered = end
        key = (parent << 16 | kind) << 8 | (field or 0)
        encoder = self._encoder
        head, before, after = encoder.leaves.get(key) or encoder.leaf(key, parent, kind, field)
        text = source[start:end]
        layout = self._pending
        if layout >= 0:
            self._pending = -1
            lead = layout if layout < FIRST_LINE else len(gap(layout))
        elif (before or self._close_after) and not (self._after_number and text == b"."):
            layout = lead = GLUED
        else:
            layout = lead = SPACED  # ``1 .real`` is not ``1.real``.
        if self._kinds.extras[kind] and node.is_extra:
            names, fields = self._kinds.names, self._kinds.fields
            head = self._heads.leaf(names[kind], fields[field], named=True, extra=True)
        self._out.append(head + TEXT.pack(layout, end - start) + text)
        self._close_after = after
        if text:
            at = self._length + lead
            if self._lead < 0:
                self._lead = lead
            self._tokens.append((start, end, at))
            self._length = at + end - start
            self._after_number = text[-1] in _DIGITS

    def _special(
        self,
        cursor: TreeCursor,
        node: Node,
        kind: int,
        parent: int,
        field: int | None,
        level: int,
    ) -> bool:
        """What some kinds have of their own; whether the node is done with."""
        kinds = self._kinds
        if kinds.dropped[kind]:
            self._comment(node, kinds.names[kind], field, level)
            return True
        if kinds.lines[kind] or kinds.closers[kind]:
            self._pending = FIRST_LINE + max(level, 0)
        if kinds.verbatim[kind]:
            self._verbatim(cursor, node, kind, parent, field)
            return True
        return False

    def _verbatim(
        self, cursor: TreeCursor, node: Node, kind: int, parent: int, field: int | None
    ) -> None:
        start, end = node.start_byte, node.end_byte
        self._cover(start, end)
        text = self._source[start:end]
        kinds, heads = self._kinds, self._heads
        extra = kinds.extras[kind] and node.is_extra
        layout = self._pending
        if layout < 0:
            layout = GLUED if self._close_after else SPACED
        self._pending = -1
        self._close_after = self._after_number = False
        out = self._out
        out += (
            heads.verbatim(kinds.names[kind], kinds.fields[field], extra=extra),
            TEXT.pack(layout, len(text)),
            text,
        )
        self._put(layout, start, end)
        depth = 0
        inside = cursor.goto_first_child()
        while inside:
            child = cursor.node
            assert child is not None
            number = child.kind_id
            first = child.start_byte
            out += (
                heads.range(
                    kinds.names[number],
                    kinds.fields[cursor.field_id],
                    named=kinds.named[number],
                    extra=(kinds.dropped[number] or kinds.extras[number]) and child.is_extra,
                ),
                SPAN.pack(first - start, child.end_byte - first),
            )
            if cursor.goto_first_child():
                depth += 1
                if depth > DEPTH_LIMIT:
                    raise CannotSlice(Fallback.SLICE_LIMIT)
                continue
            out.append(CLOSE)
            while not cursor.goto_next_sibling():
                cursor.goto_parent()
                out.append(CLOSE)
                if depth == 0:
                    return
                depth -= 1
        out.append(CLOSE)

    def _comment(self, node: Node, kind: str, field: int | None, level: int) -> None:
        start, end = node.start_byte, node.end_byte
        self._cover(start, end)
        text = self._source[start:end]
        keep = self._keep
        marked = keep is not None and start < keep.stop and keep.start < end
        if kind not in self._encoder.scopes.comments or not (marked or self._encoder.keeps(text)):
            return
        layout = self._pending if self._pending >= 0 else SPACED
        self._out += (
            self._heads.leaf(kind, self._kinds.fields[field], named=True, extra=True),
            TEXT.pack(layout, len(text)),
            text,
        )
        self._put(layout, start, end)
        self._pending = FIRST_LINE + max(level, 0)

    def _put(self, layout: int, start: int, end: int) -> None:
        lead = layout if layout < FIRST_LINE else len(gap(layout))
        if self._lead < 0:
            self._lead = lead
        at = self._length + lead
        self._tokens.append((start, end, at))
        self._length = at + end - start

    def _cover(self, start: int, end: int) -> None:
        if start != self._covered:
            self._blank(start)
        self._covered = end

    def _blank(self, end: int) -> None:
        """Only white space may stand between what was encoded and ``end``."""
        between = self._source[self._covered : end]
        if between not in self._white:
            rest = between
            for joint in self._encoder.scopes.joints:
                rest = rest.replace(joint, b"")
            if self._covered > end or rest.strip(self._encoder.scopes.white):
                raise CannotSlice(Fallback.UNCOVERED_BYTES)
            self._white.add(between)

    def _cut(self) -> None:
        if self._out:
            self.pieces.append(self._taken())

    def _taken(self) -> Piece:
        piece = Piece(b"".join(self._out), self._length, max(self._lead, 0), tuple(self._tokens))
        self._out.clear()
        self._tokens.clear()
        self._length, self._lead = 0, -1
        return piece


_DIGITS = frozenset(b"0123456789")


def encode_tree(table: LanguageTable, source: bytes, root: Node) -> bytes:
    """The canonical bytes of the whole tree of a source.

    Raises:
        CannotSlice: if bytes are not covered, or nodes are nested too deeply, or there is no table.
    """
    encoder = encoder_of(table)
    if encoder is None:
        raise CannotSlice(Fallback.UNSUPPORTED_LANGUAGE)
    pieces = encoder.encode(source, root, None, -1, GLUED)
    return b"".join(piece.data for piece in pieces if isinstance(piece, Piece))


@cache
def encoder_of(table: LanguageTable) -> Encoder | None:
    """The encoder of a language, if there is a table for its scopes."""
    return Encoder(table, table.scope) if table.scope is not None else None
