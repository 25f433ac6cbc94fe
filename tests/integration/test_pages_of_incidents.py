"""Triage and the pages that it sends to: with the evidence of each incident planted."""

from collections.abc import Iterator
from typing import Any

import pytest

from fpcache_ops.client import ReadClient
from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations import changes
from fpcache_ops.operations.sources import Exposition, Figure, LookupLogSource, Observation
from fpcache_ops.operations.specimens import REPOSITORIES, asked
from fpcache_ops.wire.management import SelectorBody
from tests.pages import Pages, Service, pages_fixture, results, served, tables

__all__ = ["pages_fixture"]
KEY = "a-key-of-mine"
TIMED = {"alert_p95_critical", "hit_latency_p95", "hit_latency_mean"}
"""What a busy machine decides."""


@pytest.fixture
def service(tmp_path) -> Iterator[Service]:
    """A service whose traffic is eleven times the specimens: ten of eleven are hits."""
    with served(tmp_path) as running:
        with ReadClient(running.url, KEY) as known:
            for repository in REPOSITORIES * 11:
                asked(known, repository)
        yield running


@pytest.fixture
def given(service, monkeypatch) -> dict[str, Any]:
    monkeypatch.setenv("A_KEY", KEY)
    return {
        "server": service.url,
        "api_key": "env:A_KEY",
        "metrics": service.metrics,
        "log": str(service.lookups),
    }


def plant(monkeypatch, figure: Figure, *seen: Any) -> None:
    """Every source says this of a figure."""
    for kind in (Exposition, LookupLogSource):
        real = kind.observe

        def observe(self: Any, asked: Figure, real: Any = real) -> Observation:
            return Observation(*seen) if asked is figure else real(self, asked)

        monkeypatch.setattr(kind, "observe", observe)


@pytest.mark.parametrize("name", ["triage", "performance-degradation", "high-miss-rate"])
def test_a_rehearsal_with_the_defaults(name, pages: Pages):
    """Every step is done and every check that is no matter of time passes."""
    done = pages.run(name)
    assert {step.status for step in done.steps} == {"finished"}, done.reason
    assert {name for name, result in results(done).items() if result != "pass"} <= TIMED


PLANTED = [
    ("alert_errors_critical", Figure.ERRORS, (30, 300), "performance-degradation"),
    ("alert_p95_critical", Figure.LOOKUP_P95, (400.0, 300, (350.0, 500.0)), "performance-degra"),
    ("alert_memory_warning", Figure.MEMORY, (1.2e9, 1), "performance-degradation"),
    ("alert_connections_warning", Figure.CONNECTIONS, (30, 32), "performance-degradation"),
    ("alert_hit_rate_critical", Figure.HIT_RATE, (100, 300), "high-miss-rate"),
    ("alert_hit_rate_warning", Figure.HIT_RATE, (180, 300), "high-miss-rate"),
]


@pytest.mark.parametrize(("check", "figure", "seen", "page"), PLANTED, ids=[p[0] for p in PLANTED])
def test_an_incident_is_shown(check, figure, seen, page, pages: Pages, given, monkeypatch):
    """The check fails, the suspect comes first, and its command can be copied."""
    plant(monkeypatch, figure, *seen)
    done = pages.run("triage", **given)
    assert (done.conclusion, results(done)[check]) == ("fail", "fail")
    suspects, _, steps = (table["rows"] for table in done.tables)
    assert suspects[0][2] == "shown"
    assert f"fpcache runbook run {page}" in steps[0][0]
    assert f"-p server={given['server']} -p api_key=env:A_KEY" in steps[0][0]


def test_nothing_known_is_not_healthy(pages: Pages, given):
    """Without a source there is no pass, and the last line does not say that all is well."""
    done = pages.run("triage", **{**given, "metrics": "", "log": ""})
    assert done.conclusion == "inconclusive"
    suspects = done.tables[0]["rows"]
    assert [row[2] for row in suspects] == ["unknown"] * 3 + ["ruled out"] * 3
    assert "not known to be healthy" in done.tables[2]["rows"][0][0]


