"""Statements that psycopg composes: identifiers and values are quoted, the rest is constant.

What is quoted for one place means something else inside quotes that are there already: a brace in
quotes is refused like any other placeholder.
"""

from collections.abc import Mapping

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.expressions import Expressions
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Model
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Instance,
    Literal,
    Number,
    Text,
    Value,
    joined,
    text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.model import Form, Look, Need, blame, constant

COMPOSED = "composed statement"
"""``details`` are all texts that it is put together of, whatever is quoted in it."""

_MODULES = ("psycopg2.sql", "psycopg.sql")


def _of(value: Value) -> Value:
    return (Instance(COMPOSED, (value,)),)


def _sql(call: Calling) -> Value | None:
    """``sql.SQL(text)``: the text as it is."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 1:
        return None
    return _of(given.positional[0])


def _quoted(call: Calling) -> Value | None:
    """``sql.Identifier(name)``, ``sql.Literal(value)``: quoted where it is put."""
    if not call.given.closed:
        return None
    call.state.escape(*call.given.all())
    call.machine.measures.add("sanitizer")
    return _of(text(""))


def _placeholder(call: Calling) -> Value | None:
    """``sql.Placeholder()``, perhaps with a constant name."""
    given = call.given
    if not given.closed or any(constant(Look(one, call)) is not None for one in given.all()):
        return None
    return _of(text(""))


CALLS: Mapping[str, Model] = {
    **{f"{module}.SQL": _sql for module in _MODULES},
    **{f"{module}.{name}": _quoted for module in _MODULES for name in ("Identifier", "Literal")},
    **{f"{module}.Placeholder": _placeholder for module in _MODULES},
}


def _texts(value: Value) -> Value | None:
    """All texts in composed parts; ``None`` if there are other parts."""
    found: list[Value] = []
    for atom in value:
        if not isinstance(atom, Instance) or atom.kind != COMPOSED:
            return None
        found.append(atom.details[0])
    return joined(found) if found else None


def methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """``format`` and ``join`` of composed parts."""
    if not isinstance(receiver, Instance) or receiver.kind != COMPOSED or not call.given.closed:
        return None
    machine = call.machine
    assert isinstance(machine, Expressions)
    parts: list[Value] = [(receiver,)]
    if name == "format":
        parts += call.given.all()
    elif name == "join" and len(call.given.all()) == 1:
        source = call.given.all()[0]
        # Several placeholders are one composed part.
        whole = _texts(source) is not None
        parts.append(source if whole else machine.elements(source, call.state))
    else:
        return None
    texts = [_texts(part) for part in parts]
    if not all(texts):
        return None
    return _of(joined(one for one in texts if one is not None))


def operators(_: State, op: str, a: Atom, b: Atom) -> Value | None:
    """``part + part``, ``sql.Placeholder() * n``."""
    composed = [isinstance(one, Instance) and one.kind == COMPOSED for one in (a, b)]
    if op == "+" and all(composed):
        texts = _texts((a, b))
        return _of(texts) if texts is not None else None
    if op == "*" and composed[0] and isinstance(b, (Number, Literal)):
        return (a,)
    return None


def _harmless(look: Look) -> str | None:
    for atom in look.value:
        texts = _texts((atom,))
        if texts is None:
            return blame(look.value, "the statement is not composed in view")
        for one in texts:
            if not isinstance(one, Text) or one.flavour != "str":
                return blame(texts, "a part of the statement is not known")
            reason = sql.harmless(one) or sql.binds(one)
            if reason is not None:
                return reason
    return None if look.value else "nothing is known of the statement"


def form(keyword: str, free: frozenset[str]) -> Form:
    """A composed statement, with values beside it or none."""
    return Form(
        "composed statement",
        (Need(_harmless, 0, keyword),),
        proves="sql-injection/composed",
        any_position=True,
        free=free,
        justification=Justification.INLINE_MITIGATIONS,
    )
