"""Trust boundaries in Python.

Proven: what is put into a session is one constant.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Text
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
    """One constant: of several, somebody chooses; and a number may say who somebody is."""
    if (reason := constant(look)) is not None:
        return blame(look.value, reason)
    if len(look.value) != 1:
        return "one of several constants is chosen"
    atom = look.value[0]
    if isinstance(atom, Text) and atom.constant is None:
        return "one of many constants is chosen"
    return None


_SET = Form(
    "constant attribute",
    (Need(_fixed, 0, "key"), Need(_fixed, 1, "value")),
    proves="trust-boundary/set_default",
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="trust-boundary",
    module=__name__,
    beyond=(
        "Values that were checked or converted before: that it is one of a few, or a number, does "
        "not make it one's own."
    ),
    sinks=(
        Sink((_SET,), names=frozenset({"setdefault", "__setitem__"})),
        Sink((), names=frozenset({"update", "__ior__"})),
    ),
    stored=_fixed,
    pattern="constant attribute",
)
