"""Rows that a template is filled with, one after the other: nothing in them says it is markup."""

from collections.abc import Callable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Reference,
    Series,
    Symbol,
    Unknown,
)

_SAYS_SO = ("mark_safe", "SafeString", "SafeText", "SafeData", "Markup")
_DISPLAYS = frozenset({"generator_expression", "list_comprehension"})
_DEPTH = 2
"""Rows in a list, and items in a row."""


def are_escaped(call: Calling, is_escaped: Callable[[Atom], bool]) -> bool:
    """Whether ``format_html_join`` escapes all that it is given: none of it is markup already."""
    unit, rows = call.machine.unit, call.given.get(2, "args_generator")
    if rows is None or any(map(unit.mentions, _SAYS_SO)):
        return False
    node = unit.root.descendant_for_byte_range(call.site >> 32, (call.site & 0xFFFF_FFFF) - 1)
    given = node.child_by_field_name("arguments") if node is not None else None
    if node is None or given is None:
        return False
    displayed = any(one.type in _DISPLAYS for one in given.named_children)
    pending = [(rows, _DEPTH)]
    while pending:
        value, depth = pending.pop()
        for atom in value:
            held = isinstance(atom, (Reference, Series))
            if held and depth:
                pending.append((call.machine.elements((atom,), call.state), depth - 1))
            elif depth == _DEPTH and isinstance(atom, Unknown) and displayed:
                # How each row is made stands there: by which calls.
                continue
            elif not held and not is_escaped(atom):
                return False
    return not any(_may_be_markup(call, one) for one in _calls(node))


def _calls(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """The calls inside of one, which make what it is given."""
    pending = list(node.named_children)
    while pending:
        inner = pending.pop()
        pending.extend(inner.named_children)
        if inner.type == "call":
            yield inner


def _may_be_markup(call: Calling, made: SyntaxNode) -> bool:
    """Whether something is made by a name that is neither in view, nor of Python or Django."""
    callee = made.child_by_field_name("function")
    if callee is None or callee.type != "identifier":
        return callee is None or callee.type != "attribute"
    machine = call.machine
    name = (callee.text or b"").decode("utf-8", "replace")
    if machine.unit.defines(name):
        return False
    bound = machine.unit.module.binds(name)
    found = machine.settled(machine.unit.module, name) if bound else ()
    django = (isinstance(atom, Symbol) and atom.path.startswith("django.") for atom in found)
    return not (found and all(django)) if bound else not machine.language.is_builtin(name)
