"""What Java's own values do: operators, types, objects of classes in view, tests."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.language import Construction, Plain
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.patterns import (
    ONE_SLASH,
    firsts_of,
    is_named,
    letters_of,
    stays_apart,
)
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    NUMBERS,
    Atom,
    Class,
    Hole,
    Instance,
    Literal,
    Number,
    Pieces,
    Reference,
    Series,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    is_unknown,
    join,
    joined,
    literal,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages.java import (
    addresses,
    containers,
    enums,
    library,
    paths,
    texts,
)
from fpcache_ops.validators.safe_patterns.languages.java.calls import CONSTRUCTOR
from fpcache_ops.validators.safe_patterns.languages.java.classes import (
    UNSEEN,
    ClassOf,
    FieldOf,
    MethodOf,
)
from fpcache_ops.validators.safe_patterns.languages.java.filled import filled
from fpcache_ops.validators.safe_patterns.languages.java.literals import wrapped
from fpcache_ops.validators.safe_patterns.languages.java.members import SPECIAL
from fpcache_ops.validators.safe_patterns.languages.java.unit import (
    JavaUnit,
    is_constant_variable,
)

THIS = "object that a method is called on"
UNNAMED = "object of a class without a name"
_RANDOM = "java.security.SecureRandom"
_VALUES = (paths.FILE, texts.PATTERN, _RANDOM, "day or time", "format of days and times")
_INTEGRAL = ("int", "long", "char", "short", "byte")
_WORDS = frozenset("-0123456789abcdefghijklmnopqrstuvwxyz")
_OF_NUMBERS = {
    **dict.fromkeys(("-", "*", "/", "%", "<<", ">>", ">>>"), NUMBERS),
    **dict.fromkeys(("&", "|", "^"), join(NUMBERS, BOOLEANS)),
}
"""What operators give that take nothing but numbers, or booleans: whatever else is no program."""


class Java(Plain):
    """Java's semantics; without state of its own. ``known_types`` are those of library objects."""

    def __init__(self, known_types: frozenset[str] = frozenset()) -> None:
        self._types = known_types

    def is_builtin(self, name: str) -> bool:
        """No name stands for anything by itself: the reader has resolved them."""
        return False

    def text_of(self, atom: Atom) -> Pieces | None:
        """What ``String.valueOf`` gives."""
        return texts.shown(atom)

    def truth(self, atom: Atom) -> bool | None:
        """Only booleans are true or false."""
        return bool(atom.value) if isinstance(atom, Literal) and atom.kind == "bool" else None

    # Classes in view

    def receiver(self, scope: ir.Scope) -> Value:
        """Some object of the class, or of one that extends it."""
        one: ir.Scope | None = scope
        while one is not None and one.kind != "class":
            one = one.parent
        if one is None:
            return unknown("an object that is not known")
        return (Instance(THIS, ((Class(one),),)),)

    def unnamed(self, scope: ir.Scope, lost: Value) -> Value:
        """Its methods may be others than those of the class that it derives from."""
        return (Instance(UNNAMED, ((Class(scope),),)), *lost)

    @staticmethod
    def _class_of(machine: Machine, atom: Atom) -> tuple[ClassOf, bool] | None:
        """The class of an object or class in view; whether it is exactly that class."""
        scope: ir.Scope | None = None
        exact = True
        match atom:
            case Class(scope=found):
                scope = found
            case Instance(kind=kind, details=details) if kind in (THIS, OWN_OBJECT) and details:
                first = details[0][0]
                scope = first.scope if isinstance(first, Class) else None
                exact = kind == OWN_OBJECT
            case _:
                pass
        unit = machine.unit
        if scope is None or not isinstance(unit, JavaUnit):
            return None
        owner = unit.class_of(scope)
        return (owner, exact) if owner is not None else None

    def member(
        self, machine: Machine, receiver: Atom, name: str, given: Actuals
    ) -> ir.Scope | None:
        """The method in view that is run: of an exact class, or one that cannot be overridden."""
        known = self._class_of(machine, receiver)
        if known is None or not given.closed:
            return None
        owner, exact = known
        for one in owner.chain():
            found = one.constructors if name == CONSTRUCTOR else one.methods.get(name, [])
            if not found:
                if one.inherits:
                    return None
                continue
            chosen = self._chosen(found, len(given.positional))
            if chosen is None or (one.inherits and not plain(found)):
                return None
            if any(name in above.methods for above in owner.chain() if above is not one):
                # Overloads of several classes, or an overriding one: by types that are not seen.
                return None
            if isinstance(receiver, Class) and not chosen.static:
                return None
            return chosen.scope if chosen.fixed or exact else None
        return None

    @staticmethod
    def _chosen(found: list[MethodOf], count: int) -> MethodOf | None:
        """The one method that takes so many arguments."""
        if any(one.varargs for one in found):
            return None
        fitting = [one for one in found if len(one.types) == count]
        return fitting[0] if len(fitting) == 1 else None

    def construct(self, machine: Machine, scope: ir.Scope, given: Actuals) -> Construction | None:
        """Fields with their defaults, initialisers in order, then the constructor."""
        unit = machine.unit
        owner = unit.class_of(scope) if isinstance(unit, JavaUnit) else None
        if (
            owner is None
            or not (owner.constructed or owner.kind == "enum")
            or owner.inherits
            or not given.closed
        ):
            return None
        if any(not inner.static for inner in owner.nested.values()):
            return None
        fields = [(one.name, _default(one.type)) for one in owner.fields.values() if not one.static]
        steps: list[tuple[ir.Scope, Actuals]] = [(each, Actuals()) for each in owner.initialisers]
        if owner.constructors:
            chosen = self._chosen(owner.constructors, len(given.positional))
            if chosen is None:
                return None
            steps.append((chosen.scope, given))
        elif given.positional:
            return None
        return Construction(Table(tuple(fields)) if fields else None, tuple(steps))

    def attribute(self, machine: Machine, state: State, atom: Atom, name: str) -> Value | None:
        """A field, or the length of an array."""
        if isinstance(atom, (Reference, Series)) and name == "length":
            content = containers.content_of(atom, state)
            if isinstance(content, Series) and not content.rest:
                return literal(len(content.items))
            return NUMBERS
        known = self._class_of(machine, atom)
        if known is None:
            return None if not isinstance(atom, Instance) else unknown(f"the field `{name}`")
        found = known[0].field(name)
        if found is None and (constant := enums.named(machine, state, atom, name)) is not None:
            return constant
        if found is None:
            return unknown(f"`{name}` is declared out of sight")
        owner, one = found
        unit = machine.unit
        assert isinstance(unit, JavaUnit)
        if isinstance(atom, Instance) and known[0].hides(name):
            return unknown(f"`{name}` is declared by several classes")
        if isinstance(atom, Instance) and len(atom.details) > 1 and not one.static:
            (place,) = atom.details[1]
            content = state.content(place.site) if isinstance(place, Reference) else None
            if isinstance(content, Table):
                return dict(content.items).get(name) or unknown(f"`{name}` is not set")
        return self._field(machine, unit, owner, one, inlined=isinstance(atom, Class))

    @staticmethod
    def _field(
        machine: Machine, unit: JavaUnit, owner: ClassOf, one: FieldOf, *, inlined: bool
    ) -> Value:
        """``inlined``: by its name alone, or that of its class, a constant is never read."""
        if one.scope is None:
            return unknown(f"the field `{one.name}` may be set by other code")
        if (inlined or one.static) and is_constant_variable(one, unit):
            return machine.settled(one.scope, one.name)
        steady = one.final or (one.private and not one.annotated and not unit.assigned(one.name))
        if not steady or (not one.final and unit.sets_by_name()):
            return unknown(f"the field `{one.name}` may be set by other code")
        _ = one.scope.body
        value = machine.settled(one.scope, one.name)
        if is_unknown(value) and (kept := filled(machine, unit, owner, one)) is not None:
            return join(kept, NONE) if unit.early(owner, one) else kept
        if not one.static and not all(_has_no_state(atom, one.type) for atom in value):
            return unknown(f"the field `{one.name}` may be set by other code")
        mutable = one.scope.bindings[one.name][0].value
        if not one.private and _makes_mutable(mutable):
            return unknown(f"what the field `{one.name}` holds may be changed by other code")
        return join(value, _default(one.type)) if unit.early(owner, one) else value

    def store(self, machine: Machine, state: State, owner: Value, name: str, value: Value) -> None:
        """A field of an object made in view is known; others may be set by anyone."""
        for atom in owner:
            place: Atom | None = None
            if isinstance(atom, Instance) and atom.kind == OWN_OBJECT and len(atom.details) > 1:
                (place,) = atom.details[1]
            content = state.content(place.site) if isinstance(place, Reference) else None
            if not isinstance(place, Reference) or not isinstance(content, Table):
                state.escape(value)
                continue
            known = dict(content.items)
            if name not in known:
                state.escape(value)
                continue
            of_class = self._class_of(machine, atom)
            found = of_class[0].field(name) if of_class is not None else None
            if found is not None:
                # ``count += 1`` narrows what it stores.
                value = self.cast(found[1].type, value)
            known[name] = value if len(owner) == 1 else join(known[name], value)
            machine.note(state)
            changed = Table(tuple(known.items()))
            if len(owner) == 1:
                state.replace(place.site, changed)
            else:
                state.change(place.site, changed)

    # Types

    def cast(self, declared: str, value: Value) -> Value:
        """A value of a declared type; ``?number`` is one of two that are not the same.

        It is a number of another kind then, and perhaps (``?letter``) even a letter.
        """
        if declared in ("?number", "?letter"):
            letter = declared == "?letter"
            return joined(_as_another(atom, letter=letter) for atom in value)
        if declared == "java.lang.Number":
            # Anyone may derive from it, and say how an object is shown.
            known = all(isinstance(a, (Literal, Number)) and a != NONE[0] for a in value)
            return NUMBERS if known else value
        if declared in library.BOXES:
            nothing = all(isinstance(a, (Literal, Number)) and a != NONE[0] for a in value)
            return NUMBERS if nothing else join(NUMBERS, NONE)
        if declared in ("boolean", "java.lang.Boolean"):
            if all(isinstance(a, Literal) and a.kind == "bool" for a in value):
                return value
            return BOOLEANS if declared == "boolean" else join(BOOLEANS, NONE)
        if declared in ("char", "java.lang.Character"):
            return joined(_as_char(atom) for atom in value)
        if declared in library.REALS:
            return NUMBERS
        if declared in library.INTEGERS:
            return joined(_as_integer(atom, declared) for atom in value)
        if declared in self._types:
            return joined(
                (Instance(declared),)
                if isinstance(atom, Unknown) and not atom.cause.source
                else (atom,)
                for atom in value
            )
        return value

    def handed_in(
        self, machine: Machine, state: State, scope: ir.Scope, parameter: ir.Parameter
    ) -> Value | None:
        """One of the constants, if it is declared with an enum in view."""
        return enums.given(machine, state, parameter.type)

    # Operators

    def binary(
        self, machine: Machine, state: State, site: int, op: str, left: Value, right: Value
    ) -> Value | None:
        """Arithmetic with overflow, and texts end to end."""
        if op == "+" and (_is_text(left) or _is_text(right)):
            return texts.joined_texts(state, left, right)
        results: list[Value] = []
        for a in left:
            for b in right:
                value = _arithmetic(op, a, b) or _of_numbers(op, a, b)
                if value is None:
                    return None
                results.append(value)
        return joined(results) if results else None

    def unary(self, op: str, operand: Value) -> Value | None:
        """``-x``, ``+x``, ``~x``."""
        results: list[Value] = []
        for atom in operand:
            match atom:
                case Literal(kind=kind, value=int(value)) if kind in _INTEGRAL:
                    wide = "long" if kind == "long" else "int"
                    changed = {"-": -value, "+": value, "~": ~value}.get(op)
                    if changed is None:
                        return None
                    results.append((Literal(wide, wrapped(changed, wide)),))
                case _ if op in ("-", "+", "~"):
                    results.append(NUMBERS)
                case _:
                    return None
        return joined(results) if results else None

    def compare(self, op: str, left: Atom, right: Atom) -> bool | None:
        """Numbers by value; texts have an identity of their own, ``case`` asks for equality."""
        match left, right:
            case Literal(kind="NoneType"), Literal(kind="NoneType"):
                return {"==": True, "!=": False}.get(op)
            case (Literal(kind="NoneType"), other) | (other, Literal(kind="NoneType")):
                if not _is_object(other):
                    return None
                return {"==": False, "!=": True, "case": False}.get(op)
            case _ if op in ("same", "not same"):
                identical = _is_same(left, right)
                return identical is (op == "same") if identical is not None else None
            case Text(), Text() if op == "case":
                if left.constant is None or right.constant is None:
                    return None
                return left.constant == right.constant
            case Literal(kind="bool", value=a), Literal(kind="bool", value=b):
                return {"==": a == b, "!=": a != b, "case": a == b}.get(op)
            case Literal(kind=one, value=int(a)), Literal(kind=other_, value=int(b)) if (
                one in _INTEGRAL and other_ in _INTEGRAL
            ):
                return {
                    "==": a == b,
                    "!=": a != b,
                    "case": a == b,
                    "<": a < b,
                    "<=": a <= b,
                    ">": a > b,
                    ">=": a >= b,
                }.get(op)
            case _:
                return None

    def equal_numbers(self) -> Value | None:
        """A letter is equal to its code, too: the declared types say more."""
        return None

    def interpolated(
        self, machine: Machine, parts: tuple[str | tuple[Value, str, Value | None], ...]
    ) -> Value:
        """Java has no texts with values in them."""
        return unknown("a text with values in it")

    # Calls

    def consumes(self, callee: Value) -> bool:
        """There are no lazy arguments."""
        return False

    def elements(self, machine: Machine, state: State, atom: Atom) -> Value | None:
        """Views of maps."""
        if isinstance(atom, Instance) and atom.kind in ("keys", "values", "entries"):
            return containers.elements(state, atom)
        return None

    def builtin(
        self, machine: Machine, state: State, site: int, name: str, given: Actuals
    ) -> Value | None:
        """There are none: all are of a library."""
        return None

    def library(
        self, machine: Machine, state: State, site: int, path: str, given: Actuals
    ) -> Value | None:
        """A method that is inherited out of view has the object, and may hand out what it holds."""
        if path.startswith(UNSEEN) and not path.endswith((CONSTRUCTOR, ".getClass")):
            state.escape(state.variables.get("this", ()))
        return None

    def method(
        self, machine: Machine, state: State, site: int, receiver: Atom, name: str, given: Actuals
    ) -> Value | None:
        """What a method of a value gives."""
        state.escape(*self._asked(machine, given))
        if name in ("equals", "hashCode") and isinstance(receiver, (Reference, Series, Table)):
            state.escape((receiver,))
        if receiver == NONE[0]:
            # That is an exception.
            return ()
        if isinstance(receiver, Text):
            return texts.text_method(state, site, receiver, name, given)
        if isinstance(receiver, Instance):
            if receiver.kind == texts.BUILDER:
                return texts.builder_method(machine, state, receiver, name, given)
            if receiver.kind == texts.UUID and name == "toString":
                return hole("matched", frozenset("0123456789abcdef-"))
            if name == "clone" and receiver.kind == texts.CHARS:
                return None
        if isinstance(receiver, Class):
            return enums.of_class(machine, state, receiver, name, given)
        if isinstance(receiver, Instance) and not given.positional:
            if name == "name" and (called := texts.enum_name(state, receiver)) is not None:
                return called
            if name == "toString" and (shown := texts.enum_text(state, receiver)) is not None:
                return shown
        if isinstance(receiver, (Number, Literal)):
            return _boxed(receiver, name, given)
        return containers.method(machine, state, site, receiver, name, given)

    def _asked(self, machine: Machine, given: Actuals) -> Iterator[Value]:
        """Objects that texts and containers ask whether they are equal, or what they look like."""
        for value in given.positional:
            for atom in value:
                known = self._class_of(machine, atom) if isinstance(atom, Instance) else None
                if known is not None and any(
                    not SPECIAL.isdisjoint(one.methods) for one in known[0].chain()
                ):
                    yield (atom,)

    # Tests

    def narrowed(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``"a".equals(x)``, ``x.equals("a")``, ``LIST.contains(x)``, ``x.matches("[0-9]+")``,
        ``Pattern.matches("[0-9]+", x)``, ``PATTERN.matcher(x).matches()``, ``x.startsWith("/a/")``.
        """
        callee = call.callee
        if not isinstance(callee, ir.Method) or len(call.arguments) > 2:
            return None
        if not call.arguments:
            return _by_matcher(machine, state, frame, callee)
        if callee.name == "startsWith":
            return paths.begins(machine, state, frame, call)
        argument = call.arguments[0].value
        name = callee.name
        if len(call.arguments) == 2:
            subject = call.arguments[1].value
            whole = isinstance(callee.value, ir.Library) and (
                f"{callee.value.path}.{name}" == "java.util.regex.Pattern.matches"
            )
            if not whole or not isinstance(subject, ir.Name) or not paths.is_string(subject, frame):
                return None
            return _matched(machine.evaluate(argument, state, frame), subject)
        hosts = self._hosts(machine, state, frame, callee, argument)
        if hosts is not None:
            return hosts
        if name == "equals":
            if isinstance(argument, ir.Name):
                known = machine.evaluate(callee.value, state, frame)
                if known and all(_is_constant_text(atom) for atom in known):
                    return argument, known
            if isinstance(callee.value, ir.Name) and paths.is_string(callee.value, frame):
                known = machine.evaluate(argument, state, frame)
                if known and all(_is_constant_text(atom) for atom in known):
                    return callee.value, known
            return None
        if name in ("contains", "containsKey") and isinstance(argument, ir.Name):
            return self._listed(machine, state, frame, callee, argument, name)
        if name == "matches" and isinstance(callee.value, ir.Name):
            if not paths.is_string(callee.value, frame):
                return None
            return _matched(machine.evaluate(argument, state, frame), callee.value)
        return None

    def _hosts(
        self,
        machine: Machine,
        state: State,
        frame: Frame,
        callee: ir.Method,
        argument: ir.Expression,
    ) -> tuple[ir.Expression, Value] | None:
        """``HOSTS.contains(url.getHost())``, ``"a.b".equals(url.getHost())``, and turned round."""
        sides = [(argument, callee.value)]
        if callee.name in ("equals", "equalsIgnoreCase"):
            sides.append((callee.value, argument))
        elif callee.name not in ("contains", "containsKey"):
            return None
        for one, other in sides:
            name = addresses.asked(one)
            if name is None:
                continue
            known = machine.evaluate(other, state, frame)
            if callee.name in ("contains", "containsKey"):
                known = self._items(known, state, callee.name) or ()
            found = addresses.of_hosts(machine.evaluate(name, state, frame), known)
            if found is not None:
                return name, found
        return None

    def foreign(
        self, machine: Machine, state: State, site: int, name: str, given: Actuals, *, made: bool
    ) -> Value | None:
        """``text.replace("<", "&lt;")`` of a text that is not known."""
        if name not in (texts.TEXT_REPLACE, texts.TEXT_REPLACE_ALL):
            return None
        found = texts.replaced(None, given) if name == texts.TEXT_REPLACE else texts.cleaned(given)
        if found is not None:
            machine.measures.add("sanitizer")
        return found

    def returned(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``response.setContentType("application/json")``: it is kept beside the object."""
        callee = call.callee
        if not isinstance(callee, ir.Method) or callee.name != "setContentType":
            return None
        if not isinstance(callee.value, ir.Name) or len(call.arguments) != 1:
            return None
        kind = machine.evaluate(call.arguments[0].value, state.copy(), frame)
        found = machine.evaluate(callee.value, state.copy(), frame)
        if not all(_is_constant_text(atom) for atom in kind):
            return None
        if not all(isinstance(a, Instance) and a.kind in self._types for a in found):
            return None
        return callee.value, tuple(
            Instance(atom.kind, (kind,)) for atom in found if isinstance(atom, Instance)
        )

    def implied(
        self, machine: Machine, state: State, frame: Frame, name: ir.Name, value: Value
    ) -> tuple[ir.Name, Value] | None:
        """``String host = url.getHost()``: where the host is known, so is that of the address."""
        origin = addresses.origin(frame, name)
        if origin is None:
            return None
        found = addresses.of_hosts(machine.evaluate(origin, state, frame), value)
        return (origin, found) if found is not None else None

    opposites: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
    )

    def compared(
        self,
        machine: Machine,
        state: State,
        frame: Frame,
        left: ir.Expression,
        op: str,
        right: ir.Expression,
    ) -> tuple[ir.Expression, Value] | None:
        """``x.indexOf('/') < 0`` held."""
        return paths.found_nowhere(machine, state, frame, left, op, right)

    def refuted(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``x.contains("/")`` came out false."""
        return paths.lacking(machine, state, frame, call)

    @staticmethod
    def _listed(
        machine: Machine,
        state: State,
        frame: Frame,
        callee: ir.Method,
        argument: ir.Name,
        name: str,
    ) -> tuple[ir.Expression, Value] | None:
        """A member of a collection whose items are all constant."""
        if not paths.is_string(argument, frame):
            return None
        items = Java._items(machine.evaluate(callee.value, state, frame), state, name)
        return (argument, items) if items else None

    @staticmethod
    def _items(collection: Value, state: State, name: str) -> Value | None:
        """The items, or keys, of a collection, if all are constant."""
        items: Value = ()
        for atom in collection:
            content = containers.content_of(atom, state)
            if isinstance(content, Series) and name == "contains":
                items = join(items, joined((*content.items, content.rest)))
            elif isinstance(content, Table) and name == "containsKey":
                if content.rest not in ((), NONE) or containers.OTHER_KEYS in dict(content.items):
                    return None
                keys = (text(k) if isinstance(k, str) else literal(k) for k, _ in content.items)
                items = join(items, joined(keys))
            else:
                return None
        return items if items and all(_is_constant_text(atom) for atom in items) else None


def plain(found: list[MethodOf]) -> bool:
    """Whether no overload out of sight can be meant rather than this method."""
    return (
        len(found) == 1
        and not found[0].varargs
        and all(kind in library.LEAVES for kind in found[0].types)
    )


def _default(declared: str) -> Value:
    """What a field holds before anything is assigned."""
    if declared == "boolean":
        return literal(False)
    if declared in library.REALS:
        return NUMBERS
    if declared in library.INTEGERS:
        return (Literal(declared, 0),)
    return NONE


def _makes_mutable(value: ir.Expression | None) -> bool:
    """Whether an initialiser may make something that others can change."""
    match value:
        case None | ir.Sequence():
            return True
        case ir.Cast(value=inner):
            return _makes_mutable(inner)
        case ir.Call(callee=ir.Method(name=name)):
            return name not in ("of", "compile", "copyOf", "valueOf", "emptyList")
        case ir.Call():
            return True
        case _:
            return False


def _has_no_state(atom: Atom, declared: str) -> bool:
    """Whether a value is an object that nothing in it can change: of no fields, or a library's."""
    if not isinstance(atom, Instance):
        return False
    own = atom.kind == OWN_OBJECT and len(atom.details) == 1
    value = atom.kind in _VALUES
    return own or value or (atom.kind == declared and not atom.details)


def _is_object(atom: Atom) -> bool:
    """Whether a value is certainly not ``null``."""
    match atom:
        case Text(pieces=pieces):
            return not pieces or any(isinstance(piece, str) for piece in pieces)
        case Series() | Table() | Reference() | Class():
            return True
        case Instance(kind=kind):
            return kind in (OWN_OBJECT, THIS, texts.BUILDER, containers.ITERATOR, texts.CHARS)
        case _:
            return False


def _is_text(value: Value) -> bool:
    return all(isinstance(atom, Text) and atom.flavour == "str" for atom in value)


def _is_constant_text(atom: Atom) -> bool:
    return (
        isinstance(atom, Text)
        and atom.flavour == "str"
        and (atom.constant is not None or atom.pieces == (Hole("chosen"),))
    )


def _by_matcher(
    machine: Machine, state: State, frame: Frame, callee: ir.Method
) -> tuple[ir.Expression, Value] | None:
    """``PATTERN.matcher(x).matches()``."""
    made = callee.value
    if callee.name != "matches" or not isinstance(made, ir.Call) or len(made.arguments) != 1:
        return None
    subject = made.arguments[0].value
    if not isinstance(made.callee, ir.Method) or made.callee.name != "matcher":
        return None
    if not isinstance(subject, ir.Name) or not paths.is_string(subject, frame):
        return None
    found = machine.evaluate(made.callee.value, state, frame)
    if len(found) != 1 or not isinstance(found[0], Instance) or found[0].kind != texts.PATTERN:
        return None
    return _matched(found[0].details[0], subject)


def _matched(pattern: Value, subject: ir.Expression) -> tuple[ir.Expression, Value] | None:
    if len(pattern) != 1 or not isinstance(pattern[0], Text) or pattern[0].constant is None:
        return None
    if "&&" in pattern[0].constant or "[[" in pattern[0].constant:
        return None
    letters = letters_of(pattern[0].constant)
    if letters is None:
        return None
    if stays_apart(pattern[0].constant, "/"):
        letters |= {ONE_SLASH}
    begin = _BEGIN.match(pattern[0].constant)
    if begin is None or "|" in pattern[0].constant:
        named, firsts = is_named(pattern[0].constant), firsts_of(pattern[0].constant)
        return subject, hole("matched", letters, named=named, firsts=firsts)
    part = Hole("matched", letters)
    return subject, (Text((begin[1], part)),)


_BEGIN = re.compile(r"\^?([A-Za-z0-9_]+)(?![*?{+A-Za-z0-9_])")
"""How every text begins that matches a pattern: all of it, no letter that may be missing."""


def _is_same(left: Atom, right: Atom) -> bool | None:
    """Whether two objects are one: small numbers are always boxed in the same objects."""
    match left, right:
        case Literal(kind=one, value=a), Literal(kind=other, value=b) if one == other:
            small = isinstance(a, int) and -128 <= a <= 127
            return (True if small else None) if a == b else False
        case _:
            return None


def _as_another(atom: Atom, *, letter: bool) -> Value:
    """A number that may be shown as one of another kind."""
    number = isinstance(atom, Number) or (isinstance(atom, Literal) and atom.kind in _INTEGRAL)
    if number or (isinstance(atom, Instance) and atom.kind == texts.LETTER):
        return join(NUMBERS, (Instance(texts.LETTER),)) if letter else NUMBERS
    return (atom,)


def _as_char(atom: Atom) -> Value:
    match atom:
        case Literal(kind=kind, value=int(value)) if kind in _INTEGRAL:
            return (Literal("char", wrapped(value, "char")),)
        case Unknown(cause=cause) if cause.source:
            return (atom,)
        case _:
            return (Instance(texts.LETTER),)


def _as_integer(atom: Atom, declared: str) -> Value:
    match atom:
        case Literal(kind=own, value=int(value)) if own in _INTEGRAL:
            return (Literal(declared, wrapped(value, declared)),)
        case _:
            return NUMBERS


def _boxed(atom: Literal | Number, name: str, given: Actuals) -> Value | None:
    """Methods of boxed values."""
    if isinstance(atom, Literal) and atom.value is None:
        return None
    if name == "toString" and given.positional:
        # In a radix above ten, a number is spelt like a word.
        return hole("matched", _WORDS)
    if name == "toString":
        found = texts.shown(atom)
        return (Text(found),) if found is not None else None
    if name in ("intValue", "longValue", "doubleValue", "floatValue", "shortValue", "byteValue"):
        return NUMBERS
    if name in ("hashCode", "compareTo", "intValueExact", "longValueExact", "signum", "scale"):
        return NUMBERS
    if name in ("equals", "booleanValue"):
        return BOOLEANS
    if name in ("add", "subtract", "multiply", "divide", "negate", "abs", "mod", "pow"):
        return NUMBERS
    return None


def _arithmetic(op: str, a: Atom, b: Atom) -> Value | None:
    letters = (Number, Literal)
    for side in (a, b):
        number = isinstance(side, letters) or (
            isinstance(side, Instance) and side.kind == texts.LETTER
        )
        if not number or (isinstance(side, Literal) and side.value is None):
            return None
    if isinstance(a, Literal) and isinstance(b, Literal):
        if a.kind == "bool" and b.kind == "bool":
            x, y = bool(a.value), bool(b.value)
            found = {"&": x and y, "|": x or y, "^": x is not y}.get(op)
            return literal(found) if found is not None else None
        if a.kind in _INTEGRAL and b.kind in _INTEGRAL:
            return _exact(op, a, b)
    if "bool" in (getattr(a, "kind", ""), getattr(b, "kind", "")):
        return BOOLEANS if op in ("&", "|", "^") else None
    return NUMBERS if op in ("+", "-", "*", "/", "%", "<<", ">>", ">>>", "&", "|", "^") else None


def _of_numbers(op: str, a: Atom, b: Atom) -> Value | None:
    """Where one side of ``&`` is a number, so is the other."""
    sides = (a, b)
    if op in ("&", "|", "^") and any(
        isinstance(side, Number) or (isinstance(side, Literal) and side.kind in _INTEGRAL)
        for side in sides
    ):
        return NUMBERS
    return _OF_NUMBERS.get(op)


def _exact(op: str, a: Literal, b: Literal) -> Value | None:
    """Integer arithmetic as the machine does it: it wraps, and division goes towards zero."""
    x, y = int(a.value or 0), int(b.value or 0)
    kind = "long" if "long" in (a.kind, b.kind) else "int"
    if op in ("<<", ">>", ">>>"):
        kind = "long" if a.kind == "long" else "int"
        y &= 63 if kind == "long" else 31
    result: int | None = None
    match op:
        case "+":
            result = x + y
        case "-":
            result = x - y
        case "*":
            result = x * y
        case "/" if y:
            result = abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1)
        case "%" if y:
            result = abs(x) % abs(y) * (-1 if x < 0 else 1)
        case "&":
            result = x & y
        case "|":
            result = x | y
        case "^":
            result = x ^ y
        case "<<":
            result = x << y
        case ">>":
            result = x >> y
        case ">>>":
            result = (x & ((1 << (64 if kind == "long" else 32)) - 1)) >> y
        case _:
            return NUMBERS if op in ("/", "%") else None
    return (Literal(kind, wrapped(result, kind)),)
