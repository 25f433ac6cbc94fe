"""Slow, failing and hanging validators."""

from threading import Event, Lock

import pytest

from fpcache_ops.core.evidence import Built
from fpcache_ops.core.judging import Case, InlinePanel
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.panel import Breaker, PanelSettings, ThreadPanel
from tests.factories import CountingValidator, ManualClock, RealClock, a_finding

SETTINGS = PanelSettings(workers=2, timeout=0.05, failures=3, cool_down=10)


def cases(*texts: str) -> list[Case]:
    found = []
    for text in texts:
        built = FilePolicy().build(a_finding("a.py"), SubmittedSources({"a.py": f"{text} = 1\n"}))
        assert isinstance(built, Built)
        found.append(Case(built, ValidatorIdentity("word-search", "1")))
    return found


class Gate(CountingValidator):
    """Holds every call until the gate opens, and counts how many are inside."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.lock, self.inside, self.most = Event(), Lock(), 0, 0

    def judge(self, evidence):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.open.wait(10)
        with self.lock:
            self.inside -= 1
        return super().judge(evidence)


@pytest.mark.parametrize("kind", ["inline", "threads"])
def test_every_case_is_judged_once(kind: str):
    """Each case gets its own verdict, whatever the order they come in."""
    validator, clock = CountingValidator(), RealClock()
    settings = PanelSettings(workers=3)
    panel = (
        InlinePanel(validator, clock)
        if kind == "inline"
        else ThreadPanel(validator, clock, settings)
    )
    asked = cases(*(f"{'unsafe' if n % 3 else 'x'}{n}" for n in range(20)))
    judged = {one.case: one for one in panel.judge(asked)}
    assert sorted(judged) == list(range(20))
    for number, one in judged.items():
        real = bool(number % 3)
        assert one.verdict.is_real == real
        assert one.seconds > 0
    assert len(validator.seen) == 20


def test_no_more_calls_than_workers_are_under_way():
    """The validator is not flooded."""
    gate = Gate()
    panel = ThreadPanel(gate, RealClock(), PanelSettings(workers=2, timeout=10))
    judging = panel.judge(cases("a", "b", "c", "d", "e"))
    gate.open.set()
    assert len(list(judging)) == 5
    assert gate.most <= 2


def test_what_hangs_is_given_up_and_real():
    """A time limit per call; a hung call keeps its slot, the breaker opens, nobody waits for it."""
    gate = Gate()
    panel = ThreadPanel(gate, RealClock(), SETTINGS)
    judged = list(panel.judge(cases("a", "b", "c")))
    assert {one.case for one in judged} == {0, 1, 2}
    assert all(one.verdict.judgement is Judgement.UNDETERMINED for one in judged)
    reasons = " ".join(one.verdict.reason for one in judged)
    assert "no answer within 0.05 s" in reasons
    assert "busy" in reasons
    gate.open.set()


def test_a_failing_validator_is_left_alone_for_a_while():
    """After some failures in a row nobody is asked; the findings are real at once."""

    class Failing(CountingValidator):
        def judge(self, evidence):
            super().judge(evidence)
            raise ConnectionError

    validator = Failing()
    panel = ThreadPanel(validator, RealClock(), PanelSettings(workers=1, failures=3))
    judged = list(panel.judge(cases(*"abcdefgh")))
    assert all(one.verdict.is_real for one in judged)
    assert len(validator.seen) == 3
    assert panel.breaker.is_open
    assert sum("not asked" in one.verdict.reason for one in judged) == 5


def test_the_breaker_opens_cools_down_lets_one_through_and_closes():
    """One call is tried after the cool-down; only its success closes the breaker."""
    clock = ManualClock()
    breaker = Breaker(SETTINGS, clock)
    for _ in range(2):
        breaker.heard(failed=True)
    assert breaker.admits()
    breaker.heard(failed=True)
    assert not breaker.admits()
    clock.ticks += 10
    assert breaker.admits()
    assert not breaker.admits()
    breaker.heard(failed=True)
    assert not breaker.admits()
    clock.ticks += 10
    assert breaker.admits()
    breaker.heard(failed=False)
    assert breaker.admits()
    assert breaker.admits()
    assert not breaker.is_open
