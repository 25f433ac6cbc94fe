"""Each question against tables worked out by hand, and the rules that all tables keep."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fpcache_ops import analysis
from fpcache_ops.analysis import (
    OUTCOME_COLOURS,
    ages_at_hit,
    calls_avoided,
    causes_of_misses,
    churn,
    cold_start,
    duplicates,
    fallbacks,
    hit_rate_by_language,
    hit_rate_by_pass,
    hit_rate_by_repository,
    hit_rate_by_type,
    hit_rate_by_validator,
    hit_rate_over_time,
    invalidations,
    latency_distribution,
    latency_percentiles,
    open_log,
    outcomes_over_time,
    time_and_money_saved,
    top_patterns,
)
from fpcache_ops.analysis.latency import _Latencies as Latencies
from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog import OUTCOMES
from tests.unit.analysis.logs import ALL, a_log, lines, table
from tests.unit.lookuplog.rows import a_row, judged


def at(day, hour=10, minute=0):
    return {"occurred_at": f"2026-11-{day:02}T{hour:02}:{minute:02}:00.000000Z"}


def unplaced(**changes):
    return a_row(
        **{
            "outcome": "miss",
            "cause": "unplaced",
            "language": None,
            "policy": None,
            "file_digest": None,
            "evidence_digest": None,
            "evidence_bytes": None,
            "entry_age_s": None,
        }
        | changes
    )


XSS = {"vulnerability_type": "xss", "rule_id": "X1", "evidence_digest": "x" * 64}
OTHER = {"path": "shop/other.py", "evidence_digest": "o" * 64}

# Three scans of one repository, and a fourth with the cache off. Worked out below, by hand.
HISTORY = [
    # The first scan: three findings of which two are alike, one unplaced, one overridden.
    judged(**at(2), from_request="1"),
    judged(**at(2), from_request="1", validation_us=0, latency_us=900),
    judged(**at(2), from_request="1", **XSS, latency_us=10_000_000, validation_us=9_000_000),
    unplaced(**at(2), from_request="1", path="gone.py", latency_us=100),
    a_row(**at(2), from_request="1", **OTHER, outcome="overridden", latency_us=200),
    # The second, two days later: all that can hit does, the like of a hit too.
    a_row(**at(4), from_request="2", latency_us=1000),
    a_row(**at(4), from_request="2", latency_us=1100),
    a_row(**at(4), from_request="2", **XSS, latency_us=3000),
    unplaced(**at(4), from_request="2", path="gone.py", latency_us=100),
    # The third: an edit, and a file that cannot be read.
    judged("changed", "changed:source", **at(5), from_request="3", latency_us=20_000_000),
    a_row(**at(5), from_request="3", **XSS, latency_us=2000),
    judged(**at(5), from_request="3", **OTHER, fallback="parse_error", latency_us=40_000_000),
    # The cache is off.
    judged("bypass", "bypass", **at(5, 12), from_request="4", latency_us=50_000_000),
]


@pytest.fixture
def history(tmp_path):
    return a_log(tmp_path, HISTORY)


def test_hit_rate_by_pass(history):
    """The n-th request about a rule in a file: `shop/cart.py` is asked about in three requests for
    each of its rules, `gone.py` in two, and `shop/other.py` was overridden first, so its only pass
    is the third request. Repeats and bypasses are in none.
    """
    assert table(hit_rate_by_pass(history)) == [
        ("1", 4, 0, "0 %"),
        ("2", 3, 2, "66.7 %"),
        ("3", 2, 1, "50.0 %"),
        ("all", 9, 3, "33.3 %"),
    ]
    answer = hit_rate_by_pass(history, last=1)
    assert table(answer) == [
        ("1", 4, 0, "0 %"),
        ("2 and later", 5, 3, "60.0 %"),
        ("all", 9, 3, "33.3 %"),
    ]
    assert answer.claim == "Asked for the first time, 0 % are hits; asked again, 60.0 %"


def test_passes_do_not_depend_on_how_a_scan_is_cut_into_requests(tmp_path):
    """Two scans in batches of one finding, by two instances whose requests have equal ids."""
    rows = [
        row(
            **at(day, 10, number),
            path=f"{number}.py",
            from_request=str(number),
            instance=f"{9 - day}",
        )
        for day, row in ((2, judged), (3, a_row))
        for number in range(5)
    ]

    assert table(hit_rate_by_pass(a_log(tmp_path, rows))) == [
        ("1", 5, 0, "0 %"),
        ("2", 5, 5, "100 %"),
        ("all", 10, 5, "50.0 %"),
    ]


def test_hit_rate_over_time(history):
    """Hits / looked up by day; a day on which nothing happened is 0 of 0."""
    assert table(hit_rate_over_time(history, every="day")) == [
        ("2026-11-02", 3, 0, "0 %"),
        ("2026-11-03", 0, 0, "0 of 0"),
        ("2026-11-04", 3, 2, "66.7 %"),
        ("2026-11-05", 3, 1, "33.3 %"),
        ("all", 9, 3, "33.3 %"),
    ]
    line = hit_rate_over_time(history, every="day").figure.data[0]
    assert list(line.y) == [0.0, None, 66.7, 33.3], "a gap, and no 0 %"


def test_outcomes_over_time(history):
    """All findings, also those that no hit rate counts."""
    answer = outcomes_over_time(history, every="week")

    assert list(answer.table.columns) == ["week", "findings", *OUTCOMES]
    assert table(answer) == [
        ("2026-11-02", 13, 4, 6, 1, 0, 0, 0, 1, 1),
        ("all", 13, 4, 6, 1, 0, 0, 0, 1, 1),
    ]
    assert answer.says == "13 findings: 4 hit, 6 miss, 1 changed, 1 bypass and 1 overridden."


def test_hit_rate_by_type(history):
    """The most frequent first, and what is beyond `most` in one row."""
    assert table(hit_rate_by_type(history)) == [
        ("sql-injection", 6, 1, "16.7 %"),
        ("xss", 3, 2, "66.7 %"),
        ("all types", 9, 3, "33.3 %"),
    ]
    assert table(hit_rate_by_type(history, most=1)) == [
        ("sql-injection", 6, 1, "16.7 %"),
        ("other types", 3, 2, "66.7 %"),
        ("all types", 9, 3, "33.3 %"),
    ]


def test_what_is_equally_frequent_stands_in_alphabetical_order(tmp_path):
    """So that the row of the others holds the same ones every time."""
    names = [f"{n:02}" for n in (7, 3, 9, 11, 1, 5, 10, 2, 8, 6, 4, 0)]
    log = a_log(
        tmp_path,
        [
            judged(vulnerability_type=name, cause=f"changed:{name}", evidence_digest=name)
            for name in names
        ],
    )

    assert [row[0] for row in table(hit_rate_by_type(log))[:-1]] == sorted(names)
    causes = [row[0].removeprefix("changed:") for row in table(causes_of_misses(log))]
    assert causes == [*sorted(names), "unknown", "all causes"]


def test_causes_of_misses(history):
    """The dearest first, unknown last even if there is none. A repeat is no miss; a finding that
    came while the cache was off is.
    """
    answer = causes_of_misses(history)

    assert table(answer) == [
        ("first_seen", "miss", 3, "42.9 %", "69.0 s"),
        ("bypass", "bypass", 1, "14.3 %", "30.0 s"),
        ("changed:source", "changed", 1, "14.3 %", "30.0 s"),
        ("unplaced", "miss", 2, "28.6 %", "0 µs"),
        ("unknown", "miss", 0, "0 %", "0 µs"),
        ("all causes", "all but hit", 7, "100 %", "2 min"),
    ]
    assert answer.claim == (
        "first_seen is the cause of 42.9 % of 7 misses and of 69.0 s of 2 min of judging"
    )
    assert answer.says.startswith("6 of 9 findings looked up were no hits, and 1 were not looked ")
    assert table(causes_of_misses(history, most=1))[1:] == [
        ("other causes", "several", 4, "57.1 %", "60.0 s"),
        ("unknown", "miss", 0, "0 %", "0 µs"),
        ("all causes", "all but hit", 7, "100 %", "2 min"),
    ]


def test_a_cause_that_is_none_of_the_list_is_unknown(tmp_path):
    """Nothing that a log may hold becomes a cause by being written there."""
    odd = ["", "hit", "First_seen", "changed", "changedx", "invalidate:x", "<b>"]
    rows = [judged(cause=cause, evidence_digest=str(n)) for n, cause in enumerate(odd)]
    log = a_log(tmp_path, [*rows, judged(cause="swept", evidence_digest="s")])

    assert [row[::2] for row in table(causes_of_misses(log))] == [
        ("swept", 1, "30.0 s"),
        ("unknown", 7, "4 min"),
        ("all causes", 8, "4 min"),
    ]


def test_churn(history):
    """By file, with the number of its contents that missed."""
    assert table(churn(history)) == [
        ("acme/shop shop/cart.py", 4, "57.1 %", "1", "99.0 s"),
        ("acme/shop gone.py", 2, "28.6 %", "0", "0 µs"),
        ("acme/shop shop/other.py", 1, "14.3 %", "1", "30.0 s"),
        ("all 3 files", 7, "100 %", "2", "2 min"),
    ]
    assert churn(history, most=1).claim == "1 file of 3 causes 57.1 % of 7 misses"


def test_invalidations(tmp_path):
    """By the reason that an operator gave; a reason that sounds like a version is none."""
    version = "another version of the validator"
    rows = [
        judged("invalidated", "invalidated:advisory", evidence_digest="1"),
        judged("invalidated", "invalidated:advisory", evidence_digest="2"),
        judged("invalidated", f"invalidated:{version}", evidence_digest="3"),
        judged("outdated", "outdated", evidence_digest="4", validation_us=10_000_000),
        judged(evidence_digest="5"),
    ]
    answer = invalidations(a_log(tmp_path, rows))

    assert table(answer) == [
        ("advisory", 2, "50.0 %", "60.0 s"),
        (version, 1, "25.0 %", "30.0 s"),
        (version, 1, "25.0 %", "10.0 s"),
        ("all reasons", 4, "100 %", "100 s"),
    ]
    colours = list(answer.figure.data[0].marker.color)
    assert colours == [OUTCOME_COLOURS[name] for name in ("invalidated", "invalidated", "outdated")]


def test_hit_rates_by_repository_language_and_validator(tmp_path):
    """Each by its own column; of several tenants each name says whose it is."""
    rows = [
        a_row(evidence_digest="1"),
        judged(evidence_digest="2", tenant="globex", language=None, validator_version="v2"),
    ]
    log = a_log(tmp_path, rows)

    assert [row[:3] for row in table(hit_rate_by_repository(log))] == [
        ("acme: acme/shop", 1, 1),
        ("globex: acme/shop", 1, 0),
        ("all repositories", 2, 1),
    ]
    assert [row[0] for row in table(hit_rate_by_language(log))] == [
        "python",
        "unknown",
        "all languages",
    ]
    assert [row[0] for row in table(hit_rate_by_validator(log))][:2] == [
        "safe-patterns v1",
        "safe-patterns v2",
    ]
    with open_log(tmp_path, tenant="acme") as one:
        assert table(hit_rate_by_repository(one))[0] == ("acme/shop", 1, 1, "100 %")


def test_ages_at_hit(tmp_path):
    """A bound belongs to the class above it; an age that nobody told has a row of its own."""
    ages = [0, 3599.9, 3600, 86400, 6 * 86400, 13 * 86400, 29 * 86400, 89 * 86400, 90 * 86400, None]
    rows = [a_row(entry_age_s=age, evidence_digest=str(n)) for n, age in enumerate(ages)]
    answer = ages_at_hit(a_log(tmp_path, [*rows, judged(evidence_digest="x")]))

    assert [row[1] for row in table(answer)] == [2, 1, 1, 1, 1, 1, 1, 1, 1, 10]
    assert answer.claim == "Half of 10 hits use a verdict of up to 6.0 days"
    assert answer.says.endswith("3 of 10 one of 14 days or more.")


def test_cold_start(tmp_path):
    """Days are counted from each repository's own first lookup, to the second."""
    rows = [
        judged(**at(2, 10), evidence_digest="1"),
        a_row(**at(3, 9, 59), evidence_digest="2"),
        a_row(**at(3, 10), evidence_digest="3"),
        judged(**at(5, 10), evidence_digest="4"),
        judged(**at(9), repository="acme/later"),
    ]
    assert table(cold_start(a_log(tmp_path, rows), last=2)) == [
        ("1", 3, 1, "33.3 %"),
        ("2", 1, 1, "100 %"),
        ("3 and later", 1, 0, "0 %"),
        ("all days", 5, 2, "40.0 %"),
    ]


