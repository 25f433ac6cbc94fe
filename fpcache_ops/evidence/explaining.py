"""Evidence for people: which lines of the source a verdict rests on, and why each is there."""

from collections.abc import Iterator
from dataclasses import dataclass

from fpcache_ops.core.evidence import Fallback, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import EvidenceBuilder, Sources
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.encoding import CannotSlice
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.locating import Located, gather, locate
from fpcache_ops.evidence.pruned import PARTS, Pruned
from fpcache_ops.evidence.scope_policy import ScopePolicy

WHOLE_FILE = "whole file"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the evidence. ``part`` says what it is, ``because`` why it is there.

    ``marked``: it is judged.
    """

    path: str
    number: int
    text: str
    part: str
    because: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """All lines of the evidence, in their order; ``widened``: why whole files had to be taken."""

    lines: tuple[Line, ...]
    scope: str
    widened: Fallback | None = None


def shown(builder: EvidenceBuilder, finding: Finding, sources: Sources) -> Shown | Unplaced:
    """The lines that the evidence of a finding holds anything of."""
    named = gather(finding, Files(), sources)
    located = named if isinstance(named, Unplaced) else locate(finding, named)
    if isinstance(named, Unplaced) or isinstance(located, Unplaced):
        assert isinstance(located, Unplaced)
        return located
    widened = None
    parts: list[dict[int, tuple[str, str]]]
    scope = builder.scope if isinstance(builder, ClosurePolicy) else builder
    try:
        if not isinstance(scope, ScopePolicy):
            raise CannotSlice(Fallback.UNSUPPORTED_LANGUAGE)
        parts = [
            _parts_of_lines(file, tree)
            for file, tree in zip(located.files, scope.trees(located), strict=True)
        ]
    except CannotSlice as why:
        widened = why.reason if isinstance(scope, ScopePolicy) else None
        whole = (WHOLE_FILE, f"taken for {widened}" if widened else "")
        parts = [dict.fromkeys(range(1, len(file.lines) + 1), whole) for file in located.files]
    lines = [
        Line(path, number, _text(file, number), *why, _is_marked(located, at, file, number))
        for at, (path, file) in enumerate(named.items())
        for number, why in sorted(parts[at].items())
    ]
    if isinstance(builder, ClosurePolicy):
        lines += _elsewhere(builder, finding, sources)
    return Shown(tuple(lines), located.scope, widened)


def _elsewhere(builder: ClosurePolicy, finding: Finding, sources: Sources) -> Iterator[Line]:
    """The lines of other places that are in the evidence."""
    files = Files()
    for piece in builder.related(finding, sources):
        file = files.read(piece.path, sources)
        if isinstance(file, SourceFile):
            numbers = {n for first, last in piece.taken.lines for n in range(first, last + 1)}
            for number in sorted(numbers):
                yield Line(piece.path, number, _text(file, number), piece.role, "", False)


def _parts_of_lines(file: SourceFile, tree: Pruned) -> dict[int, tuple[str, str]]:
    """The most telling part that each line holds anything of, and what this is there for."""
    found: dict[int, tuple[str, str]] = {}
    for (_, piece), *why in zip(tree.placed, tree.groups, tree.because, strict=True):
        part, because = why
        for start, end, _ in piece.tokens:
            for number in range(file.lines.line_at(start), file.lines.line_at(end - 1) + 1):
                known = found.get(number)
                if known is None or PARTS.index(part) < PARTS.index(known[0]):
                    found[number] = (part, because)
    return found


def _text(file: SourceFile, number: int) -> str:
    start, end = file.lines.span(number, number)
    return file.content[start:end].decode("utf-8", "replace")


def _is_marked(located: Located, part: int, file: SourceFile, number: int) -> bool:
    start, end = file.lines.span(number, number)
    return any(
        mark.part == part and mark.start < end and start < mark.end for mark in located.marks
    )
