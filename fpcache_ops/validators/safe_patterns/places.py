"""From marked bytes to statements of the program that the engine runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from fpcache_ops.validators.safe_patterns.engine import ir


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A marked statement: the scope that it runs in, and its expressions that are marked.

    ``around``: all that is marked stands in the body of a function without a name in it. It runs,
    for what the function sees, and none of its own calls is meant.
    """

    scope: ir.Scope
    statement: ir.Statement
    expressions: tuple[ir.Expression, ...]
    around: bool = False

    @property
    def runs_in(self) -> ir.Scope:
        """The function, lambda or module whose run reaches the statement."""
        return self.scope.runs_inside

    def inside(self) -> Iterator[ir.Expression]:
        """Every marked expression and all inside it."""
        for expression in self.expressions:
            yield from ir.inside(expression)

    def calls(self) -> Iterator[ir.Call]:
        """Every marked call."""
        return (node for node in self.inside() if isinstance(node, ir.Call))


def located(module: ir.Scope, start: int, end: int) -> list[Place]:
    """The statements that a range of bytes touches; compound ones by what is marked of them."""
    return list(_located(module, module.body, start, end))


def _located(scope: ir.Scope, block: ir.Block, start: int, end: int) -> Iterator[Place]:
    pending: list[tuple[ir.Scope, ir.Statement]] = [(scope, s) for s in reversed(block)]
    while pending:
        scope, statement = pending.pop()
        if statement.end <= start or statement.start >= end:
            continue
        own = tuple(
            expression
            for expression in ir.expressions(statement)
            if expression.start < end and expression.end > start
        )
        blocks = [nested for block in ir.blocks(statement) for nested in block]
        inner_scope = scope
        if isinstance(statement, (ir.Define, ir.DefineClass)):
            inner_scope = statement.scope
            blocks = list(inner_scope.body)
        if not blocks or own or _header_touched(statement, blocks, start):
            yield Place(scope, statement, own, around=_is_around(own, start, end))
        pending.extend((inner_scope, nested) for nested in reversed(blocks))
        for expression in own:
            yield from _inside(expression, start, end)


def _header_touched(statement: ir.Statement, blocks: list[ir.Statement], start: int) -> bool:
    return statement.start <= start < min(block.start for block in blocks)


def _is_around(expressions: tuple[ir.Expression, ...], start: int, end: int) -> bool:
    return any(
        isinstance(node, (ir.Lambda, ir.Anonymous))
        and node.start < start
        and end <= node.end
        and any(statement.start < end and statement.end > start for statement in node.scope.body)
        for expression in expressions
        for node in ir.inside(expression)
    )


def _inside(expression: ir.Expression, start: int, end: int) -> Iterator[Place]:
    """The bodies of functions without a name run on their own, whenever somebody calls them."""
    for node in ir.inside(expression):
        if isinstance(node, (ir.Lambda, ir.Anonymous)):
            yield from _located(node.scope, node.scope.body, start, end)


def scope_at(module: ir.Scope, start: int, end: int) -> ir.Scope | None:
    """The function at these bytes."""
    scope = module
    while True:
        _ = scope.body
        inner = next((one for one in scope.inner if one.start <= start and end <= one.end), None)
        if inner is None:
            return None
        if (inner.start, inner.end) == (start, end):
            return inner
        scope = inner
