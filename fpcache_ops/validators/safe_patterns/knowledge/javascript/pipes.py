"""Pipes of Nest: what reaches a method of a controller is what its last pipe lets through."""

from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    BOOLEANS,
    NONE,
    NUMBERS,
    Literal,
    Table,
    Text,
    Value,
    hole,
    join,
    joined,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import Look
from fpcache_ops.validators.safe_patterns.languages.javascript.semantics import PIPE

_UUID = frozenset("0123456789abcdefABCDEF-")


def _options(call: Calling) -> Table | None:
    """The options in view; they may let nothing through as it is."""
    given = call.given.positional
    if not given:
        return Table(())
    content = Look((), call).content(given[-1][0]) if len(given[-1]) == 1 else None
    return content if isinstance(content, Table) and not content.rest else None


def _gives(value: Value) -> Model:
    """What a pipe gives, or nothing where it is told that the parameter is optional."""

    def model(call: Calling) -> Value | None:
        options = _options(call)
        if options is None or len(call.given.positional) > 1:
            return None
        optional = any(str(key) == "optional" for key, _ in options.items)
        return join(value, (*NONE, Literal("null", None))) if optional else value

    return model


def _enum(call: Calling) -> Value | None:
    """``new ParseEnumPipe(Period)``: one of the values of an enumeration in view."""
    if len(call.given.positional) != 1 or len(call.given.positional[0]) != 1:
        return None
    content = Look((), call).content(call.given.positional[0][0])
    if not isinstance(content, Table) or content.rest:
        return None
    values = joined(value for _, value in content.items)
    plain = all(isinstance(atom, Text) and atom.constant is not None for atom in values)
    return values if values and plain else None


CALLS: dict[str, Model] = {
    f"{PIPE}@nestjs/common.{name}": model
    for name, model in {
        "ParseIntPipe": _gives(NUMBERS),
        "ParseFloatPipe": _gives(NUMBERS),
        "ParseBoolPipe": _gives(BOOLEANS),
        "ParseUUIDPipe": _gives(hole("matched", _UUID, filled=True)),
        "ParseEnumPipe": _enum,
    }.items()
}
