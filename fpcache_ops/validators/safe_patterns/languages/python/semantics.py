"""What Python's own values do: operators, methods of texts and containers, builtins, tests."""

import builtins
import operator
import string
import sys
from collections.abc import Callable, Mapping
from typing import Any

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import (
    SLICE,
    Expressions,
    exact_items,
    plain_key,
    table_of,
)
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.language import Construction, Plain
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.patterns import (
    firsts_of,
    is_named,
    letters_of,
    may_be_empty,
)
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.texts import built, repeated, split, too_many
from fpcache_ops.validators.safe_patterns.engine.values import (
    ALTERNATIVES,
    BOOLEANS,
    CHOSEN,
    NONE,
    NUMBER,
    NUMBERS,
    TEXT_LIMIT,
    Atom,
    Bound,
    Hole,
    Instance,
    Literal,
    Number,
    Pieces,
    Reference,
    Repeat,
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
from fpcache_ops.validators.safe_patterns.languages.python import (
    addresses,
    enums,
    formatting,
    objects,
    paths,
    routes,
    shapes,
)
from fpcache_ops.validators.safe_patterns.languages.python.flags import is_ascii

_BUILTINS = frozenset(dir(builtins)) - {"copyright", "credits", "license", "_"}
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_STANDARD = sys.stdlib_module_names | {"builtins"}
_EXACT_LIMIT = 1 << 63
_LENGTH_LIMIT = 64
"""Items of a list that are told apart."""
_MAPPED = "what a function gives for each item"

# Methods of texts whose result on constants is computed; arguments are constants, too.
_FOLDED = frozenset(
    {
        "lower",
        "upper",
        "title",
        "capitalize",
        "casefold",
        "swapcase",
        "strip",
        "lstrip",
        "rstrip",
        "removeprefix",
        "removesuffix",
    }
)
_SPLITS = frozenset({"split", "rsplit", "splitlines"})
_TESTS = frozenset(
    {
        "startswith",
        "endswith",
        "isdigit",
        "isdecimal",
        "isalpha",
        "isalnum",
        "isidentifier",
        "isnumeric",
        "isspace",
        "islower",
        "isupper",
        "isascii",
        "isprintable",
        "istitle",
    }
)
_COUNTS = frozenset({"count", "find", "rfind", "index", "rindex"})
_CONSUMERS = frozenset(
    {"list", "tuple", "set", "frozenset", "sorted", "any", "all", "sum", "min", "max", "dict"}
)
_NUMERIC = frozenset({"int", "float", "len", "ord", "hash", "id"})
_NUMBER_TYPES = frozenset({"builtins.int", "builtins.float", "builtins.bool"})


_LETTERS = frozenset(string.ascii_letters + string.digits + "_") | {"\\w"}
"""What ``\\w`` stands for: the last one is all letters and digits of other alphabets."""

_MADE_OF: Mapping[str, Value] = {
    **dict.fromkeys(("isdigit", "isdecimal"), hole(NUMBER)),
    **dict.fromkeys(("isalnum", "isalpha", "isidentifier"), hole("matched", _LETTERS, filled=True)),
}
"""What a text is that says this of itself."""


class Python(Plain):
    """Python's semantics; without state of its own."""

    freezers = frozenset({"types.MappingProxyType"})
    collects = "tuple"
    falls_back = True
    finds_first = False

    def is_builtin(self, name: str) -> bool:
        """Whether a name that is bound nowhere is one of the language."""
        return name in _BUILTINS or name == "__file__"

    def is_standard(self, path: str) -> bool:
        """Whether a function is of Python's own library."""
        return path.partition(".")[0] in _STANDARD

    def text_of(self, atom: Atom) -> Pieces | None:
        """What ``str()`` gives."""
        match atom:
            case Text(pieces=pieces, flavour=flavour) if flavour != "bytes":
                return pieces
            case Literal(value=value):
                return (str(value),)
            case Number():
                return (Hole(NUMBER),)
            case Instance(kind="uuid"):
                return (Hole("matched", frozenset("0123456789abcdef-"), filled=True),)
            case Instance(kind=enums.MEMBER):
                # Its name or its value, by the version of the language.
                return (Hole(CHOSEN),)
            case Instance(kind=paths.PATH | paths.NAME):
                found = paths.text_of(atom)
                return found.pieces if found is not None else None
            case Instance():
                return shapes.text_of(atom)
            case _:
                return None

    def truth(self, atom: Atom) -> bool | None:
        """What ``bool()`` gives."""
        match atom:
            case Literal(value=value):
                return bool(value)
            case Text(pieces=pieces):
                if not pieces:
                    return False
                return True if any(isinstance(piece, str) for piece in pieces) else None
            case Series(items=items, rest=rest):
                if items:
                    return True
                return None if rest else False
            case Symbol(path="typing.TYPE_CHECKING" | "typing_extensions.TYPE_CHECKING"):
                return False
            case _:
                return None

    def attribute(self, machine: Machine, state: State, atom: Atom, name: str) -> Value | None:
        """An attribute of a value that is no method."""
        if isinstance(atom, Instance) and atom.kind == "uuid" and name == "hex":
            return hole("matched", frozenset("0123456789abcdef"), filled=True)
        if isinstance(atom, Instance) and atom.kind == paths.PATH:
            return paths.attribute(atom, name)
        member = enums.attribute(machine, atom, name) or shapes.attribute(atom, name)
        if member is not None:
            return member
        return objects.attribute(machine, state, atom, name)

    def item(self, machine: Machine, state: State, atom: Atom, key: Value) -> Value | None:
        """``Sort[name]``."""
        return enums.item(machine, atom, key)

    def instance(self, machine: Machine, scope: ir.Scope, given: Actuals) -> Value | None:
        """``Sort(value)``."""
        if not given.closed or len(given.all()) != 1:
            return None
        return enums.one_of(machine, scope)

    def store(self, machine: Machine, state: State, owner: Value, name: str, value: Value) -> None:
        """An attribute of an object made in view is known; what others hold is not followed."""
        objects.store(machine, state, owner, name, value)

    def member(
        self, machine: Machine, receiver: Atom, name: str, given: Actuals
    ) -> ir.Scope | None:
        """The method of an object whose class is certain; another class may override it."""
        return objects.member(machine, receiver, name)

    def stands_for(self, receiver: Atom) -> Value:
        """``super()`` stands for ``self``."""
        return objects.stands_for(receiver)

    def looks_around(
        self, machine: Machine, state: State, frame: Frame, name: str, given: Actuals
    ) -> Value | None:
        """``super()``; ``locals()`` and ``eval`` hand out all variables there are."""
        if name == "super":
            return objects.parent(machine, state, frame, given)
        if name in ("locals", "vars", "exec") or (name == "eval" and len(given.all()) < 2):
            state.escape(*state.variables.values())
        return None

    def receiver(self, scope: ir.Scope) -> Value:
        """``self`` is a parameter like any other."""
        return unknown(f"the object that `{scope.name}` is called on")

    def handed_in(
        self, machine: Machine, state: State, scope: ir.Scope, parameter: ir.Parameter
    ) -> Value | None:
        """A view is given what its route, or the type of its parameter, says."""
        return routes.given(machine, scope, parameter)

    def construct(self, machine: Machine, scope: ir.Scope, given: Actuals) -> Construction | None:
        """An object without fields, then ``__init__``."""
        return objects.construct(machine, scope, given)

    def elements(self, machine: Machine, state: State, atom: Atom) -> Value | None:
        """Objects whose classes only look when they are asked for items stay as they are."""
        if isinstance(atom, Instance) and atom.kind == _MAPPED:
            return self._mapped(machine, state, *atom.details)
        return unknown("an item of an object") if objects.is_followed(machine, atom) else None

    def cast(self, declared: str, value: Value) -> Value:
        """Annotations decide nothing."""
        return value

    # Operators

    def binary(
        self, machine: Machine, state: State, site: int, op: str, left: Value, right: Value
    ) -> Value | None:
        """What an operator gives."""
        results: list[Value] = []
        for a in left:
            for b in right:
                value = self._binary(machine, state, site, op, a, b)
                if value is None:
                    return None
                results.append(value)
        return joined(results) if results else None

    def _binary(
        self, machine: Machine, state: State, site: int, op: str, a: Atom, b: Atom
    ) -> Value | None:
        # Only a text can be put beside a text.
        a, b = (paths.as_text(a), paths.as_text(b)) if op == "+" else (a, b)
        if op == "%" and isinstance(a, Text) and a.flavour == "str":
            return self._percent(machine, state, a, b)
        if isinstance(a, (Literal, Number)) and isinstance(b, (Literal, Number)):
            return self._arithmetic(op, a, b)
        match op, a, b:
            case "+", Text(flavour=one), Text(flavour=other) if one == other and one in (
                "str",
                "bytes",
            ):
                whole = built([[a.pieces], [b.pieces]], one)
                return whole if whole is not None else too_many()
            case "*", Text(flavour="str"), _ if isinstance(b, (Literal, Number)):
                return self._times(a, b)
            case "*", _, Text(flavour="str") if isinstance(a, (Literal, Number)):
                return self._times(b, a)
            case "+" | "*", _, _:
                return self._sequences(state, site, op, a, b)
            case "|", _, _:
                one_, other_ = _content(a, state), _content(b, state)
                sets = ("set", "frozenset")
                if (
                    isinstance(one_, Series)
                    and isinstance(other_, Series)
                    and one_.kind in sets
                    and other_.kind in sets
                ):
                    rest = joined((*one_.items, one_.rest, *other_.items, other_.rest))
                    return _made(state, site, Series("set", (), rest))
                return None
            case _:
                return None

    @staticmethod
    def _arithmetic(op: str, a: Literal | Number, b: Literal | Number) -> Value | None:
        if isinstance(a, Literal) and isinstance(b, Literal):
            x, y = a.value, b.value
            if (
                type(x) is int
                and type(y) is int
                and abs(x) < _EXACT_LIMIT
                and abs(y) < _EXACT_LIMIT
            ):
                match op:
                    case "+":
                        return literal(x + y)
                    case "-":
                        return literal(x - y)
                    case "*":
                        return literal(x * y)
                    case "//" if y:
                        return literal(x // y)
                    case "%" if y:
                        return literal(x % y)
                    case _:
                        pass
            if x is None or y is None:
                return None
        for side in (a, b):
            if isinstance(side, Literal) and side.value is None:
                return None
        return NUMBERS if op in ("+", "-", "*", "/", "//", "%", "<<", ">>", "&", "|", "^") else None

    @staticmethod
    def _times(a: Text, b: Literal | Number) -> Value | None:
        whole = a.constant
        if whole is None:
            return None
        if isinstance(b, Literal):
            if type(b.value) is not int:
                return None
            if len(whole) * max(b.value, 0) <= 200:
                return text(whole * b.value)
            if len(whole) * b.value > TEXT_LIMIT:
                return None
        return (Text(repeated([(whole,)] if whole else [], "")),)

    @staticmethod
    def _sequences(state: State, site: int, op: str, a: Atom, b: Atom) -> Value | None:
        one, other = _content(a, state), _content(b, state)
        if op == "+" and isinstance(one, Series) and isinstance(other, Series):
            if one.kind != other.kind or one.kind not in ("list", "tuple"):
                return None
            if one.rest:
                rest = joined((one.rest, *other.items, other.rest))
                return _made(state, site, Series(one.kind, one.items, rest))
            both = Series(one.kind, (*one.items, *other.items), other.rest)
            return _made(state, site, both)
        if op == "*" and isinstance(one, Series) and isinstance(b, (Literal, Number)):
            if one.kind not in ("list", "tuple"):
                return None
            return _made(state, site, Series(one.kind, (), joined((*one.items, one.rest))))
        return None

    def _percent(self, machine: Machine, state: State, template: Text, given: Atom) -> Value | None:
        whole = template.constant
        if whole is None or machine.unit.mentions("__rmod__"):
            return None
        content = _content(given, state)
        if isinstance(content, Series) and content.kind == "tuple":
            if content.rest:
                return None
            items = content.items
            return formatting.percent(
                whole,
                self.text_of,
                lambda key: items[key] if isinstance(key, int) and key < len(items) else None,
                len(items),
            )
        if isinstance(content, Table):
            known, rest = dict(content.items), content.rest
            return formatting.percent(
                whole,
                self.text_of,
                lambda key: (known.get(key) or rest or None) if isinstance(key, str) else None,
                None,
            )
        single = isinstance(given, (Text, Number, Literal)) or (
            isinstance(given, Instance) and self.text_of(given) is not None
        )
        one: Value = (given,)
        return formatting.percent(
            whole,
            self.text_of,
            lambda key: one if key == 0 or isinstance(given, Unknown) else None,
            1 if single else None,
        )

    def interpolated(
        self, machine: Machine, parts: tuple[str | tuple[Value, str, Value | None], ...]
    ) -> Value:
        """What an f-string gives."""
        forms: list[list[Pieces]] = []
        for part in parts:
            if isinstance(part, str):
                forms.append([(part,)])
                continue
            value, conversion, spec = part
            constant = ""
            if spec is not None:
                constant_spec = spec[0].constant if isinstance(spec[0], Text) else None
                if len(spec) != 1 or constant_spec is None:
                    return unknown("a format that is not constant")
                constant = constant_spec
            digits = not machine.unit.mentions("__format__")
            moments = shapes.spelled(value, constant) if not conversion else None
            shown = moments or formatting.shown(
                value, conversion, constant, self.text_of, digits=digits
            )
            if shown is None:
                lost = next((atom for atom in value if isinstance(atom, Unknown)), None)
                return (lost,) if lost else unknown("a value whose text is not modelled")
            forms.append(shown)
        result = built(forms)
        return result if result is not None else too_many()

    def unary(self, op: str, operand: Value) -> Value | None:
        """``-x``, ``+x``, ``~x``."""
        if not all(isinstance(atom, (Number, Literal)) for atom in operand):
            return None
        if op == "-" and len(operand) == 1:
            (atom,) = operand
            if isinstance(atom, Literal) and type(atom.value) is int:
                return literal(-atom.value)
        return NUMBERS

    def compare(self, op: str, left: Atom, right: Atom) -> bool | None:
        """Constants of one kind are compared; only ``None`` has an identity."""
        a, b = _plain(left), _plain(right)
        if a is None or b is None or a[0] != b[0]:
            return None
        if op in ("is", "is not") and a[0] != "NoneType":
            return None
        match op:
            case "==" | "is":
                return a[1] == b[1]
            case "!=" | "is not":
                return a[1] != b[1]
            case _:
                return _ordered(op, a[1], b[1])

    def equal_numbers(self) -> Value | None:
        """``1 == 1.0 == True``."""
        return NUMBERS

    # Calls

    def consumes(self, callee: Value) -> bool:
        """Whether a call takes all items of a lazy argument before it returns."""
        return bool(callee) and all(
            (isinstance(atom, Symbol) and atom.path.removeprefix("builtins.") in _CONSUMERS)
            or (
                isinstance(atom, Bound)
                and isinstance(atom.receiver, (Text, Instance))
                and atom.name == "join"
            )
            for atom in callee
        )

    def builtin(
        self, machine: Machine, state: State, site: int, name: str, given: Actuals
    ) -> Value | None:
        """What a call of a builtin gives."""
        assert isinstance(machine, Expressions)
        first = given.get(0, None)
        if name in _NUMERIC:
            if name == "len" and (length := _length(first, state)) is not None:
                return literal(length)
            if name in ("int", "float"):
                machine.measures.add("conversion")
                if not given.closed:
                    return None
            return NUMBERS
        if name in ("isinstance", "issubclass", "hasattr", "callable", "any", "all", "bool"):
            return BOOLEANS
        if name in ("abs", "round", "sum", "pow", "divmod") and name != "divmod":
            values = machine.elements(first, state) if name == "sum" and first else first
            # The other arguments are added to these, or are their exponents.
            values = joined((values or (), *given.all()[1:]))
            if values and all(isinstance(atom, (Number, Literal)) for atom in values):
                return NUMBERS if given.closed else None
            return None
        if name in ("min", "max"):
            return self._extreme(machine, state, given)
        if name == "str":
            return self._str(given)
        if name in ("list", "tuple", "set", "frozenset", "sorted"):
            return self._collected(machine, state, site, name, given)
        if name == "dict":
            return self._dict(machine, state, site, given)
        if name == "range":
            return (Instance("numbers"),)
        if name == "slice" and given.closed and not given.named:
            bounds = given.positional[:3]
            low = () if len(bounds) > 1 else (NONE,)
            return (Instance(SLICE, (*low, *bounds, NONE, NONE)[:3]),)
        if name in ("enumerate", "reversed", "iter") and first is not None:
            kind = "enumerate" if name == "enumerate" else "reversed"
            return (Instance(kind, (first,)),) if name != "iter" or len(given.all()) == 1 else None
        if name == "next" and given.closed and not given.named and first is not None:
            return joined((machine.elements(first, state), *given.positional[1:]))
        if name == "zip" and given.closed:
            return (Instance("zip", given.positional),)
        if name == "map" and len(given.positional) == 2 and given.closed:
            return self._map(machine, state, given)
        if name == "open":
            state.escape(*given.all())
            return (Instance("file"),)
        if name == "print":
            state.escape(*(value for _, value in given.named))
            return NONE
        if name == "format" and first is not None and len(given.all()) == 1:
            return self._str(given)
        return None

    def _extreme(self, machine: Machine, state: State, given: Actuals) -> Value | None:
        assert isinstance(machine, Expressions)
        if not given.closed or not given.positional:
            return None
        state.escape(*(value for _, value in given.named))
        if len(given.positional) == 1:
            found = machine.elements(given.positional[0], state)
        else:
            found = joined(given.positional)
        default = given.get(None, "default")
        return join(found, default) if default is not None else found

    def _str(self, given: Actuals) -> Value | None:
        if not given.closed:
            return None
        if not given.all():
            return text("")
        if len(given.positional) != 1 or given.named:
            return None
        forms: list[Text] = []
        for atom in given.positional[0]:
            pieces = self.text_of(atom)
            if pieces is None:
                lost = next((a for a in given.positional[0] if isinstance(a, Unknown)), None)
                return (lost,) if lost else None
            forms.append(Text(pieces))
        return tuple(dict.fromkeys(forms))

    @staticmethod
    def _collected(
        machine: Machine, state: State, site: int, name: str, given: Actuals
    ) -> Value | None:
        assert isinstance(machine, Expressions)
        kind = "list" if name == "sorted" else name
        if not given.closed or len(given.positional) > 1:
            return None
        if not given.positional:
            return _made(state, site, Series(kind, ()))
        # A key function is given every item.
        state.escape(*(value for _, value in given.named))
        source = given.positional[0]
        exact = exact_items(source, state)
        if exact is not None and name in ("list", "tuple"):
            return _made(state, site, Series(kind, exact))
        return _made(state, site, Series(kind, (), machine.elements(source, state)))

    @staticmethod
    def _dict(machine: Machine, state: State, site: int, given: Actuals) -> Value | None:
        if given.more or given.more_named or len(given.positional) > 1:
            return None
        known: dict[str | int, Value] = {}
        rest: Value = ()
        if given.positional:
            source = given.positional[0]
            table = table_of(source, state)
            if len(source) == 1 and isinstance(source[0], Symbol):
                inside = machine.constants.get(f"{source[0].path}[]")
                table = Table((), inside) if inside is not None else None
            if table is None:
                return None
            known, rest = dict(table.items), table.rest
        known.update(given.named)
        return _made(state, site, Table(tuple(known.items()), rest))

    def _map(self, machine: Machine, state: State, given: Actuals) -> Value | None:
        """Runs when its items are asked for: of what may change, they are those of then."""
        function, source = given.positional
        if not function or not all(isinstance(atom, Symbol) for atom in function):
            return None
        if any(isinstance(atom, (Reference, Instance)) for atom in source):
            return (Instance(_MAPPED, (function, source)),)
        result = self._mapped(machine, state, function, source)
        if all(isinstance(atom, Number) for atom in result):
            return (Instance("numbers"),)
        if any(isinstance(atom, Reference) for atom in result):
            return None
        return (Series("iterator", (), result),)

    @staticmethod
    def _mapped(machine: Machine, state: State, function: Value, source: Value) -> Value:
        """What functions of a library give for each item."""
        assert isinstance(machine, Expressions)
        item = machine.elements(source, state)
        module = machine.unit.module
        frame = Frame(module, settled=True, counted=False)
        node = ir.Opaque(module.start, module.end, (), "mapped")
        given = Actuals((item,))
        return joined(machine.apply((atom,), given, state, frame, node) for atom in function)

    # Methods

    def method(
        self, machine: Machine, state: State, site: int, receiver: Atom, name: str, given: Actuals
    ) -> Value | None:
        """What a method call on a value gives, with its effect on containers."""
        if objects.made_by_object(machine, receiver, name, given):
            return NONE
        if given.closed and not given.named:
            shaped = shapes.method(receiver, name, given.positional)
            if shaped is not None:
                return shaped
        if isinstance(receiver, Text):
            return self._text_method(machine, state, site, receiver, name, given)
        content = _content(receiver, state)
        reference = receiver if isinstance(receiver, Reference) else None
        if isinstance(content, Series):
            return self._series_method(machine, state, site, reference, content, name, given)
        if isinstance(content, Table):
            return self._table_method(machine, state, site, receiver, content, name, given)
        if isinstance(receiver, Number) and name in ("bit_length", "bit_count", "conjugate"):
            return NUMBERS
        return None

    def _text_method(
        self, machine: Machine, state: State, site: int, whole: Text, name: str, given: Actuals
    ) -> Value | None:
        if name in _TESTS or name in _COUNTS:
            return self._asked(whole, name, given)
        if whole.flavour == "bytes":
            return self._recoded(whole, given, "str") if name == "decode" else None
        if whole.flavour != "str":
            return None
        if name == "encode":
            return self._recoded(whole, given, "bytes")
        if name == "join":
            return self._join(machine, state, whole, given)
        if name in ("format", "format_map"):
            return self._format(machine, state, whole, name, given)
        if name == "replace":
            return self._replace(whole, given)
        constants = [_constant(value) for value in given.positional]
        if not given.closed or given.named or None in constants:
            return None
        arguments = [constant for constant in constants if constant is not None]
        constant = whole.constant
        if name in _FOLDED and constant is not None:
            method: Callable[..., object] = getattr(constant, name)
            try:
                folded = method(*arguments)
            except TypeError:
                return None
            return text(folded) if isinstance(folded, str) else None
        if name in _FOLDED and not arguments and whole.pieces == (Hole(NUMBER),):
            return (whole,)
        if name in _SPLITS and constant is not None and len(arguments) <= 1:
            try:
                words = getattr(constant, name)(*arguments)
            except (TypeError, ValueError):
                return None
            if len(words) > 200:
                return None
            return _made(state, site, Series("list", tuple(text(word) for word in words)))
        return None

    @staticmethod
    def _asked(whole: Text, name: str, given: Actuals) -> Value:
        """A question about a text: answered for constants."""
        constants = [_constant(value) for value in given.positional]
        known = whole.constant if whole.flavour == "str" else None
        if known is None or not known.isascii() or None in constants:
            return BOOLEANS if name in _TESTS else NUMBERS
        if given.closed and not given.named:
            try:
                answer = getattr(known, name)(*constants)
            except (TypeError, ValueError):
                return BOOLEANS if name in _TESTS else NUMBERS
            return literal(answer)
        return BOOLEANS if name in _TESTS else NUMBERS

    @staticmethod
    def _recoded(whole: Text, given: Actuals, flavour: str) -> Value | None:
        """Between text and bytes, in an encoding that keeps ASCII as it is."""
        encoding = given.get(0, "encoding")
        if not given.closed or len(given.all()) > 1:
            return None
        if encoding is not None:
            name = _constant(encoding)
            if name is None or name.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii"):
                return None
        if any(isinstance(piece, str) and not piece.isascii() for piece in whole.pieces):
            return None
        return (Text(whole.pieces, flavour),)

    def _join(self, machine: Machine, state: State, whole: Text, given: Actuals) -> Value | None:
        assert isinstance(machine, Expressions)
        if len(given.positional) != 1 or not given.closed or given.named:
            return None
        source = given.positional[0]
        exact = exact_items(source, state)
        if exact is None and len(source) == 1 and isinstance(source[0], Text):
            return self._join_letters(whole, source[0])
        if exact is not None:
            parts: list[list[Pieces]] = []
            for index, item in enumerate(exact):
                forms = _texts(item)
                if forms is None:
                    return _lost(item)
                parts += [[whole.pieces], forms] if index else [forms]
            result = built(parts)
            if result is not None:
                return result
        constant = whole.constant
        elements = machine.elements(source, state)
        choices = _texts(elements)
        if constant is None or choices is None:
            return _lost(elements)
        return (Text(repeated(choices, constant)),)

    @staticmethod
    def _join_letters(separator: Text, source: Text) -> Value | None:
        """``",".join("???")``: a text is a sequence of its letters."""
        if separator.constant is None or source.flavour != "str":
            return None
        if source.constant is not None:
            if len(source.constant) > 200:
                return None
            return text(separator.constant.join(source.constant))
        if len(source.pieces) == 1 and isinstance(source.pieces[0], Repeat):
            repeat = source.pieces[0]
            single = all(
                len(choice) == 1 and isinstance(choice[0], str) and len(choice[0]) == 1
                for choice in repeat.choices
            )
            if single and not repeat.separator:
                return (Text(repeated(repeat.choices, separator.constant)),)
        return None

    def _format(
        self, machine: Machine, state: State, whole: Text, name: str, given: Actuals
    ) -> Value | None:
        template = whole.constant
        if template is None:
            return None
        if name == "format_map":
            table = table_of(given.positional[0], state) if len(given.all()) == 1 else None
            if table is None:
                return None
            known, rest = dict(table.items), table.rest
            return formatting.braces(
                template,
                self.text_of,
                lambda key: (known.get(key) or rest or None) if isinstance(key, str) else None,
            )
        named = dict(given.named)

        def pick(key: int | str) -> Value | None:
            if isinstance(key, int):
                return given.positional[key] if key < len(given.positional) else None
            return named.get(key)

        digits = not machine.unit.mentions("__format__")

        def within(value: Value, key: int | str) -> Value | None:
            content = _content(value[0], state) if len(value) == 1 else None
            if isinstance(content, Table):
                return dict(content.items).get(key, content.rest) or None
            exact = isinstance(content, Series) and content.kind in ("list", "tuple")
            if exact and isinstance(content, Series) and isinstance(key, int):
                known = content.items[key : key + 1] if not content.rest else ()
                return known[0] if known else None
            return _lost(value)

        return formatting.braces(template, self.text_of, pick, digits=digits, within=within)

    @staticmethod
    def _replace(whole: Text, given: Actuals) -> Value | None:
        if len(given.positional) != 2 or not given.closed or given.named:
            return None
        old, new = given.positional
        wanted = _constant(old)
        texts = _texts(new)
        constant = whole.constant
        if constant is None or not wanted or texts is None:
            return _lost(new) if constant is not None else None
        results = [Text(split(whole.pieces, wanted, pieces)) for pieces in texts]
        if any(len(form.pieces) > 80 for form in results):
            return None
        return tuple(dict.fromkeys(results))

    def _series_method(
        self,
        machine: Machine,
        state: State,
        site: int,
        reference: Reference | None,
        content: Series,
        name: str,
        given: Actuals,
    ) -> Value | None:
        from fpcache_ops.validators.safe_patterns.engine.flow import Flow

        assert isinstance(machine, Flow)
        everything = joined((*content.items, content.rest))
        if name in ("index", "count"):
            return NUMBERS
        if name in ("isdisjoint", "issubset", "issuperset"):
            return BOOLEANS
        if name == "copy":
            return _made(state, site, content)
        if name in ("union", "intersection", "difference") and content.kind in ("set", "frozenset"):
            rest = everything
            if name == "union":
                rest = joined((rest, *(machine.elements(v, state) for v in given.positional)))
                if not given.closed:
                    return None
            return _made(state, site, Series("set", (), rest))
        if reference is None:
            return None
        one = given.get(0, None)
        if not given.closed or given.named:
            return None
        exact = not content.rest and content.kind == "list"
        if exact and len(content.items) < _LENGTH_LIMIT:
            changed, result = self._list_after(machine, state, content, name, given)
            if changed is not None:
                machine.note(state)
                state.replace(reference.site, changed)
                return result
        match name:
            case "append" | "add" if one is not None:
                machine.extend(reference, one, state)
                return NONE
            case "extend" | "update" if one is not None and len(given.positional) == 1:
                machine.extend(reference, machine.elements(one, state), state)
                return NONE
            case "insert" if len(given.positional) == 2:
                machine.shuffle(reference, given.positional[1], state)
                return NONE
            case "remove" | "discard" | "clear" | "sort" | "reverse":
                machine.shuffle(reference, (), state)
                return NONE
            case "pop":
                machine.shuffle(reference, (), state)
                return everything or None
            case _:
                return None

    @staticmethod
    def _list_after(
        machine: Expressions, state: State, content: Series, name: str, given: Actuals
    ) -> tuple[Series | None, Value]:
        """A list whose items are all known after a method has changed it, and what that gives."""
        items = list(content.items)
        match name, given.positional:
            case "append", (value,):
                items.append(value)
                return Series("list", tuple(items)), NONE
            case "extend", (source,) if (more := exact_items(source, state)) is not None:
                return Series("list", (*items, *more)), NONE
            case "insert", (where, value) if (index := _whole(where)) is not None:
                items.insert(index, value)
                return Series("list", tuple(items)), NONE
            case "pop", () if items:
                result = items.pop()
                return Series("list", tuple(items)), result
            case "pop", (where,) if (index := _whole(where)) is not None:
                if not -len(items) <= index < len(items):
                    return None, ()
                result = items.pop(index)
                return Series("list", tuple(items)), result
            case "remove", (wanted,):
                for index, item in enumerate(items):
                    outcome = machine.compare("==", item, wanted)
                    if outcome is None or not item:
                        return None, ()
                    if outcome:
                        del items[index]
                        return Series("list", tuple(items)), NONE
                return None, ()
            case "clear", ():
                return Series("list", ()), NONE
            case "reverse", ():
                return Series("list", tuple(reversed(items))), NONE
            case _:
                return None, ()

    def _table_method(
        self,
        machine: Machine,
        state: State,
        site: int,
        receiver: Atom,
        content: Table,
        name: str,
        given: Actuals,
    ) -> Value | None:
        from fpcache_ops.validators.safe_patterns.engine.flow import Flow

        assert isinstance(machine, Flow)
        if not given.closed:
            return None
        key, default = given.get(0, None), given.get(1, None)
        if name == "get" and key is not None and not given.named:
            found = machine.entry(content.items, content.rest, key)
            known = dict(content.items)
            present = not isinstance(receiver, Reference) and all(
                isinstance(atom, Text) and atom.constant in known for atom in key
            )
            return found if present else join(found, default if default is not None else NONE)
        if name in ("keys", "values", "items") and not given.all():
            return (Instance(name, ((receiver,),)),)
        if name == "copy" and not given.all():
            return _made(state, site, content)
        if not isinstance(receiver, Reference):
            return None
        match name:
            case "update":
                for other in given.positional:
                    table = table_of(other, state)
                    if table is None:
                        state.escape((receiver,), other)
                        return NONE
                    for word, value in table.items:
                        wanted = text(word) if isinstance(word, str) else literal(word)
                        certain = not table.rest
                        machine.put(receiver, wanted, value, state, certain=certain)
                    if table.rest:
                        machine.put(receiver, unknown("a key"), table.rest, state)
                for keyword, value in given.named:
                    machine.put(receiver, text(keyword), value, state, certain=True)
                return NONE
            case "setdefault" if key is not None and not given.named:
                machine.put(receiver, key, default if default is not None else NONE, state)
                found = machine.entry(content.items, content.rest, key)
                return join(found, default if default is not None else NONE)
            case "pop" if key is not None and (taken := _taken(content, key)) is not None:
                left, result = taken
                machine.note(state)
                state.replace(receiver.site, left)
                return join(result, default) if default is not None else result
            case "pop" | "popitem" | "clear":
                found = joined((*(item for _, item in content.items), content.rest))
                machine.shuffle(receiver, (), state)
                if name == "pop":
                    return join(found, default) if default is not None else found or None
                return NONE if name == "clear" else None
            case _:
                return None

    # Tests

    def narrowed(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``isinstance(x, int)``, ``x.isdigit()``, ``PATTERN.fullmatch(x)``."""
        own = addresses.allowed(machine, state, frame, call)
        if own is not None:
            return own
        arguments = call.arguments
        if any(argument.spread or argument.name for argument in arguments):
            return None
        begins = paths.begins(machine, state, frame, call)
        if begins is not None:
            return begins
        if isinstance(call.callee, ir.Attribute) and not arguments:
            asked = _MADE_OF.get(call.callee.name)
            if asked is not None and not machine.unit.custom_equality():
                return call.callee.value, asked
            return None
        callee = machine.evaluate(call.callee, state, frame)
        if len(callee) != 1:
            return None
        match callee[0]:
            case Symbol(path="builtins.isinstance") if len(arguments) == 2:
                if machine.unit.custom_equality():
                    return None
                kinds = machine.evaluate(arguments[1].value, state, frame)
                members = exact_items(kinds, state) or (kinds,)
                plain = all(
                    isinstance(atom, Symbol) and atom.path in _NUMBER_TYPES
                    for member in members
                    for atom in member
                )
                return (arguments[0].value, NUMBERS) if plain and members else None
            case Symbol(path="re.fullmatch") if self._is_plain_match(machine, state, frame, call):
                pattern = machine.evaluate(arguments[0].value, state, frame)
                return self._matched(machine, pattern, arguments[1].value)
            case Bound(receiver=Instance(kind="pattern", details=(pattern,)), name="fullmatch"):
                if len(arguments) == 1:
                    return self._matched(machine, pattern, arguments[0].value)
                return None
            case _:
                return None

    def compared(
        self,
        machine: Machine,
        state: State,
        frame: Frame,
        left: ir.Expression,
        op: str,
        right: ir.Expression,
    ) -> tuple[ir.Expression, Value] | None:
        """``folder in path.parents``, ``os.path.commonpath([folder, path]) == folder``."""
        return paths.compared(machine, state, frame, left, op, right)

    def returned(
        self, machine: Machine, state: State, frame: Frame, call: ir.Call
    ) -> tuple[ir.Expression, Value] | None:
        """``path.relative_to(folder)`` raises for a path that is not below it."""
        return paths.relative(machine, state, frame, call)

    def finds(self, call: ir.Call) -> bool:
        """``re.fullmatch(...)`` gives a match or ``None``."""
        return isinstance(call.callee, (ir.Name, ir.Attribute)) and call.callee.name == "fullmatch"

    @staticmethod
    def _is_plain_match(machine: Machine, state: State, frame: Frame, call: ir.Call) -> bool:
        """``re.fullmatch(pattern, text)``, with no flag but that for fewer letters."""
        if len(call.arguments) != 3:
            return len(call.arguments) == 2
        return is_ascii(machine.evaluate(call.arguments[2].value, state, frame))

    @staticmethod
    def _matched(
        machine: Machine, pattern: Value, subject: ir.Expression
    ) -> tuple[ir.Expression, Value] | None:
        constant = _constant(pattern)
        letters = letters_of(constant, words=_LETTERS) if constant is not None else None
        if constant is None or letters is None or machine.unit.custom_equality():
            return None
        filled = not may_be_empty(constant)
        match subject:
            # The empty text does not match: it is the other one.
            case ir.Logical(op="or", items=(first, ir.Constant(value=""))) if filled:
                subject = first
            case _:
                pass
        named = is_named(constant, words=_LETTERS)
        firsts = firsts_of(constant, words=_LETTERS)
        return subject, hole("matched", letters, filled=filled, named=named, firsts=firsts)


def _ordered(op: str, a: object, b: object) -> bool | None:
    """``<`` and the like on whole numbers and texts, ``in`` on texts; anything else is open."""
    if type(a) is int and type(b) is int:
        return _ORDERS[op](a, b) if op in _ORDERS else None
    if isinstance(a, str) and isinstance(b, str):
        if op in ("in", "not in"):
            return (a in b) is (op == "in")
        return _ORDERS[op](a, b) if op in _ORDERS else None
    return None


def _plain(atom: Atom) -> tuple[str, object] | None:
    if isinstance(atom, Text) and atom.constant is not None:
        return atom.flavour, atom.constant
    if isinstance(atom, Literal):
        return atom.kind, atom.value
    return None


def _content(atom: Atom, state: State) -> object:
    return state.content(atom.site) if isinstance(atom, Reference) else atom


def _taken(content: Table, key: Value) -> tuple[Table, Value] | None:
    """A mapping without one of its keys, and what was under it; ``None`` if that is not certain."""
    wanted = plain_key(key[0]) if len(key) == 1 else None
    if wanted is None or content.rest or wanted not in dict(content.items):
        return None
    left = tuple((name, value) for name, value in content.items if name != wanted)
    return Table(left), dict(content.items)[wanted]


def _whole(value: Value) -> int | None:
    """The whole number that a value certainly is."""
    if len(value) == 1 and isinstance(value[0], Literal) and type(value[0].value) is int:
        return value[0].value
    return None


def _length(value: Value | None, state: State) -> int | None:
    """How long something is, if that is certain."""
    if value is None or len(value) != 1:
        return None
    content = _content(value[0], state)
    if isinstance(content, Text) and content.flavour == "str":
        return len(content.constant) if content.constant is not None else None
    if isinstance(content, Series) and content.kind in ("list", "tuple") and not content.rest:
        return len(content.items)
    return None


def _constant(value: Value) -> str | None:
    if len(value) == 1 and isinstance(value[0], Text) and value[0].flavour == "str":
        return value[0].constant
    return None


def _texts(value: Value) -> list[Pieces] | None:
    """The pieces of each alternative, if all are texts and not too many."""
    forms = [atom.pieces for atom in value if isinstance(atom, Text) and atom.flavour != "bytes"]
    return forms if len(forms) == len(value) and len(forms) <= ALTERNATIVES else None


def _lost(value: Value) -> Value | None:
    lost = next((atom for atom in value if isinstance(atom, Unknown)), None)
    return (lost,) if lost is not None else None


def _made(state: State, site: int, content: Series | Table) -> Value:
    if isinstance(content, Series) and content.kind not in ("list", "set"):
        return (content,)
    state.allocate(site, content)
    return (Reference(site),)
