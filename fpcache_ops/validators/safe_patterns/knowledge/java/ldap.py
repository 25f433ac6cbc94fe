"""LDAP injection in Java: searches through JNDI, Spring LDAP, UnboundID."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import NONE, Atom, Instance, Value
from fpcache_ops.validators.safe_patterns.knowledge.contexts import ldap
from fpcache_ops.validators.safe_patterns.knowledge.java.encoders import ENCODER, encoder_methods
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import fixed, further, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    constant,
    instance_is,
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
            *further(2),
        ),
        proves="ldap-injection/constant_filter, encoded_value",
        any_position=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
QUERY = "query that is built"
_NAMES = frozenset({"base", "where", "and", "or", "attributes", "searchScope"})
_LIMITS = frozenset({"countLimit", "timeLimit"})


def _query(call: Calling) -> Value | None:
    """``LdapQueryBuilder.query()``: whatever is put into it by ``is`` is encoded."""
    return (Instance(QUERY),) if not call.given.all() else None


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    if not isinstance(receiver, Instance) or receiver.kind != QUERY:
        return _encoder(call, receiver, name)
    given = call.given.positional
    if name in _NAMES and given and all(constant(Look(one, call)) is None for one in given):
        return (receiver,)
    if name == "is" and len(given) == 1:
        call.machine.measures.add("sanitizer")
        return (receiver,)
    return (receiver,) if name in _LIMITS or name == "not" else None


_QUERIED = Form(
    "query whose values are encoded",
    (Need(instance_is(QUERY), 0), *further(1)),
    proves="ldap-injection/query_built",
    any_position=True,
    justification=Justification.INLINE_MITIGATIONS,
)
_escaped = Returns(ldap.ESCAPED, proves="ldap-injection/encoded_value")
_encoder = encoder_methods({"encodeForLDAP": _escaped})

FAMILY = Family(
    type="ldap-injection",
    module=__name__,
    about=(
        "Proven: filters of constants and of values that an LDAP encoder has encoded, under a "
        "constant base."
    ),
    beyond=(
        "Distinguished names with values in them, and wildcards in queries that Spring's "
        "``LdapQueryBuilder`` builds."
    ),
    sinks=(
        Sink((*_SEARCH, _QUERIED), names=frozenset({"search"})),
        Sink((), names=frozenset({"searchForContext", "lookup", "authenticate"})),
    ),
    calls={
        **ENCODER,
        "org.springframework.ldap.query.LdapQueryBuilder.query": _query,
        "org.springframework.ldap.support.LdapEncoder.filterEncode": _escaped,
        "com.unboundid.ldap.sdk.Filter.encodeValue": _escaped,
    },
    methods=_methods,
    pattern="constant filter",
    neighbours=True,
)
