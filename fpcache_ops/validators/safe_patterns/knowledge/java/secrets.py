"""Hardcoded secrets and timing in Java.

A literal is never cleared by what it is called or where it stands. Proven only that there is no
literal: the value comes from the environment, or is empty.
"""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Hole,
    Literal,
    Text,
    Value,
    hole,
    join,
)
from fpcache_ops.validators.safe_patterns.knowledge.java.settings import sets_properties
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
    constant,
)

ENVIRONMENT = "environment"
_EARLY = frozenset(
    """
    equals equalsIgnoreCase compareTo compareToIgnoreCase contentEquals compare mismatch
    regionMatches startsWith endsWith hashCode charAt codePointAt
    """.split()  # noqa: SIM905
)
"""What ends with the first difference."""
_SEARCHES = frozenset({"contains", "indexOf", "lastIndexOf", "matches"})
"""What ends with the first difference, unless it looks for a constant."""
_VARIABLE, _PROPERTY = "java.lang.System.getenv", "java.lang.System.getProperty"
_READS = frozenset({_VARIABLE, _PROPERTY})


def _property(call: Calling) -> Value | None:
    """``System.getProperty(name, default)``, where the program itself sets none."""
    return None if sets_properties(call.machine.unit) else _read(call)


def _read(call: Calling) -> Value | None:
    """``System.getenv(name)``."""
    given = call.given.positional
    if not given:
        return None
    return join(hole(ENVIRONMENT), given[1] if len(given) > 1 else NONE)


def _no_literal(look: Look) -> str | None:
    for atom in look.value:
        match atom:
            case Literal(kind="NoneType"):
                continue
            case Text() if atom.constant == "":
                continue
            case Text(pieces=(Hole(kind=kind),)) if kind == ENVIRONMENT:
                continue
            case _:
                return blame(look.value, "the value holds something that is not read from outside")
    return None if look.value else "nothing is known of the value"


_SAME_TIME = Form(
    "compared in constant time",
    (Need(anything, 0), Need(anything, 1)),
    proves="timing-attack/is_equal",
    justification=Justification.CODE_NOT_PRESENT,
)

_FOR_CONSTANT = Form(
    "looks for a constant",
    (Need(constant, 0),),
    proves="timing-attack/found_beside",
    any_position=True,
    justification=Justification.CODE_NOT_PRESENT,
)

FAMILIES = (
    Family(
        type="hardcoded-secret",
        module=__name__,
        about=(
            "A literal is never cleared by what it is called or where it stands. Proven only "
            "that there is no literal: the value comes from the environment or a property, or "
            "is empty."
        ),
        beyond=(
            "Placeholders, names of fields, public keys: whether a literal is a secret is not "
            "known. Vaults and key stores."
        ),
        calls={_VARIABLE: _read, _PROPERTY: _property},
        assigned=_no_literal,
        literals_forbidden=True,
        reads=_READS,
        quotes_code=False,
        pattern="no literal secret",
    ),
    Family(
        type="timing-attack",
        module=__name__,
        about="Proven: ``MessageDigest.isEqual`` compares in constant time.",
        beyond="Whatever ``equals`` compares: whether a value is secret is not known.",
        apart="What else takes longer for one value than for another.",
        sinks=(
            Sink((_SAME_TIME,), calls=frozenset({"java.security.MessageDigest.isEqual"})),
            Sink((), names=_EARLY),
            Sink((_FOR_CONSTANT,), names=_SEARCHES),
        ),
        pattern="compared in constant time",
    ),
)
