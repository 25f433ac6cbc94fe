"""NoSQL injection in JavaScript: queries of MongoDB and mongoose.

A query is an object; whoever sends an object where a text is expected can send operators. Proven:
a query of constant shape whose values are texts, numbers and constants for certain.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    REST,
    Atom,
    Hole,
    Instance,
    Literal,
    Number,
    Piece,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    SPARED,
    TEXTS,
    no_evaluation,
    some_text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.texts import (
    ANY_TEXT,
    NO_TEXT,
    TEXTS_MATTER,
)

CLEAN = "object without operators"

_VALUES = words("$eq $ne $gt $gte $lt $lte $in $nin $exists $size $type $all $not $elemMatch")
_LISTS = words("$and $or $nor")
_UPDATES = words("$set $setOnInsert $push $addToSet $pull $inc $unset $min $max $currentDate")
_TAKING = words("$push $addToSet $pull")
_EACH = words("$each $position $slice $sort")
_DEPTH = 6


def _query(look: Look) -> str | None:
    """A query of constant shape; or what is no query: a text, a number, a function."""
    return _shape(look, look.value, _DEPTH)


def _shape(look: Look, value: Value, depth: int) -> str | None:
    if depth == 0:
        return "the query is nested too deeply"
    for atom in value:
        if (reason := _part(look, atom, depth)) is not None:
            return reason
    return None if value else "nothing is known of the query"


def _part(look: Look, atom: Atom, depth: int) -> str | None:
    content = look.content(atom)
    match content:
        case Text(pieces=pieces):
            # What only looks like a text when it is tested may still be an object, or nothing.
            if any(_may_show_an_object(piece) for piece in pieces):
                return "what matches a pattern may still be no text"
            return None
        case Literal() | Number() | Routine() | Symbol(path="builtins.Boolean"):
            return None
        case Instance(kind=kind, details=((Reference(site=site),),)) if kind == CLEAN:
            unchanged = look.state.content(site) == Table(())
            return None if unchanged else "what was cleaned may have been changed since"
        case Instance(kind=kind):
            known = ("object id", "date", "uuid", "inherited")
            return None if kind in known else "a value is not known"
        case Series(items=items, rest=rest):
            for item in (*items, rest):
                if item and (reason := _shape(look, item, depth - 1)) is not None:
                    return reason
            return None
        case Table(items=pairs, rest=()):
            for key, value in pairs:
                name = str(key)
                if name.startswith("$") and name not in _VALUES | _LISTS:
                    return f"the operator `{name}` is not modelled"
                if (reason := _shape(look, value, depth - 1)) is not None:
                    return reason
            return None
        case Unknown(cause=cause):
            return f"an object with operators may come from outside: {cause.text}"
        case _:
            return "a value is not known"


def _may_show_an_object(piece: Piece) -> bool:
    """Whether ``[object Object]`` may match the pattern that a text was tested with.

    Or ``null``, which finds what does not have the field at all.
    """
    if isinstance(piece, Hole) and piece.kind == REST:
        # What only has a beginning that was looked for may be a list that is shown so.
        return True
    if not isinstance(piece, Hole) or piece.kind != "matched":
        return False
    return piece.letters is None or bool({"[", NO_TEXT} & piece.letters)


def _shown(look: Look) -> str | None:
    """What is shown of what is found: which fields, no text from outside may say."""
    for atom in look.value:
        if isinstance(atom, Text) and any(
            not isinstance(piece, str) and piece != Hole(CHOSEN) for piece in atom.pieces
        ):
            return "the fields that are shown are not constant"
    return _query(look)


def _update(look: Look) -> str | None:
    """A constant set of operators; what is stored may be anything."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, (Routine, Literal)):
            continue
        if not isinstance(content, Table) or content.rest:
            return blame(look.value, "the update is not known")
        for key, value in content.items:
            name = str(key)
            if not name.startswith("$"):
                continue
            if name not in _UPDATES:
                return f"the operator `{name}` is not modelled"
            for inner in value:
                held = look.content(inner)
                if not isinstance(held, Table) or held.rest:
                    return "the update is not known"
                for _, item in held.items if name in _TAKING else ():
                    if (reason := _taken(look, item)) is not None:
                        return reason
    return None if look.value else "nothing is known of the update"


