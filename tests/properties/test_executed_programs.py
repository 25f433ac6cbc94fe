"""What runs is right: a program that gives hostile texts to a sink is real."""

import random
from pathlib import Path

import pytest

from fpcache_ops.evidence.languages.scopes import words
from tests.generated.executing.edited import edited
from tests.generated.executing.ran import SIGNS, dangerous, is_dangerous, reached
from tests.properties.test_rewritten_programs import answer
from tests.unit.validators.reading import CASES, MARK

INTERPRETED = words(
    """
    sql-injection nosql-injection command-injection code-injection xss path-traversal ssrf
    open-redirect ldap-injection xpath-injection
    """
)
"""Types of which a text that reaches a sink is the vulnerability."""

SPARED = frozenset(
    {
        # A second separator in the middle of a path, and a text that would have to be called.
        "no_separators.safe.py",
        "handed_to_map.safe.py",
        # What is no user input may be among the attributes.
        "attributes_by_iterator.safe.py",
    }
)


def pairs(most: int | None = None) -> list[Path]:
    """Safe Python cases that have a twin; a sample that is the same every time."""
    found = [
        path
        for path in sorted((CASES / "python").glob("*/*.safe.py"))
        if path.parent.name in INTERPRETED and _twin(path).exists() and path.name not in SPARED
    ]
    return found if most is None else random.Random(0).sample(found, most)


def _twin(path: Path) -> Path:
    return path.with_name(path.name.replace(".safe.", ".real."))


def hidden_when_edited(found: list[Path]) -> tuple[int, int, list[str]]:
    """How many pairs could be run, how many edits made one dangerous, and which are called safe."""
    told, judged, hidden = 0, 0, []
    for path in found:
        source = path.read_text()
        danger = dangerous(reached(source), reached(_twin(path).read_text()))
        told += bool(danger)
        for other in edited(source, random.Random(path.name)) if danger else ():
            if is_dangerous(reached(other), danger):
                judged += 1
                if not answer(path, other.encode()).is_real:
                    hidden.append(f"{path.parent.name}/{path.name}\n{other}")
    return told, judged, hidden


def test_what_is_dangerous_when_it_runs_is_real() -> None:
    """One edit of a safe program that lets input through to the sink is seen."""
    told, judged, hidden = hidden_when_edited(pairs(150))
    assert told > 30
    assert judged > 50
    assert hidden == []


@pytest.mark.parametrize(
    ("check", "signs"),
    [
        ("int(name)", frozenset()),
        (
            "html.escape(name)",
            frozenset({"EVIL;", "../EVIL", "//EVIL", "EVIL`", "\nEVIL", ":EVIL"}),
        ),
        ("name", frozenset(SIGNS)),
        ("name if name in ('a', 'b') else 'a'", frozenset()),
        ("re.match('[a-z]+$', name) and name", frozenset()),
        ("re.match('[a-z]+', name) and name", frozenset(SIGNS)),
        ("request.args.get('name')", frozenset(SIGNS)),
        ("[name for _ in iter(int, 1)]", frozenset()),
    ],
)
def test_what_reaches_a_call_is_seen(check: str, signs: frozenset[str]) -> None:
    """By the texts that are tried; what does not end is left."""
    source = f"""import html, re
from flask import request

def find(cursor, name):
    cursor.execute("SELECT " + str({check}))  # {MARK}
"""
    assert reached(source).get(("execute", "0"), frozenset()) == signs
