"""Which variables statements bind, and which expressions mention them."""

from collections.abc import Iterable

from fpcache_ops.validators.safe_patterns.engine import ir


def bound(statement: ir.Statement) -> set[str]:
    """The names in everything that a statement binds."""
    targets: list[ir.Expression] = []
    match statement:
        case ir.Assign(targets=several):
            targets.extend(several)
        case ir.Augment(target=target):
            targets.append(target)
        case ir.For(target=target):
            targets.append(target)
        case ir.With(items=items):
            targets.extend(target for _, target in items if target is not None)
        case _:
            pass
    found = mentioned(targets)
    for expression in ir.expressions(statement):
        for node in ir.inside(expression):
            if isinstance(node, ir.Bind):
                found.add(node.target.name)
    return found


def mentioned(expressions: Iterable[ir.Expression]) -> set[str]:
    """Every variable in expressions."""
    return {
        node.name
        for expression in expressions
        for node in ir.inside(expression)
        if isinstance(node, ir.Name)
    }
