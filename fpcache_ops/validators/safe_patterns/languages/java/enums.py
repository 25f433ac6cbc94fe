"""Constants of enums in view: which there are, and what their constructor makes of them."""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Class,
    Instance,
    Reference,
    Series,
    Table,
    Value,
    join,
    joined,
    text,
)
from fpcache_ops.validators.safe_patterns.languages.java import library, texts
from fpcache_ops.validators.safe_patterns.languages.java.classes import UNSEEN, ClassOf
from fpcache_ops.validators.safe_patterns.languages.java.unit import JavaUnit

_LIMIT = 16


def of_class(machine: Machine, state: State, atom: Atom, name: str, given: Actuals) -> Value | None:
    """``State.valueOf(text)``, ``State.values()``: one of the constants."""
    owner = _enum(machine, atom)
    if owner is None or not given.closed:
        return None
    if name == "valueOf" and len(given.positional) == 1:
        return _all(machine, state, owner)
    if name == "values" and not given.positional:
        every = _all(machine, state, owner)
        return (Series("tuple", (), every),) if every is not None else None
    return None


def given(machine: Machine, state: State, declared: str) -> Value | None:
    """What a variable may be that is declared with an enum in view: a constant, or ``null``."""
    unit = machine.unit
    name = declared.removeprefix(UNSEEN)
    if name == declared or not isinstance(unit, JavaUnit):
        return None
    _ = unit.module
    owners = [one for one in unit.reader.by_scope.values() if one.name == name]
    known = _enum(machine, Class(owners[0].scope)) if len(owners) == 1 else None
    every = _all(machine, state, known) if known is not None else None
    return join(every, NONE) if every is not None else None


def named(machine: Machine, state: State, atom: Atom, name: str) -> Value | None:
    """``State.OPEN``."""
    owner = _enum(machine, atom)
    return _one(machine, state, owner, name) if owner is not None else None


def _fields(state: State, atom: Instance) -> dict[str | int, Value] | None:
    if atom.kind != OWN_OBJECT or len(atom.details) < 2:
        return None
    (place,) = atom.details[1]
    content = state.content(place.site) if isinstance(place, Reference) else None
    return dict(content.items) if isinstance(content, Table) else None


def _enum(machine: Machine, atom: Atom) -> ClassOf | None:
    """An enum whose constants are all alike, and stay as they are made."""
    unit = machine.unit
    if not isinstance(atom, Class) or not isinstance(unit, JavaUnit):
        return None
    owner = unit.class_of(atom.scope)
    if owner is None or owner.scope is not atom.scope or owner.kind != "enum" or not owner.final:
        return None
    plain = library.LEAVES
    fields = [one for one in owner.fields.values() if not one.static]
    if any(not one.final or one.type not in plain for one in fields) or unit.sets_by_name():
        return None
    return owner if 0 < len(owner.constants) <= _LIMIT else None


def _all(machine: Machine, state: State, owner: ClassOf) -> Value | None:
    found = [_one(machine, state, owner, name) for name in owner.constants]
    return joined(one for one in found if one is not None) if all(found) else None


def _one(machine: Machine, state: State, owner: ClassOf, name: str) -> Value | None:
    scope = owner.constants.get(name)
    body = scope.body if scope is not None else ()
    if scope is None or len(body) != 1 or not isinstance(body[0], ir.Evaluate):
        return None
    made = body[0].value
    if not isinstance(made, ir.Opaque):
        return None
    given = tuple(ir.Argument(value) for value in made.children[:-1])
    if owner.constructors or given or owner.initialisers:
        at = (made.start, made.end)
        call = ir.Call(*at, ir.ClassName(*at, owner.scope), given)
        value = machine.evaluate(call, state, Frame(scope, settled=True, counted=False))
        if len(value) != 1 or not isinstance(value[0], Instance) or value[0].kind != OWN_OBJECT:
            return None
        fields = _fields(state, value[0]) or {}
    else:
        fields = {}
    site = made.start << 32 | made.start
    shown = Table((*fields.items(), (texts.ENUM_NAME, text(name))))
    if state.content(site) != shown:
        state.allocate(site, shown)
    return (Instance(OWN_OBJECT, ((Class(owner.scope),), (Reference(site),))),)
