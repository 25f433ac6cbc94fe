"""The ``scope`` policy: the functions around the marked places, and all they rest on in the file.

What is seen is a pruned tree of each file. An edit of what is not seen, of comments or of layout is
the same question; see ``slice`` for why it has the same answer. Where a file's own text does not
tell what a name means, the whole files are taken, and the reason is recorded.
"""

from dataclasses import replace

from fpcache_ops.core.evidence import Built, Evidence, Fallback, Mark, Part, PartKind, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources
from fpcache_ops.evidence.building import built, grammar_of, part_digest
from fpcache_ops.evidence.encoding import CannotSlice
from fpcache_ops.evidence.file_policy import whole_files
from fpcache_ops.evidence.locating import Located
from fpcache_ops.evidence.policy import Memory
from fpcache_ops.evidence.pruned import Pruned
from fpcache_ops.evidence.room import Room
from fpcache_ops.evidence.slice import FALL_BACK_ON
from fpcache_ops.evidence.sliceable import Sliceables

POLICY = "scope"


class ScopePolicy:
    """Builds evidence under the ``scope`` policy; safe to share between threads.

    ``fall_back_on``: doubts for which it takes whole files.
    """

    def __init__(
        self,
        fall_back_on: frozenset[Fallback] = FALL_BACK_ON,
        room: Room = Room(),  # noqa: B008  frozen
    ) -> None:
        self._memory = Memory(self.make, lambda built: built.size, room)
        self.sliceables = Sliceables(fall_back_on, room)

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence of a finding, or why it cannot be placed in the submitted files."""
        return self._memory.build(finding, sources)

    def make(self, located: Located) -> Built:
        """The evidence of a finding that has a place."""
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
            self.sliceables.of(file).prune(
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


def _moved(mark: Mark, tree: Pruned) -> Mark:
    """The mark, where it stands in the text of the tree."""
    at = tree.position((mark.start, mark.end))
    if at is None:
        raise CannotSlice(Fallback.NO_CODE)
    focus = tree.position(mark.focus) if mark.focus is not None else None
    return replace(mark, start=at[0], end=at[1], focus=focus)
