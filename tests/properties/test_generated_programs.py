"""Programs that are labelled by running them: no real one is called safe, most safe ones are."""

import builtins
import types
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.generated import python
from tests.generated.judging import LANGUAGES, tally
from tests.generated.language import EVIL, Choices, Let, Op, Raised, Run
from tests.generated.programs import FOREIGN, Labelled, program

SEEDS = range(45)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_real_program_is_called_safe(language: str) -> None:
    """A slice of the programs that ``make prove`` counts by the thousand."""
    count = tally(language, SEEDS)

    assert count.hidden == []
    assert count.real >= 10
    assert count.share() > 0.75, "\n".join(count.lines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sink_that_anything_reaches_is_found(language: str, monkeypatch) -> None:
    """A validator that calls everything safe fails on the same programs."""
    monkeypatch.setattr("tests.generated.judging.answers", lambda *_: [True])
    count = tally(language, SEEDS)

    assert len(count.hidden) == count.real
    assert count.share() == 1


_UNKNOWN = ("maybe", "risky", "setting", "environment", "encoded", "packed")


def test_the_little_language_runs_as_python_does() -> None:
    """What the sink is given by Python itself is what the interpreter said."""
    compared = 0
    for seed in range(700):
        labelled = program(seed, java=False)
        said = repr(labelled.program.body) + repr([f.body for f in labelled.program.functions])
        if labelled.program.sink.kind != "sql" or any(f"{word}'" in said for word in _UNKNOWN):
            continue
        one = replace(labelled.program, source="parameter")
        for foreign in (EVIL, "asc", "7", "openEVIL"):
            assert _given(python.source(one), foreign) == _ran(labelled, foreign), seed
        compared += 1
    assert compared >= 15


def _ran(labelled: Labelled, foreign: str) -> list[str]:
    run = Run(Choices(), foreign)
    names: dict[str, object] = {}
    with suppress(Raised):
        run.block((Let(FOREIGN, Op("foreign")), *labelled.program.body), names)
    return [shown for shown, _ in run.given]


class _Anything(types.ModuleType):
    """A library that is not here: whatever it is asked for, it has."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str):
        return _Anything(name)

    def __call__(self, *args, **named):
        return args[0] if len(args) == 1 and callable(args[0]) else _Anything("given")


def _given(source: str, foreign: str) -> list[str]:
    """What the database is asked when Python itself runs a program."""
    asked: list[str] = []
    request = types.SimpleNamespace(args={"q": foreign}, GET={"q": foreign})
    flask, shop = _Anything("flask"), _Anything("shop")
    flask.request = request  # type: ignore[attr-defined]
    shop.cursor = types.SimpleNamespace(execute=asked.append)  # type: ignore[attr-defined]
    own = {"flask": flask, "shop.stores": shop}
    away = {"ldap", "django", "requests"}

    def bring(name: str, *rest):
        if name.partition(".")[0] in away | {"flask", "shop"}:
            return own.get(name, _Anything(name))
        return __import__(name, *rest)

    space: dict = {"__builtins__": {**vars(builtins), "__import__": bring}, "__name__": "shop"}
    exec(compile(source, "program", "exec"), space)
    with suppress(Exception):
        space["handle"](*([request] if "def handle(request)" in source else []))
    return asked
