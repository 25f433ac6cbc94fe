"""Lists, sets, maps and plain objects of JavaScript."""

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import exact_items
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State, join_state
from fpcache_ops.validators.safe_patterns.engine.texts import built, repeated
from fpcache_ops.validators.safe_patterns.engine.values import (
    ALTERNATIVES,
    BOOLEANS,
    CHOSEN,
    NONE,
    NUMBERS,
    Atom,
    Content,
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
    Value,
    join,
    joined,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages.javascript import texts
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words

INHERITED = Instance("inherited")
"""What every object has without being given it: ``constructor``, ``toString``, ``__proto__``."""

OBJECT_MEMBERS = words(
    """
    constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf
    propertyIsEnumerable __proto__ __defineGetter__ __defineSetter__ __lookupGetter__
    __lookupSetter__
    """
)
_PRIMITIVE = (Text, Literal, Number)


def content_of(state: State, atom: Atom) -> Atom | Content:
    """What a container holds, or the value itself."""
    return state.content(atom.site) if isinstance(atom, Reference) else atom


def named_property(table: Table, name: str) -> Value | None:
    """``object.name``; ``None`` for the methods that every object has."""
    known = dict(table.items)
    if name in known:
        return known[name]
    rest = _rest(table)
    if name in OBJECT_MEMBERS:
        return join(rest, unknown(f"`{name}` of an object")) if rest else None
    return join(rest, NONE)


def _rest(table: Table) -> Value:
    """What may stand under any other key; an object there may have become its prototype."""
    if all(isinstance(atom, _PRIMITIVE) for atom in table.rest):
        return table.rest
    return unknown("a property that may have been set under any name")


def item(state: State, atom: Atom, key: Value) -> Value | None:
    """``value[key]``."""
    content = content_of(state, atom)
    match content:
        case Text():
            return _letter(content, key)
        case Series(kind="comma", items=items):
            index = _index(key)
            return items[index] if index is not None else None
        case Series(kind="list" | "tuple", items=items, rest=rest):
            index = _index(key)
            if index is not None:
                return items[index] if 0 <= index < len(items) else join(rest, NONE)
            if all(isinstance(one, Number) or _is_int(one) for one in key):
                return joined((*items, rest, NONE))
            return unknown("an item that is not known")
        case Table():
            return joined(_entry(content, one) for one in key)
        case None:
            return unknown("an item of something that may have been changed")
        case Instance(kind="inherited"):
            return unknown("a property that every object has")
        case Series():
            return unknown("an item of a set or map")
        case _:
            return None


def may_inherit(state: State, atom: Atom, key: Value) -> bool:
    """Whether ``value[key]`` may be a property that an object has not got itself."""
    content = content_of(state, atom)
    if not isinstance(content, Table):
        return False
    own = {str(name) for name, _ in content.items}
    return any(_key_text(one) not in own for one in key)


def _letter(whole: Text, key: Value) -> Value:
    index = _index(key)
    constant = whole.constant
    if constant is not None and index is not None and constant.isascii():
        return text(constant[index]) if 0 <= index < len(constant) else NONE
    if constant is not None and len(constant) <= 200 and constant.isascii():
        return joined((NONE, *(text(letter) for letter in dict.fromkeys(constant))))
    return unknown("a letter of a text")


def _entry(table: Table, key: Atom) -> Value:
    known = {str(name): value for name, value in table.items}
    both = [value for name, value in table.items for other in known if str(name) == other]
    wanted = _key_text(key)
    if wanted is None:
        return joined((*both, _rest(table), NONE, (INHERITED,)))
    found = [value for name, value in table.items if str(name) == wanted]
    if found:
        return joined(found)
    return joined((_rest(table), (INHERITED,) if wanted in OBJECT_MEMBERS else NONE))


def _key_text(key: Atom) -> str | None:
    if isinstance(key, (Text, Literal)):
        pieces = texts.text_of(key)
        if pieces is not None and len(pieces) <= 1 and all(isinstance(p, str) for p in pieces):
            return str(pieces[0]) if pieces else ""
    return None


def _is_int(atom: Atom) -> bool:
    return isinstance(atom, Literal) and atom.kind == "int"


def _index(key: Value) -> int | None:
    if len(key) == 1 and isinstance(key[0], Literal) and key[0].kind == "int":
        return int(key[0].value or 0)
    if len(key) == 1 and isinstance(key[0], Text) and key[0].constant is not None:
        digits = key[0].constant
        plain = digits.isascii() and digits.isdigit()
        return int(digits) if plain and str(int(digits)) == digits else None
    return None


def elements(state: State, atom: Atom) -> Value | None:
    """What ``for (const x of value)`` goes through."""
    match content_of(state, atom):
        case None:
            return unknown("items of something that may have been changed")
        case Table():
            return unknown("items of an object")
        case Instance(kind="keys", details=(inner,)):
            return keys_of(state, inner) or unknown("keys of something not known")
        case Text() as whole if whole.constant is not None and not whole.constant.isascii():
            return unknown("letters of a text")
        case _:
            return None


def keys_of(state: State, value: Value) -> Value | None:
    """The names of all properties; ``None`` if there may be others."""
    found: Value = ()
    for atom in value:
        match content_of(state, atom):
            case Table(items=pairs, rest=()):
                found = join(found, joined(text(str(name)) for name, _ in pairs))
            case Series(kind="list" | "tuple", items=items, rest=()):
                found = join(found, joined(text(str(n)) for n in range(len(items))))
            case _:
                return None
    return found or None


def members(state: State, value: Value, asked: str) -> Value | None:
    """What is in a list or set of constants, or the keys of a map of them."""
    found: Value = ()
    for atom in value:
        content = content_of(state, atom)
        if not isinstance(content, Series):
            return None
        everything = joined((*content.items, content.rest))
        if asked == "includes" and content.kind not in ("list", "tuple"):
            return None
        if asked == "has" and content.kind == "map":
            pairs = [pair for pair in everything if isinstance(pair, Series)]
            if len(pairs) != len(everything):
                return None
            everything = joined(pair.items[0] for pair in pairs if len(pair.items) == 2)
        elif asked == "has" and content.kind != "set":
            return None
        found = join(found, everything)
    plain = all(
        isinstance(atom, Literal)
        or (isinstance(atom, Text) and (atom.constant is not None or atom.pieces == _CHOSEN))
        for atom in found
    )
    return found if found and plain else None


_CHOSEN = (Hole(CHOSEN),)


def texts_of(state: State, atom: Atom) -> list[Pieces] | None:
    """The texts that a value turns into; a list is its items and commas."""
    pieces = texts.text_of(atom)
    if pieces is not None:
        return [pieces]
    if isinstance(content_of(state, atom), Series):
        whole = joined_items(state, atom, ",")
        return texts.forms(whole) if whole is not None else None
    return None


def joined_items(state: State, atom: Atom, separator: str) -> Value | None:
    """``list.join(separator)``."""
    content = content_of(state, atom)
    if not isinstance(content, Series) or content.kind not in ("list", "tuple"):
        return None
    if not content.rest:
        parts: list[list[Pieces]] = []
        for index, value in enumerate(content.items):
            shown = _in_list(value)
            if shown is None:
                return texts.lost(value)
            parts += [[(separator,)], shown] if index else [shown]
        whole = built(parts)
        if whole is not None:
            return whole
    everything = joined((*content.items, content.rest))
    shown = _in_list(everything)
    if shown is None or len(shown) > ALTERNATIVES:
        return texts.lost(everything)
    return (Text(repeated(shown, separator)),)


def _in_list(value: Value) -> list[Pieces] | None:
    """Nothing and ``null`` are empty in a list that is joined."""
    empty = ("NoneType", "null")
    plain = tuple(
        Text(()) if isinstance(atom, Literal) and atom.kind in empty else atom for atom in value
    )
    return texts.forms(plain)


def made(state: State, site: int, kind: str, items: tuple[Value, ...], rest: Value = ()) -> Value:
    """A new list, set or map."""
    state.allocate(site, Series(kind, items, rest))
    return (Reference(site),)


def called(machine: Machine, state: State, function: Value, given: tuple[Value, ...]) -> Value:
    """What a function gives that is called any number of times."""
    result: Value = ()
    for _ in range(2):
        own = state.copy()
        for atom in function:
            value = machine.apply(
                (atom,),
                Actuals(given),
                own,
                Frame(machine.unit.module, settled=True, counted=False),
                ir.Opaque(0, 0, (), "called for each item"),
            )
            result = join(result, value)
        after = join_state(state.copy(), own)
        if after is not None:
            state.adopt(after)
    machine.take_never()
    return result or unknown("what a function gives")


def visited(state: State, container: Value) -> tuple[Value, ...]:
    """What ``forEach`` and its like call a function with, if it is that of a list."""
    items: Value = ()
    for atom in container:
        content = content_of(state, atom)
        if not isinstance(content, Series) or content.kind not in ("list", "tuple"):
            return ()
        items = joined((items, *content.items, content.rest))
    # A function that is never called may stand there: what it would be given is not known.
    return (items, NUMBERS) if items else ()


_NUMBERS_ONLY = tuple(
    Symbol(f"builtins.Number.{name}") for name in ("isInteger", "isSafeInteger", "isFinite")
)


def passing(machine: Machine, function: Value, item: Value) -> Value | None:
    """What is left of the items of a list for which a function gives something true."""
    from fpcache_ops.validators.safe_patterns.engine.calls import Calls

    assert isinstance(machine, Calls)
    if len(function) != 1:
        return None
    if function[0] in _NUMBERS_ONLY:
        return NUMBERS
    if not isinstance(function[0], Routine):
        return None
    given = Actuals((item, NUMBERS, unknown("a list")))
    left = machine.passing(function[0].scope, given)
    if left is not None and left != item:
        machine.measures.add("guard")
    return left


def filtered_unknown(machine: Machine, state: State, site: int, given: Actuals) -> Value | None:
    """``x.filter((one) => ALLOWED.includes(one))``: items that are plain, as was found out."""
    if len(given.positional) != 1 or not given.closed:
        return None
    function = given.positional[0]
    item = unknown("an item of a list that is not known", source=True)
    left = passing(machine, function, item)
    if not left or not all(isinstance(atom, _PRIMITIVE) for atom in left):
        return None
    called(machine, state, function, (item, NUMBERS, unknown("a list")))
    return made(state, site, "list", (), left)


_CONVERTING = tuple(
    Symbol(f"builtins.{name}")
    for name in (
        *("Number", "parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat"),
        *("String", "Boolean", "encodeURIComponent"),
    )
)
"""Functions of the language that give a plain value of whatever they are given."""


def mapped_unknown(
    machine: Machine, state: State, site: int, given: Actuals, *, converts: bool
) -> Value | None:
    """``x.map(() => "?")``, ``x.map(Number)``: any number of what the function gives."""
    if len(given.positional) != 1 or not given.closed:
        return None
    function = given.positional[0]
    if not function or not all(
        isinstance(atom, Routine) or (converts and atom in _CONVERTING) for atom in function
    ):
        return None
    item = unknown("an item of a list that is not known")
    value = called(machine, state, function, (item, NUMBERS, unknown("a list")))
    if not all(isinstance(atom, _PRIMITIVE) for atom in value):
        return None
    return made(state, site, "list", (), value)


def method(
    machine: Machine, state: State, site: int, receiver: Atom, name: str, given: Actuals
) -> Value | None:
    """What a method of a container gives, with its effect."""
    content = content_of(state, receiver)
    reference = receiver if isinstance(receiver, Reference) else None
    if isinstance(content, Series):
        if content.kind in ("set", "map"):
            return _keyed(state, reference, content, name, given)
        if reference is not None and name in _CHANGING:
            return _changed(machine, state, reference, content, name, given)
        return _read(machine, state, site, receiver, content, name, given)
    if isinstance(content, Table) and name in ("hasOwnProperty", "propertyIsEnumerable"):
        return BOOLEANS
    if isinstance(content, Instance):
        return _of_instance(content, name)
    return None


_CHANGING = words(
    """
    push unshift pop shift splice sort reverse fill copyWithin length
    """
)


def _changed(
    machine: Machine,
    state: State,
    reference: Reference,
    content: Series,
    name: str,
    given: Actuals,
) -> Value | None:
    from fpcache_ops.validators.safe_patterns.engine.flow import Flow

    assert isinstance(machine, Flow)
    if not given.closed:
        return None
    everything = joined((*content.items, content.rest))
    match name:
        case "push":
            added = given.positional
            if content.rest:
                grown = Series(content.kind, content.items, joined((content.rest, *added)))
            else:
                grown = Series(content.kind, (*content.items, *added))
            if len(grown.items) > 40:
                grown = Series(content.kind, (), joined((*grown.items, grown.rest)))
            machine.note(state)
            state.replace(reference.site, grown)
            return NUMBERS
        case "unshift":
            machine.shuffle(reference, joined(given.positional), state)
            return NUMBERS
        case "pop" | "shift":
            machine.shuffle(reference, (), state)
            return join(everything, NONE)
        case "sort" | "reverse" if not given.all():
            machine.shuffle(reference, (), state)
            return (reference,)
        case "fill" if len(given.positional) == 1:
            # Whatever it held is gone: this stands everywhere.
            machine.note(state)
            state.replace(reference.site, Series(content.kind, (), given.positional[0]))
            return (reference,)
        case _:
            return None


_VISITING = words("some every find filter map forEach flatMap findIndex findLast")


def _read(
    machine: Machine,
    state: State,
    site: int,
    receiver: Atom,
    content: Series,
    name: str,
    given: Actuals,
) -> Value | None:
    everything = joined((*content.items, content.rest))
    if not given.closed:
        return None
    if name in _VISITING:
        # What a function is called with as its `this`.
        state.escape(*given.positional[1:])
    match name:
        case "includes" | "some" | "every":
            if name != "includes":
                called(machine, state, given.get(0, None) or (), (everything, NUMBERS, (receiver,)))
            return BOOLEANS
        case "indexOf" | "lastIndexOf" | "findIndex":
            return NUMBERS if name != "findIndex" else None
        case "join":
            separator = given.get(0, None)
            constant = "," if separator is None else texts.constant(separator)
            return joined_items(state, receiver, constant) if constant is not None else None
        case "toString":
            return joined_items(state, receiver, ",")
        case "at" | "find":
            if name == "find":
                called(machine, state, given.get(0, None) or (), (everything, NUMBERS, (receiver,)))
            return join(everything, NONE)
        case "slice" if not given.all():
            return made(state, site, "list", content.items, content.rest)
        case "slice":
            return made(state, site, "list", (), everything)
        case "filter":
            function = given.get(0, None) or ()
            called(machine, state, function, (everything, NUMBERS, (receiver,)))
            left = passing(machine, function, everything)
            return made(state, site, "list", (), everything if left is None else left)
        case "concat":
            added = joined(_spliced(state, value) for value in given.positional)
            exact = [exact_items(value, state) for value in given.positional]
            if not content.rest and all(items is not None for items in exact):
                more = tuple(item for items in exact for item in items or ())
                return made(state, site, "list", (*content.items, *more))
            return made(state, site, "list", (), join(everything, added))
        case "map":
            return _mapped(machine, state, site, receiver, content, given)
        case "forEach":
            called(machine, state, given.get(0, None) or (), (everything, NUMBERS, (receiver,)))
            return NONE
        case "keys":
            return made(state, site, "list", (), NUMBERS)
        case "values":
            return made(state, site, "list", content.items, content.rest)
        case _:
            return None


def _spliced(state: State, value: Value) -> Value:
    """What ``concat`` takes: the items of a list, or the value itself."""
    result: Value = ()
    for atom in value:
        content = content_of(state, atom)
        if isinstance(content, Series) and content.kind == "list":
            result = joined((result, *content.items, content.rest))
        elif texts.may_be_list(atom):
            result = join(result, unknown("an item of what may be a list"))
        else:
            result = join(result, (atom,))
    return result


def _mapped(
    machine: Machine,
    state: State,
    site: int,
    receiver: Atom,
    content: Series,
    given: Actuals,
) -> Value | None:
    function = given.get(0, None)
    if function is None or len(given.positional) != 1:
        return None
    if not content.rest and len(content.items) <= 20:
        items = tuple(
            called(machine, state, function, (value, NUMBERS, (receiver,)))
            for value in content.items
        )
        return made(state, site, "list", items)
    everything = joined((*content.items, content.rest))
    rest = called(machine, state, function, (everything, NUMBERS, (receiver,)))
    return made(state, site, "list", (), rest)


def _keyed(
    state: State,
    reference: Reference | None,
    content: Series,
    name: str,
    given: Actuals,
) -> Value | None:
    """Sets, and maps (whose items are pairs)."""
    if not given.closed:
        return None
    everything = joined((*content.items, content.rest))
    key = given.get(0, None)
    if name == "has":
        return BOOLEANS
    if name == "get" and content.kind == "map" and key is not None:
        return _looked_up(everything, key)
    if reference is None:
        return None
    if name in ("add", "set") and key is not None:
        value = key
        if name == "set":
            value = (Series("tuple", (key, given.get(1, None) or NONE)),)
        grown = Series(content.kind, content.items, join(content.rest, value))
        state.change(reference.site, grown)
        return (reference,)
    if name in ("delete", "clear"):
        return BOOLEANS if name == "delete" else NONE
    return None


def _looked_up(pairs: Value, key: Value) -> Value:
    found: Value = NONE
    wanted = [_key_text(atom) if isinstance(atom, Text) else None for atom in key]
    for pair in pairs:
        if not isinstance(pair, Series) or len(pair.items) != 2:
            return unknown("an entry of a map")
        names = [_key_text(atom) if isinstance(atom, Text) else None for atom in pair.items[0]]
        if None in wanted or None in names or set(names) & set(wanted):
            found = join(found, pair.items[1])
    return found


def _of_instance(instance: Instance, name: str) -> Value | None:
    if instance.kind == "date":
        if name in ("getTime", "valueOf") or name.startswith(("get", "set")):
            return NUMBERS
        if name in ("toISOString", "toJSON"):
            from fpcache_ops.validators.safe_patterns.engine.values import hole

            return hole("matched", frozenset("0123456789-:.TZ+"))
    if instance.kind == "pattern" and name == "test":
        return BOOLEANS
    return None
