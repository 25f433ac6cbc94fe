"""Metrics: every name of the catalogue, and nothing that a client can choose."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from fpcache_ops.core.lookup import Bypass, Changed, Doubt, Hit, Miss, Outdated
from fpcache_ops.core.validation import Answer, Report
from fpcache_ops.core.verdict import Context, Judgement
from fpcache_ops.service.telemetry import Telemetry
from fpcache_ops.wire.metrics import METRICS
from tests.factories import LIFETIME, a_finding, a_verdict, an_entry

HIT = Hit(an_entry(), LIFETIME)


@pytest.fixture
def telemetry():
    return Telemetry(lambda: (7, 4096))


def samples(telemetry):
    families = text_string_to_metric_families(telemetry.exposition().decode())
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def an_answer(outcome, kind="xss", said=Judgement.FALSE_POSITIVE, **changes):
    nothing = Context(False, False, "application")
    return Answer(a_finding(type=kind), outcome, a_verdict(said), nothing, **changes)


def test_every_name_is_there_from_the_start(telemetry):
    """A dashboard of a new service shows zeros, not holes; nothing else is exported."""
    telemetry.look_around(dropped=0, connections=(1, 8), breaker_open=False, switch_on=True)
    families = {f.name: f for f in text_string_to_metric_families(telemetry.exposition().decode())}
    assert set(families) == {metric.name.removesuffix("_total") for metric in METRICS}
    for metric in METRICS:
        assert families[metric.name.removesuffix("_total")].type == metric.kind


def test_no_label_tells_of_a_tenant():
    """Or of anything else that clients choose."""
    labels = {label for metric in METRICS for label in metric.labels}
    assert labels == {"outcome", "type", "verdict", "reason", "version", "endpoint", "status"}
    assert all(re.fullmatch(r"fpcache_[a-z_]+", metric.name) for metric in METRICS)


def test_what_is_counted(telemetry):
    """Each distinct finding once by its outcome, each answer by its verdict."""
    answers = [
        an_answer(HIT, seconds=0.003, entry=an_entry()),
        an_answer(HIT, seconds=0.003, entry=an_entry(), duplicate=True),
        an_answer(Miss("first_seen"), seconds=0.19, validation_seconds=0.15),
        an_answer(Changed(an_entry(), "source")),
        an_answer(Outdated(an_entry(), Doubt.VERSION)),
        an_answer(Bypass("off"), "a-type-that-a-client-made-up"),
        an_answer(Miss("unplaced"), said=Judgement.UNDETERMINED),
    ]
    telemetry.answered(Report(answers, [], 0, 1))
    telemetry.invalidated()
    seen = samples(telemetry)
    assert seen["fpcache_lookups_total", ("hit", "xss")] == 1
    assert seen["fpcache_lookups_total", ("miss", "xss")] == 2
    assert seen["fpcache_lookups_total", ("bypass", "other")] == 1
    assert seen["fpcache_findings_total", ("false_positive",)] == 6
    assert seen["fpcache_findings_total", ("undetermined",)] == 1
    assert seen["fpcache_lookup_seconds_count", ()] == 6
    assert seen["fpcache_lookup_seconds_bucket", ("0.05",)] == 6
    assert seen["fpcache_validation_seconds_count", ()] == 1
    assert seen["fpcache_validation_seconds_sum", ()] == pytest.approx(0.15)
    for reason in ("manual", "file_changed", "validator_changed"):
        assert seen["fpcache_invalidations_total", (reason,)] == 1


def test_what_is_measured(telemetry):
    """Now and then; a counter of others is followed."""
    telemetry.look_around(dropped=3, connections=(2, 8), breaker_open=True, switch_on=False)
    telemetry.look_around(dropped=5, connections=(1, 8), breaker_open=False, switch_on=True)
    telemetry.request("/health", 503, 0.07)
    seen = samples(telemetry)
    assert seen["fpcache_log_dropped_total", ()] == 5
    assert seen["fpcache_db_connections", ()] == 1
    assert seen["fpcache_db_connections_max", ()] == 8
    assert (seen["fpcache_breaker_open", ()], seen["fpcache_switch_on", ()]) == (0, 1)
    assert seen["fpcache_resident_bytes", ()] > 10_000_000
    assert (seen["fpcache_entries", ()], seen["fpcache_store_bytes", ()]) == (7, 4096)
    assert seen["fpcache_requests_total", ("/health", "503")] == 1
    assert seen["fpcache_request_seconds_bucket", ("/health", "0.05")] == 0
    assert seen["fpcache_request_seconds_bucket", ("/health", "0.1")] == 1


def test_what_is_not_known_is_not_told():
    """A store that cannot be read gives no zero."""
    seen = samples(Telemetry(lambda: None))
    assert ("fpcache_entries", ()) not in seen
