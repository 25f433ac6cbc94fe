"""What a scope gives to an object, before or after a call of it that is marked."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees, lost
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.names import bound, mentioned
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading


def is_fed(reading: Reading, place: Place, call: ir.Call) -> bool:
    """Whether the object whose method is called holds more than is known, by this scope's doing.

    It was made of that, a field of it is set to that, or something was called on it or with it.
    """
    root = _root(call.callee)
    if root is None:
        return False
    body = list(ir.statements(place.runs_in.body))
    names = _aliases(root, body)
    return any(_feeds(reading, statement, names) for statement in body)


def _root(callee: ir.Expression) -> str | None:
    """The variable at the beginning of ``runner.of(x).run``; none of a plain function."""
    if not isinstance(callee, ir.Attribute):
        return None
    node: ir.Expression = callee
    while True:
        match node:
            case ir.Attribute(value=inner) | ir.Subscript(value=inner) | ir.Cast(value=inner):
                node = inner
            case ir.Call(callee=inner):
                node = inner
            case ir.Name(name=name):
                return name
            case _:
                return None


def _aliases(root: str, body: list[ir.Statement]) -> frozenset[str]:
    """The other names of what a variable is."""
    names = {root}
    grown = True
    while grown:
        before = len(names)
        for statement in body:
            if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Name):
                same = {t.name for t in statement.targets if isinstance(t, ir.Name)}
                same.add(statement.value.name)
                if same & names:
                    names |= same
        grown = len(names) > before
    return frozenset(names)


def _feeds(reading: Reading, statement: ir.Statement, names: frozenset[str]) -> bool:
    made = bool(bound(statement) & names)
    for seen in _calls(reading, statement, names, made=made):
        if callees.matched(reading, seen) is None and _brings(reading, seen, names):
            return True
    if not isinstance(statement, (ir.Assign, ir.Augment)):
        return False
    targets = statement.targets if isinstance(statement, ir.Assign) else (statement.target,)
    kept = [t for t in targets if not isinstance(t, ir.Name) and mentioned((t,)) & names]
    return bool(kept) and lost.is_lost(reading, reading.value(statement.value), State())


def _calls(
    reading: Reading, statement: ir.Statement, names: frozenset[str], *, made: bool
) -> Iterator[Seen]:
    """The calls of a statement that such an object takes part in, or is made by."""
    for expression in ir.expressions(statement):
        for node in ir.inside(expression):
            if isinstance(node, ir.Call) and (made or mentioned((node,)) & names):
                yield from reading.seen(node)


def _brings(reading: Reading, seen: Seen, names: frozenset[str]) -> bool:
    """Whether a call is given more than is known beside the object itself."""
    arguments = seen.call.arguments
    if any(argument.spread or argument.name for argument in arguments):
        return lost.gives(reading, seen.given, seen.state)
    return any(
        lost.is_lost(reading, value, seen.state)
        for argument, value in zip(arguments, seen.given.positional, strict=False)
        if not (isinstance(argument.value, ir.Name) and argument.value.name in names)
    )
