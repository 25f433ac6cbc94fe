"""XPath injection in Java: expressions that are compiled or evaluated."""

from dataclasses import replace

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Instance,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import xpath
from fpcache_ops.validators.safe_patterns.knowledge.java.encoders import ENCODER, encoder_methods
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import passes
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Returns,
    Sink,
    blame,
    may_be_own,
)

COMPILED = "compiled expression"


_text = passes(xpath.harmless, "the expression")


def _expression(look: Look) -> str | None:
    """A text; ``null`` is what a compiled expression is evaluated on."""
    if NONE[0] in look.value:
        return "`null` is no expression"
    return _text(look)


def _is_not_compiled(look: Look) -> str | None:
    """Whoever evaluates a text: a compiled expression evaluates itself."""
    if any(isinstance(atom, Instance) and atom.kind == COMPILED for atom in look.value):
        return "an expression was compiled before"
    return None


def _compiled(look: Look) -> str | None:
    for atom in look.value:
        if not isinstance(atom, Instance) or atom.kind != COMPILED:
            return blame(look.value, "what was compiled is not seen")
        if (reason := _expression(look.at(atom.details[0]))) is not None:
            return reason
    return None if look.value else "what was compiled is not seen"


def _methods(call: Calling, receiver: Atom, name: str) -> Value | None:
    """An expression that is compiled is kept."""
    given = call.given.positional
    if name == "compile" and len(given) == 1 and not may_be_own(call, receiver, name):
        return (Instance(COMPILED, (given[0],)),)
    return _encoder(call, receiver, name)


_escaped = Returns(xpath.ESCAPED, proves="xpath-injection/encoded_value")
_encoder = encoder_methods({"encodeForXPath": _escaped})
_EXPRESSION = Form(
    "expression of constants and encoded values",
    (Need(_expression, 0), Need(_is_not_compiled, receiver=True)),
    proves="xpath-injection/constant_expression, encoded_value",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_NODES = replace(
    _EXPRESSION,
    needs=(Need(_expression, 0), Need(_expression, 1, optional=True)),
    proves="xpath-injection/selected_and_sorted",
    any_position=False,
)
_COMPILED = Form(
    "compiled expression of constants",
    (Need(_compiled, receiver=True),),
    proves="xpath-injection/compiled",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="xpath-injection",
    module=__name__,
    about=(
        "Proven: constant expressions, those with values that ESAPI has encoded, and those that "
        "were compiled of constants."
    ),
    beyond="Variable resolvers, and values in an expression however they are quoted.",
    sinks=(
        Sink((_EXPRESSION, _COMPILED), names=frozenset({"evaluate", "evaluateExpression"})),
        Sink((_EXPRESSION,), names=frozenset({"compile"})),
        Sink((_NODES,), names=frozenset({"selectNodes", "selectSingleNode", "iterate"})),
    ),
    harmless=frozenset({"java.util.regex.Pattern.compile"}),
    calls=ENCODER,
    methods=_methods,
    pattern="constant expression",
    neighbours=True,
)
