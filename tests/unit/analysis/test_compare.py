"""Two periods: what changed, and whether it is the findings or how they hit."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.analysis import compare_causes, compare_hit_rates
from tests.unit.analysis.logs import a_log, table
from tests.unit.lookuplog.rows import a_row, judged


def findings(hits, misses, type_, cause="first_seen"):
    outcome = "expired" if cause == "expired" else "miss"
    return [a_row(vulnerability_type=type_, evidence_digest=f"{type_}{n}") for n in range(hits)] + [
        judged(outcome, cause, vulnerability_type=type_, evidence_digest=f"{type_}-{n}")
        for n in range(misses)
    ]


@pytest.fixture
def two(tmp_path):
    def both(before, after):
        logs = []
        for name, rows in (("before", before), ("after", after)):
            (tmp_path / name).mkdir(exist_ok=True)
            logs.append(a_log(tmp_path / name, rows))
        return logs

    return both


def test_another_mix_is_told_from_other_rates(two):
    """First only the shares of the types change, then only the rate of one."""
    mixed = compare_hit_rates(
        *two(
            findings(8, 2, "xss") + findings(2, 8, "ssrf"),
            findings(16, 4, "xss") + findings(1, 4, "ssrf"),
        )
    )
    assert table(mixed)[-1] == ("all types", 20, "50.0 %", 25, "68.0 %", "+0.0", "+18.0")
    rated = compare_hit_rates(
        *two(
            findings(8, 2, "xss") + findings(2, 8, "ssrf"),
            findings(8, 2, "xss") + findings(6, 4, "ssrf"),
        )
    )
    assert table(rated)[0] == ("ssrf", 10, "20.0 %", 10, "60.0 %", "+20.0", "+0.0")
    assert table(rated)[-1] == ("all types", 20, "50.0 %", 20, "70.0 %", "+20.0", "+0.0")
    assert "50.0 % hits before, 70.0 % after: +20.0 points (-9.7 to +45.3)" in rated.claim


def test_the_interval_is_that_of_the_literature(two):
    """Newcombe (1998), his first example, method 10: 56 of 70 against 48 of 80."""
    answer = compare_hit_rates(*two(findings(48, 32, "xss"), findings(56, 14, "xss")))

    assert answer.claim.endswith("+20.0 points (+5.2 to +33.4)")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["xss", "ssrf", "xxe"]), *[st.integers(0, 4)] * 4), min_size=1
    ).map(lambda drawn: list({one[0]: one for one in drawn}.values()))
)
def test_the_parts_add_up_to_the_difference(two, types):
    """Whatever comes and goes: own rates and mix are all of it."""
    before = [row for t, a, b, _, _ in types for row in findings(a, b, t)]
    after = [row for t, _, _, a, b in types for row in findings(a, b, t)]
    answer = compare_hit_rates(*two(before, after))
    if not (before and after):
        assert answer.says.startswith("0 of 0")
        return

    def rate(rows):
        return 100 * sum(row["outcome"] == "hit" for row in rows) / len(rows)

    last = table(answer)[-1]
    assert float(last[5]) + float(last[6]) == pytest.approx(rate(after) - rate(before), abs=0.11)


def test_causes_side_by_side(two):
    """Shares of all findings, so that they add up to what the hit rate lost."""
    answer = compare_causes(
        *two(findings(8, 2, "xss"), findings(5, 1, "xss") + findings(0, 4, "ssrf", "expired"))
    )

    assert table(answer) == [
        ("expired", 0, "0 %", 4, "40.0 %", "+40.0"),
        ("first_seen", 2, "20.0 %", 1, "10.0 %", "-10.0"),
        ("unknown", 0, "0 %", 0, "0 %", "+0.0"),
        ("all causes", 2, "20.0 %", 5, "50.0 %", "+30.0"),
    ]
    assert answer.claim.startswith("expired changed most: 0 % of the findings before, 40.0 % after")


def test_nothing_is_compared_with_nothing(two):
    """One empty period is enough for no answer."""
    for compare in (compare_hit_rates, compare_causes):
        assert compare(*two([], findings(1, 1, "xss"))).says.startswith("0 of 0")
