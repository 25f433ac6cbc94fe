"""Objects of classes in view: made by a plain call, so that their class is certain.

Nothing is followed where Python lets other code step in: base classes, decorators, metaclasses,
hooks for attributes, methods that are set from outside.
"""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.language import Construction
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Class,
    Instance,
    Reference,
    Routine,
    Symbol,
    Table,
    Value,
    join,
    unknown,
)

_HOOKS = (
    "__new__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
    "__delattr__",
    "__class__",
    "__slots__",
    "__dict__",
    "__init_subclass__",
)
_SETTERS = ("setattr", "__setattr__", "__dict__", "vars")


def is_plain(machine: Machine, scope: ir.Scope) -> bool:
    """Whether objects of a class behave as its body, and those of its bases, say."""
    return bool(_line(machine, scope))


def _line(machine: Machine, scope: ir.Scope) -> tuple[ir.Scope, ...]:
    """A class and its bases, nearest first; none if other code may step in."""
    unit = machine.unit
    if unit.unsettled() or any(unit.attribute_written(name) for name in ("__class__", "__init__")):
        return ()
    found: list[ir.Scope] = []
    one: ir.Scope | None = scope
    while one is not None:
        _ = one.body
        if one.decorators or one in found or unit.reshaped(one.name):
            return ()
        if any(one.binds(name) for name in _HOOKS):
            return ()
        found.append(one)
        bases = [_base(machine, one, argument) for argument in one.bases]
        above = [base for base in bases if base != _ROOT]
        if len(above) > 1 or (above and not isinstance(above[0], Class)):
            return ()
        one = above[0].scope if above and isinstance(above[0], Class) else None
    return tuple(found)


def _base(machine: Machine, scope: ir.Scope, argument: ir.Argument) -> Atom | None:
    if argument.name or argument.spread or not isinstance(argument.value, ir.Name):
        return None
    if scope.parent is None or scope.parent.kind != "module":
        return None
    value = machine.outside(scope, argument.value.name)
    if value in ((Symbol("builtins.object"),), (Symbol("abc.ABC"),)):
        return _ROOT
    return value[0] if len(value) == 1 else None


_ROOT = Symbol("builtins.object")


def construct(machine: Machine, scope: ir.Scope, given: Actuals) -> Construction | None:
    """How an object is made, if nothing but ``__init__`` takes part."""
    line = _line(machine, scope)
    if not line:
        return None
    owner = next((one for one in line if one.binds("__init__")), None)
    if owner is None:
        return Construction(Table(()), ()) if not given.all() and given.closed else None
    first = _method(owner, "__init__")
    return Construction(Table(()), ((first, given),)) if first is not None else None


def member(machine: Machine, receiver: Atom, name: str) -> ir.Scope | None:
    """The method that a call on an object runs."""
    known = _class_of(receiver)
    unit = machine.unit
    if known is None or unit.attribute_written(name) or any(map(unit.mentions, _SETTERS)):
        return None
    owner = next((one for one in _line(machine, known) if one.binds(name)), None)
    return _method(owner, name) if owner is not None else None


def attribute(machine: Machine, state: State, atom: Atom, name: str) -> Value | None:
    """A field of an object; ``None`` for a method."""
    if isinstance(atom, Class):
        static = _static(machine, atom.scope, name) if is_plain(machine, atom.scope) else None
        return (Routine(static),) if static is not None else None
    known = _fields(atom)
    if known is None:
        return None
    scope, place = known
    content = state.content(place.site)
    if not isinstance(content, Table):
        return unknown(f"`{name}` may be set by other code")
    own = dict(content.items).get(name, content.rest)
    owner = next((one for one in _line(machine, scope) if one.binds(name)), None)
    if owner is None:
        return own or unknown(f"`{name}` is not set")
    scope = owner
    if own or machine.unit.attribute_written(name):
        return join(own, unknown(f"`{name}` is of the class, too, and may be set"))
    if _method(scope, name) is not None:
        return None
    static = _static(machine, scope, name)
    if static is not None:
        return (Routine(static),)
    bindings = scope.bindings.get(name, [])
    if len(bindings) == 1 and bindings[0].kind == "assign":
        return machine.settled(scope, name)
    return unknown(f"`{name}` of a class")


def store(machine: Machine, state: State, owner: Value, name: str, value: Value) -> None:
    """An attribute is set."""
    for atom in owner:
        known = _fields(atom)
        if known is None:
            state.escape(value)
            continue
        content = state.content(known[1].site)
        if not isinstance(content, Table):
            state.escape(value)
            continue
        fields = dict(content.items)
        certain = len(owner) == 1
        fields[name] = value if certain else join(value, fields.get(name, content.rest))
        machine.note(state)
        act = state.replace if certain else state.change
        act(known[1].site, Table(tuple(fields.items()), content.rest))


def _fields(atom: Atom) -> tuple[ir.Scope, Reference] | None:
    """The class of an object that was made in view, and where its fields are."""
    if not isinstance(atom, Instance) or atom.kind != OWN_OBJECT or len(atom.details) < 2:
        return None
    (kind,), (place,) = atom.details[:2]
    if isinstance(kind, Class) and isinstance(place, Reference):
        return kind.scope, place
    return None


def _class_of(atom: Atom) -> ir.Scope | None:
    """The class of an object that was made in view."""
    if not isinstance(atom, Instance) or atom.kind != OWN_OBJECT or not atom.details:
        return None
    (kind,) = atom.details[0]
    return kind.scope if isinstance(kind, Class) else None


def _method(scope: ir.Scope, name: str) -> ir.Scope | None:
    """The one function that a class binds to a name, if it is a method and nothing else."""
    found = _function(scope, name)
    return found if found is not None and not found.decorators else None


def _static(machine: Machine, scope: ir.Scope, name: str) -> ir.Scope | None:
    """The one function that a class binds to a name, if it is a static method."""
    found = _function(scope, name)
    if found is None or machine.unit.attribute_written(name) or len(found.decorators) != 1:
        return None
    (decorator,) = found.decorators
    if not isinstance(decorator, ir.Name) or scope.binds(decorator.name):
        return None
    builtin = machine.outside(scope, decorator.name) == (Symbol("builtins.staticmethod"),)
    return found if builtin else None


def _function(scope: ir.Scope, name: str) -> ir.Scope | None:
    _ = scope.body
    bindings = scope.bindings.get(name, [])
    return bindings[0].scope if len(bindings) == 1 and bindings[0].kind == "def" else None
