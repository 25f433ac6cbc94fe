"""LDAP injection in Python: python-ldap and ldap3."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import Hole, Symbol, Text, Value
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


_constant_base = text_passes(_fixed, "the base")


def _base(look: Look) -> str | None:
    """A constant, or what the settings of the project name."""
    named = tuple(
        atom
        for atom in look.value
        if isinstance(atom, Symbol) and _SETTING.fullmatch(atom.path) is not None
    )
    if look.value and named == look.value:
        return None
    return _constant_base(look)


_SETTING = re.compile(r"django\.conf\.settings\.[A-Z][A-Z0-9_]*")


def _filled(call: Calling) -> Value | None:
    """``filter_format("(uid=%s)", [name])`` escapes what it puts into the filter."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 2:
        return None
    (template, values) = given.positional
    constant = template[0].constant if template and isinstance(template[0], Text) else None
    if len(template) != 1 or constant is None or _DIRECTIVE.sub("", constant).count("%"):
        return None
    call.state.escape(values)
    call.machine.measures.add("sanitizer")
    first, *others = constant.split("%s")
    pieces: list[str | Hole] = [first]
    for part in others:
        pieces += [Hole(ldap.ESCAPED), part]
    return (Text(tuple(piece for piece in pieces if piece)),)


_DIRECTIVE = re.compile(r"%s")


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
        "ldap.filter.filter_format": _filled,
    },
    pattern="constant filter",
    neighbours=True,
    strange="methods",
)
