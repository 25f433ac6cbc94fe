"""Mutants: what is changed, where, and what they are called."""

import ast

from tests.prove.mutating import mutants_of

SOURCE = """\
def decide(a, b, items):
    if a and not b:
        return 1
    for item in items:
        if item >= 3:
            continue
        show(item, b)
    return any(item is None for item in items if item)
"""


def test_what_is_changed():
    """Conditions, comparisons, constants, ways out, arguments, calls: one at a time."""
    changes = {(one.before, one.after) for one in mutants_of("m.py", SOURCE)}
    assert changes >= {
        ("a and not b", "(a or not b)"),
        ("a and not b", "(a)"),
        ("a and not b", "(True)"),
        ("not b", "(b)"),
        ("return 1", "pass"),
        ("item >= 3", "(item > 3)"),
        ("continue", "pass"),
        ("show(item, b)", "(show(b, item))"),
        ("show(item, b)", "pass"),
        ("item is None", "(item is not None)"),
        (
            "any(item is None for item in items if item)",
            "(all((item is None for item in items if item)))",
        ),
    }


def test_each_is_a_program_that_differs_in_its_place_only():
    found = mutants_of("m.py", SOURCE)
    for one in found:
        changed = one.applied(SOURCE)
        ast.parse(changed)
        assert changed != SOURCE
        assert changed.startswith(SOURCE[: one.start])
        assert changed.endswith(SOURCE[one.end :])
    assert len({one.key for one in found}) == len(found)


def test_a_key_holds_until_its_function_is_edited():
    """What was killed stays so when other functions move it about."""
    before = mutants_of("m.py", SOURCE)
    moved = mutants_of("m.py", "def other(x):\n    return x\n\n\n" + SOURCE)
    edited = mutants_of("m.py", SOURCE.replace("return 1", "return 2"))
    keys = {one.key for one in before}
    assert keys <= {one.key for one in moved}
    assert not keys & {one.key for one in edited}


def test_functions_that_only_find_words_are_left_out():
    assert not mutants_of("m.py", SOURCE, frozenset({"decide"}))
