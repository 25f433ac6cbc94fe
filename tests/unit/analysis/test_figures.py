"""Figures and words: honest, readable, and harmless whatever the log holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops import analysis
from fpcache_ops.analysis import OUTCOME_COLOURS
from fpcache_ops.analysis.figures import INK, TEMPLATE, label, labels
from fpcache_ops.analysis.wording import counted, duration, listed, percent, share
from fpcache_ops.lookuplog import OUTCOMES
from tests.unit.analysis.logs import ALL, a_log
from tests.unit.analysis.test_questions import HISTORY
from tests.unit.lookuplog.rows import judged

HOSTILE = "<img src=x onerror=alert(1)><b>$x$</b>&amp;" + "y" * 300


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    log = a_log(tmp_path_factory.mktemp("log"), HISTORY)
    withdrawn = judged("invalidated", "invalidated:advisory")
    other = a_log(tmp_path_factory.mktemp("withdrawn"), [withdrawn])
    return {
        name: getattr(analysis, name)(other if name == "invalidations" else log) for name in ALL
    }


@pytest.mark.parametrize("name", ALL)
def test_a_figure_says_its_claim_names_its_axes_and_shows_its_denominators(answers, name):
    """The title is the claim; both axes are named, rates with their unit; hovering shows "n of m"
    or the number of findings.
    """
    answer = answers[name]
    layout = answer.figure.layout

    assert layout.title.text.replace("<br>", " ") == f"<b>{label(answer.claim)}</b>"
    titles = [layout.xaxis.title.text, layout.yaxis.title.text]
    assert all(titles)
    assert "hit rate" not in titles, "a rate has a unit"
    for trace in answer.figure.data:
        hovers = [str(text) for text in trace.customdata]
        assert all(" of " in text for text in hovers) or " of " in trace.hovertemplate
    assert answer.table.iloc[-1, 0].startswith("all")


def test_figures_draw_the_numbers_of_their_tables(answers):
    """Against the hand-made history: bars and points are where the tables say."""

    def drawn(name, *, across="x", up="y"):
        return [
            (trace.name, list(trace[across]), list(trace[up]))
            for trace in answers[name].figure.data
        ]

    days = [f"2026-11-0{n}" for n in (2, 3, 4, 5)]
    assert drawn("hit_rate_by_pass") == [(None, ["1", "2", "3"], [0, 66.7, 50])]
    assert drawn("hit_rate_by_type") == [(None, [16.7, 66.7], ["sql-injection", "xss"])]
    assert drawn("causes_of_misses") == [
        (None, [3, 1, 1, 2], ["first_seen", "bypass", "changed:source", "unplaced"])
    ]
    assert drawn("fallbacks") == [(None, [50, 0], ["none", "parse_error"])]
    assert drawn("calls_avoided")[0][1] == [3, 1, 5, 2, 2]
    percentiles = ["p50", "p90", "p95", "p99", "max"]
    assert drawn("latency_percentiles") == [
        ("cached", percentiles, [2000, 3000, 3000, 3000, 3000]),
        ("judged", percentiles, [30_001_500, 50_000_000, 50_000_000, 50_000_000, 50_000_000]),
    ]
    by_hour = {name: sum(counts) for name, _, counts in drawn("outcomes_over_time")}
    assert by_hour == {"hit": 4, "miss": 6, "changed": 1, "bypass": 1, "overridden": 1}
    _, hours, rates = drawn("hit_rate_over_time")[0]
    assert {hour[:10] for hour in hours} == set(days)
    assert [rate for rate in rates if rate is not None] == [0, 66.7, 33.3]


@pytest.mark.parametrize("name", ALL)
def test_a_figure_uses_the_colours_of_outcomes_and_no_other(answers, name):
    """One colour belongs to one outcome in every figure."""
    used = set()
    for trace in answers[name].figure.data:
        for part in (trace.marker, getattr(trace, "line", None)):
            colour = part.color if part is not None else None
            used |= {colour} if isinstance(colour, str) else set(colour or ())

    assert used
    assert used <= set(OUTCOME_COLOURS.values())


def test_every_outcome_has_a_colour_of_its_own():
    """No two are alike, and none is missing."""
    assert tuple(OUTCOME_COLOURS) == OUTCOMES
    assert len(set(OUTCOME_COLOURS.values())) == len(OUTCOMES)


@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_the_ink_is_readable_on_light_and_on_dark_pages(page):
    """A contrast of at least 4:1 either way (WCAG 2.2), on no background of its own."""

    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(INK), luminance(page)])
    assert (light + 0.05) / (dark + 0.05) >= 4
    assert TEMPLATE.layout.paper_bgcolor == TEMPLATE.layout.plot_bgcolor == "rgba(0, 0, 0, 0)"
    assert TEMPLATE.layout.font.color == INK


def test_what_a_client_sent_is_text_and_never_markup(tmp_path):
    """A type or a cause may hold anything: titles, ticks, hovers and tables show it as it is."""
    rows = [
        judged(
            outcome,
            f"{outcome}:{HOSTILE}{n}",
            vulnerability_type=HOSTILE + str(n),
            rule_id=HOSTILE,
            repository=HOSTILE,
            path=HOSTILE,
            language=HOSTILE + str(n),
            fallback=HOSTILE,
            validator=HOSTILE,
            evidence_digest=f"{outcome} {n}",
        )
        for outcome in ("changed", "invalidated")
        for n in range(2)
    ]
    log = a_log(tmp_path, rows)
    for name in ALL:
        answer = getattr(analysis, name)(log)

        drawn = json.dumps(json.loads(answer.figure.to_json()))
        assert "<img" not in drawn + answer.html(), name
        assert "$x$" not in drawn, f"{name}: no formula"
        assert "y" * 250 not in drawn, f"{name}: no label without end"
    assert len(set(labels([HOSTILE + str(n) for n in range(2)]))) == 2, "cut alike, kept apart"


@given(part=st.integers(0, 10**7), rest=st.integers(0, 10**7))
def test_a_share_is_all_or_none_only_if_it_is(part, rest):
    """99.96 % is not 100 %, and one in a million is not 0 %; rounding is never off by more than
    rounding.
    """
    whole = part + rest
    value = percent(part, whole)
    if whole == 0:
        assert value is None
        assert share(part, whole) == "0 of 0"
        return
    assert (value == 100) == (part == whole)
    assert (value == 0) == (part == 0)
    assert abs(value - 100 * part / whole) <= 0.1
    assert share(part, whole) in (f"{value:.1f} %", f"{value:.0f} %")


@pytest.mark.parametrize(
    ("microseconds", "words"),
    [
        (0, "0 µs"),
        (999, "999 µs"),
        (1000, "1.00 ms"),
        (12_345, "12.3 ms"),
        (999_400, "999 ms"),
        (1_000_000, "1.00 s"),
        (38_123_456, "38.1 s"),
        (123_456_789, "123 s"),
        (12_345_678_901, "12,346 s"),
    ],
)
def test_a_duration_has_three_digits_and_the_unit_that_suits_it(microseconds, words):
    """Nobody reads microseconds of a minute."""
    assert duration(microseconds) == words


def test_numbers_and_lists_read_like_sentences():
    """One of a thing is not many; the last of a list is joined by a word."""
    assert counted(1, "finding") == "1 finding"
    assert counted(1234, "miss", "misses") == "1,234 misses"
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
