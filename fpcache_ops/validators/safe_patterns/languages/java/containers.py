"""What Java's lists, maps, sets, arrays and iterators do."""

from fpcache_ops.validators.safe_patterns.engine.expressions import Expressions, plain_key
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    NUMBERS,
    Atom,
    Instance,
    Literal,
    Reference,
    Routine,
    Series,
    Table,
    Text,
    Unknown,
    Value,
    join,
    joined,
    literal,
    text,
    unknown,
)

ITERATOR = "iterator"
ENTRY = "entry of a map"
OTHER_KEYS = "\x00other keys"
"""Stands among the keys of a map when there are some that are not known."""
LENGTH_LIMIT = 200


def content_of(atom: Atom, state: State) -> Series | Table | None:
    """What a container holds, if that is known."""
    found = state.content(atom.site) if isinstance(atom, Reference) else atom
    return found if isinstance(found, (Series, Table)) else None


def new_list(call: Calling) -> Value | None:
    """``new ArrayList<>()``, also of another collection."""
    return _new_series(call, "list")


def new_deque(call: Calling) -> Value | None:
    """``new ArrayDeque<>()``: what it removes is never told by a number."""
    return _new_series(call, "deque")


def new_set(call: Calling) -> Value | None:
    """``new HashSet<>()``."""
    return _new_series(call, "set")


def _new_series(call: Calling, kind: str) -> Value | None:
    state, given = call.state, call.given.positional
    if len(given) > 1:
        return None
    made = Series(kind, ())
    if given and not all(_is_size(atom) for atom in given[0]):
        found = content_of(given[0][0], state) if len(given[0]) == 1 else None
        if not isinstance(found, Series):
            return None
        made = Series(kind, found.items, found.rest)
        if kind == "set" or found.kind == "set":
            made = Series(kind, (), joined((*found.items, found.rest)))
    state.allocate(call.site, made)
    return (Reference(call.site),)


def _is_size(atom: Atom) -> bool:
    return (
        not isinstance(atom, (Reference, Series, Table))
        and (not isinstance(atom, Literal) or atom.kind in ("int", "short", "byte"))
        and (isinstance(atom, Literal) or atom == NUMBERS[0])
    )


def new_map(call: Calling) -> Value | None:
    """``new HashMap<>()``: whatever is not put in is ``null``."""
    given = call.given.positional
    if given and not all(_is_size(atom) for atom in given[0]):
        found = content_of(given[0][0], call.state) if len(given) == len(given[0]) == 1 else None
        if not isinstance(found, Table):
            return None
        call.state.allocate(call.site, found)
    else:
        call.state.allocate(call.site, Table((), NONE))
    return (Reference(call.site),)


def new_properties(call: Calling) -> Value | None:
    """``new Properties()``; others are asked for what is not in it, if they are given."""
    sizes = all(_is_size(atom) for given in call.given.positional for atom in given)
    return new_map(call) if sizes else None


def list_of(call: Calling) -> Value | None:
    """``List.of(...)``: nothing changes it. A single array is the items."""
    given = call.given.positional
    if len(given) == 1 and not all(_is_one(atom) for atom in given[0]):
        content = content_of(given[0][0], call.state) if len(given[0]) == 1 else None
        if not isinstance(given[0][0], Reference) or not isinstance(content, Series):
            return None
        # Of an array its items, of a list the list: whichever it is.
        return (Series("tuple", (), joined((*content.items, content.rest, given[0]))),)
    return (Series("tuple", given),)


def _is_one(atom: Atom) -> bool:
    """Whether a value is certainly no array."""
    return isinstance(atom, (Text, Literal)) and atom != NONE[0]


def set_of(call: Calling) -> Value | None:
    """``Set.of(...)``."""
    made = list_of(call)
    if made is None:
        return None
    return tuple(
        Series("frozenset", (), joined((*atom.items, atom.rest)))
        for atom in made
        if isinstance(atom, Series)
    )


