"""Templates made of constant texts, whose own code does no more than look values up."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Text
from fpcache_ops.validators.safe_patterns.knowledge.model import Form, Look, Need, Sink, blame

_NAME = r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*"
_SHOWN = r"(?:\s*\|\s*(?:e|escape|upper|lower|title|capitalize|trim|length|int))*"
_STEP = rf"(?:el)?if\s+(?:not\s+)?{_NAME}|for\s+\w+\s+in\s+{_NAME}|else|endif|endfor"
_BLOCK = rf"|\{{%-?\s*(?:{_STEP})\s*-?%\}}"
_TAG = re.compile(rf"\{{\{{-?\s*{_NAME}{_SHOWN}\s*-?\}}\}}{_BLOCK}", re.ASCII)
_PLAIN_TAG = re.compile(rf"\{{\{{-?\s*{_NAME}\s*-?\}}\}}{_BLOCK}", re.ASCII)
_CODE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|\$\{|<%|(?m:^\s*(?:%|##))|\$[A-Za-z]")
"""Where the template languages that there are have code."""

_OTHERWISE = (
    *("variable_start_string", "block_start_string", "line_statement_prefix"),
    *("extensions", "add_extension", "finalize", "code_generator_class", "jinja_options"),
    *("create_jinja_environment", "jinja_environment", "filters", "template_filter", "overlay"),
    *("add_template_filter", "app_template_filter", "add_app_template_filter"),
)
"""What decides how a template is read, or what its filters do."""


def _constant_template(look: Look) -> str | None:
    """A constant text that looks up names, shows them and goes over them."""
    unit = look.calling.machine.unit
    word = next((word for word in _OTHERWISE if unit.mentions(word)), None)
    if word is not None:
        return f"`{word}` decides how templates are read"
    # Of a slice it is not certain that it holds all filters.
    tag = _TAG if unit.whole else _PLAIN_TAG
    for atom in look.value:
        constant = atom.constant if isinstance(atom, Text) and atom.flavour == "str" else None
        if constant is None:
            return blame(look.value, "the template is not constant")
        if _CODE.search(tag.sub("", constant)):
            return "the template does more than look values up"
    return None if look.value else "nothing is known of the template"


_FORM = Form(
    "a constant template that looks values up",
    (Need(_constant_template, 0, "source"),),
    proves="code-injection/constant_template",
    any_other=True,
    spreads=True,
    justification=Justification.NOT_CONTROLLABLE,
)

SINKS = (
    Sink(
        (_FORM,),
        calls=frozenset(
            {"flask.render_template_string", "quart.render_template_string", "jinja2.Template"}
        ),
        names=frozenset({"render_template_string", "from_string"}),
    ),
)
"""Whatever takes a text for a template."""
