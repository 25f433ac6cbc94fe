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
                    if isinstance(inner, ir.Name):
                        pending.append(inner.name)
    return False


def _owners(node: ir.Expression) -> Iterator[ir.Expression]:
    """``x.members`` and ``x`` of ``x.members.role``."""
    while isinstance(node, (ir.Attribute, ir.Subscript)):
        node = node.value
        yield node