def map_of(call: Calling) -> Value | None:
    """``Map.of(key, value, ...)``."""
    given = call.given.positional
    known: dict[str | int, Value] = {}
    for key, value in zip(given[::2], given[1::2], strict=False):
        wanted = plain_key(key[0]) if len(key) == 1 else None
        if wanted is None:
            return None
        known[wanted] = value
    return (Table(tuple(known.items()), NONE),)


def as_list(call: Calling) -> Value | None:
    """``Arrays.asList(...)``: an array is the list."""
    given = call.given.positional
    if len(given) == 1:
        array = isinstance(given[0][0], Reference) and len(given[0]) == 1
        found = content_of(given[0][0], call.state)
        if array and isinstance(found, Series):
            return given[0]
        if not all(_is_one(atom) for atom in given[0]):
            return None
    call.state.allocate(call.site, Series("list", given))
    return (Reference(call.site),)


def same(call: Calling) -> Value | None:
    """``Collections.unmodifiableList(list)``: a view of it."""
    given = call.given.positional
    return given[0] if len(given) == 1 else None


def copies(call: Calling) -> Value | None:
    """``Collections.nCopies(n, item)``."""
    given = call.given.positional
    return (Series("tuple", (), given[1]),) if len(given) == 2 else None


def empty_list(_: Calling) -> Value | None:
    """``Collections.emptyList()``."""
    return (Series("tuple", ()),)


def method(
    machine: Machine, state: State, site: int, receiver: Atom, name: str, given: Actuals
) -> Value | None:
    """What a method of a container gives, and what is in it then."""
    if isinstance(receiver, Instance):
        return _iterator(machine, state, receiver, name)
    content = content_of(receiver, state)
    reference = receiver if isinstance(receiver, Reference) else None
    if name in ("iterator", "listIterator", "elements") and not given.positional:
        return (Instance(ITERATOR, ((receiver,),)),) if content is not None else None
    if isinstance(content, Series):
        return _series(machine, state, site, reference, content, name, given.positional)
    if isinstance(content, Table):
        return _table(machine, state, receiver, content, name, given.positional)
    return None


def _iterator(machine: Machine, state: State, receiver: Instance, name: str) -> Value | None:
    assert isinstance(machine, Expressions)
    inner = receiver.details[0] if receiver.details else ()
    if receiver.kind == ENTRY and name in ("getKey", "getValue"):
        return receiver.details[0 if name == "getKey" else 1]
    if name in ("next", "nextElement") and receiver.kind == ITERATOR:
        return machine.elements(inner, state)
    if name in ("hasNext", "hasMoreElements"):
        return BOOLEANS
    if name == "iterator" and receiver.kind in ("keys", "values", "entries"):
        return (Instance(ITERATOR, ((receiver,),)),)
    if name == "remove" and receiver.kind == ITERATOR:
        for atom in inner:
            if isinstance(atom, Reference):
                content = content_of(atom, state)
                if isinstance(content, Series):
                    rest = joined((*content.items, content.rest))
                    _change(machine, state, atom, Series(content.kind, (), rest))
                elif isinstance(content, Table):
                    state.escape((atom,))
        return NONE
    return None


def _change(machine: Machine, state: State, reference: Reference, content: Series | Table) -> None:
    machine.note(state)
    state.replace(reference.site, content)


def _index(value: Value) -> int | None:
    if len(value) != 1 or not isinstance(value[0], Literal):
        return None
    if value[0].kind in ("int", "char", "short", "byte"):
        return int(value[0].value or 0)
    return None


