"""Functions in view that others are wrapped in, and whether answers go through them as they are."""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.languages.python_behind import binds, made_view, mentions, owned
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.knowledge.python.hooks import (
    functions,
    is_header_or_state,
    name_of,
    text_of,
)

_LIMIT = 30
"""Such functions of a file that are looked at."""
_DEFINED = re.compile(rb"\bdef\s+(\w+)")
_CLASS = re.compile(rb"\bclass\s+(\w+)")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_OTHERWISE = re.compile(rb"\bclass\s+(\w+)|\b(\w+)\s*=\s*lambda\b")
"""What may wrap a function and is none that is looked at."""
_USED = re.compile(rb"(?<![\w.])(\w+)\s*\(\s*(\w+)|@\s*(?:\w+\s*\.\s*)*(\w+)")
"""What is called with a name, and what decorates."""
_TOLD = re.compile(rb"@[^\n()]*\(")
"""Decorators that are told something: ``@method_decorator(checked, name="dispatch")``."""
_FUNCTIONS = ("function_definition", "lambda")
_SAME = frozenset([b"make_response"])
"""What gives back an answer that it is given."""


def pass_answers_through(unit: Unit) -> bool:
    """Whether whatever wraps functions in view gives back what these give, with other headers."""
    defined = set(_DEFINED.findall(unit.code))
    otherwise = {name for names in _OTHERWISE.findall(unit.code) for name in names if name}
    given_away = defined | set(_CLASS.findall(unit.code))
    wrapping = _told_of(unit, defined)
    for called, given, decorator in _USED.findall(unit.code):
        if decorator in defined or (called in defined and given in given_away):
            wrapping.add(decorator or called)
        if decorator in otherwise:
            return False
    if not wrapping or len(wrapping) > _LIMIT:
        return not wrapping
    return all(
        _passes_through(unit, one) for one in functions(unit) if name_of(unit, one) in wrapping
    )


def _told_of(unit: Unit, defined: set[bytes]) -> set[bytes]:
    """The functions in view that decorators are told of."""
    found: set[bytes] = set()
    for told in _TOLD.finditer(unit.code):
        node = unit.root.descendant_for_byte_range(told.start(), told.start() + 1)
        around = node.parent if node is not None else None
        if around is not None and around.type == "decorator":
            words = (text_of(unit, one) for one in _nodes(around, "identifier"))
            found |= defined.intersection(words)
    return found


def is_handed_back(unit: Unit, at: int) -> bool:
    """Whether whoever in view calls the functions around a place gives back what these give."""
    if _BY_NAME.search(unit.code):
        return False
    pending: list[SyntaxNode] = []
    node: SyntaxNode | None = unit.root.descendant_for_byte_range(at, at)
    while node is not None:
        if node.type == "function_definition":
            pending.append(node)
        node = node.parent
    looked: set[int] = set()
    while pending:
        function = pending.pop()
        if function.start_byte in looked:
            continue
        looked.add(function.start_byte)
        owner = _owner_of(unit, function)
        spots = mentions(unit.code, name_of(unit, function), owner).finditer(unit.code)
        if len(looked) > _LIMIT or sum(1 for _ in spots) > _SPOTS:
            return False
        if owner and made_view(owner).search(unit.code):
            return False
        for number, word in enumerate(_mentions_of(unit, function)):
            whole = _whole(word)
            call = whole.parent
            if number >= _MENTIONS or call is None:
                return False
            if call.type != "call" or call.child_by_field_name("function") != whole:
                if _is_kept(unit, whole):
                    return False
                continue
            if not _is_handed_back(unit, call):
                return False
            runner = _runner(call)
            if runner is not None and runner.type == "function_definition":
                pending.append(runner)
    return True


_BY_NAME = re.compile(rb"\bview_functions\s*(?:\[[^\]\n]*\]|\.\s*get\s*\([^()\n]*\))\s*\(")
"""Whoever calls a view that is found by its name may call any."""
_MENTIONS = 60
_SPOTS = 300
_DECLARING = frozenset(
    {"function_definition", "dotted_name", "aliased_import", "global_statement", "decorator"}
)


def _mentions_of(unit: Unit, function: SyntaxNode) -> Iterator[SyntaxNode]:
    """Where a function is named: by its bare name, or as a method of the object itself."""
    name, owner = name_of(unit, function), _owner_of(unit, function)
    is_method = bool(owner)
    words: list[SyntaxNode] = []
    for found in mentions(unit.code, name, owner).finditer(unit.code):
        word = unit.root.descendant_for_byte_range(*found.span(1))
        if word is not None and word.type == "identifier":
            words.append(word)
    runners = (_runner(word) for word in words if not is_method and binds(word))
    binding = {runner.start_byte for runner in runners if runner is not None}
    for word in words:
        parent = word.parent
        named = parent is not None and parent.child_by_field_name("name") == word
        if parent is None or parent.type in _DECLARING or binds(word):
            continue
        if (named and parent.type == "keyword_argument") or _is_own(word, binding):
            continue
        called = parent.parent is not None and parent.parent.type == "call"
        known = owned(unit.code, name, owner).match if is_method and not called else None
        if known is None or known(unit.code, parent.start_byte):
            yield word


