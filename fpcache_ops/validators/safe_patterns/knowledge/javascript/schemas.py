"""Schemas of zod: what ``schema.parse(data)`` gives is of the types that the schema says.

Only flat objects of plain fields are followed: what is nested, transformed or put together of other
schemas may be anything.
"""

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    NUMBERS,
    Atom,
    Instance,
    Literal,
    Reference,
    Series,
    Table,
    Text,
    Value,
    hole,
    join,
    joined,
    unknown,
)
from fpcache_ops.validators.safe_patterns.languages.javascript import texts
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

SCHEMA = "schema"
_ROOTS = ("zod", "zod.z", "zod.default")
_HEX = frozenset("0123456789abcdefABCDEF-")
_KEEPING = words(
    """
    min max length nonempty email url trim toLowerCase toUpperCase startsWith endsWith includes
    int positive negative nonnegative nonpositive multipleOf finite safe gt gte lt lte describe
    brand readonly strict strip refine cuid datetime ip
    """
)
"""What a schema that is told more still gives."""


_INSIDE = ("shape", "_def", "_zod")
"""By these a schema is changed that was made."""


def _schema(value: Value) -> Value:
    return (Instance(SCHEMA, (value,)),)


def _gives(value: Value) -> Model:
    return lambda _: _schema(value)


def _content(call: Calling, value: Value | None) -> Series | Table | None:
    if value is None or len(value) != 1:
        return None
    (atom,) = value
    content = call.state.content(atom.site) if isinstance(atom, Reference) else atom
    return content if isinstance(content, (Series, Table)) else None


def _plain(value: Value) -> bool:
    return bool(value) and all(
        isinstance(atom, Literal) or (isinstance(atom, Text) and atom.constant is not None)
        for atom in value
    )


def _enum(call: Calling) -> Value | None:
    """``z.enum(["a", "b"])``, ``z.nativeEnum({A: "a"})``."""
    content = _content(call, call.given.get(0, None))
    if isinstance(content, Series):
        found = joined((*content.items, content.rest))
    elif isinstance(content, Table) and not content.rest:
        found = joined(item for _, item in content.items)
    else:
        return None
    return _schema(found) if _plain(found) and len(call.given.all()) == 1 else None


def _literal(call: Calling) -> Value | None:
    first = call.given.get(0, None)
    return _schema(first) if first is not None and _plain(first) else None


def _object(call: Calling) -> Value | None:
    content = _content(call, call.given.get(0, None))
    if not isinstance(content, Table) or content.rest or not call.given.closed:
        return None
    fields = tuple((name, _of_field(value)) for name, value in content.items)
    return _schema((Table(fields),))


def _of_field(value: Value) -> Value:
    """What a field holds; of schemas inside, no more than that they are there."""
    (atom,) = value if len(value) == 1 else (None,)
    if isinstance(atom, Instance) and atom.kind == SCHEMA:
        flat = not any(isinstance(inner, (Table, Series)) for inner in atom.details[0])
        return atom.details[0] if flat else unknown("a schema inside a schema")
    return unknown("a schema that is not known")


CALLS: dict[str, Model] = {
    f"{root}.{name}": model
    for root in _ROOTS
    for name, model in {
        "string": _gives(hole(texts.ANYTHING)),
        "coerce.string": _gives(hole(texts.ANYTHING)),
        "number": _gives(NUMBERS),
        "coerce.number": _gives(NUMBERS),
        "int": _gives(NUMBERS),
        "boolean": _gives(BOOLEANS),
        "coerce.boolean": _gives(BOOLEANS),
        "uuid": _gives(hole("matched", _HEX)),
        "enum": _enum,
        "nativeEnum": _enum,
        "literal": _literal,
        "object": _object,
        "strictObject": _object,
    }.items()
}


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What a schema that is told more is, and what it gives."""
    if not isinstance(receiver, Instance) or receiver.kind != SCHEMA:
        return None
    unit = call.machine.unit
    if unit.attribute_written(name) or any(map(unit.mentions, _INSIDE)):
        return None
    (value,) = receiver.details
    given = call.given
    match name:
        case "parse" if len(given.all()) == 1 and given.closed:
            call.machine.measures.add("conversion")
            return _made(call, value, call.site)
        case "safeParse" if len(given.all()) == 1 and given.closed:
            call.machine.measures.add("conversion")
            data = join(_made(call, value, -call.site), NONE)
            fields = (("success", BOOLEANS), ("data", data), ("error", unknown("an error")))
            call.state.allocate(call.site, Table(fields))
            return (Reference(call.site),)
        case "optional" | "nullish" | "nullable":
            return _schema(join(value, (*NONE, Literal("null", None))))
        case "default" | "catch":
            first = given.get(0, None)
            return _schema(join(value, first)) if first is not None and _plain(first) else None
        case "uuid" | "guid":
            return _schema(hole("matched", _HEX))
        case "regex":
            found = texts.matched(given.get(0, None) or ())
            return _schema(found) if found is not None else (receiver,)
        case "refine" if _may_be_filled(call, value):
            return None
        case _ if name in _KEEPING:
            call.state.escape(*given.all())
            return (receiver,)
        case _:
            return None


def _may_be_filled(call: Calling, value: Value) -> bool:
    """Whether a function that is asked about an object may set something in it."""
    unit = call.machine.unit
    tables = [atom for atom in value if isinstance(atom, Table)]
    if not isinstance(unit, ScriptUnit):
        return True
    set_by_name = any(unit.attribute_written(str(key)) for one in tables for key, _ in one.items)
    return bool(tables) and (set_by_name or unit.fills_outside(0, 0))


def _made(call: Calling, value: Value, site: int) -> Value:
    """What was read is a new object."""
    made: Value = ()
    for atom in value:
        if isinstance(atom, Table):
            call.state.allocate(site, atom)
            made = join(made, (Reference(site),))
        else:
            made = join(made, (atom,))
    return made
