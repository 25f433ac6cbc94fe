"""SQL injection in Python: database cursors and connections, whatever library they are of.

A statement that is constant cannot be changed by whoever supplies the values that are bound to it:
that holds without knowing whose ``execute`` it is.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import Text, Value
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    constant,
    text_passes,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import composed

_EXECUTE = frozenset(
    {"execute", "executemany", "execute_async", "mogrify", "fetch_all", "fetch_one"}
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

_statement = text_passes(sql.harmless, "the statement")


def _placeholders(look: Look) -> str | None:
    """The statement's placeholders are where a driver may fill them in."""
    for atom in look.value:
        if isinstance(atom, Text) and (reason := sql.binds(atom)) is not None:
            return reason
    return _statement(look)


def _forms(keyword: str) -> tuple[Form, ...]:
    return (
        Form(
            "constant statement",
            (Need(_statement, 0, keyword),),
            proves="sql-injection/constant_query, int_limit, guard_return, placeholder_list",
            justification=Justification.NOT_CONTROLLABLE,
        ),
        Form(
            "parameterized statement",
            (Need(_placeholders, 0, keyword),),
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


_CALLS: dict[str, Model] = {
    **composed.CALLS,
    "sqlalchemy.text": _same_text,
    "sqlalchemy.sql.text": _same_text,
    "sqlalchemy.sql.expression.text": _same_text,
}

FAMILY = Family(
    type="sql-injection",
    module=__name__,
    beyond="Query builders, ``extra``, and identifiers that another library than psycopg quotes.",
    about="Proven: a statement of constants and numbers, with values bound beside it or none.",
    apart="A stored procedure that builds SQL of its parameters; wildcards in a ``LIKE``.",
    sinks=(
        Sink(_forms("sql"), names=_EXECUTE),
        Sink(_forms("sql"), names=_SCRIPTS),
        Sink((), names=frozenset({"extra"})),
    ),
    harmless=frozenset({"concurrent.futures.ThreadPoolExecutor.execute"}),
    calls=_CALLS,
    methods=composed.methods,
    operators=composed.operators,
    fragment=sql.harmless,
    pattern="constant SQL",
)
