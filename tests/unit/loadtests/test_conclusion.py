"""What a run may claim by its rows."""

import json
import math
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.errors import ExitStatus
from fpcache_ops.operations.criteria import Criterion, Direction, Measure, evaluate, load
from fpcache_ops.operations.load_report import render
from fpcache_ops.operations.loadtest import conclude
from loadtests import conclusion
from loadtests.conclusion import FAIL, LIMITS, NO_DATA, PASS, TOO_WEAK, WRONG_ANSWER

Row = dict[str, Any]


def row(number: int, **changes: Any) -> Row:
    """An arrival of a run at 100 a second: sent when due, a hit after 4 ms."""
    at = number / 100
    plain = {"number": number, "intended": at, "actual": at, "ended": at + 0.004, "unsent": ""}
    plain |= {"tag": "hit", "outcome": "hit", "findings": 1, "hits": 1, "wrong": "", "error": ""}
    return plain | changes


def a_run(folder: Path, rows: list[Row], planned: int | None = None) -> tuple[int, dict[str, Any]]:
    """The exit status of a run with these rows, and its figures."""
    due = len(rows) if planned is None else planned
    plan = {"scenario": "primed_hits", "profile": "smoke", "seconds": due / 100, "arrivals": due}
    plan |= {"late_after": 0.05, "rate": 100.0, "shape": "constant", "host": "http://h"}
    plan["started_at"] = "2026-11-02T10:00:00+00:00"
    (folder / "plan.json").write_text(json.dumps(plan))
    lines = "".join(json.dumps(one) + "\n" for one in rows)
    (folder / "rows-1.jsonl").write_text(lines)
    figures = conclusion.measure(folder)
    status = conclusion.told(figures)[0]
    judged = conclude(figures, list(load(LIMITS).values()), "Is it?", folder)
    assert judged.exit_status == status  # the command says what the plain run says
    return status, figures


def test_a_good_run_passes(tmp_path: Path):
    assert a_run(tmp_path, [row(n) for n in range(200)])[0] == PASS


def test_one_wrong_answer_in_100_000_is_not_lost(tmp_path: Path):
    rows = [row(n) for n in range(100_000)]
    rows[71_234] = row(71_234, wrong="isValid was true")
    status, figures = a_run(tmp_path, rows)
    assert status == WRONG_ANSWER
    assert figures["tags"]["*"]["wrong"] == (1, 100_000)
    assert figures["wrong"] == ["isValid was true"]


def test_a_freeze_is_seen_from_when_requests_were_due(tmp_path: Path):
    """5 of 30 seconds: timed from when they were due, one in six waited; p99 is in seconds."""
    rows = []
    for number in range(3000):
        at = number / 100
        end = 15.0 + (number - 1000) * 0.001 if 10 <= at < 15 else at
        rows.append(row(number, ended=end + 0.004))
    status, figures = a_run(tmp_path, rows)
    assert status == FAIL
    assert figures["tags"]["*"]["p99"][0] == pytest.approx(4700, rel=0.05)
    assert figures["tags"]["*"]["p50"][0] == pytest.approx(4)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"error": "status 503"}, FAIL),
        ({"hits": 0, "outcome": "miss"}, FAIL),
        ({"actual": None, "ended": None, "unsent": "too late"}, TOO_WEAK),
    ],
)
def test_each_kind_of_failure_has_its_status(tmp_path: Path, changes: Row, status: int):
    rows = [row(n, **(changes if n % 20 == 0 else {})) for n in range(400)]
    assert a_run(tmp_path, rows)[0] == status


def test_what_was_sent_late_is_the_generators(tmp_path: Path):
    late = [row(n, actual=n / 100 + 0.3, ended=n / 100 + 0.31) for n in range(200)]
    assert a_run(tmp_path, late)[0] == TOO_WEAK


def test_an_empty_run_shows_nothing(tmp_path: Path):
    assert a_run(tmp_path, [])[0] == NO_DATA
    assert a_run(tmp_path, [], planned=200)[0] == NO_DATA


def test_too_little_is_no_pass(tmp_path: Path):
    assert a_run(tmp_path, [row(n) for n in range(99)])[0] == NO_DATA


def test_rows_that_a_dead_process_took_along_were_not_sent(tmp_path: Path):
    status, figures = a_run(tmp_path, [row(n) for n in range(0, 400, 2)], planned=400)
    assert status == TOO_WEAK
    assert figures["tags"]["*"]["unsent"] == (200, 400)