def _owner_of(unit: Unit, function: SyntaxNode) -> bytes:
    """The class that a function is a method of."""
    around = function.parent
    while around is not None and around.type in ("block", "decorated_definition"):
        around = around.parent
    is_method = around is not None and around.type == "class_definition"
    return name_of(unit, around) if is_method and around is not None else b""


def _whole(word: SyntaxNode) -> SyntaxNode:
    """``self.name`` of its last name."""
    parent = word.parent
    named = parent is not None and parent.child_by_field_name("attribute") == word
    return parent if parent is not None and named else word


def _is_own(word: SyntaxNode, binding: set[int]) -> bool:
    """Whether a name is one of a function's own where it stands."""
    runner = _runner(word)
    while runner is not None:
        if runner.start_byte in binding:
            return True
        runner = _runner(runner.parent)
    return False


def _is_kept(unit: Unit, whole: SyntaxNode) -> bool:
    """Whether a function is kept where others may call it, or handed to one in view."""
    around = whole.parent
    if around is not None and around.type == "keyword_argument":
        around = around.parent
    if around is None or around.type != "argument_list" or around.parent is None:
        return around is None or around.type not in ("parenthesized_expression", "type")
    defined = set(_DEFINED.findall(unit.code)) - {text_of(unit, whole).rpartition(b".")[2]}
    call = around.parent
    callee = text_of(unit, call.child_by_field_name("function"))
    # What calls it itself is looked at as a wrapper.
    besides = set(_WORD.findall(unit.code, call.start_byte, call.end_byte)) & defined
    return bool(besides - {callee})


def _runner(node: SyntaxNode | None) -> SyntaxNode | None:
    while node is not None and node.type not in _FUNCTIONS:
        node = node.parent
    return node


def _passes_through(unit: Unit, wrapper: SyntaxNode) -> bool:
    """Whether each call of what it is given, or what a function in it is given, is handed back."""
    for around in (wrapper, *_inside(wrapper)):
        given = _parameters(unit, around)
        if around is not wrapper and not any(True for _ in _inside(around)):
            continue  # What a request brings.
        for call in _calls(around):
            called = call.child_by_field_name("function")
            is_view = called is not None and text_of(unit, called) in given
            if is_view and not _is_handed_back(unit, call):
                return False
    return True


def _is_handed_back(unit: Unit, call: SyntaxNode) -> bool:
    whole = call
    around = whole.parent
    while around is not None and (
        around.type in ("await", "parenthesized_expression", "argument_list")
        or (around.type == "call" and _is_same(unit, around))
    ):
        whole, around = around, around.parent
    if around is None:
        return False
    if around.type in ("return_statement", "lambda", "expression_statement"):
        return True
    if around.type == "expression_list" and around.parent is not None:
        # ``return found(), 404``
        plain = [one.type for one in around.named_children[1:]] == ["integer"]
        return plain and around.parent.type == "return_statement"
    left = around.child_by_field_name("left") if around.type == "assignment" else None
    if left is None or left.type != "identifier":
        return False
    runner = _runner(around)
    name = text_of(unit, left)
    return runner is not None and all(
        node == left or is_header_or_state(unit, node)
        for node in _nodes(runner, "identifier")
        if text_of(unit, node) == name
    )


def _is_same(unit: Unit, call: SyntaxNode) -> bool:
    called = call.child_by_field_name("function")
    return text_of(unit, called).rpartition(b".")[2] in _SAME


def _inside(function: SyntaxNode) -> Iterator[SyntaxNode]:
    """The functions that stand in one, themselves in no other."""
    pending = list(function.named_children)
    while pending:
        node = pending.pop()
        if node.type in _FUNCTIONS:
            yield node
        else:
            pending.extend(node.named_children)


def _parameters(unit: Unit, function: SyntaxNode) -> set[bytes]:
    listed = function.child_by_field_name("parameters")
    return {text_of(unit, one) for one in _nodes(listed, "identifier")} if listed else set()


def _calls(function: SyntaxNode) -> Iterator[SyntaxNode]:
    yield from _nodes(function, "call")


def _nodes(top: SyntaxNode, kind: str) -> Iterator[SyntaxNode]:
    pending = [top]
    while pending:
        node = pending.pop()
        if node.type == kind:
            yield node
        pending.extend(node.named_children)
