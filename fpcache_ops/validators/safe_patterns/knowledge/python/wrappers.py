"""Functions in view that others are wrapped in, and whether answers go through them as they are."""

import re
from collections.abc import Iterator

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
_OTHERWISE = re.compile(rb"\bclass\s+(\w+)|\b(\w+)\s*=\s*lambda\b")
"""What may wrap a function and is none that is looked at."""
_USED = re.compile(rb"(?<![\w.])(\w+)\s*\(\s*(\w+)|@\s*(?:\w+\s*\.\s*)*(\w+)")
"""What is called with a name, and what decorates."""
_FUNCTIONS = ("function_definition", "lambda")
_SAME = frozenset([b"make_response"])
"""What gives back an answer that it is given."""


def pass_answers_through(unit: Unit) -> bool:
    """Whether whatever wraps functions in view gives back what these give, with other headers."""
    defined = set(_DEFINED.findall(unit.code))
    otherwise = {name for names in _OTHERWISE.findall(unit.code) for name in names if name}
    wrapping: set[bytes] = set()
    for called, given, decorator in _USED.findall(unit.code):
        if decorator in defined or (called in defined and given in defined):
            wrapping.add(decorator or called)
        if decorator in otherwise:
            return False
    if not wrapping or len(wrapping) > _LIMIT:
        return not wrapping
    return all(
        _passes_through(unit, one) for one in functions(unit) if name_of(unit, one) in wrapping
    )


def is_handed_back(unit: Unit, at: int) -> bool:
    """Whether whoever in view calls the functions around a place gives back what these give."""
    node: SyntaxNode | None = unit.root.descendant_for_byte_range(at, at)
    while node is not None:
        if node.type == "function_definition":
            for number, call in enumerate(_calls_of(unit, name_of(unit, node))):
                if number >= _LIMIT or not _is_handed_back(unit, call):
                    return False
        node = node.parent
    return True


def _calls_of(unit: Unit, name: bytes) -> Iterator[SyntaxNode]:
    """The calls of a function by its bare name."""
    for found in re.finditer(rb"(?<![\w.])%s\s*\(" % re.escape(name), unit.code):
        word = unit.root.descendant_for_byte_range(found.start(), found.start() + 1)
        call = word.parent if word is not None else None
        if call is not None and call.type == "call":
            yield call


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
    runner: SyntaxNode | None = around
    while runner is not None and runner.type not in _FUNCTIONS:
        runner = runner.parent
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
