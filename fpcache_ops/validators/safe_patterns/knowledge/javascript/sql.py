"""SQL injection in JavaScript: mysql, pg, sqlite, knex, sequelize, prisma.

A statement that is constant cannot be changed by whoever supplies the values that are bound to it:
that holds without knowing whose ``query`` it is.
"""

import re
from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.calls import OWN_OBJECT
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.state import held
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Hole,
    Instance,
    Literal,
    Piece,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    hole,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import (
    SPARED,
    TEXTS,
    no_evaluation,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    blame,
    constant,
    instance_is,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.semantics import ANY, NUMERIC
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

STATEMENT = "statement made by a tag"
"""The values in it are bound by the library."""

OWN_SQL = "SQL of its own"
"""A value that is no value: a library puts what it holds into the statement as it is."""

PREPARED = "prepared statement"
"""What ``prepare`` makes of a statement that is harmless: whatever it is given is bound to it."""

UNPROVEN = "prepared statement that is not proven"

_QUERIES = words(
    """
    query execute raw run all get each exec prepare whereRaw orWhereRaw andWhereRaw whereNotRaw
    havingRaw orHavingRaw andHavingRaw orderByRaw groupByRaw joinRaw fromRaw selectRaw updateRaw
    onRaw insertRaw withRaw $queryRawUnsafe $executeRawUnsafe unsafe
    executeSql queryRaw executeRaw literal queryObject queryArray one oneOrNone many manyOrNone
    none any createQueryRunner streamQuery batch multi pragma
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
_RAW = words("raw literal unsafe lit Sql __dangerous__rawValue")
"""Functions that make SQL of a text, by the names that libraries give them."""

_PASSING = words("join select column columns from with wrap where orderBy groupBy having coalesce")
"""What is made of such SQL holds it."""

# pg-promise: `$1:raw`, `$1^`, `$1:value`, `$1#`, `${name:raw}`; `:csv` and `:json` are quoted.
_MODIFIED = re.compile(
    r"\$\d+(?:[\^#~]|:(?!csv\b|list\b|json\b|:)\w)"
    r"|\$(?:\{[^}]*|\([^)]*|<[^>]*|\[[^\]]*|/[^/]*)(?:[\^#~]|:(?!csv\b|list\b|json\b)\w)"
)
# mysql and knex: the name of a column or table.
_NAMES = re.compile(r"\?\?|(?<!:):[A-Za-z_]\w*:(?!:)")
_EXPANDED = re.compile(r"\?|(?<!:):[A-Za-z_](?![\s\S]*\$\d)")
"""Placeholders of mysql; a colon in a statement with PostgreSQL's is none."""

_MYSQL = re.compile(rb"['\"`][^'\"`\n]*mysql[^'\"`\n]*['\"`]", re.IGNORECASE)
_OTHER_DRIVER = re.compile(
    rb"(?:^|[^?:\s])\s*['\"`](?:pg|pg-[\w-]+|postgres(?:ql)?|sqlite3?|better-sqlite3|mssql"
    rb"|tedious|oracledb|@neondatabase/serverless|@vercel/postgres|@libsql/client"
    rb"|(?:bun|node):sqlite|cockroachdb|cassandra-driver|slonik)['\"`]"
    rb"|\b(?:client|dialect|type|provider)['\"]?\s*:\s*['\"`](?:pg|postgres(?:ql)?|cockroachdb|mssql"
    rb"|better-sqlite3|sqlite3?|oracledb)['\"`]"
)
"""Drivers that quote an object as one value; a file that names none may be given any driver."""

_CONNECTS = re.compile(
    rb"\bnew\s+(?:[\w$]+\s*\.\s*)?(?:Pool|Client|Database|Connection\w*)\s*\("
    rb"|\b(?:postgres|neon|pgp|createClient|createPool)\s*\("
)
"""Where a file connects to a database itself: what it has from elsewhere may be another one."""

_NO_EXPANSION = re.compile(rb"\bstringifyObjects['\"]?\s*:\s*true\b")
_EXPANDING = words(
    """
    query raw whereRaw orWhereRaw andWhereRaw whereNotRaw havingRaw orHavingRaw andHavingRaw
    orderByRaw groupByRaw joinRaw fromRaw selectRaw updateRaw onRaw insertRaw withRaw
    """
)
"""mysql's own method, and what knex hands on to it."""
_OWN_FORMAT = re.compile(rb"\b(?:toSqlString|toPostgres|rawType)\b")
"""What drivers look for in a value before they quote it."""


def _binding(found: Text) -> str | None:
    flat = "".join(piece if isinstance(piece, str) else "0" for piece in found.pieces)
    if _MODIFIED.search(flat):
        return "a placeholder whose value is put in as it is"
    if _NAMES.search(flat):
        return "a placeholder for a name"
    return sql.binds(found) or sql.harmless(found)


def _is_own_sql(look: Look, value: Value) -> bool:
    return any(
        (isinstance(atom, Instance) and atom.kind == OWN_SQL)
        # What was lost on the way may have been such.
        or (isinstance(atom, Unknown) and atom.cause.made and not atom.cause.source)
        for atom in held(value, [look.state])
    )


def _only_values(look: Look) -> str | None:
    """What is bound is quoted, whatever it holds: nothing in it is SQL of its own."""
    given = look.calling.given.all()
    if any(_is_own_sql(look, value) for value in given):
        return "a value is put into the statement as it is"
    if _OWN_FORMAT.search(look.calling.machine.unit.code):
        return "a value may bring its own text with it"
    return None


def _may_be_object(look: Look, value: Value) -> bool:
    """``{"name": {"name": 1}}``: mysql writes an object as ``name = 1``."""
    machine = look.calling.machine
    for atom in held(value, [look.state]):
        match atom:
            case Unknown():
                return True
            case Instance(kind=kind) if kind == OWN_OBJECT:
                return True
            case Reference() if look.content(atom) is None:
                return True
            case Symbol(path=path) if machine.is_source(path):
                return True
            case Text() if any(map(_may_show_an_object, atom.pieces)):
                return True
            case _:
                pass
    return False


def _may_show_an_object(piece: Piece) -> bool:
    """Whether ``[object Object]`` may match the pattern that a text was tested with."""
    if not isinstance(piece, Hole) or piece.kind != "matched":
        return False
    return piece.letters is None or "[" in piece.letters


def _is_from_elsewhere(called: Value) -> bool:
    """Whether the connection is one that another file of the program makes."""
    own = (".", "@/", "~", "#")
    return any(isinstance(atom, Symbol) and atom.path.startswith(own) for atom in called)


def _no_objects(look: Look) -> str | None:
    """mysql's ``query`` expands objects: what is not known to be none may be one."""
    unit = look.calling.machine.unit
    if look.callee not in _EXPANDING:
        return None
    other = _OTHER_DRIVER.search(unit.code) and not _MYSQL.search(unit.code)
    if other and not (_is_from_elsewhere(look.called) and _CONNECTS.search(unit.code)):
        return None
    if _NO_EXPANSION.search(unit.code):
        return None
    statement, values = look.value, list(look.calling.given.all()[1:])
    if any(_has_replacements(look, value) for value in values):
        return None
    texts = [atom for atom in held(statement, [look.state]) if isinstance(atom, Text)]
    marks = any(
        isinstance(piece, str) and _EXPANDED.search(piece)
        for atom in texts
        for piece in atom.pieces
    )
    tables = [content for atom in statement if isinstance(content := look.content(atom), Table)]
    values += [item for table in tables for key, item in table.items if key == "values"]
    if marks and any(_may_be_object(look, value) for value in values):
        return "a value may be an object, which is written as a condition"
    return None


_bound = text(_binding, "the statement")


def _statement(look: Look, *, bound: bool) -> str | None:
    """A text, an object that holds it, or what a tag has made."""
    for atom in look.value:
        if isinstance(atom, Instance) and atom.kind == STATEMENT:
            if look.content(atom.details[0][0]) != Table(()):
                return "the statement may have been changed since it was made"
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


_REPLACING = frozenset({"replacements", "bind"})


def _has_replacements(look: Look, value: Value) -> bool:
    """Sequelize takes no objects for values."""
    contents = [look.content(atom) for atom in value]
    return any(
        isinstance(content, Table) and _REPLACING & {str(k) for k, _ in content.items}
        for content in contents
    )


def _no_own_text(look: Look) -> str | None:
    """A condition of a builder: names and objects are quoted, a text may be SQL."""
    for atom in look.value:
        if isinstance(atom, Unknown):
            return atom.cause.text
        if isinstance(atom, Text) and (reason := sql.harmless(atom)) is not None:
            return reason
    return None


def _known_settings(look: Look) -> str | None:
    """Sequelize puts the path that names are searched on in front of the statement."""
    for value in look.calling.given.all()[1:]:
        for atom in value:
            content = look.content(atom)
            if not isinstance(content, Table):
                continue
            names = {str(key) for key, _ in content.items}
            if "searchPath" in names or (content.rest and names & _REPLACING):
                return "the options may put a text in front of the statement"
    return None


def _with_values(look: Look) -> str | None:
    return (
        _statement(look, bound=True)
        or _only_values(look)
        or _no_objects(look)
        or _known_settings(look)
    )


_NO_VALUE = re.compile(
    r"\b(?:order\s+by|group\s+by|from|join|into|update|table|where|having"
    r"|select|distinct|set|\S\s+and|or|on|union|all|with)\s*$",
    re.IGNORECASE,
)
"""Behind these words stands a name or a condition, so that a value would be SQL."""

_CONDITION = re.compile(r"(?<!between)\s\?\s+and\s*\?", re.IGNORECASE)
"""``name = ? and ?``; not ``between ? and ?``."""


def _parts_of(look: Look, template: Atom) -> Iterator[str | None]:
    """The constant parts of a template; ``None`` for what stands before a statement of a tag."""
    content = look.content(template)
    values = look.calling.given.positional
    for number, item in enumerate(content.items if isinstance(content, Series) else ()):
        value = values[number] if number < len(values) else ()
        nested = bool(value) and all(_is_apart(look, atom) for atom in value)
        for atom in item:
            whole = atom.constant if isinstance(atom, Text) else None
            yield None if nested else whole or ""


def _is_apart(look: Look, atom: Atom) -> bool:
    """Whether it is such a statement, and begins with more than a value: that would be one here."""
    return _is_statement(look, atom) and isinstance(atom, Instance) and len(atom.details) == 1


_BEGINS = re.compile(r"[\s(]*\Z|[\s(]*not[\s(]*\Z", re.IGNORECASE)


def _begins_with_value(look: Look) -> bool:
    """Whether nothing stands before the first value of a template."""
    contents = [look.content(atom) for atom in look.value]
    firsts = [
        atom.constant or ""
        for content in contents
        if isinstance(content, Series) and len(content.items) > 1
        for atom in content.items[0]
        if isinstance(atom, Text)
    ]
    return any(_BEGINS.match(first) for first in firsts)


def _is_statement(look: Look, atom: Atom) -> bool:
    """Whether it is what a tag has made, its values bound, and as it was made."""
    if not isinstance(atom, Instance) or atom.kind != STATEMENT:
        return False
    return look.content(atom.details[0][0]) == Table(())


def _tagged(look: Look) -> str | None:
    """A tag binds its values; a value that is handed in may be what another function made."""
    if not all(isinstance(look.content(atom), Series) for atom in look.value):
        return "the template is not known"
    parts = [part for atom in look.value for part in _parts_of(look, atom)]
    if any(_NO_VALUE.search(part) for part in parts if part is not None):
        return "a value stands where SQL has a name or a condition"
    if _CONDITION.search("?".join(part or "" for part in parts)):
        return "a value stands where SQL has a name or a condition"
    given = [atom for value in look.calling.given.positional for atom in value]
    if any(isinstance(atom, Unknown) and atom.cause.made for atom in given):
        return "a value may be SQL that is made in another file"
    handed = any(isinstance(atom, Unknown) and not atom.cause.source for atom in given)
    if handed and any(look.calling.machine.unit.mentions(word) for word in _RAW):
        return "a value may be SQL that is made elsewhere in the file"
    return _only_values(look)


def _function(look: Look) -> str | None:
    if look.value and all(isinstance(atom, Routine) for atom in look.value):
        return None
    return "it is no function in view"


def _unprepared(look: Look) -> str | None:
    """What a statement that was prepared is given is no statement: it runs its own."""
    if Instance(UNPROVEN) in look.value:
        return "the statement was prepared of what is not known"
    return None


_FORMS = (
    Form(
        "constant statement",
        (Need(_plain, 0), Need(_function, 1, optional=True), Need(_unprepared, receiver=True)),
        proves="sql-injection/constant_query, parsed_limit",
        justification=Justification.NOT_CONTROLLABLE,
    ),
    Form(
        "parameterized statement",
        (Need(_with_values, 0), Need(_unprepared, receiver=True)),
        proves="sql-injection/placeholders, options_object",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
    Form(
        "values of a prepared statement",
        (Need(instance_is(PREPARED), receiver=True),),
        proves="sql-injection/prepared_values",
        any_other=True,
        spreads=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_TAGGED = (
    Form(
        "parameterized statement (a tag binds the values)",
        (Need(_tagged, keyword="template"),),
        proves="sql-injection/prisma_tag",
        any_position=True,
        justification=Justification.INLINE_MITIGATIONS,
    ),
)
_PART = (
    Form(
        "a part of a statement that is constant",
        (Need(_no_own_text, 0, optional=True),),
        proves="sql-injection/builder_beside",
        any_position=True,
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
        # Called as a function it takes its texts as they are.
        call.state.escape(*call.given.all())
        return (Instance(OWN_SQL),)
    look = Look(template, call)
    harmful = _tagged(look) is not None
    own = _is_own_sql(look, tuple(atom for value in call.given.positional for atom in value))
    call.state.escape(*call.given.all())
    if own:
        return (Instance(OWN_SQL),)
    unit = call.machine.unit
    if any(unit.mentions(word) for word in _CHANGING) or harmful:
        return None
    # Whoever is given the statement can make it longer: then the empty table is lost.
    call.state.allocate(call.site, Table(()))
    place: tuple[Value, ...] = ((Reference(call.site),),)
    if _begins_with_value(look):
        place = (*place, (Literal("bool", True),))
    return (Instance(STATEMENT, place),)


def _own_sql(call: Calling) -> Value | None:
    """``raw(text)``: SQL, unless it is of the program."""
    given = call.given.all()
    first = call.given.get(0, None)
    constant = first is not None and _sql(Look(first, call)) is None and call.given.closed
    if constant and not any(_is_own_sql(Look(value, call), value) for value in given[1:]):
        return None
    call.state.escape(*given)
    return (Instance(OWN_SQL),)


def _passes_on(call: Calling) -> Value | None:
    """``join([raw(text)])``: SQL if one of its parts is, or may be."""
    given = call.given.all()
    made = any(_is_own_sql(Look(value, call), value) for value in given)
    raw = any(call.machine.unit.mentions(word) for word in _RAW)
    lost = any(isinstance(atom, Unknown) for value in given for atom in value)
    if not made and not (raw and lost):
        return None
    call.state.escape(*given)
    return (Instance(OWN_SQL),)


_VERB = re.compile(
    r"\s*(?:select|insert|update|delete|replace|with|create|drop|alter|pragma|begin|vacuum)\b",
    re.IGNORECASE,
)
_PLAIN_FUNCTION = re.compile(rb"[\w$]+\s*\(")


def _prepared(call: Calling) -> Value | None:
    """``driver.prepare("SELECT ...")``: no function, and nothing in view is called so."""
    unit = call.machine.unit
    written = unit.code[call.site >> 32 : call.site & 0xFFFFFFFF]
    own = isinstance(unit, ScriptUnit) and unit.defines_method("prepare")
    if own or _PLAIN_FUNCTION.match(written) or not call.given.closed:
        return None
    if not call.given.all():
        return None
    (statement, *more) = call.given.all()
    verbs = [
        atom.pieces[0] if isinstance(atom, Text) and atom.pieces else None for atom in statement
    ]
    if any(not isinstance(first, str) or not _VERB.match(first) for first in verbs):
        return None if any(isinstance(first, str) for first in verbs) else (Instance(UNPROVEN),)
    if more or _with_values(Look(statement, call, "prepare")) is not None:
        return (Instance(UNPROVEN),)
    return (Instance(PREPARED),)


def _identifier(call: Calling) -> Value | None:
    """``sql.identifier(name)`` of drizzle, which left quotes in the name for long.

    So it did with what a column is called by ``as`` (CVE-2026-39356).
    """
    given = call.given.all()
    fixed = call.given.closed and all(constant(Look(value, call)) is None for value in given)
    if fixed or not _DRIZZLE.search(call.machine.unit.code):
        return None
    call.state.escape(*given)
    return (Instance(OWN_SQL),)


def _called(call: Calling) -> Value | None:
    """``count.as(name)``: of drizzle a name, of others what they hold."""
    return _identifier(call) or _passes_on(call)


_DRIZZLE = re.compile(rb"['\"]drizzle-orm\b")
_SETTING_UP = frozenset({"bind", "pluck", "expand", "safeIntegers"})
"""Methods of a prepared statement that give it back."""


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """What is made of SQL is SQL."""
    if isinstance(receiver, Instance) and receiver.kind == OWN_SQL:
        call.state.escape(*call.given.all())
        return (receiver,)
    if isinstance(receiver, Instance) and receiver.kind == STATEMENT and name == "as":
        return _identifier(call) or (receiver,)
    if receiver in (Instance(PREPARED), Instance(UNPROVEN)) and name in _SETTING_UP:
        call.state.escape(*call.given.all())
        return (receiver,)
    return None


_CHANGING = ("append", "strings", "queryChunks", "inlineParams")
"""What changes a statement that a tag has made, or writes its values into it."""

_CALLS: dict[str, Model] = {
    **TEXTS,
    NUMERIC: lambda _: hole(sql.NUMERIC),
    **dict.fromkeys(
        (
            "sql-template-strings",
            "sql-template-strings.SQL",
            "sql-template-tag",
            "sql-template-tag.sql",
            "drizzle-orm.sql",
            "kysely.sql",
            "@prisma/client.Prisma.sql",
            "@databases/pg.sql",
        ),
        _tag,
    ),
    **dict.fromkeys((f"{ANY}{name}" for name in _RAW), _own_sql),
    **dict.fromkeys((f"{ANY}{name}" for name in _PASSING), _passes_on),
    **dict.fromkeys(
        (f"{ANY}identifier", *(f"drizzle-orm.{name}" for name in ("Name", "name", "StringChunk"))),
        _identifier,
    ),
    f"{ANY}as": _called,
    f"{ANY}prepare": _prepared,
}

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
    beside=(
        Sink(
            _PART,
            names=words(
                """
                where andWhere orWhere having andHaving orHaving orderBy addOrderBy groupBy
                addGroupBy select addSelect leftJoin innerJoin leftJoinAndSelect innerJoinAndSelect
                fn cast
                """
            ),
        ),
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
    methods=_methods,
    fragment=sql.harmless,
    neighbours=True,
    spelt=sql.SPELT,
    spared=SPARED,
    pattern="constant SQL",
    constants_harmless=True,
    refuses=no_evaluation,
)
