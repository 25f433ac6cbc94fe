"""What a program that is started later inherits: the environment and the folder, and who sets them.

Read from the whole source: whoever holds ``os.environ`` under another name may set anything in it.
"""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit

_ENVIRONMENTS = re.compile(rb"\benvironb?\b")
_SETTERS = re.compile(rb"\b(?:putenv|setenv|load_dotenv)\b")
_BY_NAME = re.compile(rb"\bgetattr\s*\([^)\n]*['\"](?:environb?|putenv)['\"]")
_MOVERS = re.compile(rb"\b(?:f?chdir|chroot)\b")
_ENTERED = re.compile(rb"\bfrom\s+path\s+import\b")
"""A library whose paths are entered by ``with``."""
_HANDED = re.compile(rb"\bdup2\b")
_BARE = re.compile(rb"\bfrom\s+(?:os|posix)\s+import\b|\bimport\s*\*")
_WORD = re.compile(rb"[A-Za-z_]\w*")

_ASKED = frozenset(
    [b"get", b"items", b"keys", b"values", b"copy", b"pop", b"popitem", b"clear", b"__contains__"]
)
_READERS = frozenset(
    [
        b"dict",
        b"list",
        b"len",
        b"sorted",
        b"print",
        b"str",
        b"repr",
        b"set",
        b"tuple",
        b"isinstance",
    ]
)
_STARTERS = frozenset([b"run", b"call", b"check_call", b"check_output", b"Popen"])
_HERE = frozenset(
    {
        b"os",
        b"path",
        b"Path",
        b"pathlib",
        b"dirname",
        b"abspath",
        b"realpath",
        b"join",
        b"parent",
        b"parents",
        b"resolve",
        b"__file__",
        b"str",
    }
)
_TARGETS = frozenset(
    {
        "pattern_list",
        "tuple_pattern",
        "list_pattern",
        "tuple",
        "list",
        "expression_list",
        "list_splat_pattern",
        "parenthesized_expression",
        "as_pattern_target",
    }
)
_LITERALS = frozenset(
    {"string", "integer", "float", "true", "false", "none", "concatenated_string"}
)


def variables_set(unit: Unit) -> list[bytes | None]:
    """The names of the variables that the source sets to what is not constant; ``None``: any."""
    found: list[bytes | None] = [None] if _BY_NAME.search(unit.code) else []
    for node in _identifiers(unit, _ENVIRONMENTS):
        name = _variable_set(unit, node)
        if name != b"":
            found.append(name)
    found.extend(
        None
        for node in _identifiers(unit, _SETTERS)
        if not _is_import(node) and not _is_called_with(unit, node, frozenset())
    )
    return found


def moves(unit: Unit) -> bool:
    """Whether the source goes to another folder than a constant one or its own."""
    return _ENTERED.search(unit.code) is not None or any(
        not _is_import(node) and not _is_called_with(unit, node, _HERE)
        for node in _identifiers(unit, _MOVERS)
    )


def hands_over(unit: Unit) -> bool:
    """Whether the source makes something else of the input that programs inherit."""
    return any(True for _ in _identifiers(unit, _HANDED))


def _identifiers(unit: Unit, words: re.Pattern[bytes]) -> Iterator[SyntaxNode]:
    for match in words.finditer(unit.code):
        node = unit.root.descendant_for_byte_range(match.start(), match.end())
        if node is not None and node.type == "identifier":
            yield node


def _text(unit: Unit, node: SyntaxNode | None) -> bytes:
    return unit.code[node.start_byte : node.end_byte] if node is not None else b""


def _whole(node: SyntaxNode) -> SyntaxNode:
    """``os.environ`` of its last name."""
    parent = node.parent
    if parent is not None and parent.type == "attribute":
        named = parent.child_by_field_name("attribute")
        return parent if named == node else node
    return node


def _is_import(node: SyntaxNode) -> bool:
    """Whether a name is imported as it is: it is looked for under no other."""
    parent = node.parent
    outer = parent.parent if parent is not None else None
    if parent is None or parent.type != "dotted_name" or outer is None:
        return False
    return outer.type != "aliased_import"


def _variable_set(unit: Unit, node: SyntaxNode) -> bytes | None:
    """What a mention of the environment sets; empty if it only reads, or sets a constant."""
    whole = _whole(node)
    if _is_import(node) or (whole == node and not _BARE.search(unit.code)):
        return b""
    parent = whole.parent
    if parent is None:
        return None
    match parent.type:
        case "subscript" if parent.child_by_field_name("value") == whole:
            if not _is_stored(parent) or _is_given_constant(parent):
                return b""
            key = parent.child_by_field_name("subscript")
            plain = key is not None and key.type == "string"
            named = _WORD.findall(_text(unit, key)) if plain else []
            return named[-1] if named else None
        case "attribute":
            asked = _text(unit, parent.child_by_field_name("attribute"))
            constant = asked == b"setdefault" and _is_called_with(unit, parent, frozenset())
            return b"" if asked in _ASKED or constant else None
        case "comparison_operator" | "dictionary_splat" | "not_operator" | "interpolation":
            return b""
        case "binary_operator":
            return b""
        case "for_statement" | "for_in_clause":
            return b"" if parent.child_by_field_name("right") == whole else None
        case "argument_list" | "keyword_argument":
            call = parent.parent if parent.type == "argument_list" else None
            if parent.type == "keyword_argument":
                if parent.child_by_field_name("name") == whole:
                    return b""
                call = parent.parent.parent if parent.parent is not None else None
            callee = call.child_by_field_name("function") if call is not None else None
            if parent.type == "argument_list" and _text(unit, callee) in _READERS:
                return b""
            starts = parent.type == "keyword_argument"
            return b"" if starts and _text(unit, callee).split(b".")[-1] in _STARTERS else None
        case _:
            return None


def _is_stored(node: SyntaxNode) -> bool:
    """Whether something is put here; what is deleted is not."""
    while node.parent is not None and node.parent.type in _TARGETS:
        node = node.parent
    parent = node.parent
    if parent is None:
        return False
    match parent.type:
        case "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause":
            return parent.child_by_field_name("left") == node
        case _:
            return node.type == "as_pattern_target" or parent.type == "as_pattern"


def _is_given_constant(node: SyntaxNode) -> bool:
    parent = node.parent
    if parent is None or parent.type != "assignment":
        return False
    right = parent.child_by_field_name("right")
    return right is not None and right.type == "string" and not _holds_values(right)


def _holds_values(text: SyntaxNode) -> bool:
    return any(child.type == "interpolation" for child in text.children)


def _is_called_with(unit: Unit, node: SyntaxNode, words: frozenset[bytes]) -> bool:
    """Whether this is called on the spot, with literals and calls of some words alone."""
    whole = _whole(node)
    call = whole.parent
    if call is None or call.type != "call" or call.child_by_field_name("function") != whole:
        return False
    given = call.child_by_field_name("arguments")
    pending = list(given.named_children) if given is not None else []
    while pending:
        part = pending.pop()
        if part.type in _LITERALS:
            if part.type == "string" and _holds_values(part):
                return False
        elif part.type == "identifier":
            named = part.parent is not None and part.parent.type == "keyword_argument"
            if _text(unit, part) not in words and not (
                named
                and part.parent is not None
                and part.parent.child_by_field_name("name") == part
            ):
                return False
        else:
            pending.extend(part.named_children)
    return True
