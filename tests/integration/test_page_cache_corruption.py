"""``cache-corruption``: off, proven off, withdrawn, empty; and what happens when it is not so."""

from collections.abc import Iterator
from typing import Any

import pytest

from fpcache_ops.client import OperatorClient, ReadClient
from fpcache_ops.operations import changes, clearing
from fpcache_ops.operations.specimens import REPOSITORIES, asked
from fpcache_ops.service.telemetry import Telemetry
from tests.pages import Pages, Service, pages_fixture, results, served

__all__ = ["pages_fixture"]
KEY = "a-key-of-mine"
NAME = "cache-corruption"


@pytest.fixture
def service(tmp_path) -> Iterator[Service]:
    with served(tmp_path) as running:
        with ReadClient(running.url, KEY) as known:
            for repository in REPOSITORIES:
                asked(known, repository)
        yield running


@pytest.fixture
def given(service, monkeypatch) -> dict[str, Any]:
    monkeypatch.setenv("A_KEY", KEY)
    return {
        "server": service.url,
        "api_key": "env:A_KEY",
        "off_file": str(service.store.with_name("cache.off")),
        "metrics": service.metrics,
        "watch": 1,
    }


def test_a_rehearsal_with_the_defaults(pages: Pages):
    """Everything is done, every check has something to show, and it took less than five minutes."""
    done = pages.run(NAME)
    assert done.conclusion == "pass", done.reason
    assert all(check.sample >= 1 for check in done.checks)
    evidence = {step.key: step.evidence for step in done.steps}
    assert evidence["off-flag"]["now"] == "off"
    assert evidence["invalidate"]["withdrawn"] == 20
    took = {c.name: c.value for c in done.checks}["contained_within"]
    assert took is not None
    assert 0 < took < 300


def test_a_service_of_somebody_is_off_and_empty(pages: Pages, service: Service, given):
    """Every finding is judged again, of this repository and of another."""
    done = pages.run(NAME, **given)
    assert done.conclusion == "pass", done.reason
    with ReadClient(service.url, KEY) as known:
        assert known.health()["cache"] == "off"
        for repository in REPOSITORIES:
            assert {a.outcome for a in asked(known, repository).validated} == {"bypass"}
        assert known.explain(entry="0" * 64).switch.rule == "off file"
    service.store.with_name("cache.off").unlink()
    with ReadClient(service.url, KEY) as known:
        outcomes = {a.outcome for a in asked(known, REPOSITORIES[0]).validated}
    assert outcomes == {"invalidated"}


def test_nothing_says_how_to_switch_it_off(pages: Pages, given):
    """One line says what to give, and nothing is withdrawn meanwhile."""
    planned = pages.plan(NAME, **{**given, "off_file": ""})
    assert planned.conclusion == "error"
    assert "give off_file" in planned.reason


def test_an_off_file_in_the_wrong_folder(pages: Pages, given, tmp_path):
    """It was made, and nobody looks at it: the proof fails, the verdicts are withdrawn all the
    same."""
    (tmp_path / "elsewhere").mkdir()
    done = pages.run(NAME, **{**given, "off_file": str(tmp_path / "elsewhere/cache.off")})
    assert done.conclusion == "fail"
    failed = {name for name, result in results(done).items() if result == "fail"}
    assert failed >= {"answers_still_on", "processes_still_on", "off_from_cache"}
    assert "cleared_left" not in failed


def test_one_process_that_stays_on_is_seen(pages: Pages, given, monkeypatch):
    """None of the connections met it: its numbers tell."""
    look = Telemetry.look_around

    def one_more(self: Telemetry, **now: Any) -> None:
        look(self, **now)
        for name in ("fpcache_processes", "fpcache_processes_on"):
            self._of[name].inc()

    monkeypatch.setattr(Telemetry, "look_around", one_more)
    done = pages.run(NAME, **given)
    assert done.conclusion == "fail"
    failed = [name for name, result in results(done).items() if result == "fail"]
    assert failed == ["processes_still_on"]


def test_uncounted_processes_are_no_proof(pages: Pages, given):
    """Without the numbers nobody knows how many there are."""
    done = pages.run(NAME, **{**given, "metrics": ""})
    assert done.conclusion == "inconclusive"
    unsure = [name for name, result in results(done).items() if result != "pass"]
    assert unsure == ["processes_still_on"]


def test_a_withdrawal_that_was_not_made(pages: Pages, given, monkeypatch):
    """The service said nothing, the page looks for itself."""
    good = changes.KINDS["invalidate"]
    nothing = changes.Kind(lambda *_: {"invalidation": 7, "withdrawn": 20}, good.find)
    monkeypatch.setitem(changes.KINDS, "invalidate", nothing)
    done = pages.run(NAME, **given)
    assert (done.conclusion, results(done)["cleared_left"]) == ("fail", "fail")


def test_a_withdrawn_verdict_that_would_be_served(pages: Pages, given, monkeypatch):
    """Should the cache come on again."""
    entries = OperatorClient.entries

    def served_still(self: Any, **asked: Any) -> Any:
        found = entries(self, **asked)
        found.entries[0].outcome = "hit"
        return found

    monkeypatch.setattr(ReadClient, "entries", served_still)
    done = pages.run(NAME, **given)
    assert (done.conclusion, results(done)["cleared_served"]) == ("fail", "fail")


def test_a_validator_that_hides_a_real_one(pages: Pages, given, monkeypatch):
    """Switching off does not help then: it is said."""
    validate = ReadClient.validate

    def hiding(self: Any, *asked: Any) -> Any:
        answer = validate(self, *asked)
        for one in answer.validated:
            one.is_valid = False
        return answer

    monkeypatch.setattr(ReadClient, "validate", hiding)
    done = pages.run(NAME, **given)
    failed = [name for name, result in results(done).items() if result == "fail"]
    assert (done.conclusion, failed) == ("fail", ["real_hidden"])


def test_a_service_that_dies_meanwhile(pages: Pages, given, monkeypatch):
    """After it was cleared: what was not answered is counted, and no pass."""
    from fpcache_ops.errors import ServiceUnusable

    def gone(self: Any, *asked: Any) -> Any:
        raise ServiceUnusable("it cannot be reached")

    monkeypatch.setattr(ReadClient, "validate", gone)
    monkeypatch.setattr(clearing, "prepare", lambda run: {})
    done = pages.run(NAME, **given)
    assert done.conclusion == "fail"
    assert results(done)["off_requests_failed"] == "fail"
    assert results(done)["real_hidden"] == "inconclusive"


def test_too_slow_is_no_pass(pages: Pages, given, monkeypatch):
    """Five minutes are five minutes."""
    from fpcache_ops.operations.session import Run

    monkeypatch.setattr(Run, "seconds_applying", lambda self: 300.0)
    done = pages.run(NAME, **given)
    assert (done.conclusion, results(done)["contained_within"]) == ("fail", "fail")
