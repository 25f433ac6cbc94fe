"""Functions that every answer of an application passes through, and whether it stays what it is."""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit

_HOOKS = re.compile(
    rb"\b(?:after_(?:this_|app_)?request|after_request_funcs|process_response|finalize_response|middleware"
    rb"|get_response|response_class)\b|(?<=\bdef )make_response\b"
)
_SWITCHES = frozenset([b"after_request_funcs", b"response_class", b"make_response"])
"""What makes all answers anew, or lists who does."""
_LIMIT = 30
"""Mentions that are looked at one by one."""
_ONWARD = re.compile(rb"(?:await\s+)?(?:self\.)?_?(?:call_next|get_response)\s*\([^()]*\)")
"""How a hook around a request gets the answer that it hands on."""
_PLAIN = frozenset(
    [
        b"status",
        b"status_code",
        b"cache_control",
        b"vary",
        b"set_cookie",
        b"delete_cookie",
        b"add_etag",
        b"make_conditional",
        b"last_modified",
        b"expires",
    ]
)
_KEYED = frozenset([b"get", b"add", b"set", b"setdefault", b"pop", b"remove"])
_HEADER = re.compile(rb"(?i)['\"](?!content-type|location)[\w-]+['\"]")


def pass_answers_on(unit: Unit) -> bool:
    """Whether every such function in view gives back the answer that it got, with other headers."""
    for number, found in enumerate(_HOOKS.finditer(unit.code)):
        if number >= _LIMIT:
            return False
        node = unit.root.descendant_for_byte_range(found.start(), found.end())
        if node is None or node.type != "identifier" or not _decides(node):
            continue
        if found[0] in _SWITCHES:
            return False
        hooks = list(_hooked(unit, node))
        if not hooks or not all(_passes_on(unit, hook) for hook in hooks):
            return False
    return True


def _decides(node: SyntaxNode) -> bool:
    """Whether a mention is more than an import, an argument's name, or a value that is kept."""
    parent = node.parent
    while parent is not None and parent.type in ("dotted_name", "attribute"):
        parent = parent.parent
    if parent is None or parent.type in ("import_from_statement", "keyword_argument", "parameters"):
        return False
    return parent.type != "assignment" or node.text in _SWITCHES


def text_of(unit: Unit, node: SyntaxNode | None) -> bytes:
    """The code of a node."""
    return unit.code[node.start_byte : node.end_byte] if node is not None else b""


def _hooked(unit: Unit, word: SyntaxNode) -> Iterator[SyntaxNode]:
    """The functions that a mention of a hook registers, or defines."""
    node: SyntaxNode | None = word
    while node is not None and node.type not in (
        "decorator",
        "call",
        "function_definition",
        "expression_statement",
    ):
        node = node.parent
    if node is not None and node.type == "call":
        outer = node.parent
        if outer is not None and outer.type == "decorator":
            node = outer
        elif text_of(unit, word) == b"get_response":
            while node is not None and node.type != "function_definition":
                node = node.parent
    if node is None:
        return
    match node.type:
        case "decorator" if node.parent is not None:
            defined = node.parent.child_by_field_name("definition")
            if defined is not None and defined.type == "function_definition":
                yield defined
        case "function_definition":
            yield node
        case "call":
            given = node.child_by_field_name("arguments")
            named = given.named_children if given is not None else ()
            names = {text_of(unit, one) for one in named}
            yield from (one for one in functions(unit) if name_of(unit, one) in names)
        case _:
            return


def functions(unit: Unit) -> Iterator[SyntaxNode]:
    """The definitions of functions."""
    for found in re.finditer(rb"\bdef\b", unit.code):
        word = unit.root.descendant_for_byte_range(found.start(), found.end())
        parent = word.parent if word is not None else None
        if parent is not None and parent.type == "function_definition":
            yield parent


def name_of(unit: Unit, function: SyntaxNode) -> bytes:
    """What a function is called."""
    return text_of(unit, function.child_by_field_name("name"))


def _passes_on(unit: Unit, hook: SyntaxNode) -> bool:
    """Whether it returns one variable, which holds the answer and is given headers alone."""
    returned: set[bytes] = set()
    mentions: list[SyntaxNode] = []
    pending = [hook]
    while pending:
        node = pending.pop()
        if node.type == "return_statement":
            value = node.named_children
            if len(value) != 1 or value[0].type != "identifier":
                return False
            returned.add(text_of(unit, value[0]))
        elif node.type == "identifier":
            mentions.append(node)
        elif node.type in ("lambda", "yield"):
            return False
        pending.extend(node.named_children)
    if len(returned) != 1:
        return False
    return all(
        _is_plain(unit, node, hook) for node in mentions if text_of(unit, node) in returned
    ) and any(_is_given(unit, node, hook) for node in mentions if text_of(unit, node) in returned)


def _is_given(unit: Unit, node: SyntaxNode, hook: SyntaxNode) -> bool:
    """Whether the answer comes in here: a parameter, or what the next one gives."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "assignment" and parent.child_by_field_name("left") == node:
        return bool(_ONWARD.fullmatch(text_of(unit, parent.child_by_field_name("right"))))
    while parent is not None and parent.type in ("typed_parameter", "default_parameter"):
        parent = parent.parent
    return parent == hook.child_by_field_name("parameters")


def _is_plain(unit: Unit, node: SyntaxNode, hook: SyntaxNode) -> bool:
    return _is_given(unit, node, hook) or is_header_or_state(unit, node)


def is_header_or_state(unit: Unit, node: SyntaxNode) -> bool:
    """Whether an answer is handed back where its name stands, or given headers or a state alone."""
    parent = node.parent
    if parent is None or parent.type == "return_statement":
        return parent is not None
    if parent.type == "subscript" and parent.child_by_field_name("value") == node:
        return bool(_HEADER.fullmatch(text_of(unit, parent.child_by_field_name("subscript"))))
    if parent.type != "attribute" or parent.child_by_field_name("object") != node:
        return False
    asked = text_of(unit, parent.child_by_field_name("attribute"))
    if asked != b"headers":
        return asked in _PLAIN
    around = parent.parent
    if around is None:
        return False
    if around.type == "subscript" and around.child_by_field_name("value") == parent:
        return bool(_HEADER.fullmatch(text_of(unit, around.child_by_field_name("subscript"))))
    if around.type == "attribute" and around.parent is not None and around.parent.type == "call":
        given = around.parent.child_by_field_name("arguments")
        first = given.named_children[0] if given is not None and given.named_children else None
        keyed = text_of(unit, around.child_by_field_name("attribute")) in _KEYED
        return keyed and bool(_HEADER.fullmatch(text_of(unit, first)))
    return False
