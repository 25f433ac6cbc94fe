"""The decision, rule by rule."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from math import nextafter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from fpcache_ops.core.entry import Invalidation, Selector
from fpcache_ops.core.lookup import (
    Bypass,
    Candidate,
    Changed,
    Doubt,
    Expired,
    Found,
    Hit,
    Invalidated,
    Miss,
    Outcome,
    Outdated,
    Overridden,
    ServingRule,
    SwitchState,
    cache_status,
    cause_of,
    decide,
    first_difference,
    name_of,
    reason_in_words,
)
from fpcache_ops.core.taxonomy import Severity
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from tests.factories import LIFETIME, NOW, PARTS, VALIDATOR, a_verdict, an_entry, an_override

ON = SwitchState(True, "test")
OFF = SwitchState(False, "test")
OVERRIDE = an_override(Judgement.TRUE_POSITIVE)
WITHDRAWAL = Invalidation(7, Selector(tenant="acme"), "ann", NOW, "manual")


def decided(found: Found, **changes: Any) -> Outcome:
    arguments: dict[str, Any] = {
        "part_digests": PARTS,
        "validator": VALIDATOR,
        "severity": Severity.MEDIUM,
        "rule": ServingRule(),
        "switch": ON,
        "now": NOW,
    }
    return decide(found, **(arguments | changes))


def one(genuine: bool = True, withdrawn: bool = False, **changes: Any) -> Found:
    return Found([Candidate(an_entry(**changes), genuine, WITHDRAWAL if withdrawn else None)])


def test_a_usable_entry_is_a_hit_for_the_rest_of_its_lifetime():
    """Equal evidence, current version, in time, confident: the verdict is reused."""
    assert decided(one()) == Hit(an_entry(), LIFETIME - timedelta(days=1))


def test_nothing_known_is_a_miss():
    """Nothing known: first_seen."""
    assert decided(Found()) == Miss("first_seen")


def test_swept():
    """Known once, and deleted since. It explains a miss and nothing else."""
    assert decided(Found(swept=True)) == Miss("swept")
    assert isinstance(decided(Found(neighbour=an_entry(), swept=True)), Changed)
    assert isinstance(decided(Found([Candidate(an_entry(), True)], swept=True)), Hit)


@pytest.mark.parametrize("index", range(3))
def test_a_neighbour_explains_a_miss_and_never_serves_it(index: int):
    """Only equal evidence serves a hit; the neighbour names the first part that differs."""
    parts = tuple((n, "old" if i == index else v) for i, (n, v) in enumerate(PARTS))
    neighbour = an_entry(part_digests=parts)
    assert decided(Found(neighbour=neighbour)) == Changed(neighbour, PARTS[index][0])


def test_switched_off_bypasses_everything():
    """Off: every finding is validated, whatever is stored."""
    assert decided(one(), switch=OFF) == Bypass("test")


def test_a_human_decision_stands_above_the_cache_and_the_switch():
    """An override applies on and off, above any entry."""
    overridden = structs.replace(one(), override=OVERRIDE)
    assert decided(overridden) == Overridden(OVERRIDE)
    assert decided(overridden, switch=OFF) == Bypass("test", OVERRIDE)


@pytest.mark.parametrize("judgement", [Judgement.FALSE_POSITIVE, Judgement.TRUE_POSITIVE])
def test_a_human_decision_ends(judgement: Judgement):
    """At the very moment; and of a decision from the future only "real" is believed."""
    ended = an_override(judgement, expires_at=NOW)
    early = an_override(judgement, at=NOW + timedelta(days=1))
    assert isinstance(decided(structs.replace(one(), override=ended)), Hit)
    assert decided(Found(override=ended), switch=OFF) == Bypass("test")
    assert decided(Found(override=ended), now=NOW - timedelta(seconds=1)) == Overridden(ended)
    doubted = decided(Found(override=early))
    assert doubted == (Overridden(early) if early.verdict.is_real else Miss("first_seen"))


def test_precedence_among_doubts():
    """Invalidated > outdated > expired."""
    old: dict[str, Any] = {
        "cached_at": NOW - timedelta(days=100),
        "expires_at": NOW - timedelta(days=10),
    }
    other = ValidatorIdentity("validator", "v2")
    assert isinstance(decided(one(withdrawn=True, **old), validator=other), Invalidated)
    assert decided(one(**old), validator=other) == Outdated(an_entry(**old), Doubt.VERSION)
    assert isinstance(decided(one(**old)), Expired)


@pytest.mark.parametrize("age", [LIFETIME, LIFETIME + timedelta(microseconds=1)])
def test_lifetime_is_absolute(age: timedelta):
    """At its full lifetime an entry is no longer used."""
    entry: dict[str, Any] = {"cached_at": NOW - age, "expires_at": NOW - age + LIFETIME}
    assert isinstance(decided(one(**entry)), Expired)


def test_a_shortened_lifetime_acts_at_once_and_a_lengthened_one_never_extends():
    """The stricter of what was promised at storing and what is set now applies."""
    hour = ServingRule(lifetimes={Severity.MEDIUM: timedelta(hours=1)})
    assert isinstance(decided(one(), rule=hour), Expired)
    assert isinstance(decided(one(), rule=hour, severity=Severity.LOW), Hit)
    ended: dict[str, Any] = {"expires_at": NOW}
    assert isinstance(decided(one(**ended), rule=ServingRule(lifetime=LIFETIME * 9)), Expired)


def test_the_shorter_lifetime_of_severity_and_tenant_counts():
    """Neither of them lengthens the other."""
    short, long = timedelta(hours=1), LIFETIME * 2
    for own, general in ((short, long), (long, short), (short, short)):
        rule = ServingRule(lifetime=general, tenants={"acme": own})
        assert isinstance(decided(one(), rule=rule), Expired)
    another = ServingRule(tenants={"beta": short})
    assert isinstance(decided(one(), rule=another), Hit)


def test_age_is_counted_up_to_the_latest_time_that_it_may_be():
    """And so is what is left of its life."""
    found = one(cached_at=NOW - timedelta(days=1), expires_at=NOW + timedelta(days=9))
    outcome = decided(found, latest=NOW + timedelta(days=4))
    assert isinstance(outcome, Hit)
    assert outcome.ttl == timedelta(days=5)
    assert isinstance(decided(found, latest=NOW + timedelta(days=9)), Expired)
    assert isinstance(decided(found, latest=NOW - timedelta(days=9)), Hit)


def test_an_entry_from_the_future_is_not_used():
    """A clock that was set back gives misses, never an extended life."""
    assert isinstance(decided(one(cached_at=NOW + timedelta(microseconds=1))), Expired)


@pytest.mark.parametrize("confidence", [0.0, 0.69, float("nan")])
def test_confidence_is_compared_on_every_hit(confidence: float):
    """An entry below the threshold in force is not served, nor one that is no number."""
    outcome = decided(one(verdict=a_verdict(confidence=confidence)))
    assert isinstance(outcome, Outdated)
    assert outcome.doubt is Doubt.CONFIDENCE


def test_a_denied_version_is_withdrawn_at_once():
    """The deny-list applies to stored verdicts."""
    outcome = decided(one(), rule=ServingRule(denied=frozenset({("validator", "v1")})))
    assert isinstance(outcome, Outdated)
    assert outcome.doubt is Doubt.DENIED


def test_the_severity_floor_holds_back_false_positives_only():
    """At or above the floor a false positive is judged anew; a real one may be answered."""
    floor = ServingRule(severity_floor=Severity.MEDIUM)
    assert decided(one(), rule=floor) == Bypass("severity floor")
    assert isinstance(decided(one(), rule=floor, severity=Severity.LOW), Hit)
    assert isinstance(decided(one(verdict=Judgement.TRUE_POSITIVE), rule=floor), Hit)


def test_a_bad_seal_is_a_miss_even_with_a_neighbour():
    """What the key's holder did not write counts as unknown."""
    assert decided(structs.replace(one(genuine=False), neighbour=an_entry())) == Miss("unknown")
    assert decided(Found(unreadable=1)) == Miss("unknown")


