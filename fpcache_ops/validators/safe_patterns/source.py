"""Opening evidence: the one place that reaches from its bytes to a syntax tree."""

from dataclasses import dataclass

from fpcache_ops.core.evidence import Evidence, Part, PartKind
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.kits import Kit

SIZE_LIMIT = 400_000
"""Bytes of a part that is read for a proof."""

_READ = frozenset({PartKind.SOURCE})


@dataclass(frozen=True, slots=True)
class Opened:
    """A part of the evidence as a program; ``comments`` are the kinds of its comments."""

    unit: Unit
    comments: frozenset[str]

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
    if part.kind not in _READ:
        return "this kind of evidence is not read"
    if len(part.content) > SIZE_LIMIT:
        return "the file is too large to prove anything in it"
    root = parse(evidence.language, part.content).root_node
    if root.has_error:
        return "the file does not parse"
    unit = kit.read(part.content, root, budget)
    reason = unit.refusal()
    return reason if reason is not None else Opened(unit, kit.comments)
