"""Marks that stand for more than a statement: a whole file, or a function by its header."""

from collections.abc import Iterator

from fpcache_ops.core.evidence import Mark
from fpcache_ops.validators.safe_patterns import callees
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.values import Symbol, Unknown
from fpcache_ops.validators.safe_patterns.places import Place, located
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.sinks import Unclear
from fpcache_ops.validators.safe_patterns.source import Opened


def marked(opened: Opened, mark: Mark) -> tuple[int, int]:
    """What is marked: all of the source, if the report points at its very beginning only.

    A slice holds what is marked and what that rests on, and not the rest of its file: its beginning
    stands for nothing.
    """
    source = opened.unit.source
    blank = len(source) - len(source.lstrip())
    if opened.headers and mark.start <= blank:
        everything = mark.end >= len(source.rstrip())
        beginning = not located(opened.unit.module, mark.start, mark.end)
        if everything or (beginning and opened.unit.whole):
            return 0, len(source)
    return mark.start, mark.end


def is_beginning(opened: Opened, mark: Mark) -> bool:
    """Whether a mark stands where a report points that is about a whole file."""
    source = opened.unit.source
    return opened.headers and mark.start <= len(source) - len(source.lstrip())


def is_wide(opened: Opened, start: int, end: int, places: list[Place]) -> bool:
    """Whether all of the source is marked, or only headers, which stand for what is inside."""
    return opened.headers and (
        (start, end) == (0, len(opened.unit.source))
        or all(isinstance(place.statement, (ir.Define, ir.DefineClass)) for place in places)
    )


def everything(opened: Opened, places: list[Place]) -> list[Place]:
    """The statements inside the functions and classes whose headers are marked."""
    found: dict[int, Place] = {}
    for place in places:
        if isinstance(place.statement, (ir.Define, ir.DefineClass)):
            at = place.statement
            for inner in located(opened.unit.module, at.start, at.end):
                found.setdefault(id(inner.statement), inner)
        else:
            found.setdefault(id(place.statement), place)
    return [
        place
        for place in found.values()
        if not isinstance(place.statement, (ir.Define, ir.DefineClass))
    ]


def handed_out(reading: Reading, places: list[Place]) -> Iterator[Unclear]:
    """Calls of code out of sight that are given what is not known: the sink may be there."""
    for place in places:
        for call in place.calls():
            for seen in reading.seen(call):
                if callees.matched(reading, seen) is None and _may_hide_a_sink(reading, seen):
                    yield call, "code out of sight is given what is not known"


def _may_hide_a_sink(reading: Reading, seen: Seen) -> bool:
    """Unseen code gets what is not known, or a library that is not modelled gets user input."""
    values = [atom for value in seen.given.all() for atom in value]
    lost = [atom for atom in values if isinstance(atom, Unknown)]
    for atom in seen.callee:
        match atom:
            case Symbol(path=path) if path.startswith("?."):
                if lost:
                    return True
            case Symbol(path=path):
                known = path in reading.machine.calls or path in reading.family.harmless
                if not known and any(one.cause.source for one in lost):
                    return True
            case Unknown(cause=cause):
                if not cause.source and any(one.cause.source for one in lost):
                    return True
            case _:
                pass
    return False
