"""What a call that is reached may be: a sink, code in view that runs one, or something unknown."""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Bound,
    Class,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Sink
from fpcache_ops.validators.safe_patterns.reading import Reading

_CALLING = frozenset({"call", "apply", "bind", "__call__", "__init__", "__new__"})
"""Methods of functions and classes that call them, or make others that do."""


def names(family: Family) -> frozenset[str]:
    """The last names of everything that is a sink by its path or by its name."""
    named: set[str] = set()
    for sink in family.sinks:
        named |= sink.names
        named |= {path.rpartition(".")[2] for path in sink.calls}
    return frozenset(named)


def matched(reading: Reading, seen: Seen) -> tuple[Sink, ...] | None:
    """The sinks that a reached call may be; ``None`` if it is none.

    Empty, if it may be one, but nobody can say of which kind.
    """
    several: list[Sink] = []
    hit = False
    for atom in seen.callee:
        found = _matched_atom(reading, atom, seen)
        if found is not None:
            hit = True
            several.extend(found)
    if reading.family.flag and seen.given.get(None, reading.family.flag) is not None and not hit:
        value = seen.given.get(None, reading.family.flag) or ()
        if not all(isinstance(atom, Literal) and atom.value is False for atom in value):
            return ()
    return tuple(dict.fromkeys(several)) if hit else None


def is_another(reading: Reading, atom: Atom, seen: Seen) -> bool:
    """Whether one of several things that may be called is none of the sinks."""
    if len(seen.callee) == 1 or _matched_atom(reading, atom, seen) is not None:
        return False
    named = isinstance(seen.call.callee, ir.Name)
    return isinstance(atom, (Symbol, Routine, Class)) or (isinstance(atom, Unknown) and named)


def is_unclear(reading: Reading, seen: Seen) -> bool:
    """Something computed or handed in is called: it may be a sink under another name."""
    if isinstance(seen.call.callee, ir.Attribute):
        return False
    if reading.machine.language.hands_back(seen.call):
        return False
    if reading.family.constants_harmless and seen.given.closed:
        values = seen.given.all()
        if values and all(_is_constant(value) for value in values):
            return False
    return any(isinstance(atom, Unknown) for atom in seen.callee)


# Sinks by what is called, and by name


def _matched_atom(reading: Reading, atom: object, seen: Seen) -> tuple[Sink, ...] | None:
    if isinstance(atom, Symbol):
        exact = tuple(sink for sink in reading.family.sinks if atom.path in sink.calls)
        if exact:
            return exact
        if atom.path in reading.family.harmless or atom.path in reading.family.calls:
            return None
        owner, _, last = atom.path.rpartition(".")
        if last in _CALLING and owner.rpartition(".")[2] in names(reading.family):
            return ()
        return _by_name(reading, last, atom.path)
    if isinstance(atom, Bound):
        if reading.opened.resolved and isinstance(atom.receiver, Class):
            return _by_name(reading, atom.name, f"?.{atom.receiver.scope.name}.{atom.name}")
        values = (Text, Literal, Number, Series, Table, Reference)
        if isinstance(atom.receiver, values) and not atom.name.endswith("="):
            return None
        if isinstance(atom.receiver, Instance):
            own = {f"{atom.receiver.kind}.{atom.name}", f"{atom.receiver.kind}.*"}
            if own & reading.family.harmless:
                return None
            if atom.receiver.kind != OWN_OBJECT:
                return _by_name(reading, atom.name)
        return _of_anyone(reading, atom.name)
    callee = seen.call.callee
    if _is_called_by_method(reading, callee):
        return ()
    if isinstance(atom, (Routine, Class)):
        return _by_name(reading, atom.scope.name)
    if isinstance(callee, (ir.Name, ir.Attribute)):
        method = isinstance(callee, ir.Attribute)
        found = _of_anyone(reading, callee.name) if method else _by_name(reading, callee.name)
        return () if found and _is_made_here(reading.opened.unit, callee) else found
    return None


def _of_anyone(reading: Reading, name: str) -> tuple[Sink, ...] | None:
    """Sinks of this name, of an object that is not known: it may be of a class in view."""
    found = _by_name(reading, name)
    own = reading.family.own_methods and reading.opened.unit.defines(name)
    return () if found and own else found


def _is_called_by_method(reading: Reading, callee: ir.Expression) -> bool:
    """``cursor.execute.call(cursor, query)``, of a sink that goes by its name."""
    return (
        not reading.opened.resolved
        and isinstance(callee, ir.Attribute)
        and callee.name in _CALLING
        and isinstance(callee.value, (ir.Name, ir.Attribute))
        and callee.value.name in names(reading.family)
    )


def _is_made_here(unit: Unit, callee: ir.Name | ir.Attribute) -> bool:
    """Whether the source itself gives something a name of a sink: it may be another."""
    if isinstance(callee, ir.Attribute):
        return unit.attribute_written(callee.name)
    pending = [unit.module]
    while pending:
        scope = pending.pop()
        if scope.binds(callee.name):
            return any(one.kind != "import" for one in scope.bindings[callee.name])
        pending += scope.inner
    return False


def _by_name(reading: Reading, name: str, path: str = "") -> tuple[Sink, ...] | None:
    """Sinks of this name, whatever has it."""
    named = tuple(sink for sink in reading.family.sinks if name in sink.names)
    if named:
        return named
    if reading.opened.resolved:
        return () if _is_namesake(reading.family, path) else None
    return () if name in names(reading.family) else None


def _is_namesake(family: Family, path: str) -> bool:
    """Whether something that is declared out of sight has the class and name of a sink."""
    if not path.startswith("?."):
        return False
    known = {call for sink in family.sinks for call in sink.calls}
    last = path.rpartition(".")[2]
    if last[:1].isupper():
        return any(call.rpartition(".")[2] == last for call in known)
    return any(call.split(".")[-2:] == path.split(".")[-2:] for call in known)


def _is_constant(value: Value) -> bool:
    return bool(value) and all(
        isinstance(atom, (Literal, Number))
        or (isinstance(atom, Text) and atom.constant is not None)
        for atom in value
    )


# Code in view


def leads_to_sink(reading: Reading, seen: Seen) -> bool:
    """Whether code in view that a call runs reaches a sink, or may: it is not followed."""
    if any(is_inner_sink(reading, inner) for inner in seen.inside):
        return True
    lost = any(isinstance(atom, Unknown) for value in seen.given.all() for atom in value)
    return lost and not seen.followed and is_in_view(reading, seen)


def is_inner_sink(reading: Reading, seen: Seen) -> bool:
    """Whether a call inside code in view is a sink itself, and no further way to one."""
    return matched(reading, seen) is not None and not is_in_view(reading, seen)


def is_in_view(reading: Reading, seen: Seen) -> bool:
    """Whether what is called is code in view, and nothing else."""
    return bool(seen.callee) and all(
        isinstance(atom, Routine)
        or (isinstance(atom, Bound) and is_own_object(reading, atom.receiver))
        for atom in seen.callee
    )


def is_own_object(reading: Reading, atom: Atom) -> bool:
    """A class in view, or an object of one: its methods are judged by what they do."""
    if not reading.opened.resolved:
        return False
    if isinstance(atom, Class):
        return True
    return isinstance(atom, Instance) and any(
        isinstance(inner, Class) for value in atom.details[:1] for inner in value
    )