def _series(
    machine: Machine,
    state: State,
    site: int,
    reference: Reference | None,
    content: Series,
    name: str,
    given: tuple[Value, ...],
) -> Value | None:
    items, rest = content.items, content.rest
    everything = joined((*items, rest))
    exact = not rest and content.kind in ("list", "tuple")
    match name:
        case "size":
            return literal(len(items)) if exact else NUMBERS
        case "isEmpty":
            return literal(not items) if exact else BOOLEANS
        case "contains" | "equals" | "containsAll":
            return BOOLEANS
        case "indexOf" | "lastIndexOf" | "hashCode":
            return NUMBERS
        case "get" | "elementAt" if len(given) == 1:
            index = _index(given[0])
            if exact and index is not None:
                return items[index] if 0 <= index < len(items) else unknown("no such item")
            return everything or unknown("an item of an empty list")
        case "getFirst" | "firstElement" | "getLast" | "lastElement" if exact and items:
            return items[0] if "irst" in name else items[-1]
        case "peek" | "element" | "peekFirst" | "peekLast":
            return join(everything, NONE)
        case "toArray":
            state.allocate(site, Series("list", items, rest))
            if not given:
                return (Reference(site),)
            return _into_array(machine, state, site, joined((everything, NONE)), given[0])
        case "clone" | "copyOf":
            state.allocate(site, content)
            return (Reference(site),)
        case _:
            pass
    if reference is None:
        return None
    if len(items) > LENGTH_LIMIT:
        return None
    changed, result = _changed(content, name, given)
    if changed is None:
        return None
    _change(machine, state, reference, changed)
    return result


def _into_array(
    machine: Machine, state: State, site: int, items: Value, array: Value
) -> Value | None:
    """``list.toArray(array)``: the array that is given, if it is long enough, or another one."""
    machine.note(state)
    for atom in array:
        content = content_of(atom, state)
        if isinstance(atom, Routine):
            continue
        if not isinstance(atom, Reference) or not isinstance(content, Series):
            return None
        if content.items or content.rest:
            state.change(atom.site, Series("list", (), items))
        else:
            array = tuple(each for each in array if each != atom)
    return join((Reference(site),), tuple(a for a in array if isinstance(a, Reference)))


def _changed(content: Series, name: str, given: tuple[Value, ...]) -> tuple[Series | None, Value]:
    """What a list holds after a method, and what that gives."""
    kind, items, rest = content.kind, content.items, content.rest
    everything = joined((*items, rest))
    index = _index(given[0]) if given else None
    exact = not rest and kind == "list"
    known = exact and index is not None and 0 <= index < len(items)
    match name, len(given):
        case (("add" | "addLast" | "addElement" | "offer" | "offerLast"), 1):
            result: Value = literal(True) if kind == "list" else BOOLEANS
            if exact:
                return Series(kind, (*items, given[0])), result
            return Series(kind, items, join(rest, given[0])), result
        case (("addFirst" | "offerFirst"), 1) if exact:
            return Series(kind, (given[0], *items)), BOOLEANS
        case (("removeFirst" | "pollFirst"), 0) if exact and items:
            return Series(kind, items[1:]), items[0]
        case (("removeLast" | "pollLast"), 0) if exact and items:
            return Series(kind, items[:-1]), items[-1]
        case (("push" | "addFirst" | "offerFirst"), 1):
            return Series(kind, (), join(everything, given[0])), given[0]
        case "add", 2:
            if exact and index is not None and 0 <= index <= len(items):
                return Series(kind, (*items[:index], given[1], *items[index:])), NONE
            return Series(kind, (), join(everything, given[1])), NONE
        case "set", 2:
            if known and index is not None:
                after = (*items[:index], given[1], *items[index + 1 :])
                return Series(kind, after), items[index]
            return Series(kind, (), join(everything, given[1])), everything or NONE
        case "remove[]", 1 if kind == "list":
            if known and index is not None:
                return Series(kind, (*items[:index], *items[index + 1 :])), items[index]
            return Series(kind, (), everything), everything or NONE
        case (("remove" | "removeElement" | "remove[]"), 1):
            return _without(content, given[0]), BOOLEANS
        case "clear" | "removeAllElements", 0:
            return Series(kind, ()), NONE
        case (("addAll" | "retainAll" | "removeAll" | "removeIf" | "sort"), _):
            return None, ()
        case (("pop" | "poll" | "remove" | "removeFirst" | "removeLast" | "pollFirst"), 0):
            return Series(kind, (), everything), join(everything, NONE)
        case _:
            return None, ()


