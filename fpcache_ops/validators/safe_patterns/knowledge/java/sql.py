"""SQL injection in Java: JDBC, JPA, Hibernate, Spring's JdbcTemplate.

A statement that is constant cannot be changed by whoever supplies the values that are bound to it:
that holds without knowing whose ``executeQuery`` it is. A prepared statement that is executed is
judged by the text that it was prepared of.
"""

import re
from dataclasses import replace

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Literal,
    Symbol,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import brings_text
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Always,
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
    may_be_own,
)

PREPARED = "prepared statement"
_CALL = re.compile(r"(?i)^\s*\{?\s*(?:\?\s*=\s*)?call\s+")
_PREPARES = frozenset(
    {
        "prepareStatement",
        "prepareCall",
        "createQuery",
        "createNativeQuery",
        "createSQLQuery",
        "createSelectionQuery",
        "createMutationQuery",
    }
)
_TEMPLATE = frozenset(
    {
        "query",
        "queryForObject",
        "queryForList",
        "queryForMap",
        "queryForRowSet",
        "queryForInt",
        "queryForLong",
        "queryForStream",
        "update",
    }
)
_VERB = re.compile(
    r"(?i)[\s(]*(?:select|insert|update|delete|merge|replace|with|from|values|create|drop|alter|"
    r"truncate|call|\{)\b.*",
    re.DOTALL,
)
_RESULTS = frozenset({"getResultList", "getResultStream", "getSingleResult", "uniqueResult"})
_EXECUTES = frozenset(
    {"execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "addBatch", "nativeSQL"}
)


_MARK = re.compile(r"\$\{|%(?:\d+\$)?s\b|\{\d\}")


def _fragment(text: Text) -> str | None:
    """A part of a statement: whoever completes it may put values into its marks as they are."""
    if any(_MARK.search(piece) for piece in text.pieces if isinstance(piece, str)):
        return "it has marks that are replaced by texts"
    return sql.harmless(text)


def _check(text: Text) -> str | None:
    """Why a statement may be foreign, or run a value that is bound to it."""
    reason = sql.harmless(text)
    if reason is not None:
        return reason
    pieces = text.pieces
    if pieces and isinstance(pieces[0], str):
        pieces = (_CALL.sub("", pieces[0]), *pieces[1:])
    return sql.binds(Text(pieces))


def _statement(look: Look) -> str | None:
    """A harmless statement; ``null`` is none at all."""
    for atom in look.value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        if not isinstance(atom, Text) or atom.flavour != "str":
            return blame(look.value, "the statement is no text that is known")
        if (reason := _check(atom)) is not None:
            return reason
    return None if look.value else "nothing is known of the statement"


def _whole(look: Look) -> str | None:
    """A whole statement: a table's name may have its conditions in the arguments beside it."""
    for atom in look.value:
        first = atom.pieces[0] if isinstance(atom, Text) and atom.pieces else ""
        verb = isinstance(first, str) and _VERB.match(first)
        if not verb and len(look.calling.given.positional) > 1:
            return "the text may be a part of a statement only"
    return _statement(look)


def _no_foreign_statement(look: Look) -> str | None:
    """Values to bind, or one more statement that is harmless."""
    for atom in look.value:
        text = isinstance(atom, (Text, Unknown, Symbol))
        if not text and not (isinstance(atom, Literal) and atom.value is None):
            continue
        if (reason := _statement(look.at((atom,)))) is not None:
            return reason
    return None if look.value else "nothing is known of a further statement"


def _prepared(look: Look) -> str | None:
    """A statement that was prepared of a harmless text."""
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != PREPARED:
            return blame(look.value, "what was prepared is not seen")
        if (reason := _statement(look.at(atom.details[0]))) is not None:
            return reason
    return None if look.value else "what was prepared is not seen"


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """Statements that are prepared; setting their parameters leaves them as they are."""
    given = call.given.positional
    if name in _PREPARES and given and not may_be_own(call, receiver, name):
        call.state.escape(*given[1:])
        return (Instance(PREPARED, (given[0],)),)
    prepared = isinstance(receiver, Instance) and receiver.kind == PREPARED
    if prepared and name.startswith(("set", "register")) and name != "setCursorName":
        call.state.escape(*given)
        return (receiver,)
    return None


_REMARKS = re.compile(
    rb"\.\s*(?:addQueryHint|setQueryHint|setComment|setCursorName)\s*\((?!%(text)s)"
    rb"|\.\s*setHint\s*\([\s(]*(?:\"[^\"\n]{0,200}(?i:comment|hint)[^\"\n]{0,200}\"|[\w.]*(?:COMMENT|HINT)"
    rb"|[a-z]\w*)[\s)]*,(?!%(text)s)" % {b"text": rb"[\s(]*\"[^\"\n]{0,500}\"\s*\)[\s)]*[;.,]"}
    # A constant text alone, in however many parentheses.
)
"""Where a text becomes a comment of a statement, or a name in it, as it is."""


def _is_remarked(unit: Unit, _start: int, _end: int) -> str | None:
    if _REMARKS.search(unit.code):
        return "a text that is not constant is written into a statement as it is"
    return None


_PLACE = re.compile(r"\?|(?<!:):\w|#\{|\$\d|@\w")


def _is_whole(look: Look) -> str | None:
    """Nothing is given beside a statement that has no place for it."""
    given = look.calling.given.positional
    texts = [atom for atom in given[0] if isinstance(atom, Text)] if given else []
    pieces = [piece for text in texts for piece in text.pieces]
    marked = any(not isinstance(piece, str) or _PLACE.search(piece) for piece in pieces)
    if not marked and brings_text(look, 1):
        return "a further text may be a part of the statement"
    return None


_CONSTANT = Form(
    "constant statement",
    (Need(_statement, 0), Always(_is_whole)),
    proves="sql-injection/constant_query, number_in_query, map_other_key",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_TEMPLATED = replace(
    _CONSTANT, needs=(Need(_whole, 0), Always(_is_whole)), proves="sql-injection/template_values"
)
_BATCH = replace(
    _CONSTANT,
    needs=(
        Need(_whole, 0),
        *(Need(_no_foreign_statement, position, optional=True) for position in range(1, 8)),
    ),
    proves="sql-injection/batch_of_statements",
    any_position=False,
)
_PARAMETERS = Form(
    "parameterized statement",
    (Need(_prepared, receiver=True),),
    proves="sql-injection/prepared",
    justification=Justification.INLINE_MITIGATIONS,
)

FAMILY = Family(
    type="sql-injection",
    module=__name__,
    beyond=(
        "Criteria builders, MyBatis mappers, statements that stand in a resource or an annotation."
    ),
    about="Proven: a statement of constants and numbers, with values bound beside it or none.",
    apart="A stored procedure that builds SQL of its parameters; wildcards in a ``LIKE``.",
    sinks=(
        Sink((_CONSTANT, _PARAMETERS), names=_EXECUTES),
        Sink((_CONSTANT,), names=_PREPARES),
        Sink((_PARAMETERS,), names=_RESULTS),
        Sink((_TEMPLATED,), names=_TEMPLATE),
        Sink((_BATCH,), names=frozenset({"batchUpdate"})),
        Sink(
            (),
            names=frozenset({"sqlRestriction", "createFilter", "createNamedStoredProcedureQuery"}),
        ),
    ),
    harmless=frozenset(
        {
            "java.security.MessageDigest.*",
            "java.util.concurrent.Executor.*",
            "java.util.concurrent.ExecutorService.*",
        }
    ),
    methods=_methods,
    fragment=_fragment,
    refuses=_is_remarked,
    pattern="constant SQL",
    neighbours=True,
    spelt=sql.SPELT,
)
