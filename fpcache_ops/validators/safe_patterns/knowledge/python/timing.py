"""Timing attacks in Python: secrets compared byte by byte.

Proven: ``compare_digest``, and comparisons with nothing, a number or an empty text, which tell
nobody more than that.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Literal, Number, Text
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
)


def _tells_nothing(look: Look) -> str | None:
    """Nothing, a number, or an empty text."""
    for atom in look.value:
        match atom:
            case Literal() | Number():
                continue
            case Text() if atom.constant == "":
                continue
            case _:
                return "two values are compared that may be secret"
    return None if look.value else "nothing is known of it"


FAMILY = Family(
    type="timing-attack",
    module=__name__,
    beyond="A comparison of two values that are not constant: whether one is secret is not known.",
    apart="What else takes longer for one value than for another.",
    sinks=(
        Sink(
            (
                Form(
                    "comparison in constant time",
                    (Need(anything, 0, "a"), Need(anything, 1, "b")),
                    proves="timing-attack/compare_digest",
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset(
                {
                    "hmac.compare_digest",
                    "secrets.compare_digest",
                    "_operator._compare_digest",
                    "django.utils.crypto.constant_time_compare",
                }
            ),
        ),
        Sink((), names=frozenset({"compare_digest", "constant_time_compare", "eq"})),
    ),
    compared=_tells_nothing,
    pattern="compared with nothing secret",
)
