"""What a name stands for where it is used: in the module, or in the functions around."""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Class, Routine, Value
from fpcache_ops.validators.safe_patterns.reading import Reading


def standing(reading: Reading, around: ir.Scope | None, name: str) -> Value:
    """What a name stands for in a scope; in a function only what that defines is told."""
    scope, module = binder(reading, around, name), reading.opened.unit.module
    if scope is not module:
        return tuple(_defined(scope, name))
    return reading.machine.settled(module, name) if module.binds(name) else ()


def binder(reading: Reading, around: ir.Scope | None, name: str) -> ir.Scope:
    """The function around that has a variable of a name, or the module."""
    module = reading.opened.unit.module
    while around is not None and around is not module:
        if around.kind != "class" and around.binds(name):
            return around
        around = around.parent
    return module


def _defined(around: ir.Scope, name: str) -> list[Atom]:
    found: list[Atom] = []
    for binding in around.bindings[name]:
        if binding.scope is not None:
            is_class = binding.scope.kind == "class"
            found.append(Class(binding.scope) if is_class else Routine(binding.scope))
    return found
