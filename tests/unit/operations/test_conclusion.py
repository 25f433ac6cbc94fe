"""Conclusions: only a run that came to its own end, with everything it promised, can pass."""

from itertools import product

import pytest

from fpcache_ops.errors import ExitStatus
from fpcache_ops.operations.conclusion import (
    Declared,
    Ending,
    How,
    Step,
    StepStatus,
    Word,
    conclude,
)
from fpcache_ops.operations.criteria import Result, evaluate, load

CRITERIA = load()
DECLARED = Declared(
    {"one": "The first", "two": "The second"}, {"real_hidden": "R", "unchanged_hit_rate": "U"}
)
FINISHED = Ending(How.FINISHED)


def step(key="one", status=StepStatus.FINISHED, **more):
    return Step(key=key, title=key, status=status, **more)


def check(name="real_hidden", value=0, sample=24):
    return evaluate(CRITERIA[name], value, sample)


STEPS = [step("one"), step("two")]
CHECKS = [check(), check("unchanged_hit_rate", 24, 24)]


def test_everything_as_promised_passes():
    """All steps, all checks, its own end."""
    word, reason = conclude(DECLARED, STEPS, CHECKS, FINISHED)
    assert word is Word.PASS
    assert reason == "All 2 steps finished and all 2 checks passed."


@pytest.mark.parametrize(
    ("steps", "checks", "ending", "word", "reason"),
    [
        (STEPS, CHECKS, None, "error", "did not come to an end"),
        (STEPS, CHECKS, Ending(How.RAISED, "Boom"), "error", "broke off: Boom."),
        (STEPS, CHECKS, Ending(How.LEFT, "exit"), "error", "left the run"),
        (STEPS, CHECKS, Ending(How.KERNEL_DIED, "x"), "error", "died"),
        (STEPS, CHECKS, Ending(How.NOT_STARTED, "x"), "error", "could not be started"),
        (STEPS, CHECKS, Ending(How.REFUSED, "no plan"), "refused", "Refused: no plan."),
        (STEPS, CHECKS, Ending(How.ABORTED, "Ctrl-C"), "aborted", "Stopped by Ctrl-C."),
        (STEPS[:1], CHECKS, FINISHED, "inconclusive", "the step two never happened"),
        ([], CHECKS, FINISHED, "inconclusive", "the steps one, two never happened"),
        (STEPS, CHECKS[:1], FINISHED, "inconclusive", "check unchanged_hit_rate never happened"),
        (STEPS, [], FINISHED, "inconclusive", "never happened"),
        (STEPS, [check(value=2), CHECKS[1]], FINISHED, "fail", "2 of 24, wanted none."),
        (STEPS, [check(sample=0), CHECKS[1]], FINISHED, "inconclusive", "nothing was observed"),
        ([*STEPS, step("three")], CHECKS, FINISHED, "error", "three is not one"),
        (
            [step("one", StepStatus.FAILED, detail="ValueError: x"), STEPS[1]],
            CHECKS,
            FINISHED,
            "error",
            "Step one failed and the run went on: ValueError: x.",
        ),
        (
            [STEPS[0], step("two", StepStatus.UNFINISHED)],
            CHECKS,
            FINISHED,
            "error",
            "Step two is unfinished",
        ),
        (
            [STEPS[0], step("two", StepStatus.UNFINISHED)],
            [check(value=1)],
            Ending(How.RAISED, "Boom"),
            "fail",
            "hidden: 1 of 24, wanted none. Also, the run broke off in step two",
        ),
        (
            [STEPS[0], step("two", StepStatus.UNFINISHED)],
            [check(value=1)],
            Ending(How.ABORTED, "Ctrl-C"),
            "aborted",
            "Stopped in step two by Ctrl-C; before that, check real_hidden failed.",
        ),
    ],
)
def test_anything_else_is_something_else(steps, checks, ending, word, reason):
    """The table of endings, each with a sentence that says why."""
    got, why = conclude(DECLARED, steps, checks, ending)
    assert got == word
    assert reason in why
    assert why.endswith((".", "?"))


def test_of_all_combinations_one_passes():
    """A pass has all steps, all checks and a regular end, whatever the mix."""
    steps = [None, *(step("two", status) for status in StepStatus)]
    checks = [None, check("unchanged_hit_rate", 24, 24), check("unchanged_hit_rate", 1, 24)]
    checks.append(check("unchanged_hit_rate", 0, 0))
    endings = [None, *(Ending(how, "x") for how in How)]
    passed = []
    for two, second, ending in product(steps, checks, endings):
        done = [step("one"), *([two] if two else [])]
        made = [check(), *([second] if second else [])]
        if conclude(DECLARED, done, made, ending)[0] is Word.PASS:
            passed.append((two, second, ending))
    assert len(passed) == 1
    two, second, ending = passed[0]
    assert two.status is StepStatus.FINISHED
    assert second.result is Result.PASS
    assert ending == Ending(How.FINISHED, "x")


def test_a_runbook_that_checks_nothing_passes_nothing():
    """Steps alone show nothing."""
    assert conclude(Declared({"one": "1"}, {}), STEPS[:1], [], FINISHED)[0] is Word.INCONCLUSIVE


def test_exit_statuses():
    """One word, one status."""
    assert {word.value: word.exit_status for word in Word} == {
        "pass": ExitStatus.PASS,
        "fail": ExitStatus.FAIL,
        "inconclusive": ExitStatus.INCONCLUSIVE,
        "refused": ExitStatus.REFUSED,
        "error": ExitStatus.ERROR,
        "aborted": ExitStatus.ABORTED,
    }
