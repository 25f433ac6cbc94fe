"""Objects of classes in view: made by a plain call, so that their class is certain.

Nothing is followed where Python lets other code step in: base classes, decorators, metaclasses,
hooks for attributes, methods that are set from outside.
"""

import re

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT, Calls
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.language import Construction
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
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
    Value,
    is_unknown,
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
_FOLLOWED = frozenset({"__init__", "__call__", "__enter__", "__exit__"})
"""Methods that run where they are seen to run, or where nothing is known of the object after."""
_LOOKS = frozenset(
    [
        "len",
        "str",
        "repr",
        "iter",
        "next",
        "hash",
        "bool",
        "isinstance",
        "type",
        "int",
        "float",
        "format",
        "sorted",
        "list",
        "tuple",
        "set",
        "dict",
        "any",
        "all",
        "sum",
        "min",
        "max",
        "id",
    ]
)
_ASKS = frozenset({"format", "join", "items", "keys", "values", "get", "startswith", "encode"})
PARENT = "an object, as one of a class above its own"


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
        if any(one.binds(name) for name in _HOOKS) or not _stays_the_same(one):
            return ()
        # A private name of another class, or of this one written out, is not followed.
        if re.search(rf"\b_{one.name.lstrip('_')}__\w".encode(), unit.code):
            return ()
        found.append(one)
        bases = [_base(machine, one, argument) for argument in one.bases]
        above = [base for base in bases if base != _ROOT]
        if len(above) > 1 or (above and not isinstance(above[0], Class)):
            return ()
        one = above[0].scope if above and isinstance(above[0], Class) else None
    return tuple(found)


def _stays_the_same(scope: ir.Scope) -> bool:
    """Whether what Python calls unasked (``__len__``, ``__iter__``) changes no object."""
    for name, bindings in scope.bindings.items():
        if not (name.startswith("__") and name.endswith("__")) or name in _FOLLOWED:
            continue
        for binding in bindings:
            if binding.kind == "def" and binding.scope is not None:
                looks = all(map(_only_looks, ir.statements(binding.scope.body)))
                if binding.scope.inner or not looks:
                    return False
            elif not isinstance(binding.value, ir.Constant) and not (
                isinstance(binding.value, ir.Name) and binding.value.name.startswith("__")
            ):
                return False
    return True


def _only_looks(statement: ir.Statement) -> bool:
    if isinstance(statement, (ir.Unmodelled, ir.Delete)):
        return False
    targets: tuple[ir.Expression, ...] = ()
    match statement:
        case ir.Assign(targets=several):
            targets = several
        case ir.Augment(target=target) | ir.For(target=target):
            targets = (target,)
        case ir.With():
            return False
        case _:
            pass
    stored = (node for target in targets for node in ir.inside(target))
    if any(isinstance(node, (ir.Attribute, ir.Subscript)) for node in stored):
        return False
    return all(_only_asks(node) for part in ir.expressions(statement) for node in ir.inside(part))


def _only_asks(node: ir.Expression) -> bool:
    if isinstance(node, ir.Opaque):
        return not node.unread
    if not isinstance(node, ir.Call):
        return True
    match node.callee:
        case ir.Name(name=name):
            return name in _LOOKS or name.endswith(("Error", "Exception", "StopIteration"))
        case ir.Attribute(value=ir.Constant() | ir.Interpolated() | ir.Attribute(), name=name):
            return name in _ASKS
        case _:
            return False


def made_by_object(machine: Machine, receiver: Atom, name: str, given: Actuals) -> bool:
    """Whether ``super().__init__()`` comes to ``object``, which does nothing."""
    if not isinstance(receiver, Instance) or receiver.kind != PARENT or name != "__init__":
        return False
    above = _above(machine, receiver)
    return not given.all() and given.closed and not any(one.binds(name) for one in above)


def stands_for(receiver: Atom) -> Value:
    """The object itself, where it is seen as one of a class above its own."""
    if isinstance(receiver, Instance) and receiver.kind == PARENT:
        return receiver.details[1]
    return (receiver,)


def parent(machine: Machine, state: State, frame: Frame, given: Actuals) -> Value | None:
    """``super()`` in a method: the object that it is called on, seen from above."""
    scope = frame.scope
    owner = scope.parent
    plain = scope.kind == "function" and scope.is_method and not given.all() and given.closed
    first = scope.parameters[0] if scope.parameters else None
    value = state.variables.get(first.name, ()) if first is not None else ()
    if plain and owner is not None and first is not None and not scope.decorators:
        once = len(scope.bindings.get(first.name, [])) == 1
        once = once and first.kind in ("either", "positional")
        if once and len(value) == 1 and owner in _line_of(machine, value[0]):
            return (Instance(PARENT, ((Class(owner),), value)),)
    # Whatever is called by way of it may change the object, whatever that is called here.
    objects = (atom for one in state.variables.values() for atom in one if _class_of(atom))
    state.escape(tuple(objects))
    return None


def is_followed(machine: Machine, atom: Atom) -> bool:
    """Whether this is an object in view that runs no code but what is seen."""
    return bool(_line_of(machine, atom))


def _line_of(machine: Machine, atom: Atom) -> tuple[ir.Scope, ...]:
    known = _class_of(atom)
    return _line(machine, known) if known is not None else ()


