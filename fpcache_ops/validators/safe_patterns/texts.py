"""Expressions that build texts, and whether such a text is harmless wherever it goes."""

from collections.abc import Iterable, Iterator

from fpcache_ops.validators.safe_patterns.answers import (
    Answer,
    Proven,
    Unproven,
    justified,
    spelled,
)
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.values import Text, Unknown, Value
from fpcache_ops.validators.safe_patterns.knowledge.model import blame
from fpcache_ops.validators.safe_patterns.reading import Reading

_BUILDERS = frozenset(
    {"format", "format_map", "join", "replace", "substitute", "safe_substitute", "concat"}
)


def built(reading: Reading, expressions: Iterable[ir.Expression]) -> Iterator[ir.Expression]:
    """The outermost expressions that build texts."""
    pending = list(expressions)
    while pending:
        node = pending.pop()
        if builds(node) or any(may_be(reading, way) for way in ways(node)):
            yield node
            continue
        pending.extend(ir.children(node))


def cut(reading: Reading, expressions: Iterable[ir.Expression]) -> Iterator[ir.Expression]:
    """What gives a part of a text, or the same in other letters."""
    for expression in expressions:
        for node in ir.inside(expression):
            callee = node.callee if isinstance(node, ir.Call) else None
            if isinstance(callee, ir.Attribute) and callee.name in reading.opened.unit.cutters:
                yield node


def fills(call: ir.Call, names: set[str]) -> bool:
    """Whether a method makes another text of one of these: ``query.format(value)``."""
    return (
        isinstance(call.callee, ir.Attribute)
        and call.callee.name in _BUILDERS
        and isinstance(call.callee.value, ir.Name)
        and call.callee.value.name in names
    )


def harmless(reading: Reading, value: Value) -> Answer:
    """Whether every text that a value may be passes the family's check of fragments."""
    assert reading.family.fragment is not None
    for atom in value:
        if not isinstance(atom, Text):
            lost = any(isinstance(a, Unknown) and a.cause.source for a in value)
            return Unproven(f"the text is not proven: {blame(value, 'it is not known')}", lost)
        reason = reading.family.fragment(atom)
        if reason is not None:
            return Unproven(f"the text is not proven: {reason}")
    return Proven(f"{reading.family.pattern}{spelled((value,))}", justified((value,)))


def may_be(reading: Reading, node: ir.Expression) -> bool:
    """Whether an expression builds a text, or may give one: ``["ORDER BY name"][0]``."""
    return builds(node) or any(isinstance(atom, Text) for atom in reading.value(node))


def ways(node: ir.Expression) -> tuple[ir.Expression, ...]:
    """What an expression chooses between."""
    match node:
        case ir.Choice(then=then, orelse=orelse):
            return (then, orelse)
        case ir.Logical(items=items):
            return items
        case _:
            return ()


def builds(node: ir.Expression) -> bool:
    """Whether an expression builds a text."""
    match node:
        case ir.Constant(value=str()) | ir.Interpolated():
            return True
        case ir.Choice(then=then, orelse=orelse):
            # One of them is a text: so is the other.
            return builds(then) or builds(orelse)
        case ir.Logical(items=items):
            return any(builds(item) for item in items)
        case ir.Binary(op="+" | "%" | "*"):
            return True
        case ir.Call(callee=ir.Attribute(name=name)):
            return name in _BUILDERS
        case _:
            return False
