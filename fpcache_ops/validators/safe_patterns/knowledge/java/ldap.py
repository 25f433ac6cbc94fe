"""LDAP injection in Java: searches through JNDI, Spring LDAP, UnboundID."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import CHOSEN, NUMBER, Repeat, Text
from fpcache_ops.validators.safe_patterns.knowledge.java.encoders import ENCODER, encoder_methods
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Returns,
    Sink,
)

ESCAPED = "LDAP filter value"
_VALUE_AHEAD = re.compile(r"\([A-Za-z][A-Za-z0-9;.:-]*[~<>]?=\*?$")


def filter_harmless(text: Text) -> str | None:
    """Why a filter may be another one: encoded values stand behind ``(attribute=`` only."""
    before = ""
    for piece in text.pieces:
        if isinstance(piece, str):
            before = piece
            continue
        if isinstance(piece, Repeat):
            return "a part of it is repeated"
        if piece.kind not in (NUMBER, CHOSEN, ESCAPED):
            return f"a part of it ({piece.kind}) is not made for a filter"
        if piece.kind == ESCAPED and not _VALUE_AHEAD.search(before):
            return "an encoded value stands where no value of an attribute is read"
        before = ""
    return None


_SEARCH = (
    Form(
        "filter of constants and encoded values",
        (
            Need(passes(fixed, "the base"), 0),
            Need(passes(filter_harmless, "the filter"), 1, optional=True),
        ),
        proves="ldap-injection/constant_filter, encoded_value",
        any_position=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_escaped = Returns(ESCAPED, proves="ldap-injection/encoded_value")

FAMILY = Family(
    type="ldap-injection",
    module=__name__,
    sinks=(
        Sink(_SEARCH, names=frozenset({"search"})),
        Sink((), names=frozenset({"searchForContext", "lookup", "authenticate"})),
    ),
    calls={
        **ENCODER,
        "org.springframework.ldap.support.LdapEncoder.filterEncode": _escaped,
        "com.unboundid.ldap.sdk.Filter.encodeValue": _escaped,
    },
    methods=encoder_methods({"encodeForLDAP": _escaped}),
    pattern="constant filter",
)