def test_an_undetermined_entry_is_never_served():
    """No completed verdict, no answer from the cache, however it got into the store."""
    assert decided(one(verdict=Judgement.UNDETERMINED)) == Miss("unknown")


def test_the_entry_of_the_current_version_decides():
    """Entries by other versions neither help nor hinder."""
    other = an_entry(
        verdict=a_verdict(judged_by=ValidatorIdentity("validator", "v0")), cached_at=NOW
    )
    found = Found([Candidate(other, True), Candidate(an_entry(), True)])
    assert isinstance(decided(found), Hit)
    assert isinstance(decided(Found([Candidate(other, True)])), Outdated)


def test_a_true_positive_is_sticky_for_its_version_through_expiry_and_invalidation():
    """For the same question a later false positive is not believed."""
    old = an_entry(verdict=Judgement.TRUE_POSITIVE, cached_at=NOW - LIFETIME * 5)
    found = Found([Candidate(old, True, WITHDRAWAL)])
    assert found.sticky_true_positive(VALIDATOR) == old
    assert found.sticky_true_positive(ValidatorIdentity("validator", "v2")) is None
    assert Found([Candidate(old, False)]).sticky_true_positive(VALIDATOR) is None
    assert one().sticky_true_positive(VALIDATOR) is None


def test_a_verdict_at_the_very_threshold_is_served():
    """And one below it by the least that can be told is not."""
    rule = ServingRule(confidence_threshold=0.75)
    assert isinstance(decided(one(verdict=a_verdict(confidence=0.75)), rule=rule), Hit)
    below = one(verdict=a_verdict(confidence=nextafter(0.75, 0)))
    assert isinstance(decided(below, rule=rule), Outdated)


