"""Trust boundaries in Java: what is put into a session is constant, or a number."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.knowledge.java.common import REQUESTS
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import all_fixed
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Form, Need, Sink

_FIXED = Form(
    "constant attribute",
    (Need(all_fixed, 0), Need(all_fixed, 1)),
    proves="trust-boundary/constant_value",
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="trust-boundary",
    module=__name__,
    sinks=(Sink((_FIXED,), names=frozenset({"setAttribute", "putValue"})),),
    harmless=frozenset(f"{kind}.*" for kind in REQUESTS),
    pattern="constant attribute",
)