def _without(content: Series, wanted: Value) -> Series:
    """A list without the first item that is equal to a text."""
    items = content.items
    everything = joined((*items, content.rest))
    constants = [
        item[0].constant if len(item) == 1 and isinstance(item[0], Text) else None for item in items
    ]
    one = wanted[0].constant if len(wanted) == 1 and isinstance(wanted[0], Text) else None
    if one is None or content.rest or content.kind != "list" or None in constants:
        return Series(content.kind, (), everything)
    if one not in constants:
        return content
    at = constants.index(one)
    return Series(content.kind, (*items[:at], *items[at + 1 :]))


def _table(
    machine: Machine,
    state: State,
    receiver: Atom,
    content: Table,
    name: str,
    given: tuple[Value, ...],
) -> Value | None:
    known, rest = dict(content.items), content.rest
    key = given[0] if given else ()
    wanted = plain_key(key[0]) if len(key) == 1 else None
    everything = joined((*known.values(), rest))
    match name, len(given):
        case "get", 1:
            return known.get(wanted, rest) if wanted is not None else everything
        case "getOrDefault", 2:
            if wanted is not None and wanted not in known and rest == NONE:
                return given[1]
            found = known.get(wanted, rest) if wanted is not None else everything
            # A key may be there, and hold ``null``.
            return join(found, given[1]) if NONE[0] in found else found
        case "getProperty", 1 | 2:
            found = known.get(wanted, rest) if wanted is not None else everything
            kept = tuple(atom for atom in found if isinstance(atom, (Text, Unknown)))
            # What is no text is as good as missing.
            sure = len(kept) == len(found) and all(isinstance(atom, Text) for atom in kept)
            return kept if sure else join(kept, given[1] if len(given) == 2 else NONE)
        case (("containsKey" | "containsValue" | "isEmpty" | "contains" | "equals"), _):
            return BOOLEANS
        case "size", 0:
            return NUMBERS
        case (("keySet" | "keys" | "values" | "entrySet" | "stringPropertyNames"), 0):
            kind = {"values": "values", "entrySet": "entries"}.get(name, "keys")
            return (Instance(kind, ((receiver,),)),)
        case _:
            pass
    if not isinstance(receiver, Reference):
        return None
    match name, len(given):
        case (("put" | "setProperty"), 2):
            old = known.get(wanted, rest) if wanted is not None else everything
            if wanted is None:
                known = {one: join(value, given[1]) for one, value in known.items()}
                rest = join(rest, given[1])
                # The key itself comes out again: it is not listed.
                known[OTHER_KEYS] = key
            else:
                known[wanted] = given[1]
            if len(known) > LENGTH_LIMIT:
                return None
            _change(machine, state, receiver, Table(tuple(known.items()), rest))
            return old
        case (("remove" | "remove[]"), 1):
            old = known.get(wanted, rest) if wanted is not None else everything
            if wanted is not None:
                known[wanted] = NONE
            else:
                known = {one: join(value, NONE) for one, value in known.items()}
                rest = join(rest, NONE)
            _change(machine, state, receiver, Table(tuple(known.items()), rest))
            return old
        case "clear", 0:
            _change(machine, state, receiver, Table((), NONE))
            return NONE
        case _:
            return None


def elements(state: State, atom: Instance) -> Value | None:
    """What an iteration over a view of a map yields."""
    inner = content_of(atom.details[0][0], state) if atom.details else None
    if not isinstance(inner, Table):
        return None
    keys = joined(text(key) if isinstance(key, str) else literal(key) for key, _ in inner.items)
    values = joined((*(value for _, value in inner.items), inner.rest))
    if OTHER_KEYS in dict(inner.items):
        keys = unknown("a key of a map")
    if atom.kind == "keys":
        return keys or unknown("a key of an empty map")
    if atom.kind == "values":
        return values
    # What is done to an entry is done to its map.
    return (Instance(ENTRY, (keys or unknown("a key"), values, atom.details[0])),)
