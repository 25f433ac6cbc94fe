"""What JavaScript's own functions give."""

from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    CHOSEN,
    NONE,
    NUMBERS,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Table,
    Text,
    Value,
    hole,
    join,
    joined,
    text,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages.javascript import containers, texts

COMPONENT = "address component"
"""What ``encodeURIComponent`` gives; it leaves ``' ( ) * ! ~`` as they are."""

_NUMERIC = frozenset(
    {"Number", "parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat", "new Number"}
)
_TESTS = frozenset(
    {
        "Boolean",
        "isNaN",
        "isFinite",
        "Array.isArray",
        "Number.isInteger",
        "Number.isSafeInteger",
        "Number.isFinite",
        "Number.isNaN",
        "Object.is",
        "Object.isFrozen",
        "Object.hasOwn",
        "Object.prototype.hasOwnProperty.call",
        "in",
        "instanceof",
    }
)
_TIMES = frozenset({"Date.now", "performance.now", "Date.UTC", "Date.parse", "process.uptime"})


def call(machine: Machine, state: State, site: int, name: str, given: Actuals) -> Value | None:
    """What a call of a builtin gives; ``None``: not modelled."""
    first = given.get(0, None)
    if name in _NUMERIC:
        machine.measures.add("conversion")
        return _number(name, given)
    if name in _TIMES or (name.startswith("Math.") and name != "Math.random"):
        return NUMBERS
    if name == "Math.random":
        return NUMBERS
    if name in _TESTS or name.startswith("typeof "):
        return BOOLEANS
    if name == "typeof":
        return hole(CHOSEN)
    if name.startswith("console."):
        return NONE
    if not given.closed:
        return None
    if name in ("String", "Object.freeze", "Object.seal") and first is not None:
        return _text(state, first) if name == "String" else first
    if name == "String":
        return text("")
    if name == "encodeURIComponent" and first is not None:
        machine.measures.add("sanitizer")
        return _encoded(first)
    if name == "RegExp" and first is not None:
        flags = given.get(1, None) or text("")
        return (Instance(texts.PATTERN, (first, flags)),)
    if name == "new Date":
        return (Instance("date"),)
    if name == "keys of" and first is not None:
        return (Instance("keys", (first,)),)
    if name in ("Promise.resolve", "Promise.reject") and name.endswith("resolve"):
        return (Instance("promise", (first or NONE,)),)
    return _containers(machine, state, site, name, given)


def _number(name: str, given: Actuals) -> Value:
    constant = texts.constant(given.get(0, None))
    plain = constant is not None and constant.isascii() and constant.isdigit()
    if name in ("Number", "parseInt") and constant and plain and len(given.all()) == 1:
        return (Literal("int", int(constant)),) if len(constant) < 15 else NUMBERS
    first = given.get(0, None)
    if name == "Number" and first is not None and len(first) == 1 and _is_int(first[0]):
        return first
    return NUMBERS


def _text(state: State, value: Value) -> Value | None:
    forms: list[Text] = []
    for atom in value:
        shown = containers.texts_of(state, atom)
        if shown is None:
            return texts.lost(value)
        forms += [Text(pieces) for pieces in shown]
    return tuple(dict.fromkeys(forms))


def _encoded(value: Value) -> Value:
    constant = texts.constant(value)
    if constant is not None and constant.isascii() and constant.isalnum():
        return value
    if value and all(isinstance(atom, Number) for atom in value):
        return value
    return hole(COMPONENT)


