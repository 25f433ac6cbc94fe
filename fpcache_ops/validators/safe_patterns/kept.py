"""What a statement keeps together with texts: pieces that are put together later."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import lost, texts
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Bound,
    Instance,
    Number,
    Reference,
    Series,
    Table,
    Value,
)
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading


def unknown_beside_texts(reading: Reading, place: Place) -> Iterator[ir.Expression]:
    """What is kept of values that are not known: ``["WHERE name = '", name, "'"]``.

    A list of its own keeps what is bound to a statement: ``"WHERE name = %s", [name]``.
    """
    for node in place.inside():
        for kept in _kept(reading, node):
            if _is_unknown(reading, reading.value(kept)):
                yield kept


def _kept(reading: Reading, node: ir.Expression) -> list[ir.Expression]:
    match node:
        case ir.Sequence(items=items) if any(texts.may_be(reading, item) for item in items):
            return list(items)
        case ir.Mapping(items=pairs):
            return [value for _, value in pairs]
        case ir.Call(arguments=arguments) if any(_keeps(s) for s in reading.seen(node)) or any(
            map(_is_container, reading.value(node))
        ):
            given = [argument.value for argument in arguments]
            named = any(argument.name for argument in arguments)
            return given if named or any(texts.may_be(reading, one) for one in given) else []
        case _:
            return []


def _keeps(seen: Seen) -> bool:
    """Whether a method of a container is called, which may keep what it is given."""
    return any(
        isinstance(atom, Bound) and isinstance(atom.receiver, (Reference, Instance))
        for atom in seen.callee
    )


def _is_container(atom: Atom) -> bool:
    return isinstance(atom, (Reference, Series, Table, Instance))


def _is_unknown(reading: Reading, value: Value) -> bool:
    """Whether a value is no number and no container, and not known to be harmless."""
    return any(
        not isinstance(atom, (Series, Table, Reference, Number))
        and lost.is_lost(reading, (atom,), State())
        for atom in value
    )
