"""Whether a request says in which of several objects something is put, by way of a variable."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.knowledge.model import user_input
from fpcache_ops.validators.safe_patterns.names import bound
from fpcache_ops.validators.safe_patterns.places import Place


def is_chosen(place: Place, machine: Flow) -> bool:
    """``member = members[who]; member.role = "admin"``: what the variable stands for is asked for.

    Not what a call finds for something that is not known to be user input.
    """
    statement = place.statement
    if not isinstance(statement, ir.Assign):
        return False
    pending: list[str] = []
    for target in statement.targets:
        for owner in _owners(target):
            if user_input((machine.values.get(id(owner), ()),), machine):
                return True
            if isinstance(owner, ir.Name):
                pending.append(owner.name)
    body = [one for one in ir.statements(place.runs_in.body) if isinstance(one, ir.Assign)]
    known: set[str] = set()
    while pending:
        name = pending.pop()
        if name in known:
            continue
        known.add(name)
        for one in body:
            if name in bound(one) and one is not statement:
                for inner in (one.value, *_owners(one.value)):
                    if isinstance(inner, ir.Subscript) and not isinstance(inner.key, ir.Constant):
                        return True
                    if isinstance(inner, ir.Call) and _asks(inner, body, machine):
                        return True
                    if isinstance(inner, ir.Name):
                        pending.append(inner.name)
    return False


def _asks(call: ir.Call, body: list[ir.Assign], machine: Flow) -> bool:
    """``members.find((one) => one.name === req.body.name)``: a function that knows user input."""
    given = (argument.value for argument in call.arguments)
    bodies = (one.scope.body for one in given if isinstance(one, ir.Lambda))
    return any(
        _is_input(node, body, machine)
        for inner in bodies
        for statement in ir.statements(inner)
        for expression in ir.expressions(statement)
        for node in ir.inside(expression)
    )


def _is_input(node: ir.Expression, body: list[ir.Assign], machine: Flow) -> bool:
    """Whether this is user input, or a variable around that is made of some."""
    if isinstance(node, ir.Name):
        made = (one.value for one in body if node.name in bound(one))
        return any(_is_sent(part, machine) for value in made for part in ir.inside(value))
    return _is_sent(node, machine)


def _is_sent(node: ir.Expression, machine: Flow) -> bool:
    """``req.body``."""
    return (
        isinstance(node, ir.Attribute)
        and isinstance(node.value, ir.Name)
        and machine.is_source(f"?{node.value.name.partition('@')[0]}.{node.name}")
    )


def _owners(node: ir.Expression) -> Iterator[ir.Expression]:
    """``x.members`` and ``x`` of ``x.members.role``."""
    while isinstance(node, (ir.Attribute, ir.Subscript)):
        node = node.value
        yield node
