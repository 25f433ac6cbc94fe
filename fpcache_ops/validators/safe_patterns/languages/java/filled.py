"""Collections that a class fills while it is loaded, and never changes again."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import plain_key
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Literal,
    Reference,
    Series,
    Table,
    Text,
    Value,
    join,
    joined,
)
from fpcache_ops.validators.safe_patterns.languages.java.classes import ClassOf, FieldOf
from fpcache_ops.validators.safe_patterns.languages.java.unit import JavaUnit

_FILLS = {"put": 2, "add": 1}


def filled(machine: Machine, unit: JavaUnit, owner: ClassOf, one: FieldOf) -> Value | None:
    """What ``static final Map X = new HashMap(); static { X.put("a", "b"); }`` holds, at most."""
    if not (one.static and one.final and one.private and one.scope is not None):
        return None
    calls = list(_calls(owner, one.name))
    if not calls or unit.changes(one.name) != len(calls):
        return None
    _ = one.scope.body
    bindings = one.scope.bindings.get(one.name, ())
    if len(bindings) != 1 or bindings[0].value is None:
        return None
    state = State()
    made = machine.evaluate(bindings[0].value, state, Frame(one.scope, settled=True, counted=False))
    content = state.content(made[0].site) if isinstance(made[0], Reference) else None
    given = [
        [machine.evaluate(a.value, state, Frame(scope, settled=True, counted=False)) for a in call]
        for scope, call in calls
    ]
    if len(made) != 1 or not all(_is_constant(value) for values in given for value in values):
        return None
    if isinstance(content, Table) and content.rest == NONE and all(len(v) == 2 for v in given):
        known = dict(content.items)
        for key, value in given:
            wanted = plain_key(key[0]) if len(key) == 1 else None
            if wanted is None:
                return None
            known[wanted] = join(join(known.get(wanted, ()), value), NONE)
        return (Table(tuple(known.items()), NONE),)
    if isinstance(content, Series) and all(len(values) == 1 for values in given):
        items = joined((*content.items, content.rest, *(values[0] for values in given)))
        return (Series(content.kind, (), items),) if _is_constant(items) else None
    return None


def _calls(owner: ClassOf, name: str) -> Iterator[tuple[ir.Scope, tuple[ir.Argument, ...]]]:
    """The statements of static initialisers that put something in."""
    for statement in owner.scope.body:
        if not isinstance(statement, ir.Define) or statement.scope not in owner.static_initialisers:
            continue
        for inner in statement.scope.body:
            value = _bare(inner.value) if isinstance(inner, ir.Evaluate) else None
            match value:
                case ir.Call(callee=ir.Method(value=held, name=method), arguments=arguments) if (
                    _FILLS.get(method) == len(arguments) and _is_field(held, owner, name)
                ):
                    yield statement.scope, arguments
                case _:
                    pass


def _bare(node: ir.Expression) -> ir.Expression:
    while isinstance(node, ir.Cast):
        node = node.value
    return node


def _is_field(node: ir.Expression, owner: ClassOf, name: str) -> bool:
    match _bare(node):
        case ir.Attribute(value=ir.ClassName(scope=scope), name=found):
            return scope is owner.scope and found == name
        case _:
            return False


def _is_constant(value: Value) -> bool:
    return bool(value) and all(
        isinstance(atom, Literal) or (isinstance(atom, Text) and atom.constant is not None)
        for atom in value
    )
