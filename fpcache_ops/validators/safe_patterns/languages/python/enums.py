"""Enums in view: a member of one is one of a few constants, whatever it was looked up by."""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import plain_key
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Class,
    Instance,
    Symbol,
    Value,
    joined,
    literal,
    text,
)

MEMBER = "member of an enum"
_ENUMS = frozenset({"enum.Enum", "enum.StrEnum"})
_MIXED = frozenset({"builtins.str"})
_LIMIT = 20


def members(machine: Machine, scope: ir.Scope) -> dict[str, Value] | None:
    """The values of the members of a class that is an enum and nothing more."""
    unit = machine.unit
    if unit.unsettled() or scope.decorators or unit.reshaped(scope.name):
        return None
    if scope.parent is None or scope.parent.kind != "module" or not _is_enum(machine, scope):
        return None
    if any(unit.attribute_written(name) for name in ("value", "_value_", "name", "_name_")):
        return None
    found: dict[str, Value] = {}
    for statement in scope.body:
        match statement:
            case ir.Pass() | ir.Evaluate(value=ir.Constant()):
                continue
            case ir.Assign(
                targets=(ir.Name(name=name),), value=ir.Constant(value=str() | int() as v)
            ):
                if name.startswith("_") or name in found or isinstance(v, bool):
                    return None
                found[name] = text(v) if isinstance(v, str) else literal(v)
            case ir.Define(scope=inner):
                if inner.name.startswith("_") or inner.name in ("value", "name"):
                    return None
            case _:
                return None
    return found if 0 < len(found) <= _LIMIT else None


def _is_enum(machine: Machine, scope: ir.Scope) -> bool:
    assert scope.parent is not None
    paths: set[str] = set()
    for base in scope.bases:
        if base.name or base.spread:
            return False
        value = machine.evaluate(
            base.value, State(exact=False), Frame(scope.parent, settled=True, counted=False)
        )
        if len(value) != 1 or not isinstance(value[0], Symbol):
            return False
        paths.add(value[0].path)
    return bool(paths & _ENUMS) and paths <= _ENUMS | _MIXED


def one_of(machine: Machine, scope: ir.Scope, names: set[str] | None = None) -> Value | None:
    """``Sort(value)``, ``Sort[name]``: one of the members."""
    known = members(machine, scope)
    if known is None:
        return None
    chosen = [name for name in known if names is None or name in names]
    if not chosen:
        return None
    values = joined(known[name] for name in chosen)
    called = joined(text(name) for name in chosen)
    return (Instance(MEMBER, ((Class(scope),), values, called)),)


def item(machine: Machine, atom: Atom, key: Value) -> Value | None:
    """``Sort[name]``."""
    if not isinstance(atom, Class):
        return None
    names = [plain_key(each) for each in key]
    known = {str(name) for name in names if isinstance(name, str)}
    return one_of(machine, atom.scope, known if None not in names and known else None)


def attribute(machine: Machine, atom: Atom, name: str) -> Value | None:
    """``Sort.NAME``, and the value and name of a member."""
    if isinstance(atom, Class):
        known = members(machine, atom.scope)
        return one_of(machine, atom.scope, {name}) if known and name in known else None
    if isinstance(atom, Instance) and atom.kind == MEMBER:
        return {"value": atom.details[1], "name": atom.details[2]}.get(name)
    return None
