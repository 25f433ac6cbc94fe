"""LDAP injection in Java: searches through JNDI, Spring LDAP, UnboundID."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import NONE
from fpcache_ops.validators.safe_patterns.knowledge.contexts import ldap
from fpcache_ops.validators.safe_patterns.knowledge.java.encoders import ENCODER, encoder_methods
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
)

_fixed = passes(fixed, "the base")


def _base(look: Look) -> str | None:
    """A constant base; without one, what follows stands for something else."""
    if NONE[0] in look.value:
        return "`null` is no base"
    return _fixed(look)


_SEARCH = (
    Form(
        "filter of constants and encoded values",
        (
            Need(_base, 0),
            Need(passes(ldap.harmless, "the filter"), 1, optional=True),
        ),
        proves="ldap-injection/constant_filter, encoded_value",
        any_position=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_escaped = Returns(ldap.ESCAPED, proves="ldap-injection/encoded_value")

FAMILY = Family(
    type="ldap-injection",
    module=__name__,
    about=(
        "Proven: filters of constants and of values that an LDAP encoder has encoded, under a "
        "constant base."
    ),
    beyond=(
        "Distinguished names with values in them, and queries that Spring's "
        "``LdapQueryBuilder`` builds."
    ),
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
