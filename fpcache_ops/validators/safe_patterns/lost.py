"""What code out of sight is given: constants and numbers, or more."""

from typing import assert_never

from fpcache_ops.validators.safe_patterns.engine.frames import Actuals
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Bound,
    Class,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.reading import Reading

_DEPTH = 6
"""How deep values in values are looked into."""


def gives(reading: Reading, given: Actuals, state: State) -> bool:
    """Whether a call is given more than constants and numbers."""
    return not given.closed or any(is_lost(reading, value, state) for value in given.all())


def is_lost(reading: Reading, value: Value, state: State, depth: int = _DEPTH) -> bool:
    """Whether a value, or what it holds, is more than constants and numbers."""
    return depth == 0 or any(_is_lost(reading, atom, state, depth) for atom in value)


def _is_lost(reading: Reading, atom: Atom, state: State, depth: int) -> bool:
    match atom:
        case Literal() | Number():
            return False
        case Text():
            assert reading.family.fragment is not None
            return reading.family.fragment(atom) is not None
        case Reference(site=site):
            content = state.content(site)
            return content is None or is_lost(reading, (content,), state, depth)
        case Series(items=items, rest=rest):
            return any(is_lost(reading, each, state, depth - 1) for each in (*items, rest))
        case Table(items=pairs, rest=rest):
            # The keys of the rest are not kept: they may be anything.
            known = [value for _, value in pairs]
            return bool(rest) or any(is_lost(reading, each, state, depth - 1) for each in known)
        case Bound(receiver=receiver):
            return is_lost(reading, (receiver,), state, depth - 1)
        case Symbol() | Routine() | Class() | Instance() | Unknown():
            # Functions and objects give what they can get at, whoever asks them: a request its
            # parameters, a closure its variables, an object what it was made of.
            return True
        case _:
            assert_never(atom)
