"""What is marked holds no sink: what it is instead, and who judges that."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns import assigned, documentation, fragments, statements
from fpcache_ops.validators.safe_patterns.answers import Answer, Proven, Unproven, together
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading

_RUN_BY_TYPES = ("__class_getitem__", "__getitem__", "__or__", "__getattr__")
"""Methods that a class may have so that a type that is only written down runs code."""


def judged(reading: Reading, places: list[Place]) -> Answer:
    """Whether places without a sink are harmless, each for what it is."""
    if reading.family.compared is not None:
        # What compares nothing and calls nothing: `return false` behind `if (a === undefined)`.
        places = [place for place in places if _compares_or_calls(place)] or places
    return together([_judged_one(reading, place) for place in places])


def _judged_one(reading: Reading, place: Place) -> Answer:
    statement = place.statement
    if isinstance(statement, ir.Declare):
        if statement.literals and reading.family.literals_forbidden:
            return Unproven("a declaration with literals in it")
        if any(reading.opened.unit.mentions(word) for word in _RUN_BY_TYPES):
            return Unproven("a class in view runs code where a type is written")
        return Proven("type declaration", Justification.CODE_NOT_PRESENT)
    if reading.family.quotes_code and _is_docstring(statement):
        if documentation.is_read(reading.opened.unit):
            return Unproven("the code reads its own documentation")
        return Proven("string literal", Justification.CODE_NOT_PRESENT)
    if reading.family.assigned is not None:
        return assigned.judged(reading, place)
    if reading.family.fragment is not None:
        return fragments.judged(reading, place)
    return statements.judged(place, reading.family, reading.machine)


def _is_docstring(statement: ir.Statement) -> bool:
    return (
        isinstance(statement, ir.Evaluate)
        and isinstance(statement.value, ir.Constant)
        and isinstance(statement.value.value, str)
    )


def _compares_or_calls(place: Place) -> bool:
    return any(isinstance(node, (ir.Compare, ir.Call, ir.Opaque)) for node in place.inside())