def test_an_address_that_does_not_answer_is_named(pages: Pages, given):
    """It is not left out in silence."""
    wrong = {"metrics": "http://127.0.0.1:9/metrics", "prometheus": "http://127.0.0.1:9"}
    done = pages.run("triage", **{**given, "log": "", **wrong})
    assert done.conclusion == "inconclusive"
    troubles = next(s for s in done.steps if s.key == "ask").evidence["sources_that_do_not_answer"]
    assert len(troubles) == 2


def test_what_somebody_saw_comes_first(pages: Pages, given, monkeypatch):
    """Whatever the figures say: off at once, and the command has all that it takes."""
    plant(monkeypatch, Figure.ERRORS, 300, 300)
    more = {"symptom": "hidden-vulnerability", "off_file": "/tmp/cache.off"}
    done = pages.run("triage", **given, **more)
    suspects, called, steps = (table["rows"] for table in done.tables)
    assert suspects[0][:3] == ["the cache answers wrongly", "critical", "shown"]
    assert [row[3] for row in called] == ["now"] * 3
    assert steps[0][0].startswith("fpcache off")
    assert "runbook plan cache-corruption" in steps[1][0]
    assert "off_file=/tmp/cache.off" in steps[1][0]


def test_an_answer_that_changed_is_corruption(pages: Pages, given, monkeypatch):
    """The second answer comes from the cache and is another."""
    validate = ReadClient.validate

    def other(self: Any, *asked: Any) -> Any:
        answer = validate(self, *asked)
        for one in answer.validated:
            if one.from_cache and one.validator is not None:
                one.reason = "something else"
        return answer

    monkeypatch.setattr(ReadClient, "validate", other)
    done = pages.run("triage", **given)
    assert (done.conclusion, results(done)["known_accuracy"]) == ("fail", "fail")


def test_a_hidden_vulnerability_is_corruption(pages: Pages, given, monkeypatch):
    """Known to be real, answered as a false positive."""
    validate = ReadClient.validate

    def hiding(self: Any, *asked: Any) -> Any:
        answer = validate(self, *asked)
        for one in answer.validated:
            one.is_valid = False
        return answer

    monkeypatch.setattr(ReadClient, "validate", hiding)
    done = pages.run("triage", **given)
    assert results(done)["real_hidden"] == "fail"
    assert done.tables[0]["rows"][0][0] == "the cache answers wrongly"


def test_a_database_that_is_gone(pages: Pages, given, monkeypatch):
    """Health says so, and the service is down, whatever its counters counted."""

    def gone(self: Any) -> Any:
        raise ServiceUnusable("answered status 503")

    monkeypatch.setattr(ReadClient, "stats", gone)
    done = pages.run("triage", **given)
    assert results(done)["answers_failed"] == "fail"
    assert done.tables[0]["rows"][0][:3] == [
        "the service or its database is down",
        "critical",
        "shown",
    ]


def test_an_off_file_is_no_performance_problem(pages: Pages, service: Service, given):
    """The switch is shown; the page for it gets its parameters."""
    service.store.with_name("cache.off").touch()
    done = pages.run("triage", **given)
    assert results(done)["switch_unwanted"] == "fail"
    shown = [row[0] for row in done.tables[0]["rows"] if row[2] == "shown"]
    assert shown == ["the switch is not as it is wanted"]
    assert "runbook plan feature-flag" in done.tables[2]["rows"][0][0]


# --- the pages that it sends to -----------------------------------------------------------


