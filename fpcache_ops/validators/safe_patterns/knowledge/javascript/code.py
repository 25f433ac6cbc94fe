"""Code injection in JavaScript: ``eval``, ``Function``, timers that are given text, ``vm``.

Proven: constant code that itself calls nothing but plain functions, texts that hold nothing but
arithmetic, and functions in view, which timers run as they are.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.values import (
    NUMBER,
    Hole,
    Literal,
    Number,
    Routine,
    Table,
    Text,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import code
from fpcache_ops.validators.safe_patterns.knowledge.javascript.common import SPARED
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.unit import ScriptUnit

_PLAIN_CALLS = frozenset({"Number", "parseInt", "parseFloat", "isNaN", "isFinite", "Boolean"})
_PLAIN_OWNERS = frozenset({"Math"})
_ALLOWED = words(
    """
    program expression_statement return_statement parenthesized_expression binary_expression
    unary_expression ternary_expression number string string_fragment true false null undefined
    identifier call_expression arguments member_expression property_identifier array object pair
    arrow_function formal_parameters escape_sequence comment lexical_declaration
    variable_declaration variable_declarator empty_statement statement_block
    """
)
_FORBIDDEN_NAMES = words(
    """
    eval Function require process global globalThis window document constructor __proto__
    prototype import module exports self top parent setTimeout setInterval fetch
    """
)
_NODES_LIMIT = 2000


def runs_others(constant: str) -> str | None:
    """Why constant code may run code that is not in it."""
    source = constant.strip().encode("utf-8", "replace")
    if not constant.isascii() or "\\" in constant:
        return "constant code with unusual characters"
    root = parse("javascript", source).root_node
    if root.has_error:
        return "constant code that cannot be read"
    pending = [root]
    count = 0
    while pending:
        node = pending.pop()
        count += 1
        if count > _NODES_LIMIT:
            return "constant code that is too long to read"
        if node.is_named and node.type not in _ALLOWED:
            return "constant code that does more than compute"
        word = source[node.start_byte : node.end_byte].decode()
        if node.type in ("identifier", "property_identifier") and word in _FORBIDDEN_NAMES:
            return f"constant code that uses `{word}`"
        if node.type == "call_expression":
            callee = node.child_by_field_name("function")
            name = callee.text.decode() if callee is not None and callee.text else ""
            if name not in _PLAIN_CALLS and name.partition(".")[0] not in _PLAIN_OWNERS:
                return "constant code that calls something"
        pending.extend(node.children)
    return None


def _harmless(found: Text) -> str | None:
    """Why code may do more than it says; numbers that stand by themselves say nothing."""
    reason = code.harmless(found, runs_others)
    numbers = all(isinstance(piece, str) or piece == Hole(NUMBER) for piece in found.pieces)
    if reason is None or found.constant is not None or not numbers:
        return reason
    flat = "".join(piece if isinstance(piece, str) else _PLACE for piece in found.pieces)
    if _GLUED.search(flat) or "'" in flat or '"' in flat:
        return reason
    return runs_others(flat.replace(_PLACE, "1"))


_PLACE = "\x00"
_GLUED = re.compile(r"[\w$.\x00-]\x00|\x00[\w$.\x00-]")


def _code(look: Look) -> str | None:
    for atom in look.value:
        if isinstance(atom, (Number, Literal)):
            continue
        if not isinstance(atom, Text):
            return blame(look.value, "the code is no text that is known")
        if (reason := _harmless(atom)) is not None:
            return reason
        unit = look.calling.machine.unit
        for name in _called_in(atom):
            if isinstance(unit, ScriptUnit) and unit.declares(name):
                return f"constant code that calls another `{name}`"
    return None if look.value else "nothing is known of the code"


def _called_in(found: Text) -> frozenset[str]:
    """The functions of the language that constant code may call."""
    known = _PLAIN_CALLS | _PLAIN_OWNERS
    return known.intersection(re.findall(r"\w+", found.constant or ""))


def _alone(look: Look) -> str | None:
    """Code that calls nothing, whatever names it is given meanings for."""
    if any(isinstance(atom, Text) and _called_in(atom) for atom in look.value):
        return "constant code that calls what it may be given"
    return _code(look)


def _names(look: Look) -> str | None:
    """What names stand for while the code runs: not those of functions that it calls."""
    for atom in look.value:
        content = look.content(atom)
        if isinstance(content, (Literal, Text)):
            continue
        if not isinstance(content, Table) or content.rest:
            return "what the code is given is not known"
        if {str(key) for key, _ in content.items} & (_PLAIN_CALLS | _PLAIN_OWNERS):
            return "the code is given other functions than those of the language"
    return None


def _function(look: Look) -> str | None:
    """A function is run as it is; a text would be compiled."""
    for atom in look.value:
        if not isinstance(atom, Routine):
            return blame(look.value, "it is no function in view")
    return None if look.value else "nothing is known of it"


def _other_evaluations(unit: Unit, start: int, end: int) -> str | None:
    """The marked calls are proven together; any other may change what they are given."""
    if isinstance(unit, ScriptUnit):
        for first, last in unit.evaluations():
            if not (start <= first and last <= end):
                return "another `eval` may change any variable of this file"
    return None


_EVALUATE = (
    Form(
        "code that is constant or nothing but arithmetic",
        (Need(_code, 0),),
        proves="code-injection/constant_expression, arithmetic, chosen_expression",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_FUNCTION = (
    *_EVALUATE,
    Form(
        "code that is constant",
        (Need(_code, 0), Need(_code, 1), Need(_code, 2, optional=True)),
        proves="code-injection/constant_function",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_TIMER = (
    Form(
        "a function, which is not compiled",
        (Need(_function, 0),),
        proves="code-injection/timer_function",
        any_other=True,
        justification=Justification.CODE_NOT_PRESENT,
    ),
    Form(
        "code that is constant or nothing but arithmetic",
        (Need(_code, 0), Need(anything, 1, optional=True)),
        proves="code-injection/timer_constant",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_VM = (
    Form(
        "code that is constant or nothing but arithmetic",
        (Need(_alone, 0),),
        proves="code-injection/vm_constant",
        any_position=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
    Form(
        "code that is constant or nothing but arithmetic",
        (Need(_code, 0), Need(_names, 1, optional=True)),
        proves="code-injection/vm_functions",
        any_position=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)


def _modules(look: Look) -> str | None:
    """Modules of a list that is constant."""
    for atom in look.value:
        if not isinstance(atom, Text) or atom.constant is None:
            return blame(look.value, "the module is not constant")
    return None if look.value else "nothing is known of the module"


_REQUIRED = (
    Form(
        "one of several constant modules",
        (Need(_modules, 0),),
        proves="code-injection/required_by_key, module_beside",
        justification=Justification.NOT_CONTROLLABLE,
    ),
)
_VM_NAMES = words(
    """
    runInNewContext runInThisContext runInContext compileFunction Script
    """
)

FAMILY = Family(
    type="code-injection",
    module=__name__,
    beyond="Sandboxes (vm2, isolated-vm), and functions that are picked by a computed name.",
    sinks=(
        Sink(_EVALUATE, calls=frozenset({"builtins.eval"}), names=frozenset({"eval"})),
        Sink(_FUNCTION, calls=frozenset({"builtins.Function"}), names=frozenset({"Function"})),
        Sink(
            _TIMER,
            calls=frozenset(
                {"builtins.setTimeout", "builtins.setInterval", "builtins.setImmediate"}
            ),
            names=frozenset({"setTimeout", "setInterval", "setImmediate", "execScript"}),
        ),
        Sink(_VM, names=_VM_NAMES),
        Sink(_REQUIRED, calls=frozenset({"builtins.require", "builtins.import"})),
        Sink(
            (),
            names=frozenset({"constructor", "GeneratorFunction", "AsyncFunction", "require"}),
        ),
    ),
    modules=frozenset(["vm"]),
    neighbours=True,
    spared=SPARED,
    pattern="constant code",
    constants_harmless=True,
    refuses=_other_evaluations,
)
