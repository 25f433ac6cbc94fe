"""Other names that a source gives sinks: fields, methods that return one, derived classes."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Class, Symbol
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.standing import binder, standing

_ANY = frozenset({"__getattr__", "__getattribute__"})
"""Methods that give an attribute of any name."""

_DEPTH = 6
"""Classes deriving from classes are looked at this far."""


def is_alias(reading: Reading, call: ir.Call) -> bool:
    """Whether a method that is called has a name that the source gives a sink somewhere."""
    callee = call.callee
    if not isinstance(callee, ir.Attribute):
        return False
    known = reading.remembered.get("aliases")
    if known is None:
        known = reading.remembered["aliases"] = frozenset(_aliases(reading))
    if _is_parent(callee.value):
        return "super" in known
    return callee.name in known or bool(known & _ANY)


def is_derived(reading: Reading, atom: Atom) -> bool:
    """Whether a class in view derives from a sink: making an object of it calls that."""
    return isinstance(atom, Class) and _derives(reading, atom.scope, _DEPTH)


def _aliases(reading: Reading) -> Iterator[str]:
    pending = [reading.opened.unit.module]
    while pending:
        scope = pending.pop()
        for statement in ir.statements(scope.body):
            match statement:
                case ir.Assign(targets=targets, value=value):
                    if not _mentions(reading, value):
                        continue
                    for target in targets:
                        match target:
                            case ir.Attribute(name=name):
                                yield name
                            case ir.Name(name=name) if scope.kind == "class":
                                yield name
                            case _:
                                pass
                case ir.Return(value=value) if value is not None:
                    if scope.kind == "function" and _mentions(reading, value):
                        yield scope.name
                case ir.DefineClass(scope=inner) if _derives(reading, inner, _DEPTH):
                    yield "super"
                case _:
                    pass
        pending += scope.inner


def _mentions(reading: Reading, value: ir.Expression) -> bool:
    """Whether a sink stands in an expression other than to be called."""
    named = callees.names(reading.family)
    called = {id(node.callee) for node in ir.inside(value) if isinstance(node, ir.Call)}
    return any(
        isinstance(node, (ir.Name, ir.Attribute)) and node.name in named and id(node) not in called
        for node in ir.inside(value)
    )


def _derives(reading: Reading, scope: ir.Scope, depth: int) -> bool:
    named = callees.names(reading.family)
    for argument in scope.bases:
        base = argument.value
        if isinstance(base, (ir.Name, ir.Attribute)) and base.name in named:
            return True
        if isinstance(base, ir.Name):
            value = standing(reading, scope.parent, base.name)
            paths = (atom.path for atom in value if isinstance(atom, Symbol))
            if any(path.rpartition(".")[2] in named for path in paths):
                return True
        for above in _classes(reading, scope, base):
            if not depth or _derives(reading, above, depth - 1):
                return True
    return False


def _classes(reading: Reading, scope: ir.Scope, base: ir.Expression) -> Iterator[ir.Scope]:
    """The classes in view that a base of one may be."""
    if not isinstance(base, ir.Name):
        return
    for binding in binder(reading, scope.parent, base.name).bindings.get(base.name, ()):
        if binding.kind == "class" and binding.scope is not None:
            yield binding.scope


def _is_parent(node: ir.Expression) -> bool:
    return (
        isinstance(node, ir.Call)
        and isinstance(node.callee, ir.Name)
        and node.callee.name == "super"
    )
