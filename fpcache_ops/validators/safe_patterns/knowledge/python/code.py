"""Code injection in Python: ``eval``, ``exec``, ``compile``.

Proven: constant code that itself calls nothing but plain builtins, and texts that hold nothing but
arithmetic. An empty ``__builtins__`` is no sandbox and proves nothing.
"""

import builtins
import re
from collections.abc import Iterator

from fpcache_ops.core.verdict import Justification
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    Literal,
    Number,
    Table,
    Text,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.contexts import code
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    blame,
    constant,
    text_is,
)
from fpcache_ops.validators.safe_patterns.knowledge.python import templates
from fpcache_ops.validators.safe_patterns.knowledge.python.common import ANSWERING

_PLAIN_CALLS = frozenset(
    [
        "abs",
        "all",
        "any",
        "bool",
        "chr",
        "dict",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "frozenset",
        "int",
        "len",
        "list",
        "map",
        "max",
        "min",
        "ord",
        "pow",
        "print",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "sorted",
        "str",
        "sum",
        "tuple",
        "zip",
    ]
)
_FORBIDDEN_NODES = frozenset(
    {
        "import_statement",
        "import_from_statement",
        "exec_statement",
        "await",
        "decorator",
        "with_statement",
        "class_definition",
        "global_statement",
        "nonlocal_statement",
        "delete_statement",
        "augmented_assignment",
    }
)
_WORD = re.compile(r"[A-Za-z_]\w*")
_APPLIES = frozenset({b"map", b"filter"})
_NODES_LIMIT = 2000
_BYTES_LIMIT = 10_000


def runs_others(constant: str) -> str | None:
    """Why constant code may run code that is not in it."""
    source = constant.strip().encode()
    if b"\x00" in source or b"\r" in source or b"\x0c" in source:
        return "constant code with unusual characters"
    if len(source) > _BYTES_LIMIT:
        return "constant code that is too long to read"
    root = parse("python", source).root_node
    if root.has_error:
        return "constant code that cannot be read"
    pending = [root]
    defined: set[bytes] = set()
    called: set[bytes] = set()
    count = 0
    while pending:
        node = pending.pop()
        count += 1
        if count > _NODES_LIMIT:
            return "constant code that is too long to read"
        if node.type in _FORBIDDEN_NODES:
            return "constant code that does more than compute"
        if node.type == "function_definition":
            name = node.child_by_field_name("name")
            if name is not None:
                defined.add(source[name.start_byte : name.end_byte])
        if node.type == "call":
            callee = node.child_by_field_name("function")
            if callee is None or callee.type != "identifier":
                return "constant code that calls a method"
            called.add(source[callee.start_byte : callee.end_byte])
            for handed in _functions_given(node, called):
                if handed.type == "identifier":
                    called.add(source[handed.start_byte : handed.end_byte])
                elif handed.type != "lambda":
                    return "constant code that hands on what is not known"
        if node.type == "identifier":
            word = source[node.start_byte : node.end_byte].decode("utf-8", "replace")
            if word.startswith("__") or (hasattr(builtins, word) and word not in _PLAIN_CALLS):
                return f"constant code that uses `{word}`"
            if word in _PLAIN_CALLS and not _is_used(node):
                return f"constant code that binds `{word}`"
        pending.extend(node.children)
    if any(_is_bound_otherwise(root, source, word) for word in defined):
        return "constant code that binds the name of a function anew"
    unknown = called - defined - {name.encode() for name in _PLAIN_CALLS}
    if unknown:
        return f"constant code that calls `{min(unknown).decode('utf-8', 'replace')}`"
    return None


def _functions_given(call: SyntaxNode, called: set[bytes]) -> Iterator[SyntaxNode]:
    """What a call in constant code calls in turn: what is mapped, and the function of a key."""
    arguments = call.child_by_field_name("arguments")
    given = list(arguments.named_children) if arguments is not None else []
    for number, argument in enumerate(given):
        if argument.type == "keyword_argument":
            value = argument.child_by_field_name("value")
            if value is not None:
                yield value
        elif number == 0 and _APPLIES & called:
            yield argument


def _is_bound_otherwise(root: SyntaxNode, source: bytes, word: bytes) -> bool:
    """Whether the name of a function of the code stands where it is not called or handed on."""
    pending = [root]
    count = 0
    while pending:
        node = pending.pop()
        if node.type == "identifier" and source[node.start_byte : node.end_byte] == word:
            parent = node.parent
            if parent is not None and parent.type == "function_definition":
                count += 1
            elif not _is_used(node):
                return True
        pending.extend(node.children)
    return count > 1


def _is_used(node: SyntaxNode) -> bool:
    """Whether the name of a builtin is called or handed on, and not bound."""
    parent = node.parent
    return parent is not None and parent.type in ("call", "argument_list", "keyword_argument")


def _calls(constant: str) -> frozenset[str]:
    """The plain builtins that constant code may call."""
    return _PLAIN_CALLS & frozenset(_WORD.findall(constant))


def _is_named(source: bytes, words: frozenset[str]) -> bool:
    """Whether a source spells one of some words as a key, or as the name of an argument."""
    names = "|".join(sorted(words))
    return re.search(rf"['\"](?:{names})['\"]|\b(?:{names})\s*=(?!=)".encode(), source) is not None