def test_when_a_human_decision_applies():
    """The rule a second time: "real" until it ends; "false positive" from when it was made, and
    until it ends by whichever clock is ahead. Nothing else is a decision.
    """
    offsets = [None, *(timedelta(seconds=n) for n in (-1, 0, 1))]
    for judgement, made, ends, latest in product(Judgement, offsets[1:], offsets, offsets):
        assert made is not None
        decision = an_override(
            judgement, at=NOW + made, expires_at=None if ends is None else NOW + ends
        )
        ended = ends is not None and ends <= timedelta(0)
        by_the_other = ends is not None and latest is not None and ends <= latest
        applies = (judgement is Judgement.TRUE_POSITIVE and not ended) or (
            judgement is Judgement.FALSE_POSITIVE
            and made <= timedelta(0)
            and not ended
            and not by_the_other
        )
        at = None if latest is None else NOW + latest
        assert decision.applies(NOW, at) is applies, (judgement, made, ends, latest)
        stands = decided(structs.replace(one(), override=decision), latest=at)
        assert isinstance(stands, Overridden) is applies, (judgement, made, ends, latest)


@given(
    genuine=st.booleans(),
    withdrawn=st.booleans(),
    version=st.sampled_from(["v1", "v2"]),
    age=st.integers(-1, 120),
    confidence=st.floats(allow_nan=True, allow_infinity=True),
    judgement=st.sampled_from(Judgement),
    on=st.booleans(),
    denied=st.booleans(),
    floor=st.none() | st.sampled_from(Severity),
    severity=st.sampled_from(Severity),
)
def test_a_hit_needs_every_condition_at_once(
    genuine, withdrawn, version, age, confidence, judgement, on, denied, floor, severity
):
    """The serving rule, stated a second time as one conjunction."""
    at = NOW - timedelta(days=age)
    entry = an_entry(
        verdict=a_verdict(judgement, confidence=confidence), cached_at=at, expires_at=at + LIFETIME
    )
    found = Found([Candidate(entry, genuine, WITHDRAWAL if withdrawn else None)])
    outcome = decided(
        found,
        validator=ValidatorIdentity("validator", version),
        severity=severity,
        switch=ON if on else OFF,
        rule=ServingRule(
            denied=frozenset({("validator", "v1")} if denied else ()), severity_floor=floor
        ),
    )
    may_be_served = (
        on
        and genuine
        and not withdrawn
        and version == "v1"
        and not denied
        and 0 <= age < 90
        and confidence >= 0.7
        and judgement is not Judgement.UNDETERMINED
        and not (judgement is Judgement.FALSE_POSITIVE and floor is not None and severity >= floor)
    )
    assert isinstance(outcome, Hit) == may_be_served


def test_outcomes_have_their_names_causes_and_cache_status():
    """The words of DESIGN section 3 and RFC 9211, one row per outcome."""
    entry = an_entry()
    rows: dict[Outcome, tuple[str, str, str]] = {
        Hit(entry, timedelta(seconds=61.5)): ("hit", "", "hit; ttl=61"),
        Overridden(OVERRIDE): ("overridden", "", "hit"),
        Miss("first_seen"): ("miss", "first_seen", "fwd=uri-miss"),
        Changed(entry, "source"): ("changed", "changed:source", "fwd=vary-miss"),
        Expired(entry): ("expired", "expired", "fwd=stale"),
        Invalidated(entry, WITHDRAWAL): ("invalidated", "invalidated:manual", "fwd=stale"),
        Outdated(entry, Doubt.VERSION): ("outdated", "outdated", "fwd=vary-miss"),
        Bypass("off"): ("bypass", "bypass", "fwd=bypass"),
    }
    found = {o: (name_of(o), cause_of(o), cache_status(o)) for o in rows}
    assert found == rows


def test_the_first_differing_part_is_named():
    """Parts are compared in order; another set of parts is said to be just that."""
    assert first_difference((("a", "1"), ("b", "2")), (("a", "1"), ("b", "3"))) == "b"
    assert first_difference((("a", "1"),), (("b", "1"),)) == "parts"
    assert first_difference((("a", "1"),), (("a", "1"), ("b", "2"))) == "parts"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("advisory on the template library", "advisory on the template library"),
        ("  CVE-2026-1 \x1b[31m\u202e, see <b>#7</b>;\n=1+1", "CVE-2026-1 31m see b 7 b 1 1"),
        ("=cmd|'/c calc'!A1", "cmd c calc A1"),
        ("überprüft", "überprüft"),
        ("x" * 500, "x" * 64),
        ("-_.", "no reason given"),
        ("", "no reason given"),
    ],
)
def test_a_reason_is_plain_words_in_a_cause(why, words):
    """What an operator typed is no formula, markup or escape sequence, and no novel."""
    invalidation = replace(WITHDRAWAL, why=why)
    assert cause_of(Invalidated(an_entry(), invalidation)) == f"invalidated:{words}"


@given(st.text(max_size=200))
def test_any_reason_is_bounded_and_plain(why):
    """Whatever was typed."""
    words = reason_in_words(why)
    assert 0 < len(words) <= 64
    assert all(c.isalnum() or c in " ._-" for c in words)
    assert words[0].isalnum()
    assert reason_in_words(words) == words
