"""Code injection in Java: script engines, expression languages, template engines."""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import NONE
from fpcache_ops.validators.safe_patterns.knowledge.contexts import code
from fpcache_ops.validators.safe_patterns.knowledge.java import resources
from fpcache_ops.validators.safe_patterns.knowledge.java.showing import further, passes
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Form, Look, Need, Sink

_PLAIN = re.compile(r"[\w\s+\-*/%().,'\"<>=!?:&|;{}\[\]#$]*", re.ASCII)
_RUNS = re.compile(
    r"\b(?:eval|exec|load|loadWithNewGlobal|Function|Java|java|javax|Packages|importPackage|new|"
    r"getClass|forName|invoke|T|Script|evaluate|parse\w*)\b"
)


_KEYWORDS = frozenset(
    "and for if in not or print println return switch typeof while".split()  # noqa: SIM905
)
_METHODS = frozenset(
    """
    charAt contains endsWith equals indexOf isEmpty length size startsWith substring toLowerCase
    toString toUpperCase trim
    """.split()  # noqa: SIM905
)
_CALLED = re.compile(r"(?P<owner>\w*\s*\.\s*)?(?P<name>\w+|[)\]'\"])\s*\(", re.ASCII)
# ``value.method argument``: Groovy calls without brackets.
_COMMAND = re.compile(r"\.\s*\w+\s+[\w'\"{\[$]|\.\s*\w+\{", re.ASCII)


def _runs_others(constant: str) -> str | None:
    if not _PLAIN.fullmatch(constant) or _RUNS.search(constant) or _COMMAND.search(constant):
        return "constant code that may run other code"
    for call in _CALLED.finditer(constant):
        owner = (call["owner"] or "").rstrip(". \t\r\n") if call["owner"] else None
        known = _KEYWORDS if owner is None else _METHODS
        if owner != "Math" and call["name"] not in known:
            return "constant code that calls what a value may be"
    return None


_text = passes(lambda text: code.harmless(text, _runs_others), "the code")


def _code(look: Look) -> str | None:
    """A text; ``null`` is what an expression that was made before is evaluated on."""
    return "`null` is no code" if NONE[0] in look.value else _text(look)


_FIXED = Form(
    "constant code",
    (
        Need(_code, 0),
        *further(1),
    ),
    proves="code-injection/constant_script",
    any_position=True,
    justification=Justification.NOT_CONTROLLABLE,
)

_BUNDLED = Form(
    "a script of the program",
    (Need(resources.is_resource, 0), *further(1)),
    proves="code-injection/bundled_script",
    justification=Justification.NOT_CONTROLLABLE,
)

FAMILY = Family(
    type="code-injection",
    module=__name__,
    about="Proven: constant code that reaches no class of the host.",
    beyond=(
        "Sandboxed contexts of template engines and expression languages, class loading by a "
        "name from a list."
    ),
    sinks=(
        Sink(
            (_FIXED, _BUNDLED),
            names=frozenset(
                {
                    "eval",
                    "parseExpression",
                    "parseRaw",
                    "evaluate",
                    "compile",
                    "executeExpression",
                    "createValueExpression",
                    "createMethodExpression",
                    "compileExpression",
                    "createExpression",
                    "createScript",
                    "createTemplate",
                }
            ),
        ),
        Sink((), names=frozenset({"forName", "loadClass", "parseClass", "defineClass", "invoke"})),
    ),
    harmless=frozenset({"java.util.regex.Pattern.compile"}),
    calls=resources.CALLS,
    methods=resources.methods,
    pattern="constant code",
    neighbours=True,
)
