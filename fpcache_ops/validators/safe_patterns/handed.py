"""Sinks that are not called where they stand, but given to somebody who may call them."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.state import State, held
from fpcache_ops.validators.safe_patterns.engine.values import (
    Routine,
    Symbol,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading

_DISPLAYS = (ir.Sequence, ir.Mapping, ir.Comprehension)

_BY_NAME = frozenset(
    {
        "builtins.getattr",
        "operator.attrgetter",
        "operator.methodcaller",
        "builtins.Reflect.get",
    }
)
"""Calls that give a method by its name."""


def handed_on(reading: Reading, place: Place) -> Iterator[ir.Expression]:
    """Sinks that others may call: ``map(os.system, lines)``, ``pool.run = os.system``."""
    for call in place.calls():
        if any(hands_on(reading, inner) for seen in reading.seen(call) for inner in seen.inside):
            yield call
        if _asks_class(reading.seen(call)):
            continue
        # What else a sink is given is judged where the sink is.
        judged = any(callees.matched(reading, seen) is not None for seen in reading.seen(call))
        for argument in call.arguments:
            for node in _parts(argument.value):
                whole = node is argument.value and isinstance(node, (ir.Name, ir.Attribute))
                if (whole or not judged) and _is_sink(reading, node, call):
                    yield node
                if not judged and _may_be_method(reading, node, call):
                    yield node
    for expression in _given_away(place):
        for node in _parts(expression):
            if _is_sink(reading, node, None):
                yield node


def hands_on(reading: Reading, seen: Seen) -> bool:
    """Whether a call that code in view makes, and that is not followed, is given a sink."""
    if seen.followed or _asks_class([seen]) or callees.matched(reading, seen) is not None:
        return False
    return any(_holds(reading, value, [seen.state]) for value in seen.given.all())


def _parts(node: ir.Expression) -> Iterator[ir.Expression]:
    """An expression and what it may give, whole or in parts; not what calls in it are given."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ir.Subscript):
            pending.append(node.key)
            if isinstance(node.value, _DISPLAYS):
                pending.append(node.value)
        elif isinstance(node, ir.Call):
            match node.callee:
                case ir.Attribute(value=ir.Sequence() | ir.Mapping() | ir.Comprehension() as owner):
                    pending.append(owner)
                case ir.Lambda(scope=scope):
                    pending += [each for one in scope.body for each in ir.expressions(one)]
                case _:
                    pass
        elif not isinstance(node, (ir.Compare, ir.Attribute)):
            pending.extend(ir.children(node))


def _given_away(place: Place) -> Iterator[ir.Expression]:
    """What a statement itself gives to others: it returns it, or keeps it in an object."""
    match place.statement:
        case ir.Return(value=value) if value is not None:
            yield value
        case ir.Assign(targets=targets, value=value):
            if not all(isinstance(target, ir.Name) for target in targets):
                yield value
        case _:
            pass


def _is_sink(reading: Reading, node: ir.Expression, call: ir.Call | None) -> bool:
    """Whether an expression is a sink by its path, or holds one."""
    if isinstance(node, ir.Lambda):
        # Its body is marked with it, and judged by itself.
        return False
    if isinstance(node, ir.Call):
        return _is_found_by_name(reading, node) or _has_name(reading, reading.value(node))
    states = [seen.state for seen in reading.seen(call)] if call is not None else []
    return _holds(reading, reading.value(node), states)


def _holds(reading: Reading, value: Value, states: list[State]) -> bool:
    """Whether one of the things that a value may be, or hold, is a sink."""
    for atom in held(value, states, objects=True):
        match atom:
            case Symbol(path=path):
                if _is_path_of_one(reading, path) or _has_name(reading, (atom,)):
                    return True
            case Routine(scope=scope):
                # Where code in view is run on its own, it is judged by what it does.
                if not reading.opened.unit.runs_on_its_own and _runs_one(reading, scope):
                    return True
            case _:
                pass
    return False


def _is_path_of_one(reading: Reading, path: str) -> bool:
    """Whether a path is a sink, a method of one, or a module that has one."""
    if path in reading.family.modules:
        return True
    calls = [one for sink in reading.family.sinks for one in sink.calls]
    owner = path.rpartition(".")[0]
    return any(one in (path, owner) or one.startswith(f"{path}.") for one in calls)


def _runs_one(reading: Reading, scope: ir.Scope) -> bool:
    """Whether a function in view calls something that has the name of a sink."""
    named = callees.names(reading.family)
    return any(
        isinstance(node, ir.Call)
        and isinstance(node.callee, (ir.Name, ir.Attribute))
        and node.callee.name in named
        for statement in ir.statements(scope.body)
        for expression in ir.expressions(statement)
        for node in ir.inside(expression)
    )


def _may_be_method(reading: Reading, node: ir.Expression, call: ir.Call) -> bool:
    """Whether an expression has the name of a sink, and nothing says that it is no function."""
    if _takes_data(reading, call, reading.value(node)):
        return False
    match node:
        case ir.Attribute(name=name) | ir.Subscript(key=ir.Constant(value=str() as name)):
            return name in callees.names(reading.family)
        case _:
            return False


def _has_name(reading: Reading, value: Value) -> bool:
    """Whether something of a library has the name of a sink."""
    return any(
        isinstance(atom, Symbol)
        and atom.path.rpartition(".")[2] in callees.names(reading.family)
        and not reading.machine.is_source(atom.path)
        for atom in value
    )


def _is_found_by_name(reading: Reading, call: ir.Call) -> bool:
    """``getattr(cursor, "execute")``."""
    called = [atom for seen in reading.seen(call) for atom in seen.callee]
    return any(isinstance(atom, Symbol) and atom.path in _BY_NAME for atom in called) and any(
        isinstance(node, ir.Constant) and node.value in callees.names(reading.family)
        for argument in call.arguments
        for node in ir.inside(argument.value)
    )


def _asks_class(reached: list[Seen]) -> bool:
    """Whether a call only asks of which class something is."""
    called = [atom for seen in reached for atom in seen.callee]
    asked = ("builtins.isinstance", "builtins.issubclass")
    return bool(called) and all(isinstance(atom, Symbol) and atom.path in asked for atom in called)


def _takes_data(reading: Reading, call: ir.Call, value: Value) -> bool:
    """Whether what is handed on is user input, or the call is one whose result is known."""
    given = (isinstance(a, Unknown) and a.cause.source and not a.cause.made for a in value)
    if value and all(given):
        return True
    called = [atom for seen in reading.seen(call) for atom in seen.callee]
    return bool(called) and all(
        isinstance(atom, Symbol) and atom.path in reading.machine.calls for atom in called
    )
