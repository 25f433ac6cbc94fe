"""The pruned tree: the file's syntax tree with only what a slice keeps, as canonical bytes.

It is a smaller program of the same grammar. Pieces of it are encoded once for a file, and put
together for each slice.
"""

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.encoding import CannotSlice, Clause, Encoder, Hole, Piece
from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.outline import MODULE, ItemKind
from fpcache_ops.evidence.slice import Slice
from fpcache_ops.evidence.tree import GLUED

TEXT_LIMIT = 512 * 1024
"""Bytes of text in one pruned tree; a larger one is no narrower than the file."""

PARTS = ("function", "class", "constants", "imports", "helpers", "modes")
"""Names of parts, the most telling first."""

Span = tuple[int, int]

_Pieces = Sequence[Piece | Hole | Clause]


@dataclass(frozen=True, slots=True)
class Pruned:
    """A pruned tree: its canonical bytes, and digests of its parts by what they are there for.

    ``placed`` are its pieces, each with the position in the text that it adds to; ``groups`` are
    the parts that these belong to, and ``because`` what each is there for, to tell people.
    """

    data: bytes
    parts: tuple[tuple[str, str], ...]
    placed: tuple[tuple[int, Piece], ...]
    groups: tuple[str, ...]
    because: tuple[str, ...]

    def position(self, place: Span) -> Span | None:
        """Where a range of the source stands in the text of the tree; ``None`` if nowhere."""
        start, end = place
        low = high = -1
        for base, piece in self.placed:
            tokens = piece.tokens
            if tokens[0][0] >= end or tokens[-1][1] <= start:
                continue
            for first, last, out in tokens[max(bisect_right(tokens, (start,)) - 1, 0) :]:
                if first >= end:
                    break
                if last <= start:
                    continue
                if low < 0:
                    low = base + out + max(start - first, 0)
                high = base + out + min(end, last) - first
        return None if low < 0 else (low, high)


class Pruner:
    """Makes pruned trees of one file."""

    def __init__(self, known: Index, encoder: Encoder) -> None:
        self._known = known
        self._encoder = encoder
        self._pieces: dict[int, _Pieces] = {}
        # What items are encoded with, which their containers know.
        self._standing: dict[int, Hole] = {}
        says = known.scopes.comments_matter
        matter = says is not None and says.search(known.source) is not None
        self._keep = range(len(known.source)) if matter else None

    def prune(self, cut: Slice, comments: Span | None = None) -> Pruned:
        """The tree of a slice; ``comments`` in this range are kept, whatever they say.

        Raises:
            CannotSlice: if not every byte of the slice is accounted for.
        """
        pieces_of: Callable[[int], _Pieces] = self._encoded
        if comments is not None:
            kept = self._keep or range(*comments)

            def pieces_of(number: int) -> _Pieces:
                return self._encode(number, kept)

        data: list[bytes] = []
        groups: dict[str, list[bytes]] = defaultdict(list)
        placed: list[tuple[int, Piece]] = []
        belongs: list[str] = []
        because: list[str] = []
        length = 0
        for number, piece in self._emitted(cut, pieces_of):
            data.append(piece.data)
            group = self._group(cut, number)
            groups[group].append(piece.data)
            if piece.tokens:
                # Nothing stands before the first token of the text.
                base = length if placed else -piece.lead
                placed.append((base, piece))
                belongs.append(group)
                because.append(cut.because.get(number, "stands around it"))
                length = base + piece.length
            else:
                length += piece.length
        if length > TEXT_LIMIT:
            raise CannotSlice(Fallback.SLICE_LIMIT)
        parts = tuple(
            (name, hashlib.sha256(b"".join(groups[name])).hexdigest()[:32])
            for name in PARTS
            if name in groups
        )
        return Pruned(b"".join(data), parts, tuple(placed), tuple(belongs), tuple(because))

    def _emitted(
        self, cut: Slice, pieces_of: Callable[[int], _Pieces]
    ) -> Iterator[tuple[int, Piece]]:
        """The pieces of the tree in order, each with the item that it belongs to."""
        items = self._known.outline.items
        listing: set[int] = set()
        pending: list[tuple[int, Iterator[Piece | Hole | Clause], int]]
        pending = [(MODULE, iter(pieces_of(MODULE)), 0)]
        while pending:
            number, pieces, last = pending[-1]
            piece = next(pieces, None)
            match piece:
                case None:
                    pending.pop()
                case Piece():
                    yield number, piece
                case Hole(item=item, suffix=suffix):
                    if item in cut.kept or item in cut.opened:
                        if items[item].kind is ItemKind.NAME:
                            if number in listing:
                                yield number, self._encoder.comma()
                            listing.add(number)
                        if suffix is not None:
                            pending.append((item, iter((suffix,)), 0))
                        inside = iter(pieces_of(item))
                        pending.append((item, inside, self._last_clause(cut, item)))
                case Clause(number=clause, begins=True):
                    if clause > last:
                        while not (isinstance(piece, Clause) and not piece.begins):
                            piece = next(pieces)
                case Clause():
                    continue
                case _:
                    assert_never(piece)

    def _last_clause(self, cut: Slice, number: int) -> int:
        """The last branch of a conditional that holds anything kept."""
        items = self._known.outline.items
        if items[number].kind is not ItemKind.BRANCH:
            return 0
        return max(
            items[child].clause
            for child in self._known.outline.children[number]
            if child in cut.kept or child in cut.opened
        )

    def _encoded(self, number: int) -> _Pieces:
        known = self._pieces.get(number)
        if known is None:
            known = self._pieces[number] = self._encode(number, self._keep)
        return known

    def _encode(self, number: int, keep: range | None) -> _Pieces:
        known, layout = self._known, self._known.outline
        field: str | None = None
        clauses: Mapping[int, int] | None = None
        if number == MODULE:
            node, level, first, is_container = layout.root, MODULE, GLUED, True
        else:
            item = layout.items[number]
            node, is_container = item.node, item.is_container
            hole = self._standing[number]
            field, level, first = hole.field, hole.level, hole.layout
            clauses = layout.clauses if item.kind is ItemKind.BRANCH else None
        pieces = self._encoder.encode(
            known.source,
            node,
            field,
            level,
            first,
            holes=layout.holes if is_container else None,
            clauses=clauses,
            keep=keep,
        )
        for piece in pieces:
            if isinstance(piece, Hole):
                self._standing[piece.item] = piece
        return pieces

    def _group(self, cut: Slice, number: int) -> str:
        """What a piece is there for, in a word that tells people what has changed."""
        if number == MODULE:
            return "modes"
        items = self._known.outline.items
        item = items[number]
        around = {other.number for other in self._known.outline.containers(item)} | {number}
        if around & cut.seeds:
            return "function"
        classes = {other for other in around if items[other].kind is ItemKind.CLASS}
        if classes & cut.opened:
            return "class"
        if item.kind in (ItemKind.IMPORT, ItemKind.NAME):
            return "imports"
        if classes or item.kind is ItemKind.FUNCTION:
            return "helpers"
        return "constants"
