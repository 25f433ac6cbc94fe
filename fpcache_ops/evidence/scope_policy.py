"""The ``scope`` policy: the functions around the marked places, and all they rest on in the file.

What is seen is a pruned tree of each file. An edit of what is not seen, of comments or of layout is
the same question; see ``slice`` for why it has the same answer. Where a file's own text does not
tell what a name means, the whole files are taken, and the reason is recorded.
"""

from collections.abc import Iterable
from dataclasses import replace

from fpcache_ops.core.evidence import Built, Evidence, Fallback, Mark, Part, PartKind, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources
from fpcache_ops.evidence.building import built, grammar_of, part_digest
from fpcache_ops.evidence.encoding import CannotSlice, encoder_of
from fpcache_ops.evidence.file_policy import whole_files
from fpcache_ops.evidence.files import SourceFile
from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.locating import Located
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.outline import MODULE
from fpcache_ops.evidence.policy import Memory
from fpcache_ops.evidence.pruned import Pruned, Pruner, Span
from fpcache_ops.evidence.slice import FALL_BACK_ON, Slice, close

POLICY = "scope"

REMEMBERED_BYTES = 1024 * 1024
"""Of source that is remembered as read for slicing, at some hundred times its size."""

REMEMBERED_TREE_BYTES = 2 * 1024 * 1024
"""Of pruned trees that are remembered for each file."""

NODE_LIMIT = 300_000
"""In a file; a larger one is taken as a whole."""


class ScopePolicy:
    """Builds evidence under the ``scope`` policy; safe to share between threads.

    ``fall_back_on``: doubts for which it takes whole files.
    """

    def __init__(self, fall_back_on: frozenset[Fallback] = FALL_BACK_ON) -> None:
        self._fall_back_on = fall_back_on
        self._memory = Memory(self._make)
        self._sliceable: Remembered[tuple[str, bytes], _Sliceable | CannotSlice]
        self._sliceable = Remembered(REMEMBERED_BYTES)

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence of a finding, or why it cannot be placed in the submitted files."""
        return self._memory.build(finding, sources)

    def _make(self, located: Located) -> Built:
        if located.fallback is not None:
            return whole_files(located)
        try:
            return self._slices(located)
        except CannotSlice as why:
            return whole_files(located, why.reason)

    def trees(self, located: Located) -> list[Pruned]:
        """The slice of each file, as a pruned tree.

        Raises:
            CannotSlice: if whole files are taken instead.
        """
        if located.fallback is not None:
            raise CannotSlice(located.fallback)
        return [
            self._sliceable_of(file).prune(
                (mark.start, mark.end) for mark in located.marks if mark.part == number
            )
            for number, file in enumerate(located.files)
        ]

    def _slices(self, located: Located) -> Built:
        trees = self.trees(located)
        marks = [_moved(mark, trees[mark.part]) for mark in located.marks]
        language, grammar = grammar_of(located.files[0])
        evidence = Evidence(
            policy=POLICY,
            language=language,
            grammar=grammar,
            vulnerability_type=located.finding.type,
            rule_id=located.finding.rule_id,
            parts=tuple(Part(PartKind.TREE, tree.data) for tree in trees),
            marks=tuple(marks),
        )
        parts = [("context", part_digest(f"{POLICY}\x00{language}\x00{grammar}".encode()))]
        parts += trees[0].parts
        parts += [
            (f"file-{number}", part_digest(tree.data))
            for number, tree in enumerate(trees[1:], start=2)
        ]
        # Where it lies, also among the other parts: their order is part of the question.
        parts.append(("place", part_digest(repr(evidence.marks).encode() + trees[0].data)))
        return built(evidence, located, parts)

    def _sliceable_of(self, file: SourceFile) -> "_Sliceable":
        assert file.table is not None
        key = (file.table.name, file.sha256)
        known = self._sliceable.get(key)
        if known is None:
            try:
                known = _Sliceable(file, self._fall_back_on)
            except CannotSlice as why:
                known = why
            known = self._sliceable.put(key, known, len(file.content))
        if isinstance(known, CannotSlice):
            raise CannotSlice(known.reason)
        return known


class _Sliceable:
    """A file that has been read for slicing, and the trees that were made of it.

    What is remembered is a function of the file alone, so threads can only do work twice.
    """

    def __init__(self, file: SourceFile, fall_back_on: frozenset[Fallback]) -> None:
        self._fall_back_on = fall_back_on
        table, root = file.table, file.root
        encoder = encoder_of(table) if table is not None else None
        if table is None or table.scope is None or root is None or encoder is None:
            raise CannotSlice(Fallback.UNSUPPORTED_LANGUAGE)
        if root.descendant_count > NODE_LIMIT:
            raise CannotSlice(Fallback.SLICE_LIMIT)
        self._index = Index(root, file.content, table, table.scope)
        self._pruner = Pruner(self._index, encoder)
        self._trees: Remembered[frozenset[int], Pruned | CannotSlice]
        self._trees = Remembered(REMEMBERED_TREE_BYTES)

    def prune(self, places: Iterable[Span]) -> Pruned:
        """The tree around some places of the file.

        Raises:
            CannotSlice: if it cannot be told what there is around them, or if there is no code.
        """
        places = tuple(places)
        seeds = frozenset(number for place in places for number in self._seeds(place))
        tree = self._tree(seeds)
        if all(tree.position(place) is not None for place in places):
            return tree
        # A place without a token: in a comment, which is what there is to be judged.
        cut = self._close(seeds)
        for place in places:
            if tree.position(place) is None:
                tree = self._pruner.prune(cut, place)
        return tree

    def _tree(self, seeds: frozenset[int]) -> Pruned:
        known = self._trees.get(seeds)
        if known is None:
            try:
                known = self._pruner.prune(self._close(seeds))
            except CannotSlice as why:
                known = why
            weight = len(known.data) if isinstance(known, Pruned) else 100
            known = self._trees.put(seeds, known, weight)
        if isinstance(known, CannotSlice):
            raise CannotSlice(known.reason)
        return known

    def _close(self, seeds: frozenset[int]) -> Slice:
        return close(self._index, seeds, self._fall_back_on)

    def _seeds(self, place: Span) -> Iterable[int]:
        """The innermost items that a range touches; a container whose header it touches."""
        layout = self._index.outline
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


def _moved(mark: Mark, tree: Pruned) -> Mark:
    """The mark, where it stands in the text of the tree."""
    at = tree.position((mark.start, mark.end))
    if at is None:
        raise CannotSlice(Fallback.NO_CODE)
    focus = tree.position(mark.focus) if mark.focus is not None else None
    return replace(mark, start=at[0], end=at[1], focus=focus)
