"""Reading Python: the same program that Python's own reader sees."""

import ast
import collections
import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.languages.python.literals import NotPlain, unescaped
from fpcache_ops.validators.safe_patterns.languages.python.unit import PythonUnit
from tests.unit.validators.shapes import ours, theirs

LIBRARY = Path(ast.__file__).parent
# Together they use all of the language; the last ones also its odd corners.
MODULES = (
    "argparse.py",
    "asyncio/tasks.py",
    "collections/__init__.py",
    "contextlib.py",
    "dataclasses.py",
    "enum.py",
    "fnmatch.py",
    "fractions.py",
    "json/decoder.py",
    "shlex.py",
    "string.py",
    "textwrap.py",
    "typing.py",
    "urllib/parse.py",
)
ODD = b"""
match command.split():
    case ["go", ("north" | "south") as way, *rest] if rest:
        go(way, *rest)
    case {"k": int(v), **others} | [v, *others]:
        pass
async def f(a, /, b: int = g(1), *c, d=h(), **e) -> "x":
    async with x(a) as y, z():
        async for i in j(): await k(i)
    return [await l(m) async for m in n() if o(m)]
x = lambda *a, b=c(1), **d: (yield e(a))
with (open(a) as b, open(c)): pass
del (a[f(1)]), b.c
assert a(), b()
print(f"{a!r:>{b(1)}} {c=} {'d' if e() else f'{g()}'}" "h" r'\\i', rb''.decode())
a = b = *c, d = e(), *f
{*g()}
while (n := g(1)) > 1 and not h() in i(): continue
else: j()
try: a()
except (b, c()) as d: e()
try: a()
except* f: pass
"""


def unit_of(source: bytes) -> PythonUnit:
    root = parse("python", source).root_node
    return PythonUnit(source, root, Budget(10**9, 10**9))


def scopes(scope: ir.Scope) -> Iterator[ir.Scope]:
    yield scope
    _ = scope.body
    for inner in scope.inner:
        yield from scopes(inner)


def read(source: bytes) -> tuple[set[tuple[int, int]], collections.Counter]:
    """The calls and the constants that our reader sees."""
    calls: set[tuple[int, int]] = set()
    constants: collections.Counter = collections.Counter()
    for scope in scopes(unit_of(source).module):
        pending = list(scope.body)
        while pending:
            statement = pending.pop()
            for expression in ir.expressions(statement):
                for node in ir.inside(expression):
                    if isinstance(node, ir.Call):
                        calls.add((node.start, node.end))
                    elif isinstance(node, ir.Constant) and isinstance(node.value, (str, bytes)):
                        constants[node.value] += 1
            pending.extend(inner for block in ir.blocks(statement) for inner in block)
    return calls, constants


class WithoutTypes(ast.NodeTransformer):
    """Annotations are no code that our reader runs."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node):
        node.returns = None
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_AnnAssign(self, node):
        node.annotation = ast.Constant(0)
        return self.generic_visit(node)


def expected(source: bytes) -> tuple[set[tuple[int, int]], collections.Counter]:
    """The calls and constants that Python's reader sees, those inside f-strings apart."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = WithoutTypes().visit(ast.parse(source))
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    inside = {
        id(node)
        for whole in ast.walk(tree)
        if isinstance(whole, (ast.JoinedStr, ast.match_case))
        for part in ([whole.pattern] if isinstance(whole, ast.match_case) else [whole])
        for node in ast.walk(part)
    }
    calls = set()
    constants: collections.Counter = collections.Counter()
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.Call):
            first = starts[node.lineno - 1] + node.col_offset
            last = starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
            calls.add((first, last))
        elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            constants[node.value] += 1
    return calls, constants


@pytest.mark.parametrize("name", MODULES)
def test_calls_and_constants_are_those_that_python_sees(name: str) -> None:
    """A call or a literal that the reader loses or changes would be proven without being seen."""
    source = (LIBRARY / name).read_bytes()
    calls, constants = read(source)
    wanted_calls, wanted_constants = expected(source)

    assert wanted_calls <= calls
    assert not wanted_constants - constants


def test_odd_corners_are_read_whole() -> None:
    """Patterns, walruses, async, nested f-strings: every call in them is seen."""
    calls, _ = read(ODD)
    wanted, _ = expected(ODD)

    # A spread call begins at its star for us.
    assert {end for _, end in wanted} <= {end for _, end in calls}


