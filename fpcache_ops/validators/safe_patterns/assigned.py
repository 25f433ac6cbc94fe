"""Values that a marked statement assigns, and literals in it that are the fault themselves."""

from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.answers import Answer, Proven, Unproven
from fpcache_ops.validators.safe_patterns.chosen import is_chosen
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import Symbol
from fpcache_ops.validators.safe_patterns.knowledge.model import Look, user_input
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading


def judged(reading: Reading, place: Place) -> Answer:
    """Whether the value that the statement assigns passes the family's test."""
    assert reading.family.assigned is not None
    if reading.family.literals_forbidden and (word := _literal(reading, place)) is not None:
        return Unproven(f"a literal that is not empty stands in the statement ({word})")
    statement = place.statement
    if reading.family.literals_forbidden and _compares_with_empty(place):
        return Proven("compared with the empty string", Justification.CODE_NOT_PRESENT)
    value = reading.machine.assigned.get(id(statement))
    if not isinstance(statement, ir.Assign) or value is None:
        return Unproven("nothing that could be judged is found at the place")
    if any(user_input((reading.value(key),), reading.machine) for key in _led_by(statement)):
        return Unproven("where the value is put comes from outside", source=True)
    if not reading.family.literals_forbidden and is_chosen(place, reading.machine):
        return Unproven("which object the value is put into is asked for")
    calling = Calling(reading.machine, State(), 0, Actuals())
    reason = reading.family.assigned(Look(value, calling))
    if reason is not None:
        return Unproven(f"the value is not proven: {reason}")
    return Proven(reading.family.pattern, Justification.CODE_NOT_PRESENT)


def beside(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """What marked statements assign beside the sinks in them: ``debug = True; app.run()``."""
    for place in places if reading.family.assigned is not None else ():
        if isinstance(place.statement, ir.Assign) and place.statement.value not in sinks:
            answer = judged(reading, place)
            if isinstance(answer, Unproven):
                yield answer


def _led_by(statement: ir.Assign) -> Iterator[ir.Expression]:
    """What says where a value is put: ``x[key] = 1``, ``x.of(key).y = 1``."""
    for target in statement.targets:
        for inner in ir.inside(target):
            if isinstance(inner, ir.Subscript):
                yield inner.key
            elif isinstance(inner, ir.Call):
                yield from (argument.value for argument in inner.arguments)


def holds_literal(place: Place) -> bool:
    """Whether a text or a number is written out in the place."""
    return any(isinstance(node, ir.Interpolated) or _is_literal(node) for node in place.inside())


def _literal(reading: Reading, place: Place) -> str | None:
    """A literal in the statement that is neither empty nor the name of a variable outside."""
    spared: set[int] = set()
    for node in place.inside():
        if isinstance(node, ir.Call):
            first = node.arguments[:1]
            if _reads(reading, node) and not any(one.name or one.spread for one in first):
                spared.update(id(one.value) for one in first)
        elif isinstance(node, ir.Subscript):
            owner = reading.value(node.value)
            if owner and all(isinstance(a, Symbol) and a.path == "os.environ" for a in owner):
                spared.add(id(node.key))
            # A digit says which of several, and keeps no secret.
            spared.update(id(one) for one in ir.inside(node.key) if _is_digit(one))
    for node in place.inside():
        if isinstance(node, ir.Interpolated):
            return reading.says(node)[:2] + "..."
        if _is_literal(node) and id(node) not in spared:
            return "it is not repeated here"
        if isinstance(node, (ir.Opaque, ir.Lambda, ir.Comprehension)):
            return "an unusual expression"
    return None


def _reads(reading: Reading, call: ir.Call) -> bool:
    """Whether a call only ever asks for a variable outside, by its name."""
    reached = reading.seen(call)
    called = [atom for seen in reached for atom in seen.callee]
    return bool(called) and all(
        isinstance(atom, Symbol) and atom.path in reading.family.reads for atom in called
    )


def _is_literal(node: ir.Expression) -> bool:
    """Whether a text or a number is written out."""
    return (
        isinstance(node, ir.Constant)
        and not isinstance(node.value, bool)
        and node.value not in (None, "", b"")
    )


def _is_digit(node: ir.Expression) -> bool:
    return isinstance(node, ir.Constant) and node.value in range(10)


def _compares_with_empty(place: Place) -> bool:
    if len(place.expressions) != 1:
        return False
    test = place.expressions[0]
    if not isinstance(test, ir.Compare) or len(test.links) != 1:
        return False
    op, right = test.links[0]
    sides = (test.left, right)
    return op in ("==", "!=") and any(
        isinstance(side, ir.Constant) and side.value in ("", b"") for side in sides
    )
