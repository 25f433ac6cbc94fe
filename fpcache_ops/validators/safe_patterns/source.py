"""Opening evidence: the one place that reaches from its bytes to a syntax tree."""

from dataclasses import dataclass

from fpcache_ops.core.evidence import Evidence, MalformedEvidence, Part, PartKind
from fpcache_ops.evidence.tree import open_part
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.kits import Kit

SIZE_LIMIT = 400_000
"""Bytes of a part that is read for a proof."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A part of the evidence as a program; ``comments`` are the kinds of its comments.

    ``headers`` and ``resolved`` are those of the kit.
    """

    unit: Unit
    comments: frozenset[str]
    headers: bool = False
    resolved: bool = False

    def is_comment(self, start: int, end: int) -> bool:
        """Whether a range holds comments and white space only, and at least one comment."""
        source, root = self.unit.source, self.unit.root
        at = start
        found = False
        while at < end:
            if source[at : at + 1].isspace():
                at += 1
                continue
            node = root.descendant_for_byte_range(at, at + 1)
            if node is None or node.type not in self.comments:
                return False
            found = True
            at = node.end_byte
        return found


def opened(evidence: Evidence, part: Part, kit: Kit, budget: Budget) -> Opened | str:
    """A part as a program, or why nothing can be proven from it."""
    if len(part.content) > SIZE_LIMIT:
        return "the code is too large to prove anything in it"
    try:
        root = open_part(evidence.language, part)
    except MalformedEvidence:
        return "the tree cannot be read back"
    if root.has_error:
        return "the file does not parse"
    # A tree stands in a text of its own, and the marks in it are positions there.
    source = part.content if part.kind is PartKind.SOURCE else root.text or b""
    unit = kit.read(source, root, budget)
    unit.whole = part.kind is PartKind.SOURCE
    reason = unit.refusal()
    return reason if reason is not None else Opened(unit, kit.comments, kit.headers, kit.resolved)
