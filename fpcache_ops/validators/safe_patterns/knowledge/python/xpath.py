"""XPath injection in Python: lxml, elementpath, ElementTree."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.knowledge.contexts import xpath
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Need,
    Sink,
    anything,
    text_passes,
)

_expression = text_passes(xpath.harmless, "the expression")

_FIRST = Form(
    "constant expression; values only as its variables",
    (Need(_expression, 0, "_path"),),
    proves="xpath-injection/constant_expression, variables",
    any_other=True,
    justification=Justification.NOT_CONTROLLABLE,
)
_SECOND = Form(
    "constant expression",
    (Need(anything, 0, "root"), Need(_expression, 1, "path")),
    proves="xpath-injection/elementpath",
    any_other=True,
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="xpath-injection",
    module=__name__,
    about="Proven: constant expressions, into which values come only as XPath variables.",
    beyond=(
        "Values in an expression however they are quoted: XPath 1.0 has no escape inside a text."
    ),
    sinks=(
        Sink((_SECOND,), calls=frozenset({"elementpath.select", "elementpath.iter_select"})),
        Sink(
            (_FIRST,),
            names=frozenset(
                {
                    "xpath",
                    "XPath",
                    "ETXPath",
                    "XPathEvaluator",
                    "find",
                    "findall",
                    "findtext",
                    "iterfind",
                }
            ),
        ),
    ),
    harmless=frozenset({"re.findall"}),
    pattern="constant expression",
    neighbours=True,
    strange="functions",
)
