"""SQL injection in JavaScript: mysql, pg, sqlite, knex, sequelize, prisma.

A statement that is constant cannot be changed by whoever supplies the values that are bound to it:
that holds without knowing whose ``query`` it is.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.values import (
    Instance,
    Reference,
    Routine,
    Series,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    no_evaluation,
    text,
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

STATEMENT = "statement made by a tag"
"""The values in it are bound by the library."""

_QUERIES = words(
    """
    query execute raw run all get each exec prepare whereRaw orWhereRaw havingRaw orderByRaw
    groupByRaw joinRaw fromRaw selectRaw updateRaw $queryRawUnsafe $executeRawUnsafe unsafe
    executeSql queryRaw executeRaw literal queryObject queryArray one oneOrNone many manyOrNone
    none any createQueryRunner streamQuery batch multi
    """
)
_TAGS = frozenset({"$queryRaw", "$executeRaw"})
_LITERALS = frozenset({"literal", "unsafe"})
_TEXT_KEYS = ("sql", "text", "query")
_OPTIONS = words(
    """
    sql text query values name rowMode types timeout nestTables typeCast rowsAsArray queryMode
    binary dateStrings
    """
)

_sql = text(sql.harmless, "the statement")


def _binding(found: Text) -> str | None:
    return sql.binds(found) or sql.harmless(found)


_bound = text(_binding, "the statement")


def _statement(look: Look, *, bound: bool) -> str | None:
    """A text, an object that holds it, or what a tag has made."""
    for atom in look.value:
        if isinstance(atom, Instance) and atom.kind == STATEMENT:
            continue
        content = look.content(atom)
        if isinstance(atom, Reference) or isinstance(content, Table):
            if not isinstance(content, Table) or content.rest:
                return blame(look.value, "the options of the query are not known")
            options = {str(key): value for key, value in content.items}
            if not _OPTIONS.issuperset(options):
                return "the query has options that are not modelled"
            inner = [options[key] for key in _TEXT_KEYS if key in options]
            if len(inner) != 1:
                return "the options hold no statement"
            if (reason := _bound(look.at(inner[0]))) is not None:
                return reason
            continue
        reason = (_bound if bound else _sql)(look.at((atom,)))
        if reason is not None:
            return blame(look.value, reason)
    return None if look.value else "nothing is known of the statement"


def _plain(look: Look) -> str | None:
    return _statement(look, bound=False)


def _with_values(look: Look) -> str | None:
    return _statement(look, bound=True)


def _function(look: Look) -> str | None:
    if look.value and all(isinstance(atom, Routine) for atom in look.value):
        return None
    return "it is no function in view"


_FORMS = (
    Form(
        "constant statement",
        (Need(_plain, 0), Need(_function, 1, optional=True)),
        proves="sql-injection/constant_query, parsed_limit",
        justification=Justification.NOT_CONTROLLABLE,
    ),
    Form(
        "parameterized statement",
        (Need(_with_values, 0),),
        proves="sql-injection/placeholders, options_object",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_TAGGED = (
    Form(
        "parameterized statement (a tag binds the values)",
        (Need(anything, keyword="template"),),
        proves="sql-injection/prisma_tag",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_ONE_TEXT = (
    Form(
        "constant statement",
        (Need(_plain, 0),),
        proves="sql-injection/sequelize_literal",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)


def _tag(call: Calling) -> Value | None:
    """``SQL`...${value}...` ``."""
    template = call.given.get(None, "template")
    if template is None or not all(isinstance(atom, Series) for atom in template):
        return None
    call.state.escape(*call.given.all())
    return (Instance(STATEMENT),)


_CALLS: dict[str, Model] = dict.fromkeys(
    (
        "sql-template-strings",
        "sql-template-strings.SQL",
        "sql-template-tag",
        "sql-template-tag.sql",
        "slonik.sql",
        "drizzle-orm.sql",
        "kysely.sql",
        "@prisma/client.Prisma.sql",
        "@databases/pg.sql",
    ),
    _tag,
)

FAMILY = Family(
    type="sql-injection",
    module=__name__,
    beyond="Query builders' raw parts, and identifiers that a library quotes.",
    about="Proven: a statement of constants and numbers, with values bound beside it or none.",
    apart="A stored procedure that builds SQL of its parameters; wildcards in a ``LIKE``.",
    sinks=(
        Sink(_FORMS, names=_QUERIES - _LITERALS),
        Sink(_ONE_TEXT, names=_LITERALS),
        Sink(_TAGGED, names=_TAGS),
    ),
    harmless=frozenset(
        {
            "pattern.*",
            "builtins.Promise.all",
            "builtins.Promise.any",
            "child_process.exec",
            "axios.get",
        }
    ),
    calls=_CALLS,
    fragment=sql.harmless,
    pattern="constant SQL",
    constants_harmless=True,
    refuses=no_evaluation,
)