def _taken(look: Look, value: Value) -> str | None:
    """What is put into a list, or which items are taken out of it: operators can say so, too."""
    for atom in value:
        content = look.content(atom)
        if isinstance(content, Table) and not content.rest and content.items:
            known = {str(key) for key, _ in content.items}
            if known <= _EACH:
                inner = [item for _, item in content.items]
                reasons = [_shape(look, item, _DEPTH) for item in inner]
                if (bad := next(filter(None, reasons), None)) is not None:
                    return bad
                continue
        if (reason := _part(look, atom, _DEPTH)) is not None:
            return reason
    return None if value else "nothing is known of the update"


def _made(kind: str) -> Model:
    def model(call: Calling) -> Value | None:
        call.state.escape(*call.given.all())
        call.machine.measures.add("sanitizer")
        return (Instance(kind),)

    return model


def _is_filled(call: Calling) -> bool:
    """Whether anything is set in what is cleaned, by the words of the call."""
    source = call.machine.unit.code[call.site >> 32 : call.site & 0xFFFFFFFF]
    given = source.partition(b"(")[2].rpartition(b")")[0].strip()
    if not given:
        return True
    path = re.escape(given)
    setting = (
        rb"(?:assign|merge|extend|defaults)\(\s*%b\b|\b%b\s*(?:\.\s*\w+|\[[^\]]*\])+\s*=(?![=>])"
    )
    return re.search(setting % (path, path), call.machine.unit.code) is not None


def _cleaned(call: Calling) -> Value | None:
    """An object without operators; its fields that are set later show in the empty table.

    It is the very object that was given: what is set there is set in it.
    """
    if _is_filled(call):
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    call.state.allocate(call.site, Table(()))
    return (Instance(CLEAN, ((Reference(call.site),),)),)


_FIND = (
    Form(
        "a query of constant shape with texts and numbers for values",
        (
            Need(_query, 0, optional=True),
            Need(_shown, 1, optional=True),
            Need(_query, 2, optional=True),
            Need(anything, 3, optional=True),
        ),
        proves=(
            "nosql-injection/string_conversion, typeof_string, number_conversion, "
            "cleaned_then_changed"
        ),
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_VALUES_OF = (
    Form(
        "a query of constant shape with texts and numbers for values",
        (Need(_shown, 0), Need(_query, 1, optional=True), Need(_query, 2, optional=True)),
        proves="nosql-injection/field_of_values",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_FIELDS = (
    Form(
        "fields that the program names",
        (Need(_shown, 0, optional=True),),
        proves="nosql-injection/selected_fields",
        any_position=True,
    ),
)
_CHANGE = (
    Form(
        "a query of constant shape with texts and numbers for values",
        (Need(_query, 0), Need(_update, 1, optional=True), Need(_query, 2, optional=True)),
        proves="nosql-injection/update_by_text",
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_CALLS: dict[str, Model] = {
    ANY_TEXT: some_text,
    TEXTS_MATTER: some_text,
    **TEXTS,
    **dict.fromkeys(("mongo-sanitize", "mongo-sanitize.default"), _cleaned),
    **dict.fromkeys(
        ("mongodb.ObjectId", "mongodb.ObjectID", "mongoose.Types.ObjectId", "bson.ObjectId"),
        _made("object id"),
    ),
}

FAMILY = Family(
    type="nosql-injection",
    module=__name__,
    beyond=(
        "Aggregation pipelines, ``$where`` and other operators that run code, schemas of "
        "mongoose that convert values."
    ),
    apart="Whether the one who asks may see what the query finds.",
    sinks=(
        Sink(
            _FIND,
            names=words(
                """
                find findOne findById countDocuments count exists deleteOne deleteMany
                findByIdAndDelete findByIdAndRemove findOneAndDelete findOneAndRemove remove
                """
            ),
        ),
        Sink(_VALUES_OF, names=frozenset({"distinct"})),
        Sink(
            _CHANGE,
            names=words(
                """
                updateOne updateMany update findOneAndUpdate findByIdAndUpdate replaceOne
                findOneAndReplace
                """
            ),
        ),
        Sink(
            (),
            names=words(
                """
                aggregate mapReduce $where where group command bulkWrite or and nor equals ne gt
                gte lt lte in nin all elemMatch setQuery merge
                """
            ),
        ),
    ),
    beside=(
        Sink(_FIELDS, names=frozenset({"select"})),
        Sink(
            _FIND,
            names=words("populate filter setOptions projection project regex match setUpdate"),
        ),
    ),
    harmless=frozenset({"builtins.Promise.all", "builtins.Promise.allSettled"}),
    calls=_CALLS,
    neighbours=True,
    spared=SPARED,
    pattern="constant query",
    constants_harmless=True,
    refuses=no_evaluation,
)