def test_duplicates_and_patterns(history):
    """Two repeats of thirteen; a pattern is a type by a rule."""
    assert table(duplicates(history)) == [
        ("acme/shop", 13, 2, "15.4 %"),
        ("all repositories", 13, 2, "15.4 %"),
    ]
    assert table(top_patterns(history)) == [
        ("sql-injection (B608)", 6, "66.7 %", 1, "16.7 %", 3),
        ("xss (X1)", 3, "33.3 %", 2, "66.7 %", 1),
        ("all patterns", 9, "100 %", 3, "33.3 %", 4),
    ]


def test_latency_distribution(history):
    """Cached: 1, 2 and 3 ms. Judged: 10, 20, 30, 40 and 50 s."""
    answer = latency_distribution(history)

    assert [row[1:] for row in table(answer)] == [
        (4, 0, 0),
        (4, 3, 0),
        (0, 0, 0),
        (0, 0, 0),
        (0, 0, 0),
        (0, 0, 0),
        (5, 0, 5),
        (0, 0, 0),
        (13, 3, 5),
    ]
    assert answer.claim == "3 of 3 cached answers took less than 50 ms"


def test_time_and_money_saved(history, tmp_path):
    """A call of its type took 30 s on average; of xss 9 s. One hit of the one, two of the other."""
    assert table(time_and_money_saved(history)) == [
        ("xss", 2, 1, "18.0 s", "-"),
        ("sql-injection", 1, 4, "30.0 s", "-"),
        ("all types", 3, 5, "48.0 s", "-"),
    ]
    priced = time_and_money_saved(history, cost_per_call=0.05, currency="EUR")
    assert [row[4] for row in table(priced)] == ["0.10 EUR", "0.05 EUR", "0.15 EUR"]
    (tmp_path / "paid").mkdir()
    rows = [
        judged(evidence_digest="1", cost_micro=40_000, currency="EUR"),
        judged(evidence_digest="2", cost_micro=20_000, currency="EUR"),
        judged(evidence_digest="3", cost_micro=9_000_000, currency="SEK"),
        a_row(evidence_digest="4", latency_us=0),
    ]
    paid = time_and_money_saved(a_log(tmp_path / "paid", rows))
    assert table(paid)[-1] == ("all types", 1, 3, "30.0 s", "0.03 EUR")
    assert paid.says.endswith("Calls paid in SEK are not in the money.")
    with pytest.raises(UnusableInput, match="an amount of money is needed"):
        time_and_money_saved(history, cost_per_call=float("nan"))


