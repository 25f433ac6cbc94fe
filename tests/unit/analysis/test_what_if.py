"""What if: a log lived through again gives what was seen, and other settings what they must."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.analysis import Setting, back_test, open_log, what_if
from fpcache_ops.analysis.simulation import history, learnt, live
from fpcache_ops.errors import UnusableInput
from tests.unit.analysis.logs import a_log, lines, table
from tests.unit.lookuplog.rows import a_row, judged

ROOT = Path(__file__).resolve().parents[3]
PRESENT = Setting(lifetime_days=90, critical_days=5)
"""What data/make_lookup_log.py serves by."""


@pytest.fixture(scope="module")
def sample():
    return open_log(ROOT / "data" / "model-log" / "sample.jsonl")


def days_of(log, setting):
    rows = history(log, setting)
    return live(rows, setting, learnt(rows))


def test_the_present_setting_is_reproduced_on_every_day(sample):
    """Within 0.2 points of the observed hit rate on each of the fourteen days."""
    days = days_of(sample, PRESENT)

    assert len(days) == 14
    for day, one in days.items():
        assert abs(100 * (one.expected - one.observed) / one.looked_up) <= 0.2, day
    assert sum(one.looked_up for one in days.values()) == sample.looked_up


def test_a_held_out_week_is_foretold(sample):
    """By what the week before shows, without looking: within a point."""
    answer = back_test(sample, PRESENT)
    rows = table(answer)

    assert [row[5] == "-" for row in rows[:-1]] == [True] * 7 + [False] * 7
    assert abs(float(rows[-1][6])) <= 1
    assert "held out" in answer.says


def test_a_setting_that_was_not_in_force_is_found_out(sample):
    """The back-test can fail: with the critical types' lifetime forgotten, nobody should believe
    what is built on it, and the claim says so.
    """
    wrong = Setting(lifetime_days=90)
    answer = back_test(sample, wrong)

    assert "more than 0.2 points off" in answer.claim
    assert what_if(sample, [PRESENT], present=wrong).claim.startswith("Not to be relied on: ")
    assert not what_if(sample, [wrong], present=PRESENT).claim.startswith("Not")


def test_one_hit_more_in_the_data_is_seen(tmp_path, sample):
    """A planted fault: ten hits of a day that nothing explains."""
    text = (ROOT / "data" / "model-log" / "sample.jsonl").read_bytes().splitlines(keepends=True)
    changed = [
        line.replace(b'"outcome":"changed","cause":"changed:source"', b'"outcome":"hit","cause":""')
        for line in text
    ]
    assert changed != text
    (tmp_path / "a.jsonl").write_bytes(b"".join(changed))

    assert "more than 0.2 points off" in back_test(open_log(tmp_path), PRESENT).claim


# --- other settings, by hand --------------------------------------------------------------


def day(number, hour=10):
    at = datetime(2026, 11, 1, hour, tzinfo=UTC) + timedelta(days=number)
    return {
        "occurred_at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "from_request": f"{number}-{hour}",
    }


def asked(*numbers, digest="a", **changes):
    """A finding looked up on these days, judged on the first."""
    first, *later = numbers
    yield judged(**day(first), evidence_digest=digest, **changes)
    for number in later:
        age = (number - first) * 86400.0
        yield a_row(**day(number), evidence_digest=digest, entry_age_s=age, **changes)


def expected(log, setting):
    return [(one.observed, one.expected) for one in days_of(log, setting).values()]


def test_a_shorter_lifetime_is_counted_from_the_judgement_and_not_from_the_last_hit(tmp_path):
    """Asked every day; with two days of lifetime every third one is judged."""
    log = a_log(tmp_path, asked(*range(7)))

    assert expected(log, Setting(lifetime_days=90)) == [(0, 0)] + [(1, 1)] * 6
    assert [e for _, e in expected(log, Setting(lifetime_days=2))] == [0, 1, 0, 1, 0, 1, 0]
    assert [e for _, e in expected(log, Setting(lifetime_days=2.5))] == [0, 1, 1, 0, 1, 1, 0]
    critical = Setting(lifetime_days=90, critical_days=2)
    assert [e for _, e in expected(log, critical)] == [0, 1, 0, 1, 0, 1, 0], "sql-injection is"


def test_a_longer_lifetime_finds_what_had_expired(tmp_path):
    """What was judged again only because it was old would have been a hit."""
    rows = [
        *asked(0, 1),
        judged("expired", "expired", **day(5), evidence_digest="a"),
        a_row(**day(6), evidence_digest="a", entry_age_s=86400.0),
    ]
    log = a_log(tmp_path, rows)

    assert expected(log, Setting(lifetime_days=3)) == [(0, 0), (1, 1), (0, 0), (1, 1)]
    assert [e for _, e in expected(log, Setting(lifetime_days=90))] == [0, 1, 1, 1]


def test_a_bound_drops_what_was_not_used_for_longest(tmp_path):
    """Room for two: `b`, asked once, leaves when `c` comes; `a`, asked since, stays."""
    rows = [
        *asked(0, 2, 4, digest="a"),
        *asked(1, 5, digest="b"),
        *asked(3, digest="c"),
    ]
    log = a_log(tmp_path, rows)

    assert [e for _, e in expected(log, Setting(most_entries=3))] == [0, 0, 1, 0, 1, 1]
    assert [e for _, e in expected(log, Setting(most_entries=2))] == [0, 0, 1, 0, 1, 0]
    assert [e for _, e in expected(log, Setting(most_entries=1))] == [0, 0, 0, 0, 0, 0]


def test_what_people_did_is_taken_as_it_was(tmp_path):
    """Off is off, withdrawn is withdrawn, and another version judges for itself."""
    rows = [
        *asked(0, 1),
        judged("bypass", "bypass", **day(2), evidence_digest="a"),
        a_row(**day(3), evidence_digest="a", outcome="overridden"),
        judged("invalidated", "invalidated:x", **day(4), evidence_digest="a"),
        a_row(**day(5), evidence_digest="a"),
        judged("outdated", "outdated", **day(6), evidence_digest="a", validator_version="v2"),
        a_row(**day(7), evidence_digest="a", validator_version="v2"),
    ]

    seen = expected(a_log(tmp_path, rows), Setting())
    assert seen == [(0, 0), (1, 1), (0, 0), (1, 1), (0, 0), (1, 1)]


def test_what_is_never_kept_is_never_a_hit(tmp_path):
    """A verdict that was asked for again and not known was not kept, whatever the lifetime."""
    rows = [judged(**day(number), evidence_digest="a") for number in range(4)]

    assert expected(a_log(tmp_path, rows), Setting(lifetime_days=1000)) == [(0, 0)] * 4


def test_a_log_that_begins_in_the_middle_knows_what_was_stored_before(tmp_path):
    """By the age of its first hits; and what is older than another lifetime is none then."""
    rows = [a_row(**day(number), entry_age_s=(3 + number) * 86400.0) for number in range(3)]
    log = a_log(tmp_path, rows)

    assert expected(log, Setting()) == [(1, 1)] * 3
    assert [e for _, e in expected(log, Setting(lifetime_days=4))] == [1, 0, 1]


def test_another_policy_needs_a_log_that_carries_it(tmp_path):
    """A log of several policies answers for each; what fell back to whole files is in all."""
    rows = [
        *asked(0, 1, digest="f"),
        judged("changed", "changed:source", **day(2), evidence_digest="f2"),
        *asked(0, 1, 2, digest="s", policy="scope"),
        *asked(0, 1, digest="p", path="b.py", fallback="parse_error"),
    ]
    log = a_log(tmp_path, rows)

    answer = what_if(log, [Setting(policy="scope")], present=Setting(policy="file"))
    assert [row[1:3] for row in table(answer)] == [(5, "40.0 %"), (5, "40.0 %"), (5, "60.0 %")]
    assert [row[4] for row in table(answer)] == [3, 3, 2]
    with pytest.raises(UnusableInput, match="file and scope: name one"):
        back_test(log, Setting())
    with pytest.raises(UnusableInput, match="no rows of policy 'closure'"):
        what_if(log, [Setting(policy="closure")], present=Setting(policy="file"))
    with pytest.raises(UnusableInput, match="no rows of policy \"x' OR"):
        back_test(log, Setting(policy="x' OR '1'='1"))


def test_commits_of_one_second_are_taken_in_the_order_that_explains_them(tmp_path):
    """A replay of a history has many of them."""
    rows = [
        a_row(**day(0) | {"from_request": "a"}, entry_age_s=0.0),
        judged(**day(0) | {"from_request": "b"}),
    ]

    assert expected(a_log(tmp_path, rows), Setting()) == [(1, 1)]


@pytest.mark.parametrize(
    "wrong", [{"lifetime_days": 0}, {"lifetime_days": float("nan")}, {"critical_days": -1},
              {"most_entries": 0}]
)  # fmt: skip
def test_a_setting_that_is_none_is_refused(wrong):
    """One line that says what is needed."""
    with pytest.raises(UnusableInput):
        Setting(**wrong)


def test_nothing_is_0_of_0(tmp_path):
    """An empty log foretells nothing."""
    log = a_log(tmp_path, [])
    for answer in (back_test(log, Setting()), what_if(log, [Setting()], present=Setting())):
        assert answer.says.startswith("0 of 0")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abcd")), min_size=1, max_size=40),
    st.floats(0.5, 20),
)
def test_a_cache_that_keeps_to_its_setting_is_reproduced_exactly(tmp_path, events, lifetime):
    """Against a model of a cache written down in the other direction: from lookups to a log."""
    setting = Setting(lifetime_days=lifetime)
    store: dict[str, int] = {}
    rows = []
    for number, (when, digest) in enumerate(sorted(events)):
        changes = day(when) | {"from_request": str(number), "evidence_digest": digest}
        stored = store.get(digest)
        if stored is not None and when < stored + lifetime:
            rows.append(a_row(**changes, entry_age_s=(when - stored) * 86400.0))
        else:
            outcome = "miss" if stored is None else "expired"
            cause = "first_seen" if stored is None else "expired"
            rows.append(judged(outcome, cause, **changes))
            store[digest] = when
    (tmp_path / "a.jsonl").write_bytes(lines(rows))
    for one in days_of(open_log(tmp_path), setting).values():
        assert one.observed == one.expected
    for other in (dataclasses.replace(setting, lifetime_days=2 * lifetime),):
        more = sum(one.expected for one in days_of(open_log(tmp_path), other).values())
        assert more >= sum(row["outcome"] == "hit" for row in rows)
