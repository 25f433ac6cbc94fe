"""Trust boundaries in Java.

Proven: what is put into a session is constant, or a number.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Instance
from fpcache_ops.validators.safe_patterns.knowledge.java.common import REQUESTS
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Form, Look, Need, Sink

_plain = passes(fixed, "the attribute")


def _constant(look: Look) -> str | None:
    """A constant or a number; what can be changed later on is none."""
    if any(isinstance(atom, Instance) for atom in look.value):
        return "what is put in may be changed later on"
    return _plain(look)


_FIXED = Form(
    "constant attribute",
    (Need(_constant, 0), Need(_constant, 1)),
    proves="trust-boundary/constant_value",
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="trust-boundary",
    module=__name__,
    beyond="Values that were checked before: a guard on the text does not make it one's own.",
    sinks=(Sink((_FIXED,), names=frozenset({"setAttribute", "putValue"})),),
    harmless=frozenset(f"{kind}.*" for kind in REQUESTS),
    pattern="constant attribute",
    neighbours=True,
)