def _containers(
    machine: Machine, state: State, site: int, name: str, given: Actuals
) -> Value | None:
    first = given.get(0, None)
    match name:
        case "Array" if len(given.positional) == 1 and first is not None:
            # That many empty places, or a list of what is no number.
            numbers = all(isinstance(atom, Number) or _is_int(atom) for atom in first)
            return containers.made(state, site, "list", (), NONE if numbers else join(NONE, first))
        case "Array" | "Array.of":
            return containers.made(state, site, "list", given.positional)
        case "Array.from" if first is not None:
            return _from(machine, state, site, given)
        case "Object.keys" | "Object.values" | "Object.entries" if first is not None:
            return _listed(state, site, name, first)
        case "Object.create":
            state.allocate(site, Table(()))
            empty = all(isinstance(atom, Literal) and atom.kind == "null" for atom in first or ())
            return (Reference(site),) if empty and len(given.all()) == 1 else None
        case "Object.assign" if first is not None:
            return _assigned(machine, state, first, given)
        case "Set" | "Map":
            kind = name.lower()
            if first is None:
                return containers.made(state, site, kind, ())
            if len(first) == 1 and isinstance(first[0], Literal):
                return containers.made(state, site, kind, ())
            items = _frozen_items(state, first) if kind == "map" else _items(state, first)
            return containers.made(state, site, kind, (), items) if items is not None else None
        case _:
            return None


def _is_int(atom: object) -> bool:
    return isinstance(atom, Literal) and atom.kind == "int"


def _items(state: State, value: Value) -> Value | None:
    """The items of a list, as they are: whoever else has one of them can change it."""
    found: Value = ()
    for atom in value:
        content = containers.content_of(state, atom)
        if not isinstance(content, Series):
            return None
        found = joined((found, *content.items, content.rest))
    return found


def _frozen_items(state: State, value: Value) -> Value | None:
    """The items of a list, pairs of a map among them, as values that nothing changes."""
    found: Value = ()
    for atom in value:
        content = containers.content_of(state, atom)
        if not isinstance(content, Series):
            return None
        for item in (*content.items, content.rest):
            for inner in item:
                held = containers.content_of(state, inner)
                if isinstance(held, Series) and held.kind == "list" and not held.rest:
                    found = join(found, (Series("tuple", held.items),))
                else:
                    found = join(found, (inner,))
    return found


def _from(machine: Machine, state: State, site: int, given: Actuals) -> Value | None:
    """``Array.from(x)``, ``Array.from({length: n}, () => "?")``."""
    source = given.positional[0]
    item: Value = ()
    for atom in source:
        content = containers.content_of(state, atom)
        if isinstance(content, Series) and content.kind in ("list", "set"):
            item = joined((item, *content.items, content.rest))
        elif _is_only_length(content):
            item = join(item, NONE)
        else:
            item = join(item, unknown("an item of something not known"))
    if len(given.positional) == 1:
        return containers.made(state, site, "list", (), item)
    # What the function is called with as its `this`.
    state.escape(*given.positional[2:])
    if not all(isinstance(atom, Routine) for atom in given.positional[1]):
        return None
    value = containers.called(machine, state, given.positional[1], (item, NUMBERS))
    return containers.made(state, site, "list", (), value)


def _is_only_length(content: object) -> bool:
    """``{length: n}``, of which nothing else is taken."""
    if not isinstance(content, Table) or content.rest:
        return False
    return [name for name, _ in content.items] == ["length"]


def _listed(state: State, site: int, name: str, value: Value) -> Value | None:
    if len(value) != 1:
        return None
    content = containers.content_of(state, value[0])
    if not isinstance(content, Table) or content.rest:
        return None
    items: tuple[Value, ...]
    match name:
        case "Object.keys":
            items = tuple(text(str(key)) for key, _ in content.items)
        case "Object.values":
            items = tuple(item for _, item in content.items)
        case _:
            items = tuple((Series("tuple", (text(str(key)), item)),) for key, item in content.items)
    return containers.made(state, site, "list", (), joined(items))


def _assigned(machine: Machine, state: State, first: Value, given: Actuals) -> Value | None:
    from fpcache_ops.validators.safe_patterns.engine.flow import Flow

    assert isinstance(machine, Flow)
    target = first[0] if len(first) == 1 else None
    if not isinstance(target, Reference):
        return None
    for source in given.positional[1:]:
        for atom in source:
            content = containers.content_of(state, atom)
            if not isinstance(content, Table):
                return None
            for key, value in content.items:
                machine.put(target, text(str(key)), value, state, certain=len(source) == 1)
            if content.rest:
                machine.put(target, unknown("a key"), content.rest, state)
    return first