def _replaced(look: Look, constant: str) -> str | None:
    """Whether a builtin that constant code calls may be another function where it runs."""
    called = _calls(constant)
    spaces = [look.calling.given.get(1, "globals"), look.calling.given.get(2, "locals")]
    if not called:
        return None
    for space in spaces:
        for atom in space or ():
            content = look.content(atom)
            if isinstance(atom, Literal) and atom.value is None:
                continue
            if content is None and not _is_named(look.calling.machine.unit.code, called):
                continue  # It is filled here, with other names.
            if not isinstance(content, Table):
                return "constant code that runs among names that are not known"
            if content.rest or called & {*dict(content.items)}:
                return "constant code that runs among names that may be builtins"
    pending = [look.calling.machine.unit.module]
    while pending:
        scope = pending.pop()
        for word in sorted(called):
            if scope.binds(word) or word in scope.iterated:
                return f"constant code that calls `{word}`, which is another function here"
        pending += scope.inner
    return None


def _code(look: Look) -> str | None:
    for atom in look.value:
        if isinstance(atom, (Number, Literal)):
            continue
        if not isinstance(atom, Text):
            return blame(look.value, "the code is no text that is known")
        reason = code.harmless(atom, runs_others)
        if reason is None and atom.constant is not None:
            reason = _replaced(look, atom.constant)
        if reason is not None:
            return reason
    return None if look.value else "nothing is known of the code"


def _compiled(call: Calling) -> Value | None:
    """``compile(code, name, "exec")`` of a text: running it runs that text."""
    given = call.given
    if not given.closed or given.named or len(given.positional) != 3:
        return None
    source, _, mode = given.positional
    if text_is("eval", "exec")(Look(mode, call)) is not None:
        return None
    return source if all(isinstance(atom, Text) for atom in source) else None


_FORMS = (
    Form(
        "code that is constant or nothing but arithmetic",
        (Need(_code, 0, "source"),),
        proves="code-injection/constant_expression, constant_functions, arithmetic",
        any_other=True,
        justification=Justification.NOT_CONTROLLABLE,
    ),
)

_LITERALS = Form(
    "a reader of literals",
    (Need(anything, 0, "node_or_string"),),
    proves="code-injection/literals",
    justification=Justification.CODE_NOT_PRESENT,
)
_IMPORT = Form(
    "a constant module",
    (Need(constant, 0, "name"), Need(constant, 1, "package", optional=True)),
    proves="code-injection/module_of_table",
    justification=Justification.NOT_CONTROLLABLE,
)

_IMPORTS = re.compile(rb"\bimport_module\b")
_WRITES = re.compile(
    rb"\.\s*(?:write|write_text|write_bytes|writelines|save|extract|extractall)\s*\("
    rb"|\b(?:copy|copy2|copyfile|copyfileobj|copytree|move|rename|symlink|link|unpack_archive"
    rb"|urlretrieve)\s*\(|\bsys\s*\.\s*path\b(?!\s*\.\s*(?:pop|remove)\b)|\bPYTHONPATH\b"
)
"""What writes files, or says where modules are looked for."""


_MODULES = re.compile(rb"['\"](\w+)(?:\.\w+)+['\"]")
_SEARCHED = re.compile(rb"sys\s*\.\s*path|PYTHONPATH")


def _writes_module(unit: Unit, start: int, end: int) -> str | None:
    """Whether the program may write the module that it imports, first or for the next time."""
    code = unit.code
    if not _IMPORTS.search(code, start, end):
        return None
    node = unit.root.descendant_for_byte_range(start, start)
    while node is not None and node.type != "function_definition":
        node = node.parent
    around = (node.start_byte, node.end_byte) if node is not None else (0, end)
    if _WRITES.search(code, *around):
        return "what is imported may be written by the same function"
    found = [one[0] for one in _WRITES.finditer(code)]
    searched = [one for one in found if _SEARCHED.match(one)]
    if len(searched) == len(found):
        return None
    # Its file, or its folder, is spelt somewhere.
    folders = b"|".join(sorted(set(_MODULES.findall(code)))) or rb"(?!)"
    spelt = re.search(rb"\.py\w?['\"]|['\"/\\](?:%s)['\"/\\]" % folders, code)
    if searched or spelt:
        return "what is imported may be written by another function"
    return None


FAMILY = Family(
    type="code-injection",
    module=__name__,
    beyond=(
        "Restricted interpreters, ``ast`` trees that are checked before they run, modules whose "
        "names are put together."
    ),
    sinks=(
        Sink(
            _FORMS,
            calls=frozenset({"builtins.eval", "builtins.exec", "builtins.compile"}),
            names=frozenset({"eval", "exec", "compile"}),
        ),
        Sink((_LITERALS,), calls=frozenset({"ast.literal_eval"})),
        *templates.SINKS,
        Sink((_IMPORT,), calls=frozenset({"importlib.import_module"})),
        Sink(
            (),
            names=frozenset(
                {
                    "execfile",
                    "__import__",
                    "import_module",
                    "run_path",
                    "run_code",
                    "InteractiveConsole",
                }
            ),
        ),
    ),
    harmless=ANSWERING | {"re.compile"},
    calls={"builtins.compile": _compiled},
    pattern="constant code",
    neighbours=True,
    strange="methods",
    refuses=_writes_module,
)