def test_what_nobody_can_tell_is_no_number(tmp_path):
    """A log of hits alone has no call to reckon with."""
    answer = time_and_money_saved(a_log(tmp_path, [a_row()]))

    assert table(answer)[-1] == ("all types", 1, 0, "-", "-")
    assert "no call was made that tells their worth" in answer.claim


def test_fallbacks(history):
    """Of the findings with evidence: the two unplaced are not among them."""
    assert table(fallbacks(history)) == [
        ("none", 6, "85.7 %", 3, "50.0 %"),
        ("parse_error", 1, "14.3 %", 0, "0 %"),
        ("all", 7, "100 %", 3, "42.9 %"),
    ]


def test_latency_percentiles(history):
    """Nearest rank: of three cached latencies the 2nd is p50 and the 3rd all above; of five judged
    ones the 3rd is p50. Neither: two repeats, two unplaced, one overridden.
    """
    assert table(latency_percentiles(history)) == [
        ("cached", 3, "2.00 ms", "3.00 ms", "3.00 ms", "3.00 ms", "3.00 ms"),
        ("judged", 5, "30.0 s", "50.0 s", "50.0 s", "50.0 s", "50.0 s"),
        ("neither", 5, "200 µs", "1.10 ms", "1.10 ms", "1.10 ms", "1.10 ms"),
        ("all", 13, "2.00 ms", "40.0 s", "50.0 s", "50.0 s", "50.0 s"),
    ]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.integers(0, 2_500) | st.integers(99_990, 100_010) | st.integers(0, 60_000_000),
        min_size=1,
        max_size=120,
    )
)
@example([99_999, 100_000, 199_999, 200_000, 200_000])
@example([3_100_000 + us for us in range(100)])
def test_each_percentile_is_a_latency_that_there_was(tmp_path, latencies):
    """The one of the nearest rank among all, however many share a step of 0.1 s."""
    rows = [
        a_row(latency_us=us, from_request=str(number), evidence_digest=f"{number:064}")
        for number, us in enumerate(latencies)
    ]
    found = a_log(tmp_path, rows).ask("latency_percentiles", Latencies)[-1]
    ranks = (-(-share * len(latencies) // 100) for share in (50, 90, 95, 99))
    wanted = [sorted(latencies)[rank - 1] for rank in ranks]
    assert [found.p50, found.p90, found.p95, found.p99] == wanted
    assert (found.findings, found.max) == (len(latencies), max(latencies))


def test_calls_avoided(history):
    """Five calls were made. Without a cache: these, the three distinct questions that hits
    answered, and the one that a person had; a finding's like in its request would not be asked.
    """
    answer = calls_avoided(history)

    assert table(answer) == [
        ("the cache", 3, "23.1 %", 3, 0),
        ("a person's decision", 1, "7.7 %", 1, 0),
        ("a validator", 5, "38.5 %", 5, 5),
        ("its like in the request", 2, "15.4 %", 0, 0),
        ("nobody: not placed", 2, "15.4 %", 0, 0),
        ("all", 13, "100 %", 9, 5),
    ]
    assert answer.claim == "The cache avoided 33.3 % of 9 validator calls"


def test_equal_questions_of_different_requests_are_no_repeats(tmp_path):
    """Each request would have called the validator; without request ids nobody can tell repeats."""
    rows = [a_row(**at(2, 10, n), from_request=str(n)) for n in range(3)]
    rows += [a_row(**at(3, 10, n), from_request="") for n in range(2)]

    assert table(calls_avoided(a_log(tmp_path, rows)))[0][1] == 5


def test_nothing_is_0_of_0_and_never_a_rate(tmp_path):
    """An empty log answers every question: zeros in the table, 0 of 0 in words, no 100 %, and a
    figure that says so.
    """
    log = a_log(tmp_path, [])
    for name in ALL:
        answer = getattr(analysis, name)(log)

        text = f"{answer.claim} {answer.says} {answer} {answer.figure.to_json()}"
        assert "100 %" not in text, name
        assert "nan" not in text.lower().replace("overridden", ""), name
        assert answer.says.startswith("0 of 0"), name
        assert "0 of 0" in answer.figure.layout.annotations[0].text, name
        assert len(answer.figure.data) == 0, name
        number = next(cell for cell in table(answer)[-1][1:] if isinstance(cell, int))
        assert number == 0, name


@pytest.mark.parametrize(
    "row",
    [
        judged("bypass", "bypass"),
        a_row(outcome="overridden"),
        unplaced(),
        a_row(),
        judged(),
        judged("invalidated", "invalidated:advisory"),
        judged(latency_us=0, validation_us=0),
    ],
    ids=["bypass", "overridden", "unplaced", "hit", "miss", "invalidated", "repeat"],
)
def test_one_finding_of_any_kind_is_enough_for_an_answer(tmp_path, row):
    """No question fails for what a log happens not to hold."""
    log = a_log(tmp_path, [row])
    for name in ALL:
        answer = getattr(analysis, name)(log)

        assert answer.claim, name
        assert answer.says.endswith("."), name
        assert answer.figure.to_json(), name
        assert "nan" not in str(answer).lower(), name


@pytest.mark.parametrize(("every", "number"), [("hour", 75), ("day", 4), ("week", 1), (None, 75)])
def test_intervals_follow_each_other_without_a_gap(history, every, number):
    """Each interval between the first and the last finding is there once, in order."""
    names = list(outcomes_over_time(history, every=every).table.iloc[:, 0])

    assert names[-1] == "all"
    assert all(one < other for one, other in pairwise(names[:-1]))
    assert len(names) - 1 == number


def test_an_interval_must_be_known_and_not_too_short_for_the_log(history, tmp_path):
    """No figure with more points than anybody can see."""
    with pytest.raises(UnusableInput, match="one of minute, hour, day, week"):
        hit_rate_over_time(history, every="fortnight")  # type: ignore[arg-type]
    with pytest.raises(UnusableInput, match="take a longer interval"):
        hit_rate_over_time(history, every="minute")


def moment(microseconds):
    """A moment so long after the beginning of October."""
    at_ = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    return at_.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


one_row = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(OUTCOMES),
        "cause": st.sampled_from(
            ["", "first_seen", "expired", "changed:source", "outdated", "odd"]
        ),
        "vulnerability_type": st.sampled_from(["xss", "ssrf", "<b>bold</b>", "$x$", "all types"]),
        "path": st.sampled_from(["a.py", "b.py"]),
        "fallback": st.sampled_from([None, "parse_error"]),
        "evidence_digest": st.sampled_from([None, "1" * 64, "2" * 64]),
        "from_request": st.sampled_from(["", "1", "2", "3"]),
        "validation_us": st.sampled_from([0, 1, 30_000_000]),
        "latency_us": st.integers(0, 10**8),
        "occurred_at": st.integers(0, 60 * 24 * 3600 * 10**6).map(moment),
    }
)