def test_half_the_rate_is_a_failure_of_the_service(tmp_path: Path):
    """Sent when due, but answered at half the pace: the rest comes after the end."""
    rows = [row(n, ended=2 * n / 100 + 0.004) for n in range(400)]
    status, figures = a_run(tmp_path, rows)
    assert status == FAIL
    answered, due = figures["tags"]["*"]["rate"]
    assert answered / due == pytest.approx(0.56, abs=0.02)


@given(st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=300))
def test_percentiles_are_times_that_were_seen(times: list[float]):
    """Nearest rank, not rounded: the smallest time that so many are not above."""
    ((found,),) = duckdb.execute(
        "SELECT quantile_disc(t, [0.5, 0.95, 0.99, 0.999]) FROM (SELECT unnest($times) AS t)",
        {"times": times},
    ).fetchall()
    ordered = sorted(times)
    for share, value in zip((0.5, 0.95, 0.99, 0.999), found, strict=True):
        assert value in ordered
        assert ordered.index(value) <= math.ceil(share * len(times)) <= len(times)


LIMIT = st.fixed_dictionaries(
    {
        "title": st.just("t"),
        "metric": st.just("* * p95"),
        "measure": st.sampled_from(["count", "share", "milliseconds"]),
        "direction": st.sampled_from([str(one) for one in Direction]),
        "limit": st.sampled_from([0, 0.5, 1]),
        "minimum_sample": st.integers(1, 20),
    }
)


@given(LIMIT, st.none() | st.integers(0, 20), st.integers(0, 20))
def test_a_plain_run_judges_as_the_criteria_do(limit: Row, value: int | None, sample: int):
    """The few lines for the plain locust command and fpcache's criteria: the same of any figure."""
    if limit["measure"] != "milliseconds" and value is not None:
        value = min(value, sample)
    criterion = msgspec.convert({**limit, "name": "n"}, Criterion)
    assert conclusion.result(limit, (value, sample)) == evaluate(criterion, value, sample).result


def test_the_limits_are_criteria_of_figures_that_there_are(tmp_path: Path):
    """A limit on a figure that no run has could not fail."""
    _, figures = a_run(tmp_path, [row(n) for n in range(200)])
    known = set(figures["tags"]["*"])
    scenarios = {file.stem for file in LIMITS.parent.glob("*.py")}
    for criterion in load(LIMITS).values():
        scenario, tag, figure = criterion.metric.split()
        assert scenario == "*" or scenario in scenarios
        if tag == "own":
            assert f'"{figure}"' in LIMITS.with_name(f"{scenario}.py").read_text()
        else:
            assert figure in known
            assert criterion.measure is not Measure.BYTES
        if scenario != "*" and tag not in ("*", "own"):
            assert f'"{tag}"' in LIMITS.with_name(f"{scenario}.py").read_text()


def test_the_report_says_it_first_and_shows_it(tmp_path: Path):
    """The conclusion, every limit, three figures; what an answer held is text."""
    rows = [row(n) for n in range(300)]
    rows[7] = row(7, wrong="<script>alert(1)</script>")
    rows[8] = row(8, error="status 503")
    rows[9] = row(9, actual=None, ended=None, unsent="too late", tag="")
    _, figures = a_run(tmp_path, rows)
    judged = conclude(figures, list(load(LIMITS).values()), "Is it?", tmp_path)
    page = render(judged)
    assert judged.exit_status == ExitStatus.WRONG_ANSWER
    assert "<h1>WRONG ANSWER</h1>" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    for check in judged.checks:
        assert check.title in page
    drawn = [
        json.loads(text.split("</script>")[0].split(">", 1)[1])
        for text in page.split('<script type="application/json"')[1:]
    ]
    titles = [one["layout"]["title"]["text"] for one in drawn]
    assert titles[1:] == [
        "<b>1 error, 298 hit</b>",
        "<b>300 arrivals: 298 answered, 1 failed, 1 never sent</b>",
    ]


def test_a_report_of_nothing_is_one(tmp_path: Path):
    _, figures = a_run(tmp_path, [])
    page = render(conclude(figures, list(load(LIMITS).values()), "Is it?", tmp_path))
    assert "<h1>NO DATA</h1>" in page
    assert "No request was answered" in page
