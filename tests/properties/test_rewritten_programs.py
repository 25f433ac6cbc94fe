"""Labelled cases written otherwise: the answer is the same (Python: test_safe_patterns)."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.verdict import Verdict
from fpcache_ops.evidence.syntax import parse
from tests.generated import rewriting
from tests.unit.validators.reading import SUFFIXES, VALIDATOR, built, cases

LANGUAGES = {suffix: language for language, suffix in SUFFIXES.items()}
EVERY = tuple(path for path in (*cases("safe"), *cases("real")) if path.suffix != ".py")
JAVA = tuple(path for path in EVERY if path.suffix == ".java")
# Where the mark is on a comment, layout is the subject itself.
CODE = tuple(path for path in EVERY if "comment" not in path.name)
PAIRS = 14
"""Pairs that a change is tried on here; ``make prove`` tries every one."""


def some(paths: tuple[Path, ...]) -> list[Path]:
    """A sample that is the same every time, both of a pair."""
    names = sorted({path.name.split(".")[0] for path in paths})
    chosen = set(random.Random(len(paths)).sample(names, PAIRS))
    return [path for path in paths if path.name.split(".")[0] in chosen]


def answer(path: Path, source: bytes) -> Verdict:
    """The answer on a program in the place of a case."""
    made = built(path.parent.name, source, path=f"shop/a{path.suffix}")
    return VALIDATOR.judge(Evidence.decode(made.canonical))


Change = Callable[[str, bytes], bytes]


def misread(paths: list[Path], change: Change) -> list[str]:
    """Cases with another answer when they are written otherwise; most must really be changed."""
    wrong: list[str] = []
    same = 0
    for path in paths:
        source, language = path.read_bytes(), LANGUAGES[path.suffix]
        other = change(language, source)
        if other == source:
            same += 1
            continue
        assert not parse(language, other).root_node.has_error, f"{path}\n{other.decode()}"
        before, after = answer(path, source), answer(path, other)
        if before.judgement is not after.judgement:
            wrong.append(f"{path}: {after.reason}\n{other.decode()}")
    assert same * 4 <= len(paths)
    return wrong


CHANGES: dict[str, tuple[tuple[Path, ...], Change]] = {
    "layout and comments": (CODE, rewriting.laid_out),
    "parentheses": (JAVA, lambda _, s: rewriting.parenthesised(s)),
    "unrelated statements": (JAVA, lambda _, s: rewriting.beside(s)),
    "names like zz_x": (JAVA, lambda _, s: rewriting.renamed(s, "zz_{}")),
    "names like admin_safe_x": (JAVA, lambda _, s: rewriting.renamed(s, "admin_safe_{}")),
    "names like Ox0": (JAVA, lambda _, s: rewriting.renamed(s, "O{}0")),
}
"""What changes nothing. Layout and comments are tried in JavaScript and TypeScript, too."""


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_nothing(name: str) -> None:
    """The answer is the same, and an identifier is never proof."""
    paths, change = CHANGES[name]
    assert misread(some(paths), change) == []


def test_a_real_change_is_seen() -> None:
    """The twin of a safe case, in its place."""
    safe = [path for path in some(JAVA) if ".safe." in path.name]
    twins = {path.read_bytes(): Path(str(path).replace(".safe.", ".real.")) for path in safe}
    assert len(misread(safe, lambda _, s: twins[s].read_bytes())) == len(safe)
