"""NoSQL injection in Python: pymongo, motor, mongoengine.

A text that is compared cannot become an operator; a mapping can. Proven: filters with constant
keys whose values are constants, numbers or certainly texts, without operators that run code. A
parameter that may not have been sent is ``None``, and finds whatever has no such field.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Hole,
    Literal,
    Number,
    Reference,
    Series,
    Table,
    Text,
    Value,
    hole,
    join,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
    constant,
)
from fpcache_ops.validators.safe_patterns.knowledge.python.common import ANSWERING

SOME_TEXT = "text"
"""Any text at all, but nothing else."""

_OPERATORS = frozenset(
    {"$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$and", "$or", "$nor", "$not"}
    | {"$exists", "$set", "$inc", "$unset", "$push", "$pull", "$addToSet", "$setOnInsert"}
)


def _text(call: Calling) -> Value | None:
    """``str(value)``: whatever it is, it is a text then."""
    if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
        return None
    call.machine.measures.add("conversion")
    if all(isinstance(atom, Text) for atom in call.given.positional[0]):
        return call.given.positional[0]
    return hole(SOME_TEXT)


def _argument(call: Calling) -> Value | None:
    """``request.args.get(name)``: a text or ``None``; with ``type=`` anything."""
    if not call.given.closed or call.given.named or len(call.given.positional) not in (1, 2):
        return None
    if call.machine.unit.mentions("request_class"):
        return None  # The application says itself what a request is.
    default = call.given.positional[1] if len(call.given.positional) == 2 else NONE
    return join(hole(SOME_TEXT), default)


def _filter(look: Look) -> str | None:
    """A filter that means what its constant keys say."""
    if NONE[0] in look.value and hole(SOME_TEXT)[0] in look.value:
        return "a parameter that was not sent finds what has no such field"
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, Table):
            if content.rest:
                return "a key of the filter is not constant"
            for key, value in content.items:
                operator = isinstance(key, str) and key.startswith("$")
                if operator and key not in _OPERATORS and constant(look.at(value)) is not None:
                    return f"the operator `{key}` is given a value"
                if (reason := _filter(look.at(value))) is not None:
                    return reason
        elif isinstance(content, Series):
            for value in (*content.items, *((content.rest,) if content.rest else ())):
                if (reason := _filter(look.at(value))) is not None:
                    return reason
        elif isinstance(atom, Reference):
            return "a container that may have been changed"
        elif not isinstance(content, (Text, Literal, Number)):
            return blame(look.value, "a value that may be a mapping")
    return None if look.value else "nothing is known of it"


def _mapping(look: Look) -> str | None:
    """A filter, or an identifier."""
    if any(
        isinstance(atom, Text) and any(isinstance(piece, Hole) for piece in atom.pieces)
        for atom in look.value
    ):
        return "a text in place of the filter"
    return _filter(look)


def _projection(look: Look) -> str | None:
    """Which fields are shown: a text in it that begins with a dollar is another field."""
    return "the projection holds values" if constant(look) is not None else None


def _second(look: Look) -> str | None:
    """A projection, or an update; an update that is a list is a program."""
    updates = look.callee.startswith(("update", "replace", "find_one_and"))
    if not updates and (reason := _projection(look)) is not None:
        return reason
    program = any(isinstance(look.content(atom), Series) for atom in look.value)
    if program and constant(look) is not None:
        return "the update is a pipeline with values in it"
    return _mapping(look)


_QUERY = (
    Form(
        "filter of constant keys, and values that are no mappings",
        (
            Need(_mapping, 0, "filter", optional=True),
            Need(_second, 1, optional=True),
            Need(_projection, keyword="projection", optional=True),
        ),
        free=frozenset({"limit", "skip", "sort", "upsert", "session", "return_document"}),
        proves="nosql-injection/constant_filter, converted_value, argument_text",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)

FAMILY = Family(
    type="nosql-injection",
    module=__name__,
    beyond=(
        "Aggregation pipelines, ``$where`` and other operators that run code, query objects of "
        "mongoengine that a helper builds."
    ),
    apart="Whether the one who asks may see what the filter finds.",
    sinks=(
        Sink(
            _QUERY,
            names=frozenset(
                {
                    "find",
                    "find_one",
                    "find_one_and_delete",
                    "find_one_and_update",
                    "find_one_and_replace",
                    "delete_one",
                    "delete_many",
                    "update_one",
                    "update_many",
                    "replace_one",
                    "count_documents",
                }
            ),
        ),
        Sink(
            (),
            names=frozenset(
                {
                    "aggregate",
                    "distinct",
                    "map_reduce",
                    "group",
                    "eval",
                    "command",
                    "where",
                    "__raw__",
                    "bulk_write",
                    "objects",
                    "find_raw_batches",
                }
            ),
        ),
    ),
    calls={
        "builtins.str": _text,
        **dict.fromkeys(
            (
                f"flask.request.{part}.get"
                for part in ("args", "form", "values", "cookies", "headers")
            ),
            _argument,
        ),
    },
    harmless=ANSWERING,
    pattern="constant filter",
    neighbours=True,
    strange="methods",
)