def _order(row):
    return row["occurred_at"], -row["validation_us"], row["latency_us"], row["outcome"]


def firsts(rows):
    """The rows without the repeats of their requests."""
    seen = set()
    for row in sorted(rows, key=_order):
        question = (row["from_request"], row["path"], row["evidence_digest"])
        if question not in seen or not (row["from_request"] and row["evidence_digest"]):
            yield row
        seen.add(question)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(one_row, max_size=25))
def test_totals_add_up_and_agree_with_a_plain_count(tmp_path, changes):
    """The last row of every table is the sum of the others in every column of numbers, and what
    Python counts over the same rows.
    """
    rows = [a_row(**change) for change in changes]
    log = a_log(tmp_path, rows)
    outcomes = Counter(row["outcome"] for row in rows)
    distinct = list(firsts(rows))
    missed = [row for row in distinct if row["outcome"] not in ("hit", "overridden")]
    asked = [row for row in distinct if row["outcome"] not in ("bypass", "overridden")]
    hits = sum(row["outcome"] == "hit" for row in asked)
    placed = [row for row in asked if row["evidence_digest"]]
    whole = {
        "hit_rate_by_pass": {"looked_up": len(asked), "hits": hits},
        "hit_rate_by_type": {"looked_up": len(asked), "hits": hits},
        "hit_rate_over_time": {"looked_up": len(asked), "hits": hits},
        "outcomes_over_time": {"findings": len(rows), **{o: outcomes[o] for o in OUTCOMES}},
        "causes_of_misses": {"misses": len(missed)},
        "churn": {"misses": len(missed)},
        "invalidations": {"misses": sum(row["cause"] == "outdated" for row in missed)},
        "hit_rate_by_repository": {"looked_up": len(asked), "hits": hits},
        "hit_rate_by_language": {"looked_up": len(asked), "hits": hits},
        "hit_rate_by_validator": {"looked_up": len(asked), "hits": hits},
        "cold_start": {"looked_up": len(asked), "hits": hits},
        "top_patterns": {"looked_up": len(asked), "hits": hits},
        "ages_at_hit": {"hits": hits},
        "duplicates": {"findings": len(rows), "repeats": len(rows) - len(distinct)},
        "latency_distribution": {
            "findings": len(rows),
            "judged": sum(row["validation_us"] > 0 for row in rows),
        },
        "time_and_money_saved": {
            "calls_made": sum(row["validation_us"] > 0 for row in rows),
        },
        "fallbacks": {
            "looked_up": len(placed),
            "hits": sum(row["outcome"] == "hit" for row in placed),
        },
        "latency_percentiles": {"findings": len(rows)},
        "calls_avoided": {
            "findings": len(rows),
            "calls_made": sum(row["validation_us"] > 0 for row in rows),
        },
    }
    assert set(whole) == set(ALL)
    for name in ALL:
        found = getattr(analysis, name)(log).table
        for column in found.select_dtypes("integer"):
            assert found[column][:-1].sum() == found[column].iloc[-1], (name, column)
        for column, number in whole[name].items():
            assert found[column].iloc[-1] == number, (name, column)


def test_the_order_of_rows_and_files_changes_no_answer(tmp_path):
    """Tables and figures are functions of the set of rows, to the last byte."""
    for folder, rows in (("one", HISTORY), ("other", HISTORY[::-1])):
        (tmp_path / folder).mkdir()
        for number in range(3):
            (tmp_path / folder / f"{number}.jsonl").write_bytes(lines(rows[number::3]))
    one, other = (open_log(tmp_path / folder) for folder in ("one", "other"))

    for name in ALL:
        first, second = (getattr(analysis, name)(log) for log in (one, other))
        assert str(first) == str(second)
        assert first.figure.to_json() == second.figure.to_json()
