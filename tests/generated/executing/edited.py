"""Programs with one edit: the slips that make a safe program a dangerous one."""

import ast
import random
import warnings
from collections.abc import Iterator
from itertools import pairwise

from tests.unit.validators.reading import MARK

Edit = tuple[int, int, str]

_OPPOSITES: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Lt: ">=",
    ast.GtE: "<",
    ast.Gt: "<=",
    ast.LtE: ">",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_OTHER_METHODS = {
    "fullmatch": ("match", "search"),
    "match": ("search",),
    "startswith": ("endswith",),
    "endswith": ("startswith",),
    "isdigit": ("isprintable",),
    "isalnum": ("isprintable",),
    "get": ("pop",),
    "add": ("discard",),
    "append": ("remove",),
    "union": ("intersection",),
    "intersection": ("union",),
}
_OTHER_SIGNS = (
    *((r"\Z", ""), ("$", ""), ("^", ""), ("+", "*"), ("[", "[^"), (r"\d", "."), (r"\w", ".")),
    *(("/", ""), (".", ""), (":", "")),
)
_NAMES = 6
"""That stand in for another one."""

_NAMED = ast.Name | ast.Attribute | ast.Call | ast.Subscript


def edited(source: str, how: random.Random) -> Iterator[str]:
    """Programs that are the source but for one edit, in an order that is drawn; all compile."""
    program = _Program(source)
    found = sorted(set(program.edits(how)))
    how.shuffle(found)
    for start, end, new in found:
        text = program.content[:start] + new.encode() + program.content[end:]
        other = text.decode()
        if other != source and other.count(MARK) == 1 and _compiles(other):
            yield other


def _compiles(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "edited", "exec")
        except SyntaxError:
            return False
    return True


class _Program:
    def __init__(self, source: str) -> None:
        self.content = source.encode()
        self._lines = [0]
        for line in self.content.split(b"\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._tree = ast.parse(source)
        mark = self.content.index(MARK.encode())
        self._mark = self.content.count(b"\n", 0, mark) + 1

    def edits(self, how: random.Random) -> Iterator[Edit]:
        """All of them; which names stand in for others is drawn."""
        # In a text with values, offsets are those of the text before Python 3.12.
        within = {
            id(inner)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.JoinedStr)
            for value in node.values
            for inner in ast.walk(value)
        }
        nodes = [node for node in ast.walk(self._tree) if id(node) not in within]
        called = [node.func for node in nodes if isinstance(node, ast.Call)]
        objects = {
            self._text(node.value)
            for node in called
            if isinstance(node, ast.Attribute) and not hasattr(str, node.attr)
        }
        names = {self._text(node) for node in nodes if isinstance(node, _NAMED)}
        # No function or object is the text that comes to an interpreter.
        names -= objects.union(map(self._text, called))
        for node in nodes:
            if isinstance(node, ast.stmt):
                yield from self._of_statement(node)
            elif isinstance(node, ast.expr) and not _is_bound(node):
                yield from self._of_expression(node)
                if isinstance(node, _NAMED):
                    for name in how.sample(sorted(names), min(_NAMES, len(names))):
                        yield (*self._span(node), name)
            for field in ("body", "orelse"):
                block = getattr(node, field, None)
                for first, second in pairwise(block if isinstance(block, list) else ()):
                    yield self._swapped(first, second)

    def _of_statement(self, node: ast.stmt) -> Iterator[Edit]:
        match node:
            case ast.If() | ast.While():
                for test in (f"not ({self._text(node.test)})", "True", "False"):
                    yield (*self._span(node.test), test)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return
            case ast.Import() | ast.ImportFrom():
                return
        if not self._is_marked(node):
            yield (*self._span(node), "pass")

    def _of_expression(self, node: ast.expr) -> Iterator[Edit]:
        start, end = self._span(node)
        match node:
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                other = _OPPOSITES[type(operator)]
                yield start, end, f"{self._text(left)} {other} {self._text(right)}"
            case ast.BoolOp(op=operator, values=values):
                other = " or " if isinstance(operator, ast.And) else " and "
                yield start, end, other.join(f"({self._text(value)})" for value in values)
                yield from ((start, end, self._text(value)) for value in values)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield start, end, f"bool({self._text(operand)})"
            case ast.IfExp(body=body, orelse=orelse):
                yield from ((start, end, f"({self._text(one)})") for one in (body, orelse))
            case ast.Call(func=function, args=given):
                for value in given:
                    if not isinstance(value, ast.Starred | ast.GeneratorExp):
                        yield start, end, f"({self._text(value)})"
                if isinstance(function, ast.Attribute):
                    last = self._span(function)[1]
                    for method in _OTHER_METHODS.get(function.attr, ()):
                        yield last - len(function.attr), last, method
            case ast.Constant(value=bool() as value):
                yield start, end, str(not value)
            case ast.Constant(value=int() as value):
                yield from ((start, end, str(other)) for other in (value + 1, value - 1))
            case ast.Constant(value=str()):
                text = self._text(node)
                for sign, other in _OTHER_SIGNS:
                    if sign in text:
                        yield start, end, text.replace(sign, other, 1)

    def _swapped(self, first: ast.stmt, second: ast.stmt) -> Edit:
        (start, middle), (after, end) = self._span(first), self._span(second)
        between = self.content[middle:after].decode()
        return start, end, f"{self._text(second)}{between}{self._text(first)}"

    def _span(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._lines[node.lineno - 1] + node.col_offset,
            self._lines[node.end_lineno - 1] + node.end_col_offset,
        )

    def _text(self, node: ast.stmt | ast.expr) -> str:
        start, end = self._span(node)
        return self.content[start:end].decode()

    def _is_marked(self, node: ast.stmt) -> bool:
        return node.lineno <= self._mark <= (node.end_lineno or 0)


def _is_bound(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def constants(source: str) -> list[str]:
    """The short texts of a program, in their order."""
    found = (
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60
    )
    return list(dict.fromkeys(found))
