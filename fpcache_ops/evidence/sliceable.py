"""Files that have been read for slicing, remembered by what they are made of."""

from collections.abc import Iterable, Iterator

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.encoding import CannotSlice, encoder_of
from fpcache_ops.evidence.files import SourceFile
from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.outline import MODULE
from fpcache_ops.evidence.pruned import Pruned, Pruner, Span
from fpcache_ops.evidence.room import Room
from fpcache_ops.evidence.slice import FALL_BACK_ON, Slice, close

REMEMBERED_TREE_BYTES = 2 * 1024 * 1024
"""Of pruned trees that are remembered for each file."""

NODE_LIMIT = 300_000
"""In a file; a larger one is taken as a whole."""


class Sliceables:
    """Reads files for slicing; the newest ones are remembered. Safe to share between threads.

    ``fall_back_on``: doubts for which a file cannot be sliced.
    """

    def __init__(
        self,
        fall_back_on: frozenset[Fallback] = FALL_BACK_ON,
        room: Room = Room(),  # noqa: B008  frozen
    ) -> None:
        self._fall_back_on = fall_back_on
        self._known: Remembered[tuple[str, bytes], Sliceable | CannotSlice]
        self._known = Remembered(room.slices)

    def of(self, file: SourceFile) -> "Sliceable":
        """The file, read for slicing.

        Raises:
            CannotSlice: if it cannot be.
        """
        if file.table is None:
            raise CannotSlice(Fallback.UNSUPPORTED_LANGUAGE)
        key = (file.table.name, file.sha256)
        known = self._known.get(key)
        if known is None:
            try:
                known = Sliceable(file, self._fall_back_on)
            except CannotSlice as why:
                known = why
            known = self._known.put(key, known, len(file.content))
        if isinstance(known, CannotSlice):
            raise CannotSlice(known.reason)
        return known


class Sliceable:
    """A file that has been read for slicing, and the trees that were made of it.

    What is remembered is a function of the file alone, so threads can only do work twice.
    """

    def __init__(self, file: SourceFile, fall_back_on: frozenset[Fallback]) -> None:
        self._fall_back_on = fall_back_on
        table, root = file.table, file.root
        encoder = encoder_of(table) if table is not None else None
        if table is None or table.scope is None or root is None or encoder is None:
            raise CannotSlice(file.fallback or Fallback.UNSUPPORTED_LANGUAGE)
        if root.descendant_count > NODE_LIMIT:
            raise CannotSlice(Fallback.SLICE_LIMIT)
        self.index = Index(root, file.content, table, table.scope)
        self._pruner = Pruner(self.index, encoder)
        self._trees: Remembered[frozenset[int], Pruned | CannotSlice]
        self._trees = Remembered(REMEMBERED_TREE_BYTES)

    def prune(self, places: Iterable[Span]) -> Pruned:
        """The tree around some places of the file.

        Raises:
            CannotSlice: if it cannot be told what there is around them, or if there is no code.
        """
        places = tuple(places)
        seeds = frozenset(number for place in places for number in self.seeds(place))
        tree = self._tree(seeds)
        if all(tree.position(place) is not None for place in places):
            return tree
        # A place without a token: in a comment, which is what there is to be judged.
        cut = self.close(seeds)
        for place in places:
            if tree.position(place) is None:
                tree = self._pruner.prune(cut, place)
        return tree

    def close(
        self, seeds: frozenset[int], names: Iterable[str] = (), types: Iterable[str] = ()
    ) -> Slice:
        """The closed slice around some items, and around what some names, and types, stand for.

        Raises:
            CannotSlice: if it cannot be told what that is.
        """
        return close(self.index, seeds, self._fall_back_on, names, types)

    def tree(self, cut: Slice) -> Pruned:
        """The tree of a slice. Raises CannotSlice."""
        return self._pruner.prune(cut)

    def _tree(self, seeds: frozenset[int]) -> Pruned:
        known = self._trees.get(seeds)
        if known is None:
            try:
                known = self._pruner.prune(self.close(seeds))
            except CannotSlice as why:
                known = why
            weight = len(known.data) if isinstance(known, Pruned) else 100
            known = self._trees.put(seeds, known, weight)
        if isinstance(known, CannotSlice):
            raise CannotSlice(known.reason)
        return known

    def seeds(self, place: Span) -> Iterator[int]:
        """The innermost items that a range touches; a container whose header it touches."""
        layout = self.index.outline
        start, end = place
        pending = [MODULE]
        while pending:
            container = pending.pop()
            for number in layout.children.get(container, ()):
                item = layout.items[number]
                if item.node.start_byte >= max(end, start + 1) or item.node.end_byte <= start:
                    continue
                inside = [layout.items[child].node for child in layout.children.get(number, ())]
                if inside and inside[0].start_byte <= start and end <= inside[-1].end_byte:
                    pending.append(number)
                else:
                    yield number
