"""Mutants of a module: each is the module with one small change, as a person might get it wrong.

What is changed are conditions, comparisons, constants, early returns, arguments and statements that
do something; texts are not, for they are mostly words for people.
"""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: ``before`` stands at ``line`` of a function, and becomes ``after``.

    ``key`` names it as long as its function is not edited, wherever in the file that is.
    """

    module: str
    function: str
    line: int
    before: str
    after: str
    start: int
    end: int
    key: str

    @property
    def name(self) -> str:
        """What people read."""
        return f"{self.module}:{self.line} {self.function}: {self.before} -> {self.after}"

    def applied(self, source: str) -> str:
        """The module with the change in it."""
        data = source.encode()
        return (data[: self.start] + self.after.encode() + data[self.end :]).decode()


def mutants_of(module: str, source: str, skipped: frozenset[str] = frozenset()) -> list[Mutant]:
    """Every mutant of a module, but for those inside the functions that are named."""
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
        )

    found: list[Mutant] = []
    for function, outer in _functions(ast.parse(source)):
        if function.rpartition(".")[2] in skipped:
            continue
        body = hashlib.sha256(ast.dump(outer).encode()).hexdigest()
        numbers: Counter[str] = Counter()
        for node, after in _changes(outer):
            start, end = span(node)
            before = source.encode()[start:end].decode()
            if " ".join(before.split()) == after:
                continue
            change = f"{before}\x00{after}"
            key = hashlib.sha256(
                f"{module}\x00{function}\x00{body}\x00{change}\x00{numbers[change]}".encode()
            )
            numbers[change] += 1
            found.append(
                Mutant(
                    module,
                    function,
                    node.lineno,
                    before,
                    after if isinstance(node, ast.stmt) else f"({after})",
                    start,
                    end,
                    key.hexdigest()[:12],
                )
            )
    return found


def _functions(module: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The outermost functions and methods, by their qualified names."""
    pending: list[tuple[str, ast.stmt]] = [("", node) for node in module.body]
    while pending:
        prefix, node = pending.pop(0)
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            pending += [(f"{prefix}{node.name}.", inner) for inner in node.body]


_OTHER_COMPARISON: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
}
_OTHER_CALL = {"any": "all", "all": "any", "max": "min", "min": "max"}
_OTHER_SIGN: dict[type[ast.operator], ast.operator] = {ast.Add: ast.Sub(), ast.Sub: ast.Add()}


def _changes(function: ast.FunctionDef) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What may be changed in a function, and into what."""
    for node in _inside(function):
        match node:
            case ast.Compare(ops=ops):
                for number, op in enumerate(ops):
                    other = [*ops[:number], _OTHER_COMPARISON[type(op)], *ops[number + 1 :]]
                    yield node, ast.unparse(ast.Compare(node.left, other, node.comparators))
            case ast.BoolOp(op=op, values=values):
                flipped = ast.Or() if isinstance(op, ast.And) else ast.And()
                yield node, ast.unparse(ast.BoolOp(flipped, values))
                for number in range(len(values)):
                    rest = [*values[:number], *values[number + 1 :]]
                    yield node, ast.unparse(ast.BoolOp(op, rest) if len(rest) > 1 else rest[0])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield node, ast.unparse(operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OTHER_SIGN:
                yield node, ast.unparse(ast.BinOp(left, _OTHER_SIGN[type(op)], right))
            case ast.IfExp(body=body, orelse=orelse):
                yield node, ast.unparse(body)
                yield node, ast.unparse(orelse)
            case ast.Constant(value=bool() as value):
                yield node, repr(not value)
            case ast.Constant(value=int() as value):
                yield node, repr(value + 1)
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _OTHER_CALL:
                yield (
                    node,
                    ast.unparse(ast.Call(ast.Name(_OTHER_CALL[name]), arguments, node.keywords)),
                )
            case ast.Call(func=func, args=[first, second, *more]) if not isinstance(
                func, ast.Name
            ) or func.id not in ("isinstance", "zip"):
                yield node, ast.unparse(ast.Call(func, [second, first, *more], node.keywords))
            case ast.If(test=test) | ast.While(test=test):
                if not isinstance(test, (ast.Constant, ast.Compare, ast.UnaryOp)):
                    yield test, f"not ({ast.unparse(test)})"
                if isinstance(node, ast.If):
                    yield test, "True"
                    yield test, "False"
            case ast.comprehension(ifs=tests):
                for each in tests:
                    yield each, "True"
            case ast.match_case(guard=guard) if guard is not None:
                yield guard, "True"
                yield guard, "False"
            case ast.Expr(value=ast.Call()) | ast.AugAssign():
                yield node, "pass"
            case _:
                pass
    for before, after in _following(function):
        # An early way out that is not taken.
        if isinstance(before, (ast.Return, ast.Continue, ast.Break)) and after is None:
            yield before, "pass"


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All nodes of the body that are no annotations, in source order."""
    pending: list[ast.AST] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        yield node
        nested = [
            child
            for name, value in ast.iter_fields(node)
            if name not in ("annotation", "returns", "decorator_list")
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        ]
        pending.extend(reversed(nested))


def _following(function: ast.FunctionDef) -> Iterator[tuple[ast.stmt, ast.stmt | None]]:
    """Statements of nested blocks with what comes next in the block; the body's own last is not."""
    for node in ast.walk(function):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if node is function or not isinstance(block, list) or not block:
                continue
            yield from pairwise([*block, None])
