"""The safe-pattern validator: what may not change its answers, and what it may never hide."""

import ast
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.evidence import Evidence, Mark, Part, PartKind, Role
from tests.unit.validators.programs import TAINT, given_to_sink, write
from tests.unit.validators.reading import (
    MARK,
    VALIDATOR,
    cases,
    evidence,
    is_proven,
    judged,
    marked_line,
)

SQL = "sql-injection"
TYPES = (SQL, "command-injection", "code-injection", "xss", "hardcoded-secret", "weak-random")

fixed = settings(
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

EVERY = tuple(p for p in (*cases("safe"), *cases("real")) if p.suffix == ".py")
# Where the mark is on a comment, or a docstring is the point, layout is the subject itself. So it
# is where two statements share the line that is marked.
CODE = tuple(
    p
    for p in EVERY
    if "comment" not in p.name
    and "docstring" not in p.name
    and not any("; " in line and MARK in line for line in p.read_text().split("\n"))
)


# Whatever it calls safe is safe


@settings(fixed, max_examples=30)
@given(st.integers(0, 10**6))
def test_what_is_called_safe_is_never_given_the_tainted_text(seed: int) -> None:
    """Random programs are run: a sink that is called safe has never been given foreign text."""
    source = write(seed)
    verdict = judged(SQL, source)
    if verdict.is_real:
        return
    seen = given_to_sink(source, 8, seed)

    assert not [each for each in seen if TAINT in str(each)], source
    assert not (seen and verdict.reason == "Safe pattern: unreachable code."), source


def test_random_programs_are_worth_running() -> None:
    """Some are safe, many are not, and in many the tainted text really arrives."""
    safe = arrived = 0
    for seed in range(40):
        source = write(seed)
        safe += is_proven(SQL, source)
        arrived += any(TAINT in str(each) for each in given_to_sink(source, 8, seed))

    assert safe >= 8
    assert arrived >= 2


# What may not change the answer


def unchanged(path: Path, source: str) -> None:
    """The changed program gets the answer that the case gets."""
    compile(source, "changed", "exec")
    before = judged(path.parent.name, path.read_text())
    after = judged(path.parent.name, source)

    assert after.judgement is before.judgement, f"{path}\n{after.reason}\n{source}"


@settings(fixed, max_examples=50)
@given(st.sampled_from(EVERY), st.randoms(use_true_random=False))
def test_comments_and_blank_lines_change_nothing(path: Path, chance: random.Random) -> None:
    """Ordinary comments and empty lines are no code."""
    lines: list[str] = []
    depth = 0
    for line in path.read_text().split("\n"):
        if depth == 0 and '"""' not in line and chance.random() < 0.4:
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(chance.choice(["", indent + "# nothing to see here", "\t# either"]))
        depth += line.count('"""') % 2 and (1 if depth == 0 else -1)
        comment = not line.rstrip().endswith((MARK, "\\", ",", "(")) and depth == 0 and line.strip()
        quiet = comment and '"' not in line and "'" not in line and chance.random() < 0.3
        lines.append(line + "  # quiet" if quiet else line)
    unchanged(path, "\n".join(lines))


@settings(fixed, max_examples=50)
@given(st.sampled_from(CODE))
def test_layout_and_redundant_parentheses_change_nothing(path: Path) -> None:
    """The program as Python writes it back: other quotes, spaces, line breaks and parentheses."""
    unchanged(path, rewritten(path.read_text(), lambda tree: tree))


@settings(fixed, max_examples=50)
@given(st.sampled_from(CODE))
def test_parentheses_around_operands_change_nothing(path: Path) -> None:
    """Parentheses that say nothing."""
    source = path.read_text()
    tree = ast.parse(source)
    line = marked_line(source)
    lines = source.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.lineno == node.end_lineno == line and node.args:
            first = node.args[0]
            if isinstance(first, (ast.Starred, ast.GeneratorExp)) or not lines[line - 1].isascii():
                continue
            text = lines[line - 1]
            start, end = first.col_offset, first.end_col_offset or 0
            lines[line - 1] = f"{text[:start]}(({text[start:end]})){text[end:]}"
            break
    unchanged(path, "\n".join(lines))


@settings(fixed, max_examples=50)
@given(st.sampled_from(CODE))
def test_unrelated_statements_change_nothing(path: Path) -> None:
    """Code beside the point, at the top and in every function."""

    def add(tree: ast.Module) -> ast.Module:
        beside = "beside_1 = 40 + 2\nbeside_2 = ['x', beside_1]\nif beside_1:\n    beside_3 = 'y'"
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                after = 1 if ast.get_docstring(node) else 0
                node.body[after:after] = ast.parse(beside).body
        tree.body[0:0] = ast.parse(beside + "\ndef beside_4(x):\n    return [x]").body
        return tree

    unchanged(path, rewritten(path.read_text(), add))


@settings(fixed, max_examples=50)
@given(st.sampled_from(CODE), st.sampled_from(["zz_{}", "{}_", "admin_safe_{}", "test_{}", "O{}0"]))
def test_names_of_variables_change_nothing(path: Path, pattern: str) -> None:
    """Consistent renaming of local names: an identifier is never proof."""
    unchanged(path, rewritten(path.read_text(), lambda tree: _renamed(tree, pattern)))


def _renamed(tree: ast.Module, pattern: str) -> ast.Module:
    local: set[str] = set()
    fixed_names: set[str] = {"self", "request"}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            arguments = node.args
            local |= {
                a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            }
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            local.add(node.id)
        if isinstance(node, ast.alias):
            fixed_names |= {(node.asname or node.name).split(".")[0], node.name}
        if isinstance(node, ast.keyword) and node.arg:
            fixed_names.add(node.arg)
        if isinstance(node, ast.Attribute):
            fixed_names.add(node.attr)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            fixed_names.add(node.name)
        if isinstance(node, ast.ClassDef):
            # Names in the body of a class are its attributes: others may rely on them.
            inner = ast.walk(ast.Module(node.body, []))
            fixed_names |= {name.id for name in inner if isinstance(name, ast.Name)}
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            fixed_names.update(node.names)
        if isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
            fixed_names.add(node.name)
        if isinstance(node, ast.ExceptHandler) and node.name:
            fixed_names.add(node.name)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            fixed_names.update(node.value.split())
    import builtins

    change = {n for n in local - fixed_names if not hasattr(builtins, n) and not n.startswith("_")}

    class Rename(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            node.id = pattern.format(node.id) if node.id in change else node.id
            return node

        def visit_arg(self, node: ast.arg) -> ast.arg:
            node.arg = pattern.format(node.arg) if node.arg in change else node.arg
            self.generic_visit(node)
            return node

    return Rename().visit(tree)


def rewritten(source: str, change) -> str:
    """The program as Python writes it after a change, with the same statement marked."""
    tree = ast.parse(source)
    line = marked_line(source)
    touched = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.stmt, ast.ExceptHandler)) and _header(node, line)
    ]
    setattr(touched[-1], "is_marked", True)  # noqa: B010
    changed = ast.fix_missing_locations(change(tree))
    text = ast.unparse(changed)
    again = ast.parse(text)
    for old, new in zip(_in_order(changed), _in_order(again), strict=True):
        if getattr(old, "is_marked", False):
            lines = text.split("\n")
            at = _first_line(new) - 1
            lines[at] += f"  # {MARK}"
            return "\n".join(lines) + "\n"
    raise AssertionError("the marked statement is lost")


