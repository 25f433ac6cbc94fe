"""Real programs whose values take other ways to the marked line stay real."""

import random
from pathlib import Path

import pytest

from tests.generated.carrying import (
    CARRIERS,
    INPUT,
    WRITES,
    carried,
    loosened,
    names,
    spoken,
    written,
)
from tests.properties.test_rewritten_programs import LANGUAGES, answer
from tests.unit.validators.reading import cases

SPARED = frozenset(
    {
        # `exec` takes no text for its names, and no timer waits for a text.
        ("constant_functions.safe.py", "names"),
        ("compiled_text.safe.py", "names"),
        ("timer_or_method_at_once.safe.js", "connect"),
        # What a map keeps under a key that is not known is no piece of SQL for certain.
        ("kept_in_map.real.java", '"where" -> java.util.Optional.of({}).get()'),
    }
)
"""What a program does not do, or a rule does not know, of these alone."""
CASES = 25
"""Of each language; ``make prove`` takes every one."""


def paths(kind: str, family: str, most: int | None = None) -> list[Path]:
    """Labelled cases of a language; a sample that is the same every time."""
    found = [path for path in cases(kind) if spoken(LANGUAGES[path.suffix]) == family]
    # Where the mark is on a comment, no value reaches it.
    found = [path for path in found if "comment" not in path.name]
    return found if most is None else random.Random(0).sample(sorted(found), most)


def hidden_when_carried(found: list[Path]) -> tuple[int, list[str]]:
    """How many programs were judged, and those that are called safe."""
    judged, hidden = 0, []
    for path in found:
        for other in carried(LANGUAGES[path.suffix], path.read_bytes()):
            if (path.name, other.how) in SPARED:
                continue
            judged += 1
            if not answer(path, other.source).is_real:
                hidden.append(f"{path.parent.name}/{path.name}: {other.how}")
    return judged, hidden


def hidden_when_written(found: list[Path]) -> tuple[int, list[str]]:
    """The same of safe programs with a variable written to before, by each of the ways.

    It is one that decides: written to plainly, whatever the value, it makes the program real.
    """
    judged, hidden = 0, []
    for path in found:
        language = LANGUAGES[path.suffix]
        source = loosened(path.read_bytes())
        known, foreign = INPUT[spoken(language)]
        for name in (one for one in names(language, source) if (path.name, one) not in SPARED):
            plain = [written(language, source, name, "{n} = {v};", v) for v in (known, foreign)]
            if not all(one is not None and answer(path, one).is_real for one in plain):
                continue
            for how in WRITES[spoken(language)]:
                other = written(language, source, name, how, known)
                if other is not None:
                    judged += 1
                    if not answer(path, other).is_real:
                        hidden.append(f"{path.parent.name}/{path.name}: {name} by {how}")
    return judged, hidden


@pytest.mark.parametrize("family", CARRIERS)
def test_a_value_that_is_carried_stays_what_it_is(family: str) -> None:
    """Through containers, functions and choices."""
    judged, hidden = hidden_when_carried(paths("real", family, CASES))
    assert hidden == []
    assert judged >= 100


@pytest.mark.parametrize("family", WRITES)
def test_a_variable_that_is_written_to_is_no_longer_known(family: str) -> None:
    """By every construct that may write to it."""
    judged, hidden = hidden_when_written(paths("safe", family, CASES))
    assert hidden == []
    assert judged >= 50


def test_a_carrier_that_is_not_seen_through_is_found(monkeypatch) -> None:
    """One that drops the value: the programs are safe, and said to be hidden."""
    monkeypatch.setitem(CARRIERS, "python", ("(lambda x: 'users')({})",))
    assert hidden_when_carried(paths("real", "python", CASES))[1]
