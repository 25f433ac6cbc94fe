"""What a scope gives to an object, before or after a call of it that is marked."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees, lost
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.names import bound, mentioned
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading

_THIS = "this"
"""The object whose methods are called by their names alone."""


def is_fed(reading: Reading, place: Place, call: ir.Call) -> bool:
    """Whether the object whose method is called holds more than is known, by this scope's doing.

    It was made of that, a field of it is set to that, or something was called on it or with it.
    """
    if not isinstance(call.callee, (ir.Attribute, ir.Library)):
        return False
    roots = _roots(call.callee, through=True)
    scope = place.runs_in
    body = list(ir.statements(scope.body))
    names = _related(roots, body)
    own = frozenset(name for name in roots if _is_one_object(name, scope, body))
    return any(_feeds(reading, statement, names, own) for statement in body) or any(
        _may_feed(reading, statement, names, own)
        for inner in _inner(scope)
        for statement in ir.statements(inner.body)
    )


def _roots(node: ir.Expression, *, through: bool) -> set[str]:
    """The variables at the beginning of ``(runner or other).of(x).run``.

    ``through``: also by way of what methods give.
    """
    found: set[str] = set()
    pending = [node]
    while pending:
        node = pending.pop()
        match node:
            case ir.Name(name=name):
                found.add(name)
            case ir.Library(path=path) if path.startswith("?.") and through:
                found.add(_THIS)
            case ir.Call(callee=ir.Attribute() as callee) if through:
                pending.append(callee)
            case ir.Call():
                pass
            case _:
                pending.extend(ir.children(node))
    return found


def _related(roots: set[str], body: list[ir.Statement]) -> frozenset[str]:
    """What an object is made from, and its other names: what is given to these is given to it."""
    names = set(roots)
    links = [link for statement in body for link in _links(statement)]
    grown = True
    while grown:
        before = len(names)
        for made, value in links:
            if made & names:
                names |= _roots(value, through=True)
            if _roots(value, through=False) & names:
                names |= made
        grown = len(names) > before
    return frozenset(names)


def _links(statement: ir.Statement) -> Iterator[tuple[set[str], ir.Expression]]:
    """Which variables a statement makes of what."""
    match statement:
        case ir.Assign(value=value):
            yield bound(statement), value
        case ir.For(target=target, iterable=iterable):
            yield mentioned((target,)), iterable
        case ir.With(items=items):
            yield from ((mentioned((at,)), value) for value, at in items if at is not None)
        case _:
            pass
    for expression in ir.expressions(statement):
        for node in ir.inside(expression):
            if isinstance(node, ir.Bind):
                yield {node.target.name}, node.value


def _is_one_object(name: str, scope: ir.Scope, body: list[ir.Statement]) -> bool:
    """Whether a variable is the same object wherever it is mentioned."""
    given = any(parameter.name == name for parameter in scope.parameters)
    return sum(name in bound(statement) for statement in body) + given <= 1


def _feeds(
    reading: Reading, statement: ir.Statement, names: frozenset[str], own: frozenset[str]
) -> bool:
    made = bool(bound(statement) & names)
    nodes = [node for each in ir.expressions(statement) for node in ir.inside(each)]
    for node in nodes:
        taken = made or bool(mentioned((node,)) & names)
        if isinstance(node, ir.Call) and (taken or _roots(node.callee, through=True) & names):
            for seen in reading.seen(node):
                if callees.matched(reading, seen) is None and _brings(reading, seen, own):
                    return True
        if isinstance(node, ir.Binary):
            sides = (node.left, node.right)
            taken = made or any(isinstance(s, ir.Name) and s.name in names for s in sides)
        if isinstance(node, (ir.Binary, ir.Opaque)) and taken and mentioned((node,)) - own:
            return True
    value = _kept(statement, names)
    return value is not None and lost.is_lost(reading, reading.value(value), State())


def _kept(statement: ir.Statement, names: frozenset[str]) -> ir.Expression | None:
    """What a field of such an object is set to, or what is added to it."""
    match statement:
        case ir.Assign(targets=targets, value=value):
            fields = [target for target in targets if not isinstance(target, ir.Name)]
        case ir.Augment(target=target, value=value):
            fields = [target]
        case _:
            return None
    return value if mentioned(fields) & names else None


def _brings(reading: Reading, seen: Seen, own: frozenset[str]) -> bool:
    """Whether a call is given more than is known beside the object itself."""
    arguments = seen.call.arguments
    if any(argument.spread or argument.name for argument in arguments):
        return lost.gives(reading, seen.given, seen.state)
    return any(
        lost.is_lost(reading, value, seen.state)
        for argument, value in zip(arguments, seen.given.positional, strict=False)
        if not (isinstance(argument.value, ir.Name) and argument.value.name in own)
    )


# Functions inside: what they are given is not known


def _inner(scope: ir.Scope) -> Iterator[ir.Scope]:
    pending = list(scope.inner)
    while pending:
        inner = pending.pop()
        yield inner
        _ = inner.body
        pending.extend(inner.inner)


def _may_feed(
    reading: Reading, statement: ir.Statement, names: frozenset[str], own: frozenset[str]
) -> bool:
    """Whether a function inside gives an object more than what is written there."""
    kept = _kept(statement, names)
    if kept is not None and mentioned((kept,)) - own:
        return True
    named = callees.names(reading.family)
    return any(
        isinstance(node, ir.Call)
        and mentioned((node,)) & names
        and not (isinstance(node.callee, ir.Attribute) and node.callee.name in named)
        and mentioned(argument.value for argument in node.arguments) - own
        for expression in ir.expressions(statement)
        for node in ir.inside(expression)
    )
