"""What the ``scope`` policy promises of its digests: what keeps them, and what changes them."""

import ast
import os
import subprocess
import sys
import warnings

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.evidence import Built, Fallback, Unplaced
from fpcache_ops.evidence.encoding import CannotSlice, encode_tree
from fpcache_ops.evidence.files import Files
from fpcache_ops.evidence.languages import language_named
from fpcache_ops.evidence.locating import Located, gather, locate
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import parse
from tests.factories import a_finding
from tests.unit.evidence.programs import Program, programs
from tests.unit.evidence.staleness import pairs

PYTHON = language_named("python")
# A failing program is short enough as it is, and shrinking it takes minutes.
quick = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def built(source: str | bytes, line: int, policy: ScopePolicy | None = None) -> Built:
    sources = SubmittedSources({"a.py": source})
    result = (policy or ScopePolicy()).build(a_finding("a.py", line), sources)
    assert isinstance(result, Built), result
    return result


# What keeps a digest

_UNRELATED = st.sampled_from(
    (
        "# an ordinary comment",
        "",
        "import unrelated_module",
        "from unrelated.package import (thing_1, thing_2 as thing_3)",
        "UNRELATED = [1, 2]",
        "UNRELATED_2: int = 3  # with a comment",
        "def unrelated(first, *rest):\n    second = [first]\n    return second",
        "async def unrelated_too():\n    async with first() as second:\n        yield second",
        "class Unrelated:\n    field = 1\n\n    def method(self):\n        return self.field",
        '"""A string that nobody reads."""',
        "if UNRELATED_3:\n    UNRELATED_4 = 1\nelse:\n    UNRELATED_4 = 2",
    )
)


@quick
@given(programs(fields=True), st.data())
def test_what_is_unrelated_keeps_the_digest(program: Program, data: st.DataObject):
    """Definitions, imports, comments and blank lines between the statements of a module."""
    edited: list[str] = []
    for piece in (*program.pieces, program.target):
        edited += data.draw(st.lists(_UNRELATED, max_size=2))
        edited.append(piece)
    text = "\n".join(edited) + "\n"
    assert built(text, text.count("\n")).digest == built(program.text, program.line).digest


