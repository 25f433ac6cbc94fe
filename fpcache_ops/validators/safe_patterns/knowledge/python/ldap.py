"""LDAP injection in Python: python-ldap and ldap3."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Text
from fpcache_ops.validators.safe_patterns.knowledge.contexts import ldap
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    anything,
    text_passes,
    user_input,
)
from fpcache_ops.validators.safe_patterns.knowledge.python.common import ANSWERING

_filter = text_passes(ldap.harmless, "the filter")


def _fixed(text: Text) -> str | None:
    return None if text.constant is not None else "the base is not constant"


_base = text_passes(_fixed, "the base")


def _of_nobody(look: Look) -> str | None:
    """Another method of the name may read a further text as a filter, too."""
    if user_input((look.value,), look.calling.machine):
        return "a further argument comes from outside"
    return None


def _further(first: int) -> tuple[Need, ...]:
    return tuple(Need(_of_nobody, place, optional=True) for place in range(first, first + 4))


_LDAP3 = Form(
    "filter of constants and escaped values",
    (Need(_base, 0, "search_base"), Need(_filter, 1, "search_filter"), *_further(2)),
    proves="ldap-injection/constant_filter, escaped_filter",
    any_other=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_PYTHON_LDAP = Form(
    "filter of constants and escaped values",
    (
        Need(_base, 0, "base"),
        Need(anything, 1, "scope"),
        Need(_filter, 2, "filterstr"),
        *_further(3),
    ),
    proves="ldap-injection/python_ldap",
    any_other=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_escaped = Returns(ldap.ESCAPED, proves="ldap-injection/escaped_filter")

FAMILY = Family(
    type="ldap-injection",
    module=__name__,
    about=(
        "Proven: filters of constants and of values that ``escape_filter_chars`` has escaped, "
        "under a constant base."
    ),
    beyond=(
        "Distinguished names with values in them, and filter objects that ldap3's abstraction "
        "layer builds."
    ),
    sinks=(
        Sink((_LDAP3,), names=frozenset({"search", "paged_search"})),
        Sink(
            (_PYTHON_LDAP,),
            names=frozenset(
                {"search_s", "search_st", "search_ext", "search_ext_s", "search_async"}
            ),
        ),
    ),
    harmless=ANSWERING | {"re.search"},
    calls={
        "ldap3.utils.conv.escape_filter_chars": _escaped,
        "ldap.filter.escape_filter_chars": _escaped,
    },
    pattern="constant filter",
    neighbours=True,
    strange="methods",
)
