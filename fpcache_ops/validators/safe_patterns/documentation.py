"""Whether a program reads what is written in it for people, and so may run it."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.language import Unit

_SOURCE = (
    "getsource",
    "getsourcelines",
    "getsourcefile",
    "getcomments",
    "getblock",
)
"""Functions that give the text of a program, with its comments."""

_DOCUMENTATION = (
    "__doc__",
    "getdoc",
    "get_docstring",
    "doctest",
    "DocTestSuite",
    "pydoc",
    "co_consts",
    "getmembers",
    "__getattribute__",
    "__dict__",
    "vars",
    "attrgetter",
    "getattr_static",
)
"""Names that lead to the documentation of a function or class, or run the examples in it."""


def source_is_read(unit: Unit) -> bool:
    """Whether the code reads its own source, comments and all."""
    return any(unit.mentions(word) for word in _SOURCE)


def is_read(unit: Unit) -> bool:
    """Whether the code may read its own documentation, whatever it does so by."""
    if source_is_read(unit) or any(unit.mentions(word) for word in _DOCUMENTATION):
        return True
    if b"__doc__" in unit.source:
        return True
    return unit.mentions("getattr") and not all(map(_asks_for_another, _mentions(unit, "getattr")))


def _mentions(unit: Unit, name: str) -> Iterator[ir.Call | None]:
    """The calls of a function of this name; ``None`` for a mention that is no call."""
    pending = [unit.module]
    while pending:
        scope = pending.pop()
        for statement in ir.statements(scope.body):
            for expression in ir.expressions(statement):
                called: set[int] = set()
                for node in ir.inside(expression):
                    if isinstance(node, ir.Call) and _is_named(node.callee, name):
                        called.add(id(node.callee))
                        yield node
                    elif _is_named(node, name) and id(node) not in called:
                        yield None
        pending += scope.inner


def _is_named(node: ir.Expression, name: str) -> bool:
    return isinstance(node, (ir.Name, ir.Attribute)) and node.name == name


def _asks_for_another(call: ir.Call | None) -> bool:
    """Whether an attribute is asked for whose name is written out: it is no documentation."""
    return (
        call is not None
        and len(call.arguments) > 1
        and not any(argument.spread or argument.name for argument in call.arguments[:2])
        and isinstance(call.arguments[1].value, ir.Constant)
    )