@quick
@given(programs(fields=True), st.data())
def test_layout_keeps_the_digest(program: Program, data: st.DataObject):
    """Comments and blanks at the ends of lines, deeper indents, CRLF, a byte order mark."""
    indent = data.draw(st.sampled_from((" ", "  ", "\t", "        ")))
    lines = []
    for line in program.text.splitlines():
        code = line.lstrip(" ")
        lines.append(indent * ((len(line) - len(code)) // 4) + code)
        lines[-1] += data.draw(st.sampled_from(("", "  ", "\t", "  # why", "\n", "\n  # why\n")))
    newline = data.draw(st.sampled_from(("\n", "\r\n")))
    mark = data.draw(st.sampled_from(("", "\ufeff")))
    text = "\n".join(lines).rstrip() + "\n"
    place = next(n for n, one in enumerate(text.splitlines(), 1) if "return repr(" in one)
    edited = (mark + text.replace("\n", newline)).encode()
    assert built(edited, place).digest == built(program.text, program.line).digest


# What changes it


@quick
@given(programs(fields=True), st.data())
def test_any_byte_that_is_kept_changes_the_digest(program: Program, data: st.DataObject):
    """Whatever it is replaced by, wherever it stands in the slice."""
    policy = ScopePolicy()
    before = built(program.text, program.line, policy)
    source = program.text.encode()
    kept = sorted(_kept(policy, program))
    for _ in range(10):
        place = data.draw(st.sampled_from(kept))
        byte = data.draw(st.sampled_from(b"aA_09aA_09aA_09.,:;=()[]{}+-*'\" #\\@~"))
        if byte != source[place]:
            edited = source[:place] + bytes([byte]) + source[place + 1 :]
            assert built(edited, program.line, policy).digest != before.digest


def _kept(policy: ScopePolicy, program: Program) -> set[int]:
    """The offsets of the bytes that are in the slice."""
    finding = a_finding("a.py", program.line)
    named = gather(finding, Files(), SubmittedSources({"a.py": program.text}))
    assert not isinstance(named, Unplaced)
    located = locate(finding, named)
    assert isinstance(located, Located)
    (tree,) = policy.trees(located)
    return {
        offset
        for _, piece in tree.placed
        for start, end, _ in piece.tokens
        for offset in range(start, end)
    }


# Canonical bytes

_SNIPPETS = (
    "def f():\n    return x\n",
    "def f():\n    return\n    x\n",
    "if a:\n    b\n    c\n",
    "if a:\n    b\nc\n",
    "x = (1,)\n",
    "x = (1)\n",
    "x = f'{b=}'\n",
    "x = f'{b = }'\n",
    "x = f'{b!r:>{w}}'\n",
    "x = 'a' 'b'\n",
    "x = 'ab'\n",
    "x = b'ab'\n",
    "x = '\\x61'\n",
    "x = r'\\x61'\n",
    "x = a if b else c\n",
    "x = not a in b\n",
    "x = a not in b\n",
    "x = -1 ** 2\n",
    "x = (-1) ** 2\n",
    "x = a - b\n",
    "x = a, -b\n",
    "f(*a, **b)\n",
    "f(* a, ** b)\n",
    "x: int = 1\n",
    "x = lambda a, *b, c=1: (yield)\n",
    "import a.b as c, d\n",
    "from . import a\n",
    "from .. import a\n",
    "from .a import b\n",
    "try:\n    a\nexcept (B, C) as d:\n    e\nelse:\n    f\nfinally:\n    g\n",
    "with a as b, c as d:\n    e\n",
    "match a:\n    case [b, *c] if d:\n        e\n    case _:\n        f\n",
    "for a in b:\n    break\nelse:\n    c\n",
    "x = [a for b in c if d for e in f]\n",
    "x = a[1:2, ::3]\n",
    "x = 1_000\n",
    "x = 1000\n",
    "x = 1 .real\n",
    "@a\n@b(c)\nclass D(E, f=g):\n    h = 1\n",
    "async def f():\n    await a\n    async for b in c:\n        pass\n",
    'x = """a\n  b"""\n',
    'x = """a\n b"""\n',
    "x = a; y = b\n",
    "x = a \\\n    + b\n",
    "global x\n",
    "del x, y\n",
    "x = y = z\n",
    "x, *y = z\n",
    "print(a, end='')\n",
)


def encoded(text: str) -> bytes | None:
    """The canonical bytes of a whole tree, if it has any."""
    assert PYTHON is not None
    root = parse("python", text.encode()).root_node
    if root.has_error:
        return None
    try:
        return encode_tree(PYTHON, text.encode(), root)
    except CannotSlice:
        return None


def read_by_python(text: str) -> str | None:
    """The program as Python itself reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.dump(ast.parse(text))
        except (SyntaxError, ValueError):
            return None


def test_different_programs_do_not_share_bytes():
    """Of all pairs of snippets, those that Python reads differently have different bytes."""
    readings: dict[bytes, set[str | None]] = {}
    for text in _SNIPPETS:
        data = encoded(text)
        assert data is not None, text
        readings.setdefault(data, set()).add(read_by_python(text))
    assert all(len(same) == 1 for same in readings.values())


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(_SNIPPETS), min_size=1, max_size=3).map("".join), st.data())
def test_what_python_reads_differently_has_other_bytes(text: str, data: st.DataObject):
    """A byte put in, taken out or replaced: equal bytes mean that Python reads the same."""
    place = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from(["", *" \t\n\\#;:,()[]{}'\"ax1_.=-*\r"]))
    gone = data.draw(st.integers(0, 2))
    edited = text[:place] + put + text[place + gone :]
    reading = read_by_python(edited)
    assume(reading is not None and "\r" not in edited)
    same = encoded(edited)
    assume(same is not None)
    if same == encoded(text):
        assert reading == read_by_python(text), edited


# The same everywhere

_DIGESTS = """
import hashlib
from tests.properties.test_scope_promises import everything
print(hashlib.sha256(b"".join(everything())).hexdigest())
"""


def everything() -> list[bytes]:
    """Digests of both sides of every pair of the staleness suite, in the order of their names."""
    policy = ScopePolicy()
    found = []
    for pair in pairs():
        for side in (pair.before, pair.after):
            result = policy.build(side.finding(pair.type), SubmittedSources(side.files))
            found.append(result.digest if isinstance(result, Built) else b"")
    return found


def test_digests_do_not_depend_on_the_process():
    """The seed of hashes, the locale, the encoding of the terminal, the optimiser."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    said = set()
    for changes in (
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONOPTIMIZE": "0"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"},
    ):
        done = subprocess.run(
            [sys.executable, "-c", _DIGESTS],
            cwd=root,
            env=os.environ | changes,
            capture_output=True,
            text=True,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1


# Anything at all


@given(st.binary(max_size=200), st.integers(-1, 8))
def test_slicing_never_raises(source: bytes, line: int):
    """Any bytes, any line."""
    result = ScopePolicy().build(a_finding("a.py", line), SubmittedSources({"a.py": source}))
    assert isinstance(result, Built | Unplaced)


HOSTILE: dict[str, tuple[str | bytes, Fallback | None]] = {
    "parentheses": ("x = " + "(" * 20_000 + ")" * 20_000, Fallback.SLICE_LIMIT),
    "one line": ("x = '" + "a" * 10_000_000 + "'", Fallback.PARSE_LIMIT),
    "zeros": ("x = 1\0\n" * 1_000, Fallback.INVISIBLE_CHARACTERS),
    "surrogate": (b"x = '\xed\xa0\x80'\n", Fallback.NOT_UTF8),
    "joined lines": ("x = " + "\\\n" * 50_000 + "1\n", Fallback.PARSE_LIMIT),
    "remarks": ("x = 1\n" + "# more\n" * 50_000, Fallback.PARSE_LIMIT),
    "long remarks": ("x = 1\n" + ("# " + "m" * 100 + "\n\n") * 2_000, Fallback.PARSE_LIMIT),
    "chained assignments": ("x = \\\n" * 30_000 + "1\n", Fallback.SLICE_LIMIT),
    "names in a row": ("x0 = []\n" + "".join(f"x{i + 1} = x{i}\n" for i in range(3_000)), None),
    "classes in a row": (
        "class K0: pass\n" + "".join(f"class K{i + 1}(K{i}): x = []\n" for i in range(1_500)),
        Fallback.SLICE_LIMIT,
    ),
    "one class again and again": ("class A: pass\n" * 2_000, Fallback.SLICE_LIMIT),
    "functions of each other": (
        "A = []\n" + "".join(f"def f{i}():\n  A.append(f{i * 7 % 900})\n" for i in range(900)),
        None,
    ),
    "classes in a string": ('"""' + "class a(" * 20_000 + '"""\nx = 1 == 2\n', None),
    "telling words": ("__doc__ = 1; " * 3_000 + "\n", None),
    "calls": ("x = int" + "()" * 20_000 + "\n", Fallback.SLICE_LIMIT),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_are_bounded(name: str):
    """Each takes about as long as reading it; before they were thought of, some took minutes."""
    source, reason = HOSTILE[name]
    code = source if isinstance(source, bytes) else source.encode()
    for line in (1, code.count(b"\n") // 2 + 1):
        assert built(code, line).fallback == reason
