"""What JavaScript's own values do: operators, properties, conversions, tests."""

import re
from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.expressions import table_of
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.language import Construction, Plain, Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built, too_many
from fpcache_ops.validators.safe_patterns.engine.values import (
    ADDRESS,
    BOOLEANS,
    NONE,
    NUMBER,
    NUMBERS,
    REST,
    Atom,
    Bound,
    Cause,
    Class,
    Hole,
    Instance,
    Literal,
    Number,
    Pieces,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
    join,
    joined,
    literal,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages.javascript import (
    builtins,
    containers,
    texts,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import EXACT, words
from fpcache_ops.validators.safe_patterns.languages.javascript.members import SPECIAL
from fpcache_ops.validators.safe_patterns.languages.javascript.reader import (
    DECLARED,
    FIELD,
    METHOD,
    PRIVATE,
    STATIC,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_PRIMITIVE = (Text, Literal, Number)
_PLAIN = ("int", "float", "bool", "NoneType", "null")
ASKS = "asks: "
"""Before a function in a table: what it is given is this where it has said yes."""

ANY = "*."
"""Before the name of a method in a table: whatever has it, it gives what the table says."""

_BACK = frozenset({"next", "cb", "callback", "done", "resolve", "reject", "fn", "super"})
_GLOBALS = words(
    """
    String Number Boolean Object Array Function Symbol BigInt Math JSON Date RegExp Map Set
    WeakMap WeakSet Promise Proxy Reflect Error TypeError RangeError SyntaxError Intl parseInt
    parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape
    unescape eval console process Buffer require module exports global globalThis window self
    document location navigator DOMPurify history localStorage sessionStorage fetch setTimeout
    setInterval
    setImmediate clearTimeout clearInterval queueMicrotask structuredClone performance crypto
    URL URLSearchParams Blob File FormData Headers Request Response XMLHttpRequest WebSocket
    TextEncoder TextDecoder AbortController Event alert confirm prompt open btoa atob __dirname
    __filename NaN Infinity $ jQuery Uint8Array ArrayBuffer DOMParser Image
    """
)


_OF_TEXTS = texts.TEXTUAL - {"repeat", "normalize"}
"""Methods of texts that no other objects have: whatever has them gives a text."""

_LOOKING = words(
    """
    Number String Boolean parseInt parseFloat isNaN isFinite encodeURIComponent encodeURI
    decodeURIComponent Object.keys Object.values Object.entries Object.hasOwn
    Array.isArray Number.isInteger Number.isFinite Number.isSafeInteger
    """
)
"""Functions that change nothing of what they are given."""


class Script(Plain):
    """JavaScript's semantics; without state of its own."""

    freezers = frozenset({"builtins.Object.freeze"})
    lends_owner = True

    def is_builtin(self, name: str) -> bool:
        """Whether a name that is bound nowhere is one of the language or its hosts."""
        return name in _GLOBALS

    def text_of(self, atom: Atom) -> Pieces | None:
        """What ``String()`` gives."""
        return texts.text_of(atom)

    def truth(self, atom: Atom) -> bool | None:
        """Whether a value counts as true."""
        match atom:
            case Literal(kind="NaN"):
                return False
            case Literal(value=value):
                return bool(value)
            case Text(pieces=pieces):
                if not pieces:
                    return False
                full = any(isinstance(p, str) or p == Hole(NUMBER) for p in pieces)
                return True if full else None
            case Symbol(path="builtins.NaN"):
                return False
            case Reference() | Series() | Table() | Routine() | Class() | Instance():
                return True
            case _:
                return None

    def is_set(self, atom: Atom) -> bool | None:
        """Whether ``??`` takes a value."""
        match atom:
            case Literal(kind="NoneType" | "null"):
                return False
            case Unknown() | Symbol() | Bound():
                return None
            case _:
                return True

    # Properties

    def attribute(self, machine: Machine, state: State, atom: Atom, name: str) -> Value | None:
        """A property of a value that is no method."""
        if name.endswith("="):
            # A property that browsers interpret is set: whatever has it keeps what it is given.
            return (Bound(atom, name),)
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        match content:
            case None:
                return unknown(f"`{name}` of something that may have been changed")
            case Text() if name == "length":
                whole = content.constant
                plain = whole is not None and all(ord(letter) < 0x10000 for letter in whole)
                return literal(len(whole or "")) if plain else NUMBERS
            case Series(kind="set" | "map"):
                return NUMBERS if name == "size" else None
            case Series(items=items, rest=rest) if name == "length":
                return literal(len(items)) if not rest else NUMBERS
            case Table():
                return containers.named_property(content, name)
            case Instance(kind="own", details=_):
                return None
            case Instance(kind=kind) if kind == OWN_OBJECT:
                return self._own_property(state, content, name)
            case Class(scope=scope):
                return self._static(machine, scope, name, atom)
            case Instance(kind="inherited"):
                # Whatever it is, it is again of the language, or nothing.
                return (containers.INHERITED, *NONE)
            case Literal(kind="NoneType" | "null"):
                # This is where the run ends.
                return ()
            case _:
                return None

    @staticmethod
    def _static(machine: Machine, scope: ir.Scope, name: str, atom: Atom) -> Value | None:
        bindings = _members(scope, STATIC, name)
        if not bindings or not _is_followed(machine, scope, name):
            return None
        if len(bindings) == 1 and bindings[0].kind == "def":
            return (Bound(atom, name),)
        value = bindings[0].value
        if len(bindings) == 1 and isinstance(value, ir.Constant):
            frame = Frame(machine.unit.module, settled=True, counted=False)
            return machine.evaluate(value, State(), frame)
        return None

    @staticmethod
    def _own_property(state: State, atom: Instance, name: str) -> Value | None:
        if len(atom.details) != 2:
            return None
        table = table_of(atom.details[1], state)
        if table is None:
            return unknown(f"`{name}` of an object that may have been changed")
        known = dict(table.items)
        if name in known:
            return join(known[name], table.rest)
        (made,) = atom.details[0]
        if isinstance(made, Class) and _members(made.scope, METHOD, name):
            return (Bound(atom, name),)
        return table.rest or unknown(f"`{name}` is not set in view")

    def store(self, machine: Machine, state: State, owner: Value, name: str, value: Value) -> None:
        """``owner.name = value``."""
        from fpcache_ops.validators.safe_patterns.engine.flow import Flow

        assert isinstance(machine, Flow)
        certain = len(owner) == 1
        for atom in owner:
            target: Atom | None = atom
            if isinstance(atom, Instance) and atom.kind == OWN_OBJECT and len(atom.details) == 2:
                target = atom.details[1][0]
            if name in SPECIAL and not all(isinstance(a, _PRIMITIVE) for a in value):
                # It runs where no call is written.
                target = None
            if isinstance(target, Reference) and isinstance(state.content(target.site), Table):
                machine.put(target, text(name), value, state, certain=certain)
            else:
                state.escape((atom,), value)
        if not owner:
            state.escape(value)

    def item(self, machine: Machine, state: State, atom: Atom, key: Value) -> Value | None:
        """``value[key]``."""
        filled = isinstance(machine.unit, ScriptUnit) and machine.unit.fills()
        if filled and containers.may_inherit(state, atom, key):
            # `merge(target[name], source[name])` reaches what all objects share.
            return unknown("a property that code in view may give to all objects")
        return containers.item(state, atom, key)

    def elements(self, machine: Machine, state: State, atom: Atom) -> Value | None:
        """What ``for (const x of value)`` goes through."""
        return containers.elements(state, atom)

    def visited(
        self, machine: Machine, state: State, container: Value, method: str
    ) -> tuple[Value, ...]:
        """What ``container.forEach`` and its like call a function with."""
        return containers.visited(state, container)

    def keeps(self, unit: Unit, name: str) -> bool:
        """Whether nothing in view sets a property of this name, or computes it each time."""
        computed = isinstance(unit, ScriptUnit) and (unit.computes(name) or unit.fills_unasked())
        return not computed and not unit.attribute_written(name)

    def fills(self, unit: Unit, start: int, end: int) -> bool:
        """Whether another function than that at these bytes sets what it does not name."""
        return isinstance(unit, ScriptUnit) and unit.fills_outside(start, end)

    def only_looks(self, path: str) -> bool:
        """Whether a function of the language leaves the objects that it is given as they are."""
        name = path.removeprefix("builtins.")
        return name != path and (name in _LOOKING or name.startswith(("console.", "Math.")))

    # Functions and classes

    def constructor(self, callee: Value) -> Value:
        """``new String(x)`` is an object, ``String(x)`` a text."""
        return joined((_made_by(atom),) for atom in callee)

    def member(
        self, machine: Machine, receiver: Atom, name: str, given: Actuals
    ) -> ir.Scope | None:
        """The method in view that a call runs."""
        if isinstance(receiver, Class):
            scope, prefix = receiver.scope, STATIC
        elif isinstance(receiver, Instance) and receiver.kind == OWN_OBJECT:
            (made,) = receiver.details[0]
            if not isinstance(made, Class) or len(receiver.details) != 2:
                return None
            scope, prefix = made.scope, METHOD
        else:
            return None
        bindings = _members(scope, prefix, name)
        if len(bindings) != 1 or bindings[0].kind != "def" or bindings[0].scope is None:
            return None
        if bindings[0].scope.decorators or not _is_followed(machine, scope, name):
            return None
        return bindings[0].scope

    def property_of(
        self, machine: Machine, state: State, frame: Frame, node: ir.Attribute
    ) -> Value | None:
        """A private method or field of ``this``; a part of a path, which is a text."""
        match node.value:
            case ir.Name(name="this"):
                method = _own_method(machine, frame.scope, node.name)
                if method is not None:
                    return machine.routine(method)
                return _own_field(machine, frame.scope, node.name)
            case ir.Attribute(value=ir.Name(name="req"), name="params"):
                return _part_of_path(machine, state, frame.scope, node.name)
            case ir.Name(name=name) if node.name == "href":
                return _of_origin(state, name)
            case _:
                return None

    def receiver(self, scope: ir.Scope) -> Value:
        """``this``, when anyone may call the method."""
        return unknown(f"`this` is a parameter of `{scope.name}`")

    def handed_in(
        self, machine: Machine, state: State, scope: ir.Scope, parameter: ir.Parameter
    ) -> Value | None:
        """``@Param("id", ParseIntPipe) id``: what the last of its pipes gives.

        Nobody but the framework calls the method, which is one that answers requests.
        """
        owner = scope.parent.parent if scope.parent is not None else None
        unit = machine.unit
        if owner is None or len(parameter.decorators) != 1 or not isinstance(unit, ScriptUnit):
            return None
        declared = scope.types.get(f"{DECLARED}{parameter.name}", "")
        kept = unit.whole or declared in ("number", "boolean") or unit.declares(declared)
        if unit.is_called(scope.name) or unit.is_taken(scope.name) or not kept:
            # Where not all of it is in view, only the compiler says that nobody else calls.
            return None
        if unit.attribute_written("transform"):
            return None
        frame = Frame(owner, settled=True, counted=False)
        paths = [_path_of(machine, frame, each) for each in scope.decorators]
        if not _ANSWERING.intersection(paths) or not all(map(_leaves_alone, paths)):
            return None
        (decorator,) = parameter.decorators
        if _path_of(machine, frame, decorator) not in _TAKING or not isinstance(decorator, ir.Call):
            return None
        given = [argument.value for argument in decorator.arguments]
        if not given or any(argument.spread for argument in decorator.arguments):
            return None
        pipe = given[-1]
        path = _path_of(machine, frame, pipe)
        model = machine.calls.get(f"{PIPE}{path}")
        if model is None:
            return None
        state = State()
        values: tuple[Value, ...] = ()
        if isinstance(pipe, ir.Call):
            values = tuple(machine.evaluate(each.value, state, frame) for each in pipe.arguments)
        return model(Calling(machine, state, 0, Actuals(values)))

    def implied(
        self, machine: Machine, state: State, frame: Frame, name: ir.Name, value: Value
    ) -> tuple[ir.Name, Value] | None:
        """``path.relative(folder, file)`` leads down: so ``file`` is below the folder."""
        if value != hole(texts.DOWNWARDS) or not frame.owns(name.name):
            return None
        bindings = frame.scope.bindings.get(name.name, ())
        made = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
        if not isinstance(made, ir.Call) or len(made.arguments) != 2:
            return None
        if machine.evaluate(made.callee, state, frame) != (Symbol("path.relative"),):
            # Code in view may have asked it of another file.
            return None
        folder, target = (argument.value for argument in made.arguments)
        if not isinstance(target, ir.Name) or not isinstance(folder, (ir.Name, ir.Constant)):
            return None
        names = [one.name for one in (folder, target) if isinstance(one, ir.Name)]
        if any(frame.owns(n) and len(frame.scope.bindings.get(n, ())) != 1 for n in names):
            return None
        below = texts.inside(
            machine.evaluate(target, state, frame), machine.evaluate(folder, state, frame)
        )
        return (target, below) if below is not None else None

    def captures(self, unit: Unit, scope: ir.Scope) -> bool:
        """Whether no ``var`` is set anew in a loop, and ``arguments`` sets no parameter."""
        return not _MOVING.search(unit.code[scope.start : scope.end])

    def construct(self, machine: Machine, scope: ir.Scope, given: Actuals) -> Construction | None:
        """Its fields, then its constructor."""
        _ = scope.body
        if scope.bases or _is_decorated(machine, scope) or scope.binds_anything:
            return None
        fields: list[tuple[str | int, Value]] = []
        steps: list[tuple[ir.Scope, Actuals]] = []
        for name, bindings in scope.bindings.items():
            if any(binding.kind == "accessor" for binding in bindings):
                return None
            if name.startswith(FIELD):
                value: Value = unknown("a field that is not followed")
                initial = bindings[0].value
                if len(bindings) == 1 and isinstance(initial, ir.Constant):
                    frame = Frame(machine.unit.module, settled=True, counted=False)
                    value = machine.evaluate(initial, State(), frame)
                fields.append((name.removeprefix(FIELD), value))
            elif name.startswith(METHOD) and name.removeprefix(METHOD) in SPECIAL:
                # It runs where no call is written.
                return None
            elif name == f"{METHOD}constructor":
                if len(bindings) != 1 or bindings[0].scope is None:
                    return None
                if _gives_another(bindings[0].scope):
                    return None
                steps.append((bindings[0].scope, given))
        return Construction(Table(tuple(fields)), tuple(steps))

    def cast(self, declared: str, value: Value) -> Value:
        """``await`` and what an asynchronous function gives."""
        if declared == "async":
            return (Instance("promise", (value,)),)
        result: Value = ()
        for atom in value:
            match atom:
                case Instance(kind="promise", details=(inner,)):
                    result = join(result, inner)
                case Text() | Literal() | Number() | Unknown() | Series() | Routine():
                    result = join(result, (atom,))
                case Instance(kind=kind) if kind not in (OWN_OBJECT, "inherited"):
                    # What a library makes is there, or comes.
                    result = join(result, (atom,))
                case _:
                    result = join(result, unknown("what is waited for"))
        return result

    # Operators

    def binary(
        self, machine: Machine, state: State, site: int, op: str, left: Value, right: Value
    ) -> Value | None:
        """What an operator gives."""
        results: list[Value] = []
        for a in left:
            for b in right:
                value = self._binary(machine, state, op, a, b)
                if value is None:
                    return None
                results.append(value)
        return joined(results) if results else None

    @staticmethod
    def _binary(machine: Machine, state: State, op: str, a: Atom, b: Atom) -> Value | None:
        if op != "+":
            return _arithmetic(op, a, b)
        if _is_number(a) and _is_number(b):
            return _arithmetic(op, a, b)
        if not isinstance(a, Text) and not isinstance(b, Text):
            return None
        one, other = (
            containers.texts_of(state, each)
            or ([pieces] if (pieces := texts.shown(machine, each)) is not None else None)
            for each in (a, b)
        )
        if one is None or other is None:
            return None
        whole = built([one, other])
        return whole if whole is not None else too_many()

    def unary(self, op: str, operand: Value) -> Value | None:
        """``-x``, ``+x`` and ``~x`` are numbers, whatever ``x`` is."""
        if len(operand) == 1 and isinstance(operand[0], Literal):
            value = operand[0].value
            if type(value) is int and op in ("-", "+") and operand[0].kind == "int" and value:
                return literal(-value if op == "-" else value)
            if type(value) is int and op == "+" and operand[0].kind == "int":
                return literal(value)
        return NUMBERS

    def compare(self, op: str, left: Atom, right: Atom) -> bool | None:
        """Constants are equal or not; ``~=`` converts before it compares."""
        a, b = _plain(left), _plain(right)
        if a is None or b is None:
            return None
        loose = op in ("~=", "!~=")
        if op in ("==", "!=") or loose:
            if loose and a[0] != b[0]:
                empty = {"NoneType", "null"}
                equal = a[0] in empty and b[0] in empty
                if not equal and not ({a[0], b[0]} & empty):
                    return None
            else:
                equal = a == b
            return equal if op in ("==", "~=") else not equal
        if a[0] != b[0] or a[0] not in ("number", "text"):
            return None
        x, y = a[1], b[1]
        if isinstance(x, str) and isinstance(y, str):
            return _ordered(op, x, y) if x.isascii() and y.isascii() else None
        if isinstance(x, (int, float)) and isinstance(y, (int, float)):
            return _ordered(op, x, y)
        return None

    def equal_numbers(self) -> Value | None:
        """A number is equal to itself only; which one is not followed."""
        return None

    def interpolated(
        self, machine: Machine, parts: tuple[str | tuple[Value, str, Value | None], ...]
    ) -> Value:
        """What a template gives."""
        forms: list[list[Pieces]] = []
        for part in parts:
            if isinstance(part, str):
                forms.append([(part,)])
                continue
            shown = [texts.shown(machine, atom) for atom in part[0]]
            if not shown or any(pieces is None for pieces in shown):
                lost = next((atom for atom in part[0] if isinstance(atom, Unknown)), None)
                if lost is None:
                    for atom in part[0]:
                        if isinstance(atom, Symbol) and machine.is_source(atom.path):
                            return unknown(f"`{atom.path}` is user input", source=True)
                return (lost,) if lost else unknown("a value whose text is not modelled")
            forms.append([pieces for pieces in shown if pieces is not None])
        result = built(forms)
        return result if result is not None else too_many()

    # Calls

    def consumes(self, callee: Value) -> bool:
        """There are no lazy arguments."""
        return True

    def hands_back(self, call: ir.Call) -> bool:
        """``next(error)``, ``callback(null, rows)``."""
        callee = call.callee
        if not isinstance(callee, ir.Name) or callee.name not in _BACK:
            return False
        return all(
            not argument.spread and isinstance(argument.value, (ir.Name, ir.Constant, ir.Attribute))
            for argument in call.arguments
        )

    def method(
        self, machine: Machine, state: State, site: int, receiver: Atom, name: str, given: Actuals
    ) -> Value | None:
        """What a method call on a value gives, with its effect on containers."""
        if name.endswith("="):
            value = given.get(0, None) or unknown("a property that is set")
            self.store(machine, state, (receiver,), name.removesuffix("="), value)
            return value
        if isinstance(receiver, Text):
            return texts.method(machine, state, site, receiver, name, given)
        if isinstance(receiver, (Number, Literal)) and name in ("toString", "toFixed", "valueOf"):
            return self._number_method(receiver, name, given)
        return containers.method(machine, state, site, receiver, name, given)

    @staticmethod
    def _number_method(receiver: Atom, name: str, given: Actuals) -> Value | None:
        number = isinstance(receiver, Number) or (
            isinstance(receiver, Literal) and receiver.kind in ("int", "float", "bigint")
        )
        if not number:
            return None
        if name == "valueOf":
            return (receiver,)
        if name == "toFixed" or not given.all():
            return hole(NUMBER)
        letters = "0123456789abcdefghijklmnopqrstuvwxyz.-NI"
        return hole("matched", frozenset(letters))

    def foreign(
        self, machine: Machine, state: State, site: int, name: str, given: Actuals, *, made: bool
    ) -> Value | None:
        """Methods of texts and lists, of an object that is not known.

        Whoever sends data cannot send functions, and code in view defines no other such method.
        """
        unit = machine.unit
        model = machine.calls.get(f"{ANY}{name}")
        if model is not None:
            return model(Calling(machine, state, site, given))
        if not isinstance(unit, ScriptUnit) or unit.defines_method(name):
            return None
        seen = unit.whole or not made
        if name == "map":
            return containers.mapped_unknown(machine, state, site, given, converts=seen)
        if name == "filter" and seen:
            return containers.filtered_unknown(machine, state, site, given)
        if name in ("replace", "replaceAll"):
            return texts.stripped(machine, state, None, given)
        if name == "toFixed":
            return hole(NUMBER)
        if name in _OF_TEXTS and texts.ANY_TEXT in machine.calls:
            state.escape(*given.all())
            return hole(texts.ANYTHING)
        return None

    def library(
        self, machine: Machine, state: State, site: int, path: str, given: Actuals
    ) -> Value | None:
        """A function that is known by its last name alone, wherever it comes from."""
        last = path.rpartition(".")[2].partition("@")[0]
        model = machine.calls.get(f"{ANY}{last}")
        if model is None or path.startswith("builtins."):
            return None
        return model(Calling(machine, state, site, given))

    def is_standard(self, path: str) -> bool:
        """Whether a function is none of the program's own modules: those may make any object."""
        return not path.startswith((".", "@/", "~"))

    def builtin(
        self, machine: Machine, state: State, site: int, name: str, given: Actuals
    ) -> Value | None:
        """What a call of a builtin gives."""
        return builtins.call(machine, state, site, name, given)

    # Tests

    def narrowed(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``LIST.includes(x)``, ``/^\\d+$/.test(x)``, ``typeof x === "number"``."""
        if len(call.arguments) not in (1, 2) or any(a.spread or a.name for a in call.arguments):
            return None
        first = call.arguments[0].value
        callee = call.callee
        if isinstance(callee, ir.Attribute) and len(call.arguments) == 1:
            if _is_another(machine, callee, first):
                return None
            found = self._by_method(machine, state, frame, callee, first)
            if found is not None and callee.name == "test":
                return _unless_grown(machine, state, frame, found)
            if found is not None:
                return found
        value = machine.evaluate(callee, state, frame)
        if len(value) != 1 or not isinstance(value[0], Symbol):
            return None
        path = value[0].path.removeprefix("builtins.")
        if path in ("isFinite", "Number.isFinite") and len(call.arguments) == 1:
            numeric = _numeric(machine, state, frame, first, path == "isFinite")
            if numeric is not None:
                return numeric
        asked = machine.calls.get(f"{ASKS}{path}")
        if asked is not None:
            given = tuple(machine.evaluate(a.value, state, frame) for a in call.arguments)
            kept = asked(Calling(machine, state, 0, Actuals(given)))
            return _unless_grown(machine, state, frame, (first, kept)) if kept else None
        if len(call.arguments) == 2:
            if path in ("Object.hasOwn", "Object.prototype.hasOwnProperty.call"):
                table = machine.evaluate(first, state, frame)
                keys = containers.keys_of(state, table)
                return (call.arguments[1].value, keys) if keys else None
            return None
        kept = _of_type(machine, state, path, machine.evaluate(first, state, frame))
        return (first, kept) if kept else None

    @staticmethod
    def _by_method(
        machine: Machine, state: State, frame: Frame, callee: ir.Attribute, first: ir.Expression
    ) -> tuple[ir.Expression, Value] | None:
        if callee.name not in (
            "includes",
            "has",
            "hasOwnProperty",
            "some",
            "test",
            "match",
            "startsWith",
        ):
            return None
        owner = machine.evaluate(callee.value, state, frame)
        match callee.name:
            case "includes" | "has":
                members = containers.members(state, owner, callee.name)
                return (first, members) if members else None
            case "hasOwnProperty":
                keys = containers.keys_of(state, owner)
                return (first, keys) if keys else None
            case "some":
                other = _compared_with_each(first)
                members = containers.members(state, owner, "includes") if other else None
                return (other, members) if other and members else None
            case "test":
                found = _as_tested(machine, owner, _matched(owner, first))
                begun = texts.begun(owner) if found is None else None
                return (first, begun) if begun is not None else found
            case "startsWith":
                asked = machine.evaluate(first, state, frame)
                kept = texts.below(owner, asked) or _begins(machine, owner, asked)
                return (callee.value, kept) if kept else None
            case _:
                pattern = machine.evaluate(first, state, frame)
                return _matched(pattern, callee.value)

    def finds(self, call: ir.Call) -> bool:
        """``text.match(pattern)`` gives a match or ``null``."""
        return isinstance(call.callee, ir.Attribute) and call.callee.name == "match"

    def refuted(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``/[^a-z]/.test(x)`` came out false."""
        callee = call.callee
        if len(call.arguments) != 1 or call.arguments[0].spread or call.arguments[0].name:
            return None
        if (path := _asked(machine, state, frame, callee)) in ("isNaN", "Number.isNaN"):
            return _numeric(machine, state, frame, call.arguments[0].value, path == "isNaN")
        if texts.LACKING in machine.calls:
            found = _stays_below(machine, state, frame, call)
            if found is not None:
                return found
        if not isinstance(callee, ir.Attribute) or callee.name not in ("test", "includes"):
            return None
        if _is_another(machine, callee, call.arguments[0].value):
            return None
        owner = machine.evaluate(callee.value, state, frame)
        if callee.name == "includes":
            return _lacking(machine, state, frame, callee, call.arguments[0].value)
        missing = texts.missing(owner) if texts.LACKING in machine.calls else None
        if missing is not None:
            found = _tested_without(machine, state, frame, call.arguments[0].value, missing)
            return _unless_grown(machine, state, frame, found) if found is not None else None
        letters = texts.only_letters(owner, "ium")
        if letters is None:
            return None
        kept = hole("matched", texts.tested(machine, owner, letters))
        return _unless_grown(machine, state, frame, (call.arguments[0].value, kept))


_MOVING = re.compile(rb"\b(?:var|arguments|eval|with)\b")

PIPE = "pipe: "
"""Before a class in a table: what it makes of a parameter that is decorated with it."""

_ANSWERING = frozenset(
    f"@nestjs/common.{name}"
    for name in ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "All")
)
# Nest applies pipes to these alone: not to what `@Headers` gives.
_TAKING = frozenset(f"@nestjs/common.{name}" for name in ("Param", "Query", "Body"))
_TOLD_OTHERWISE = re.compile(
    r"@nestjs/(?:microservices|event-emitter|websockets|schedule|bull|bullmq|graphql|cqrs)\b"
    r"|\.(?:\w+Pattern|Grpc\w+|SubscribeMessage|Cron|Interval|Timeout|Process|Rabbit\w+|On[A-Z]\w*)$"
)


def _leaves_alone(path: str) -> bool:
    """Whether a decorator changes no method, and lets nobody else call it, as for messages.

    What is declared in view is no path: it may do either.
    """
    return bool(path) and _TOLD_OTHERWISE.search(path) is None


def _path_of(machine: Machine, frame: Frame, node: ir.Expression) -> str:
    """What a decorator or pipe is: named, called or made."""
    callee = node.callee if isinstance(node, ir.Call) else node
    value = machine.evaluate(callee, State(), frame)
    return value[0].path if len(value) == 1 and isinstance(value[0], Symbol) else ""


NUMERIC = "asks: numeric"
"""The model of a text that turns into a number: digits, blanks, ``1e5``, ``0x1f``, or nothing."""


def _asked(machine: Machine, state: State, frame: Frame, callee: ir.Expression) -> str:
    """The function of the language that is asked."""
    value = machine.evaluate(callee, state, frame)
    path = value[0].path if len(value) == 1 and isinstance(value[0], Symbol) else ""
    return path.removeprefix("builtins.") if path.startswith("builtins.") else ""


def _numeric(
    machine: Machine, state: State, frame: Frame, given: ir.Expression, converts: bool
) -> tuple[ir.Expression, Value] | None:
    """``isNaN(x)``, ``Number.isNaN(Number(x))`` came out false: ``x`` turns into a number.

    ``Number.isNaN`` alone converts nothing, and ``parseInt`` only looks at a beginning.
    """
    inner = given
    if isinstance(given, ir.Unary) and given.op == "+":
        inner = given.operand
    elif isinstance(given, ir.Call) and len(given.arguments) == 1:
        plain = not given.arguments[0].spread and not given.arguments[0].name
        if plain and _asked(machine, state, frame, given.callee) == "Number":
            inner = given.arguments[0].value
    if inner is given and not converts:
        return None
    known = machine.evaluate(inner, state, frame)
    if not all(map(_may_be_asked, known)) or all(map(_is_number, known)):
        return None
    model = machine.calls.get(NUMERIC)
    kept = model(Calling(machine, state, 0, Actuals())) if model is not None else None
    return _unless_grown(machine, state, frame, (inner, kept)) if kept else None


def _unless_grown(
    machine: Machine, state: State, frame: Frame, found: tuple[ir.Expression, Value]
) -> tuple[ir.Expression, Value] | None:
    """What a question tells that makes a text of what it is asked: a list may be filled later."""
    target, value = found
    unit = machine.unit
    name = target.name if isinstance(target, (ir.Name, ir.Attribute)) else None
    if name is None or not isinstance(unit, ScriptUnit):
        return found
    known = machine.evaluate(target, state, frame)
    lists = any(isinstance(a, (Unknown, Symbol)) or texts.may_be_list(a) for a in known)
    shown = any(isinstance(atom, Text) and atom.constant is None for atom in value)
    return None if lists and shown and unit.may_grow(name) else found


def _stays_below(
    machine: Machine, state: State, frame: Frame, call: ir.Call
) -> tuple[ir.Expression, Value] | None:
    """A relative path does not begin with ``..``, or is not absolute: both together lead down."""
    callee, first = call.callee, call.arguments[0].value
    if isinstance(callee, ir.Attribute) and callee.name == "startsWith":
        if _is_another(machine, callee, first):
            return None
        asked = texts.constant(machine.evaluate(first, state, frame))
        left = texts.turned(machine.evaluate(callee.value, state, frame), texts.CLIMBS)
        return (callee.value, left) if asked == ".." and left is not None else None
    value = machine.evaluate(callee, state, frame)
    if value != (Symbol("path.isAbsolute"),):
        return None
    left = texts.turned(machine.evaluate(first, state, frame), texts.LEAVES)
    return (first, left) if left is not None else None


def _compared_with_each(function: ir.Expression) -> ir.Name | None:
    """``x`` of ``list.some((one) => one === x)``."""
    if not isinstance(function, ir.Lambda) or function.scope.detached:
        return None
    scope = function.scope
    body = scope.body
    names = [one.name for one in scope.parameters if one.kind == "either"]
    if len(names) != 1 or len(body) != 1 or not isinstance(body[0], ir.Return):
        return None
    match body[0].value:
        case ir.Compare(left=ir.Name() as one, links=(("==", ir.Name() as other),)):
            if one.name == names[0] and not scope.binds(other.name):
                return other
            return one if other.name == names[0] and not scope.binds(one.name) else None
        case _:
            return None


def _lacking(
    machine: Machine, state: State, frame: Frame, callee: ir.Attribute, first: ir.Expression
) -> tuple[ir.Expression, Value] | None:
    """``x.includes("..")`` came out false."""
    unit = machine.unit
    own = isinstance(unit, ScriptUnit) and unit.defines_method("includes")
    asked = texts.constant(machine.evaluate(first, state, frame))
    if texts.LACKING not in machine.calls or own or asked is None:
        return None
    left = texts.lacking(machine.evaluate(callee.value, state, frame), asked)
    return (callee.value, left) if left is not None else None


def _tested_without(
    machine: Machine, state: State, frame: Frame, given: ir.Expression, missing: frozenset[str]
) -> tuple[ir.Expression, Value] | None:
    """``/\\.\\./.test(x)`` came out false: as a text ``x`` has none, whatever it is."""
    value = machine.evaluate(given, state, frame)
    if not all(map(_may_be_asked, value)):
        return None
    for asked in missing:
        left = texts.lacking(value, asked)
        if left is None:
            return None
        value = left
    return given, tuple(map(texts.surely, value))


def _may_be_asked(atom: Atom) -> bool:
    """Whether a value is as a text what it is as a number: no object with both by itself."""
    if isinstance(atom, Unknown):
        return not atom.cause.made
    return isinstance(atom, (Symbol, Text, Number, Literal))


def _is_another(machine: Machine, callee: ir.Attribute, given: ir.Expression) -> bool:
    """Whether a method may not do what it does elsewhere."""
    unit = machine.unit
    if unit.attribute_written(callee.name):
        return True
    if callee.name not in ("test", "match"):
        return False
    # A test asks the pattern's own `exec`; and which pattern it is, `compile` may change.
    if unit.attribute_written("exec") or not isinstance(unit, ScriptUnit):
        return True
    pattern = given if callee.name == "match" else callee.value
    if isinstance(pattern, ir.Name) and unit.hands_on(pattern.name):
        return True
    if isinstance(pattern, ir.Attribute) and unit.hands_property_on(pattern.name):
        return True
    return unit.recompiles() or any(unit.overrides(name) for name in (callee.name, "exec"))


def _begins(machine: Machine, owner: Value, asked: Value) -> Value | None:
    """Something from outside that begins with a constant: only a text has this method."""
    unit = machine.unit
    constant = texts.constant(asked)
    foreign = all(isinstance(atom, (Unknown, Symbol)) for atom in owner)
    own = isinstance(unit, ScriptUnit) and unit.defines_method("startsWith")
    if not constant or not foreign or own:
        return None
    return (Text((constant, Hole(REST))),)


def _as_tested(
    machine: Machine, owner: Value, found: tuple[ir.Expression, Value] | None
) -> tuple[ir.Expression, Value] | None:
    letters = texts.full_letters(owner) if found is not None else None
    if found is None or letters is None:
        return None
    if found[1] != texts.whole_match(owner, letters):
        return found
    return found[0], texts.whole_match(owner, texts.tested(machine, owner, letters))


def _matched(owner: Value, subject: ir.Expression) -> tuple[ir.Expression, Value] | None:
    found = texts.matched(owner)
    return (subject, found) if found is not None else None


def _of_type(machine: Machine, state: State, path: str, value: Value) -> Value | None:
    """What is left of a value where a question about its type is answered with yes."""
    match path:
        case "typeof number" | "typeof bigint" | "Number.isInteger" | "Number.isSafeInteger":
            numbers = tuple(atom for atom in value if _is_number(atom))
            return numbers if numbers and len(numbers) == len(value) else NUMBERS
        case "Number.isFinite":
            return NUMBERS
        case "typeof boolean":
            return BOOLEANS
        case "typeof undefined":
            return NONE
        case "typeof string":
            model = machine.calls.get("typeof string")
            given = Actuals((value,))
            known = model(Calling(machine, state, 0, given)) if model is not None else None
            kept = tuple(
                atom
                for atom in value
                if isinstance(atom, (Text, Symbol, Bound))
                or (isinstance(atom, Unknown) and known is None)
            )
            lost = any(isinstance(atom, Unknown) for atom in value)
            return join(kept, known) if known is not None and lost else kept or None
        case _:
            return None


def _around(scope: ir.Scope) -> tuple[ir.Scope, str, str] | None:
    """The class whose ``this`` it is, in which method, which is of the class, or of objects."""
    around: ir.Scope | None = scope
    while around is not None and around.kind == "function" and not around.binds("this"):
        around = around.parent
    owner = around.parent if around is not None else None
    if owner is None or owner.kind != "class":
        return None
    _ = owner.body
    inside = [
        prefix
        for prefix in (METHOD, STATIC)
        for own, bindings in owner.bindings.items()
        if own.startswith(prefix) and any(binding.scope is around for binding in bindings)
    ]
    return (owner, inside[0], around.name) if around and len(inside) == 1 else None


def _own_field(machine: Machine, scope: ir.Scope, name: str) -> Value | None:
    """What the private field ``this.name`` begins as, if nothing in view sets or changes it."""
    unit = machine.unit
    found = _around(scope)
    if found is None or found[1] != METHOD or not isinstance(unit, ScriptUnit):
        return None
    if not unit.whole:
        # A slice may lack who sets it.
        return None
    owner = found[0]
    bindings = _members(owner, FIELD, name)
    initial = bindings[0].value if len(bindings) == 1 else None
    if initial is None or owner.types.get(f"{FIELD}{name}") != PRIVATE:
        return None
    if _is_decorated(machine, owner) or owner.bases or owner.binds_anything:
        return None
    if unit.field_written(name) or unit.reshaped(owner.name) or unit.given_away(owner.name):
        return None
    if not name.startswith("#") and unit.lends_object(found[2]):
        # What only the compiler keeps private may be set by code that does not name it.
        return None
    state = State()
    value = machine.evaluate(initial, state, Frame(owner, settled=True, counted=False))
    kept: Value = ()
    for atom in value:
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        if isinstance(content, Series) and unit.field_only_read(name):
            held = joined((*content.items, content.rest))
            if not all(isinstance(one, _PRIMITIVE) for one in held):
                return None
        elif not isinstance(content, (*_PRIMITIVE, Symbol)):
            return None
        kept = join(kept, (content,))
    return kept or None


_SHAPING = words("Injectable Controller Component Directive Pipe Catch UseGuards UseFilters Global")
_FRAMES = ("@nestjs/common", "@angular/core")


def _is_decorated(machine: Machine, scope: ir.Scope) -> bool:
    """Whether something else than a framework that makes its objects decorates a class."""
    outer = scope.parent
    if not scope.decorators or outer is None:
        return bool(scope.decorators)
    frame = Frame(outer, settled=True, counted=False)
    known = {f"{module}.{name}" for module in _FRAMES for name in _SHAPING}
    return any(_path_of(machine, frame, each) not in known for each in scope.decorators)


def _own_method(machine: Machine, scope: ir.Scope, name: str) -> ir.Scope | None:
    """The private method that ``this.name`` is in a method of the same class."""
    found = _around(scope)
    if found is None:
        return None
    owner, prefix, _ = found
    bindings = _members(owner, prefix, name)
    method = bindings[0].scope if len(bindings) == 1 and bindings[0].kind == "def" else None
    if method is None or PRIVATE not in method.types or method.decorators:
        return None
    unit = machine.unit
    if not name.startswith("#") and (not isinstance(unit, ScriptUnit) or unit.fills()):
        # What only the compiler keeps private may be set by a name that is not spelled.
        return None
    return method if _is_followed(machine, owner, name) else None


def _calls_in(scope: ir.Scope) -> Iterator[ir.Call]:
    """The calls that a function makes, and those of the functions inside of it."""
    pending = [scope]
    while pending:
        inner = pending.pop()
        for statement in ir.statements(inner.body):
            for expression in ir.expressions(statement):
                yield from (n for n in ir.inside(expression) if isinstance(n, ir.Call))
        pending.extend(inner.inner)


def _hands_on(call: ir.Call) -> bool:
    """Whether somebody is given the request, or all parts of its path."""
    for argument in call.arguments:
        match argument.value:
            case ir.Name(name="req") | ir.Attribute(value=ir.Name(name="req"), name="params"):
                return True
            case _:
                pass
    return False


_ORIGIN = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?", re.ASCII)


def _of_origin(state: State, name: str) -> Value | None:
    """``url.href`` where ``url.origin`` was found to be constant: an address on that host.

    A name and password may stand before the host; they do not move it.
    """
    if state.variables.get(name) != (Instance(ADDRESS),):
        return None
    origins = state.facts.get(f"{name}.origin", ())
    found: Value = ()
    for atom in origins:
        constant = atom.constant if isinstance(atom, Text) else None
        if constant is None or not _ORIGIN.fullmatch(constant):
            return None
        found = join(found, (Text((f"{constant}/", Hole(REST))),))
    return found or None


_MAPS_BODIES = re.compile(rb"['\"]restify['\"]|\bmapParams\b|\bParse\s*\.\s*Cloud\b")
"""Frameworks whose `params` may be the fields of a body."""


def _part_of_path(machine: Machine, state: State, scope: ir.Scope, name: str) -> Value | None:
    """``req.params.name`` of whoever answers a request: express has taken it out of the path.

    For families that must know what is a text: to the others it is user input.
    """
    model = machine.calls.get("typeof string")
    unit = machine.unit
    if model is None or unit.attribute_written("params") or unit.attribute_written(name):
        return None
    if isinstance(unit, ScriptUnit) and (unit.computes(name) or unit.mentions("param")):
        return None
    if _MAPS_BODIES.search(unit.code):
        return None
    around: ir.Scope | None = scope
    while around is not None and not around.binds("req"):
        around = around.parent
    if around is None or len(around.bindings["req"]) != 1 or unit.written_elsewhere("req"):
        return None
    given = [parameter.name for parameter in around.parameters]
    if "req" not in given or "res" not in given:
        return None
    if not isinstance(unit, ScriptUnit) or unit.fills() or unit.is_called(around.name):
        return None
    if around.name != "<function>" and not unit.whole:
        # Who calls it, and with what, is not in view.
        return None
    if any(_hands_on(call) for call in _calls_in(around)):
        return None
    route = unit.route_of(around.start, around.end)
    if route is not None and not _is_in_path(unit, *route, name):
        return None
    return model(Calling(machine, state, 0, Actuals()))


_VERBS = words("get post put patch delete del head options all any use")


def _is_in_path(unit: Unit, method: str, path: str, name: str) -> bool:
    """Whether a route has a part of this name; else something else is called so."""
    own = re.search(rf"[:*]{re.escape(name)}(?![A-Za-z0-9_])", path)
    return method in _VERBS and (own is not None or unit.mentions("mergeParams"))


def _gives_another(constructor: ir.Scope) -> bool:
    """Whether a constructor may return another object, which then is what ``new`` gives."""
    return any(
        isinstance(statement, ir.Return)
        and statement.value is not None
        and not (isinstance(statement.value, ir.Name) and statement.value.name == "this")
        for statement in ir.statements(constructor.body)
    )


def _members(scope: ir.Scope, prefix: str, name: str) -> list[ir.Binding]:
    _ = scope.body
    return scope.bindings.get(f"{prefix}{name}", [])


def _is_followed(machine: Machine, scope: ir.Scope, name: str) -> bool:
    """Whether the class decides alone what its member is."""
    unit = machine.unit
    if scope.bases or _is_decorated(machine, scope) or scope.binds_anything:
        return False
    if not isinstance(unit, ScriptUnit):
        return False
    if unit.field_written(name) or unit.reshaped(scope.name) or scope.binds(FIELD + name):
        return False
    return not unit.given_away(scope.name)


def _made_by(atom: Atom) -> Atom:
    match atom:
        case Symbol(path=path) if path.startswith("builtins."):
            name = path.removeprefix("builtins.")
            if name in ("String", "Boolean", "Number", "Date"):
                return Symbol(f"builtins.new {name}")
            return atom
        case Routine(scope=scope):
            return Unknown(Cause(f"an object of `{scope.name}`"))
        case _:
            return atom


def _is_number(atom: Atom) -> bool:
    return isinstance(atom, Number) or (isinstance(atom, Literal) and atom.kind in _PLAIN)


def _arithmetic(op: str, a: Atom, b: Atom) -> Value | None:
    """Numbers, whatever goes in; small whole ones exactly."""
    if (
        isinstance(a, Literal)
        and isinstance(b, Literal)
        and a.kind == "int"
        and b.kind == "int"
        and isinstance(a.value, int)
        and isinstance(b.value, int)
    ):
        x, y = a.value, b.value
        result: int | None = None
        match op:
            case "+":
                result = x + y
            case "-":
                result = x - y
            case "*":
                result = x * y if x and y else None
            case "%" if x >= 0 and y > 0:
                result = x % y
            case "/" if y and x and x % y == 0:
                result = x // y
            case _:
                pass
        if result is not None and abs(result) < EXACT:
            return literal(result)
    return NUMBERS


def _plain(atom: Atom) -> tuple[str, object] | None:
    match atom:
        case Text() if atom.constant is not None and atom.flavour == "str":
            return "text", atom.constant
        case Literal(kind="int" | "float", value=value):
            return "number", value
        case Literal(kind="NaN"):
            return None
        case Literal(kind=kind, value=value):
            return kind, value
        case _:
            return None


def _ordered(op: str, x: str | float, y: str | float) -> bool | None:
    match op:
        case "<":
            return x < y  # type: ignore[operator]
        case ">":
            return x > y  # type: ignore[operator]
        case "<=":
            return x <= y  # type: ignore[operator]
        case ">=":
            return x >= y  # type: ignore[operator]
        case _:
            return None
