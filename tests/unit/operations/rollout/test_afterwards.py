"""What is counted after the cut-over, and what counts as evidence before it."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from fpcache_ops.lookuplog import Row
from fpcache_ops.operations.criteria import load
from fpcache_ops.operations.rollout.afterwards import difference, hours, quantile
from fpcache_ops.operations.rollout.readiness import NotShown, of_dashboard, of_run, of_tests
from fpcache_ops.operations.rollout.scraping import Totals
from fpcache_ops.operations.rollout.where import CutOver

NOW = datetime(2026, 1, 2, tzinfo=UTC)
NOTHING = CutOver(at=0, requests=0, errors=0, lookups=0, hits=0, slow=0, seconds=0, buckets=[])


def totals(requests: float, hits: float, buckets: tuple[tuple[float, float], ...]) -> Totals:
    return Totals(requests, 1, requests * 2, hits, 0, 4.0, buckets)


def test_only_what_was_counted_since_the_cut_over_counts() -> None:
    bounds = ((0.1, 30.0), (float("inf"), 40.0))
    before = msgspec.structs.replace(
        NOTHING, requests=10, errors=1, lookups=20, hits=5, seconds=1.0, buckets=[("0.1", 20.0)]
    )
    since = difference(before, totals(20, 25, bounds), 3600)
    assert (since.requests, since.errors, since.lookups, since.hits) == (10, 0, 20, 20)
    assert since.mean_ms == pytest.approx(3.0 / 40 * 1000)
    # An instance that began anew counts from zero; what it counted before is lost, not negative.
    anew = difference(before, totals(3, 4, bounds), 3600)
    assert (anew.requests, anew.hits) == (3, 4)


def test_the_quantile_is_never_told_too_low() -> None:
    buckets = [(0.05, 94.0), (0.1, 96.0), (float("inf"), 100.0)]
    assert quantile(buckets, 0.95) == 100.0
    assert quantile(buckets, 0.97) == float("inf")
    assert quantile([], 0.95) is None
    assert quantile([(0.1, 0.0)], 0.95) is None


def row(at: datetime, outcome: str, latency_us: int = 1000) -> Row:
    return msgspec.convert(
        {
            **dict.fromkeys(Row.__struct_fields__, ""),
            **dict.fromkeys(("file_digest", "evidence_digest", "evidence_bytes", "cost_micro")),
            "schema": 1,
            "occurred_at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "outcome": outcome,
            "entry_age_s": None,
            "latency_us": latency_us,
            "validation_us": 0,
        },
        Row,
    )


def test_an_incident_is_an_hour_in_which_an_alert_would_fire() -> None:
    def hour(number: int, outcome: str, latency_us: int = 1000) -> list[Row]:
        return [
            row(NOW + timedelta(hours=number, minutes=m), outcome, latency_us) for m in range(59)
        ]

    rows = [*hour(0, "hit"), *hour(1, "miss"), *hour(2, "hit", 900_000), *hour(3, "hit")]
    since = NOW.timestamp()
    found = hours(rows, since, 3600, since + 3.5 * 3600, load().values())
    # The fourth hour is not over; the second had no hits, the third was slow.
    assert found.watched == 3
    assert [one.split(":")[0] for one in found.incidents] == ["hour 2", "hour 3"]
    # An hour without lookups was not watched.
    assert hours(rows, since, 3600, since + 24 * 3600, load().values()).watched == 4
    assert hours([], since, 3600, since + 24 * 3600, load().values()).watched == 0


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ('<testsuite tests="3" failures="1" errors="0" skipped="0"/>', "1 of 3 tests failed"),
        ('<testsuite tests="0" failures="0" errors="0" skipped="0"/>', "0 of 0"),
        ('<testsuite tests="2" failures="0" errors="0" skipped="2"/>', "2 were skipped"),
        ("<testsuite", "no JUnit report"),
        ("<!DOCTYPE x><testsuite/>", "entities"),
    ],
)
def test_a_test_report_that_shows_nothing_is_not_evidence(report, why, tmp_path) -> None:
    file = tmp_path / "junit.xml"
    file.write_text(report)
    with pytest.raises(NotShown, match=why):
        of_tests(str(file), datetime.now(UTC))


def test_evidence_is_fresh_or_it_is_none(tmp_path) -> None:
    file = tmp_path / "junit.xml"
    suite = '<testsuite tests="3" failures="0" errors="0" skipped="1"/>'
    file.write_text(f"<testsuites>{suite}{suite}</testsuites>")
    assert of_tests(str(file), datetime.now(UTC)).told == "0 of 6 failed, 2 skipped"
    os.utime(file, (0, 0))
    with pytest.raises(NotShown, match="days old"):
        of_tests(str(file), datetime.now(UTC))
    with pytest.raises(NotShown, match="no test report was named"):
        of_tests("", NOW)
    board = tmp_path / "board.json"
    board.write_text(json.dumps({"panels": []}))
    with pytest.raises(NotShown, match="no dashboard with panels"):
        of_dashboard(str(board))
    board.write_text(json.dumps({"panels": [{}]}))
    assert "1 panels" in of_dashboard(str(board)).told
    with pytest.raises(NotShown, match="no run of validate-cache"):
        of_run(Path(tmp_path), "validate-cache")