@pytest.mark.parametrize("name", MODULES)
def test_programs_have_the_shape_that_python_gives_them(name: str) -> None:
    """A guard read into another block, an operator into another operand, proves what is not so."""
    source = (LIBRARY / name).read_bytes()

    assert ours(unit_of(source).module) == theirs(source)


@pytest.mark.parametrize(
    "source",
    [
        "a = *f, 1",
        "[*f(), *g.h, *i[0]]",
        "return_ = lambda *a, b=1, **c: (a, b)",
        "for (x) in y: pass",
        "for (x,) in y: pass",
        "(x) = y = z, = w",
        "a < b <= c not in d is not e",
        "not a in b and not c == d or e",
        "x = a if b else c if d else e",
        "-a ** -b @ c % d",
        "f(x for x in y)(*a, b=1, **c)[1:2, ::3]",
        "del (a), b[0], c.d",
        "a: int = b\nc: 'list[int]'\nd = e = f",
        "print (a) % b",
        "x = yield_ = [await_ for await_ in a if b if c for d in e]",
        "if a: pass\nelif b: pass\nelse:\n  if c: pass",
        "try: a()\nexcept (b, c) as d: e()\nelse: f()\nfinally: g()",
        "with (a as b, c): pass\nwith a, b as (c, d): pass",
        r"""x = 'a' f'{b!r:>{c}}' 'd' f'{{}}{e=}' r'\\'""",
        "a = b = b'\\x41' rb'\\d'",
        "while (a := b) and \\\n  c: break\nelse: d",
        "match a:\n case [b] if c(b): d()\n case _: e()",
        "import a.b, c.d as e\nfrom . import f\nfrom ..g import (h as i, j)",
        "@a.b(c)\nasync def d(e, /, f, *, g=1): return await h",
        "class A(B, metaclass=C):\n  x = 1",
        "a[1] += b; c.d //= 2; (e) **= f",
        "x = (a\n  # comment\n  .b()\n  + c)",
    ],
)
def test_corners_have_the_shape_that_python_gives_them(source: str) -> None:
    """Where a grammar errs: stars, chains, precedence, soft keywords, comments in the middle."""
    assert ours(unit_of(source.encode()).module) == theirs(source.encode())


@pytest.mark.parametrize(
    "source", ["a = *f(), 1", "a = *g.h, 1", "a = {*i[0], 1}", "a = [*f(), 1]"]
)
def test_a_starred_item_is_spread_however_it_is_written(source: str) -> None:
    """The grammar reads ``*f(), 1`` as a call of ``*f``; as one item it would shift the others."""
    (statement,) = unit_of(source.encode()).module.body
    assert isinstance(statement, ir.Assign)
    assert isinstance(statement.value, ir.Sequence)

    assert [isinstance(item, ir.Spread) for item in statement.value.items] == [True, False]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("ab\\'\"nxuUN{}01789\n \tñ"), max_size=12), st.booleans())
@example(
    r"\N{DIGIT ONE}\x41\101\u00e9\
",
    False,
)
def test_escapes_mean_what_python_says(inside: str, raw: bool) -> None:
    """The text of a literal is exactly the text that Python gives it."""
    literal = ("r" if raw else "") + '"""' + inside + '"""'
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            wanted = ast.literal_eval(literal)
        except (SyntaxError, ValueError):
            return
    if inside.endswith(('"', "\\")) or '"""' in inside:
        return
    # To have no value is always allowed.
    with contextlib.suppress(NotPlain):
        assert unescaped(inside, raw=raw, binary=False) == wanted


@pytest.mark.parametrize(
    "source",
    [
        b"x = 1\n    \ty = 2\n",
        b"if x:\n  y = 1\x0c\n",
        "name = 1\nnäme = 2\n".encode(),
        b"import sys\nsys._getframe(1).f_locals['x'] = 1\n",
        b"x = 1\ry = 2\n",
        b"f.__globals__['x'] = 1\n",
    ],
)
def test_sources_that_may_be_read_in_two_ways_are_refused(source: bytes) -> None:
    """Where the grammar and Python may disagree, or frames are reached into, nothing is proven."""
    assert unit_of(source).refusal() is not None


def test_text_that_is_not_ascii_is_fine_in_strings_and_comments() -> None:
    """Only names are normalised by Python: other text means what it says."""
    assert unit_of('x = "näme"  # Größe\n'.encode()).refusal() is None
