"""SQL injection in Python: database cursors and connections, whatever library they are of.

A statement that is constant cannot be changed by whoever supplies the values that are bound to it:
that holds without knowing whose ``execute`` it is.
"""

import re
from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    NUMBER,
    Atom,
    Hole,
    Series,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    Test,
    constant,
    text_passes,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import composed

_EXECUTE = frozenset(
    {
        "execute",
        "executemany",
        "execute_async",
        "mogrify",
        "fetch",
        "fetch_all",
        "fetch_one",
        "fetchrow",
        "fetchval",
    }
)
_SCRIPTS = frozenset(
    {"executescript", "exec_driver_sql", "read_sql", "read_sql_query", "raw", "RawSQL", "text"}
)

# Keywords under which values are handed over, beside the statement.
_VALUES = frozenset(
    {
        "parameters",
        "params",
        "args",
        "values",
        "vars",
        "vars_list",
        "argslist",
        "multiparams",
        "seq_of_parameters",
        "execution_options",
        "con",
        "index_col",
        "timeout",
    }
)
_BOUND = _VALUES - {"execution_options", "con", "index_col", "timeout"}

_statement = text_passes(sql.harmless, "the statement")


_UNQUOTED = re.compile(
    rb"\b(?:AsIs|getquoted|__conform__|ISQLQuote)\b|(?<!sqlite3\.)\bregister_adapter\b"
    rb"|\bconnect\s*\([^)]*\bconv\s*="
)
"""What puts values into a statement as they are, or decides how they are quoted."""


def _placeholders(look: Look) -> str | None:
    """The statement's placeholders are where a driver may fill them in, and quotes what it does."""
    if _UNQUOTED.search(look.calling.machine.unit.code):
        return "values may be put into the statement without quotes"
    for atom in look.value:
        if isinstance(atom, Text) and (reason := sql.binds(atom)) is not None:
            return reason
    return _statement(look)


def _placed(look: Look) -> str | None:
    """What is given beside the statement has a place in it; else it may be more of a statement."""
    if (reason := _placeholders(look)) is not None:
        return reason
    given = look.calling.given
    further = len(given.positional) - 2
    if all(isinstance(atom, Text) and sql.has_place(atom) for atom in look.value):
        crowded = further > 0 and any(
            isinstance(atom, Text) and further >= sql.places(atom) for atom in look.value
        )
        constants = all(constant(look.at(value)) is None for value in given.positional[2:])
        return "more values are given than have a place" if crowded and not constants else None
    beside = [*given.positional[1:], *(v for name, v in given.named if name in _BOUND)]
    if given.closed and all(constant(look.at(value)) is None for value in beside):
        return None
    return "values are given that have no place in the statement"


def _forms(keyword: str, placeholders: Test) -> tuple[Form, ...]:
    return (
        Form(
            "constant statement",
            (Need(_statement, 0, keyword),),
            proves="sql-injection/constant_query, int_limit, guard_return, placeholder_list",
            justification=Justification.NOT_CONTROLLABLE,
        ),
        Form(
            "parameterized statement",
            (Need(placeholders, 0, keyword),),
            proves="sql-injection/parameters, parameters_beside_constant",
            any_position=True,
            free=_VALUES,
            justification=Justification.INLINE_MITIGATIONS,
        ),
        Form(
            "parameterized statement",
            (Need(_statement, 0, keyword), Need(constant, 1, "parameters")),
            proves="sql-injection/parameters_constant",
            justification=Justification.INLINE_MITIGATIONS,
        ),
        composed.form(keyword, _VALUES),
    )


def _same_text(call: Calling) -> Value | None:
    """``sqlalchemy.text(statement)`` is the statement."""
    if not call.given.closed or len(call.given.all()) != 1 or not call.given.positional:
        return None
    return call.given.positional[0]


_NUMBER = Hole(NUMBER)


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """``text(statement).bindparams(...)`` is the statement."""
    if name == "bindparams" and isinstance(receiver, Text) and receiver.flavour == "str":
        call.state.escape(*call.given.all())
        chosen = any(not isinstance(piece, str) and piece != _NUMBER for piece in receiver.pieces)
        plain = _UNQUOTED.search(call.machine.unit.code) is None
        # What is bound here is filled in wherever the statement is run.
        return (receiver,) if plain and not chosen and sql.binds(receiver) is None else None
    return composed.methods(call, receiver, name)


def _parts(look: Look) -> str | None:
    """Constant parts of a statement, whose placeholders a driver may fill in."""
    if (reason := constant(look)) is not None:
        return reason
    if _UNQUOTED.search(look.calling.machine.unit.code):
        return "values may be put into the statement without quotes"
    for text in _texts(look):
        if text.constant is None:
            return "one of many constants is chosen"
        if (reason := sql.binds(text)) is not None:
            return reason
    return None


def _texts(look: Look) -> Iterator[Text]:
    """All texts in a constant, however deep."""
    for atom in look.value:
        match look.content(atom):
            case Text() as text:
                yield text
            case Series(items=items, rest=rest):
                for item in (*items, rest):
                    yield from _texts(look.at(item))
            case Table(items=pairs):
                for _, item in pairs:
                    yield from _texts(look.at(item))
            case _:
                pass


_EXTRA = Form(
    "constant parts of a statement",
    tuple(
        Need(_parts, keyword=name, optional=True)
        for name in ("select", "where", "tables", "order_by")
    ),
    free=frozenset({"params", "select_params"}),
    proves="sql-injection/extra_constant",
    justification=Justification.NOT_CONTROLLABLE,
)

_CALLS: dict[str, Model] = {
    **composed.CALLS,
    "sqlalchemy.text": _same_text,
    "sqlalchemy.sql.text": _same_text,
    "sqlalchemy.sql.expression.text": _same_text,
}

FAMILY = Family(
    type="sql-injection",
    module=__name__,
    beyond="Query builders, and identifiers that another library than psycopg quotes.",
    about="Proven: a statement of constants and numbers, with values bound beside it or none.",
    apart="A stored procedure that builds SQL of its parameters; wildcards in a ``LIKE``.",
    sinks=(
        Sink(_forms("sql", _placed), names=_EXECUTE),
        Sink(_forms("sql", _placeholders), names=_SCRIPTS),
        Sink((_EXTRA,), names=frozenset({"extra"})),
    ),
    harmless=frozenset({"concurrent.futures.ThreadPoolExecutor.execute"}),
    calls=_CALLS,
    methods=_methods,
    operators=composed.operators,
    fragment=sql.harmless,
    pattern="constant SQL",
    untouched=frozenset({"Connection", "Cursor", "Identifier", "Composable"}),
    neighbours=True,
    spelt=sql.SPELT,
    strange="functions",
)
