"""What a test has found out of a property: ``LIST.includes(request.query.sort)``.

A fact is about a path of constant names that begins with a variable, and only about one whose
objects are not known: those in view are followed themselves. It is lost as soon as the variable is
bound anew, anything is set, or one of the objects on the path is handed on, or asked to do
something.
"""

from collections.abc import Iterable

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.state import State

_LONGEST = 6
_ASKING = frozenset({"toString", "toJSON", "valueOf"})
"""Methods that only say what an object holds."""


def path_of(node: ir.Expression) -> str | None:
    """``a.b.c`` of an expression that only reads that; a variable is a path, too."""
    parts: list[str] = []
    while len(parts) < _LONGEST:
        match node:
            case ir.Method():
                return None
            case ir.Attribute(value=inner, name=name) if not name.endswith("="):
                parts.append(name)
                node = inner
            case ir.Subscript(value=inner, key=ir.Constant(value=str() | int() as key)):
                parts.append(str(key))
                node = inner
            case ir.Choice(test=ir.Library(path="?"), then=inner, orelse=ir.Constant(value=None)):
                # `?.`: perhaps there is nothing to read it of.
                node = inner
            case ir.Name(name=name):
                parts.append(name)
                whole = ".".join(reversed(parts))
                return whole if "." not in "".join(parts) else None
            case _:
                return None
    return None


def member_of(node: ir.Expression) -> str | None:
    """The path of a property; ``None`` for a variable."""
    path = path_of(node)
    return path if path is not None and "." in path else None


def root_of(path: str) -> str:
    """The variable that a path begins with."""
    return path.partition(".")[0]


def forget_variable(state: State, name: str) -> None:
    """A variable is bound anew."""
    for path in [path for path in state.facts if root_of(path) == name]:
        del state.facts[path]


def forget_handed_on(state: State, call: ir.Call, scope: ir.Scope) -> None:
    """Whoever is given an object on a path, or is one, may change what it holds."""
    callee = call.callee
    given = [argument.value for argument in call.arguments]
    if isinstance(callee, ir.Attribute):
        if callee.name.endswith("="):
            state.facts.clear()
            return
        if callee.name in _ASKING and not given:
            return
        given.append(callee.value)
    runs = any(isinstance(node, ir.Lambda) for each in given for node in ir.inside(each))
    handed = _handed(given, scope)
    if runs or handed is None or any(argument.spread for argument in call.arguments):
        state.facts.clear()
        return
    for path in list(state.facts):
        own = others_of(path, scope)
        if own is None or any(_is_on(each, one) for each in own for one in handed):
            del state.facts[path]


def _is_on(path: str, handed: str) -> bool:
    return path.startswith(f"{handed}.")


def others_of(path: str, scope: ir.Scope) -> set[str] | None:
    """A path, and what is below the paths that its variable may be another name of."""
    root = root_of(path)
    known = _handed([ir.Name(0, 0, root)], scope)
    return {path} | {f"{other}." for other in known - {root}} if known is not None else None


def _handed(nodes: Iterable[ir.Expression], scope: ir.Scope) -> set[str] | None:
    """The longest paths in expressions, and in what their variables are bound to.

    ``None``: there is a variable that may be another name of anything.
    """
    found: set[str] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        path = path_of(node)
        if path is None:
            pending.extend(ir.children(node))
        elif path not in found:
            found.add(path)
            bound = _bound_to(root_of(path), scope)
            if bound is None:
                return None
            pending.extend(bound)
    return found


def _bound_to(name: str, scope: ir.Scope | None) -> list[ir.Expression] | None:
    """What a variable is bound to; ``None``: by what does not say so."""
    while scope is not None:
        if scope.binds(name):
            values = [
                binding.value
                for binding in scope.bindings[name]
                if binding.value is not None and not _is_fresh(binding.value, scope)
            ]
            plain = all(
                binding.value is not None
                or binding.kind in ("import", "def", "class")
                or (binding.kind in ("parameter", "receiver") and scope.visits is None)
                for binding in scope.bindings[name]
            )
            return values if plain else None
        scope = scope.parent
    return []


def _is_fresh(node: ir.Expression, scope: ir.Scope | None) -> bool:
    """``new URL(text)`` keeps nothing of what it is given."""
    if not isinstance(node, ir.New) or not isinstance(node.callee, ir.Name):
        return False
    while scope is not None:
        if scope.binds(node.callee.name):
            return False
        scope = scope.parent
    return node.callee.name == "URL"