def test_the_flag_is_set_and_proven(pages: Pages, service: Service, given):
    """Off, and on again; what is in force by then is asked of the service."""
    where = {name: given[name] for name in ("server", "api_key", "metrics")}
    where["store"] = f"file:{service.store.with_suffix('.address')}"
    service.store.with_suffix(".address").write_text(str(service.store))
    for wanted, rule in (("off", "is off"), ("on", "is on")):
        done = pages.run("feature-flag", wanted=wanted, **where)
        assert done.conclusion == "pass", done.reason
        with ReadClient(service.url, KEY) as known:
            assert known.explain(entry="0" * 64).switch.rule.endswith(rule)


def test_an_off_file_wins_over_the_flag(pages: Pages, service: Service, given):
    """The flag was set, and the cache is off all the same: no pass, until the file is removed."""
    file = service.store.with_name("cache.off")
    file.touch()
    (service.store.with_suffix(".address")).write_text(str(service.store))
    where = {name: given[name] for name in ("server", "api_key", "metrics")}
    where |= {"store": f"file:{service.store.with_suffix('.address')}", "wanted": "on"}
    done = pages.run("feature-flag", **where)
    assert results(done) == {"switch_unwanted": "fail", "processes_unwanted": "fail"}
    done = pages.run("feature-flag", **where, off_file=str(file))
    assert done.conclusion == "pass", done.reason
    assert not file.exists()


def test_a_flag_that_was_not_set(pages: Pages, monkeypatch):
    """The change said it was made: the processes say otherwise."""
    good = changes.KINDS["flag"]
    monkeypatch.setitem(changes.KINDS, "flag", changes.Kind(lambda *_: {"now": "off"}, good.find))
    done = pages.run("feature-flag")
    assert results(done) == {"switch_unwanted": "fail", "processes_unwanted": "fail"}


@pytest.mark.parametrize(("check", "figure", "seen", "page"), PLANTED[:4], ids=str)
def test_a_degradation_is_shown(check, figure, seen, page, pages: Pages, given, monkeypatch):
    """The figure fails, and the table says what to do about it."""
    plant(monkeypatch, figure, *seen)
    done = pages.run("performance-degradation", **given)
    assert results(done)[check] == "fail"
    assert tables(done)["What to do"][0][1] != "nothing"


def test_slow_answers_lost_rows_and_a_service_that_is_down(pages: Pages, given, monkeypatch):
    """The rest of the checks of that page."""
    plant(monkeypatch, Figure.ROWS_LOST, 3, 300)
    monkeypatch.setattr(
        "fpcache_ops.operations.degradation._timed", lambda run: ((300.0,) * 40, "")
    )

    def gone(self: Any) -> Any:
        raise ServiceUnusable("it cannot be reached")

    monkeypatch.setattr(ReadClient, "health", gone)
    done = pages.run("performance-degradation", **given)
    failed = {name for name, result in results(done).items() if result == "fail"}
    assert failed >= {"answers_failed", "hit_latency_p95", "hit_latency_mean", "log_rows_lost"}
    assert len(tables(done)["What to do"]) >= 4


def test_misses_that_could_be_avoided(pages: Pages, service: Service, given):
    """Withdrawn by mistake: told from what is new, with what to do about it."""
    with service_operator(service) as operator:
        for _ in range(3):
            operator.invalidate(SelectorBody(everything=True), "by mistake")
            for repository in REPOSITORIES:
                asked(operator, repository)
    done = pages.run("high-miss-rate", **given)
    assert results(done)["avoidable_misses"] == "fail"
    causes = next(s for s in done.steps if s.key == "causes").evidence["causes"]
    assert causes == {"invalidated/invalidated:by mistake": 60, "miss/first_seen": 20}


def test_without_a_log_nobody_knows_why(pages: Pages, given, monkeypatch):
    """The numbers alone say how many, not why."""
    done = pages.run("high-miss-rate", **{**given, "log": ""})
    assert results(done)["avoidable_misses"] == "inconclusive"
    assert done.conclusion == "inconclusive"


def service_operator(service: Service) -> Any:
    from fpcache_ops.client import OperatorClient

    return OperatorClient(service.url, KEY)
