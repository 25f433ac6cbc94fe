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
_USED = re.compile(rb"(?<![\w.])(\w+)\s*\(\s*(\w+)|@\s*(\w+)")
"""What is called with a name, and what decorates."""
_FUNCTIONS = ("function_definition", "lambda")


def pass_answers_through(unit: Unit) -> bool:
    """Whether whatever wraps functions in view gives back what these give, with other headers."""
    defined = set(_DEFINED.findall(unit.code))
    wrapping: set[bytes] = set()
    for called, given, decorator in _USED.findall(unit.code):
        if decorator in defined or (called in defined and given in defined):
            wrapping.add(decorator or called)
    if not wrapping or len(wrapping) > _LIMIT:
        return not wrapping
    return all(
        _passes_through(unit, one) for one in functions(unit) if name_of(unit, one) in wrapping
    )


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
    while around is not None and around.type in ("await", "parenthesized_expression"):
        whole, around = around, around.parent
    if around is None:
        return False
    if around.type == "return_statement" or around.type == "lambda":
        return True
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