def _header(node: ast.AST, line: int) -> bool:
    first = _first_line(node)
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno  # type: ignore[attr-defined]
    return first <= line <= max(first, last)


def _first_line(node: ast.AST) -> int:
    return node.lineno  # type: ignore[attr-defined]


def _in_order(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.stmt, ast.ExceptHandler)):
            yield node


# What it never does


def judge_bytes(source: bytes, start: int, end: int, vulnerability_type: str) -> None:
    found = Evidence(
        "file",
        "python",
        "grammar",
        vulnerability_type,
        "rule",
        (Part(PartKind.SOURCE, source),),
        (Mark(0, start, end, Role.PRIMARY),),
    )
    assert VALIDATOR.judge(found) == VALIDATOR.judge(found)


@settings(fixed, max_examples=50)
@given(st.binary(max_size=300), st.integers(0, 300), st.integers(0, 300), st.sampled_from(TYPES))
def test_any_bytes_are_answered(source: bytes, start: int, end: int, kind: str) -> None:
    """It never raises, and answers the same question the same way."""
    judge_bytes(source, start, end, kind)


@settings(fixed, max_examples=150)
@given(st.sampled_from(EVERY), st.data())
def test_damaged_programs_are_answered(path: Path, data: st.DataObject) -> None:
    """Programs with pieces cut out, doubled or moved: half-written code, as editors submit it."""
    source = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        a, b = sorted(
            (data.draw(st.integers(0, len(source))), data.draw(st.integers(0, len(source))))
        )
        piece = source[a:b]
        how = data.draw(st.sampled_from(["cut", "double", "replace", "move"]))
        if how == "cut":
            source = source[:a] + source[b:]
        elif how == "double":
            source = (source[:b] + piece + source[b:])[:20_000]
        elif how == "move":
            source = source[:a] + source[b:] + piece
        else:
            word = data.draw(
                st.sampled_from([b"*", b"lambda", b"(", b"\x00", b":=", b"\n", b"yield", b"'"])
            )
            source = source[:a] + word + source[b:]
    start = data.draw(st.integers(0, max(0, len(source) - 1)))
    end = data.draw(st.integers(start, len(source)))
    judge_bytes(source, start, end, path.parent.name)


@pytest.mark.parametrize("path", EVERY[::7], ids=lambda path: path.stem)
def test_a_verdict_depends_on_the_evidence_alone(path: Path) -> None:
    """Encoding and decoding the evidence changes nothing; neither does asking twice."""
    found = evidence(path.parent.name, path.read_text())

    assert VALIDATOR.judge(Evidence.decode(found.encode())) == VALIDATOR.judge(found)
