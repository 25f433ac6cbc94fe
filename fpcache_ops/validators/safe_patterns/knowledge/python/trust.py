"""Trust boundaries in Python.

Proven: what is put into a session is constant, or a number.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Literal,
    Number,
    Text,
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


def _fixed(look: Look) -> str | None:
    """Constants, numbers, and texts made of both."""
    for atom in look.value:
        match atom:
            case Number() | Literal():
                continue
            case Text(pieces=pieces) if all(
                isinstance(piece, str)
                or (isinstance(piece, Hole) and piece.kind in (NUMBER, CHOSEN))
                for piece in pieces
            ):
                continue
            case _:
                if (reason := constant(look.at((atom,)))) is not None:
                    return blame(look.value, reason)
    return None if look.value else "nothing is known of it"


_SET = Form(
    "constant attribute",
    (Need(_fixed, 0, "key"), Need(_fixed, 1, "value")),
    proves="trust-boundary/set_default",
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="trust-boundary",
    module=__name__,
    beyond="Values that were checked before: a guard on the text does not make it one's own.",
    sinks=(
        Sink((_SET,), names=frozenset({"setdefault", "__setitem__"})),
        Sink((), names=frozenset({"update"})),
    ),
    stored=_fixed,
    pattern="constant attribute",
)