def _above(machine: Machine, receiver: Atom) -> tuple[ir.Scope, ...]:
    """The classes in which a method of a receiver is looked for."""
    if isinstance(receiver, Instance) and receiver.kind == PARENT:
        (below,), (atom,) = receiver.details[:2]
        line = _line_of(machine, atom)
        assert isinstance(below, Class)
        return line[line.index(below.scope) + 1 :] if below.scope in line else ()
    return _line_of(machine, receiver)


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
    unit = machine.unit
    line = _above(machine, receiver)
    if not line or unit.attribute_written(name) or any(map(unit.mentions, _SETTERS)):
        return None
    owner = next((one for one in line if one.binds(name)), None)
    return _method(owner, name) if owner is not None else None


def attribute(machine: Machine, state: State, atom: Atom, name: str) -> Value | None:
    """A field of an object; ``None`` for a method."""
    if isinstance(atom, Class):
        static = _static(machine, atom.scope, name) if is_plain(machine, atom.scope) else None
        return (Routine(static),) if static is not None else _constant(machine, atom.scope, name)
    if isinstance(atom, Instance) and atom.kind == PARENT:
        owner = next((one for one in _above(machine, atom) if one.binds(name)), None)
        if name == "__init__" or (owner is not None and _method(owner, name) is not None):
            return None
        state.escape((atom,))
        return unknown(f"`{name}` of a class above")
    known = _fields(atom)
    if known is None:
        return None
    scope, place = known
    content = state.content(place.site)
    if not isinstance(content, Table):
        return unknown(f"`{name}` may be set by other code")
    own = dict(content.items).get(name, content.rest)
    line = _line(machine, scope)
    owner = next((one for one in line if one.binds(name) and one.bindings[name]), None)
    if owner is None and own:
        return own
    written = machine.unit.attribute_written(name)
    asked = _property(machine, owner, name) if owner is not None and not own else None
    if asked is not None:
        return _asked(machine, state, asked, atom)
    found = _of_class(machine, owner, name) if owner is not None else unknown("it is not set")
    if not own and not written and (found is None or not is_unknown(found)):
        return found
    if found is None or is_unknown(found):
        # A property, a decorated method, ``__dict__``: it may change the object it is asked of.
        state.escape((atom,))
    return join(own, unknown(f"`{name}` is of the class, or of any object, and may be set"))


def _asked(machine: Machine, state: State, scope: ir.Scope, atom: Atom) -> Value:
    """What a property gives: its function is run."""
    assert isinstance(machine, Calls)
    if id(scope) in machine.asked:
        state.escape((atom,))
        return unknown(f"`{scope.name}` asks itself")
    machine.asked.add(id(scope))
    frame = Frame(machine.unit.module, settled=True, counted=False)
    node = ir.Opaque(scope.start, scope.end, (), "property")
    value = machine.apply((Routine(scope),), Actuals(((atom,),)), state, frame, node)
    machine.asked.discard(id(scope))
    return value


def _of_class(machine: Machine, scope: ir.Scope, name: str) -> Value | None:
    """What an object has of its class; ``None`` for a method, not known if it may run code."""
    if _method(scope, name) is not None:
        return None
    static = _static(machine, scope, name)
    if static is not None:
        return (Routine(static),)
    bindings = scope.bindings.get(name, [])
    if len(bindings) == 1 and bindings[0].kind == "assign":
        value = machine.settled(scope, name)
        if all(isinstance(atom, (Text, Literal, Number, Series, Table)) for atom in value):
            return value
    return unknown(f"`{name}` of a class")


def _constant(machine: Machine, scope: ir.Scope, name: str) -> Value | None:
    """``Orders.TABLE`` of a class without bases that nobody in view sets: as good as a constant."""
    _ = scope.body
    if not is_plain(machine, scope) or scope.bases or scope.parent is None:
        return None
    if scope.parent.kind != "module" or machine.unit.attribute_written(name):
        return None
    if any(map(machine.unit.mentions, _SETTERS)):
        return None
    bindings = scope.bindings.get(name, [])
    value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    if not isinstance(value, ir.Constant) or not isinstance(value.value, (str, int)):
        return None
    return machine.settled(scope, name)


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
        if _takes(machine, known[0], name):
            state.escape((atom,), value)
            continue
        fields = dict(content.items)
        certain = len(owner) == 1
        fields[name] = value if certain else join(value, fields.get(name, content.rest))
        machine.note(state)
        act = state.replace if certain else state.change
        act(known[1].site, Table(tuple(fields.items()), content.rest))


def _takes(machine: Machine, scope: ir.Scope, name: str) -> bool:
    """Whether a class may run code of its own where this attribute of an object is set.

    A property, or what else takes a value, may change other attributes.
    """
    for one in _line(machine, scope):
        if one.binds(name) and one.bindings[name]:
            held = _of_class(machine, one, name)
            return held is not None and is_unknown(held) is not None
    return False


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
    return _decorated(machine, scope, name, "builtins.staticmethod")


def _property(machine: Machine, scope: ir.Scope, name: str) -> ir.Scope | None:
    """The one function that a class binds to a name, if it is asked like a field."""
    return _decorated(machine, scope, name, "builtins.property")


def _decorated(machine: Machine, scope: ir.Scope, name: str, by: str) -> ir.Scope | None:
    found = _function(scope, name)
    if found is None or machine.unit.attribute_written(name) or len(found.decorators) != 1:
        return None
    (decorator,) = found.decorators
    if not isinstance(decorator, ir.Name) or scope.binds(decorator.name):
        return None
    return found if machine.outside(scope, decorator.name) == (Symbol(by),) else None


def _function(scope: ir.Scope, name: str) -> ir.Scope | None:
    _ = scope.body
    bindings = scope.bindings.get(name, [])
    return bindings[0].scope if len(bindings) == 1 and bindings[0].kind == "def" else None
