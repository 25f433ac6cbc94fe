"""Hardcoded secrets in Python.

A literal is never cleared by what it is called or where it stands. Proven only that there is no
literal: the value comes from the environment or a prompt, or is empty.
"""

import re

from fpcache_ops.validators.safe_patterns.engine.values import Hole, Literal, Text, hole
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Look, blame, gives
from fpcache_ops.validators.safe_patterns.knowledge.python import environment
from fpcache_ops.validators.safe_patterns.knowledge.python.common import ENVIRONMENT

PROMPT = "prompt"


_FILLED = re.compile(
    rb"\benvironb?\s*(?:\[[^\]\n]*\]\s*=(?!=)|\.\s*(?:update|setdefault|__setitem__)\b|\|=)"
    rb"|\bputenv\b"
)


def _no_literal(look: Look) -> str | None:
    """Empty, ``None``, or read from a prompt, or from an environment that others fill."""
    unit = look.calling.machine.unit
    # Under another name it may be filled, too.
    filled = _FILLED.search(unit.code) is not None or None in environment.variables_set(unit)
    for atom in look.value:
        match atom:
            case Literal(kind="NoneType"):
                continue
            case Text() if atom.constant == "":
                continue
            case Text(pieces=(Hole(kind="environment"),)) if filled:
                return "the program fills its environment itself"
            case Text(pieces=(Hole(kind=kind),)) if kind in (ENVIRONMENT, PROMPT):
                continue
            case _:
                return blame(look.value, "the value holds something that is not read from outside")
    return None if look.value else "nothing is known of the value"


FAMILY = Family(
    type="hardcoded-secret",
    module=__name__,
    beyond=(
        "Placeholders, names of fields, public keys: whether a literal is a secret is not "
        "known. Secrets that a vault hands out, as its call is out of sight."
    ),
    calls={"getpass.getpass": gives(hole(PROMPT))},
    assigned=_no_literal,
    literals_forbidden=True,
    reads=frozenset({"os.environ.get", "os.getenv", "getpass.getpass"}),
    quotes_code=False,
    pattern="no literal secret",
)
