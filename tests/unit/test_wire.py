"""The wire: every request shape that clients send, and answers to the letter."""

import hashlib
import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from fpcache_ops.core.finding import ColumnUnit, Expectation, Location, Region
from fpcache_ops.core.lookup import Changed, Doubt, Hit, Invalidated, Miss, Outdated, Overridden
from fpcache_ops.core.validation import Answer, Report
from fpcache_ops.core.verdict import Context, Judgement
from fpcache_ops.wire import (
    InvalidRequest,
    declared_mismatches,
    decode_response,
    encode,
    finding_body,
    merged,
    read_request,
    respond,
    validation,
)
from tests.factories import a_finding, a_verdict, an_entry, an_override
from tests.unit.core.test_lookup import WITHDRAWAL


def read(*vulnerabilities, files=None, **more):
    body = {"vulnerabilities": list(vulnerabilities), "files": files or {}} | more
    return read_request(json.dumps(body).encode(), "acme")


def one(vulnerability):
    (submitted,) = read(vulnerability).submitted
    return submitted


def place(vulnerability):
    return one(vulnerability).finding.primary


FIELD = {
    "id": "sql_injection-12-4",
    "type": "sql_injection",
    "patternId": "py-sql-1",
    "file": "shop/cart.py",
    "line": 12,
    "code": "x",
    "severity": "high",
}
DECLARED = {"patternId": "py-sql-1", "filePath": "shop/cart.py", "line": 12, "unknown": [1]}
SHELL = {"type": "sql_injection", "locations": [{"file_path": "shop/cart.py", "line": 12}]}


@pytest.mark.parametrize("shape", [FIELD, DECLARED, SHELL])
def test_every_shape_names_a_place(shape):
    """What the field, the declaration and the shell send, with unknown fields ignored."""
    assert place(shape) == Location("shop/cart.py", Region(12))


def test_type_and_rule():
    """The type is canonical; patternId is the type when no type is sent, the rule otherwise."""
    assert (one(FIELD).finding.type, one(FIELD).finding.rule_id) == ("sql-injection", "py-sql-1")
    assert (one(DECLARED).finding.type, one(DECLARED).finding.rule_id) == ("py-sql-1", "")
    assert one({}).finding.type == "unknown"


def test_shapes_may_be_mixed_and_order_is_kept():
    """A batch may hold any of them."""
    ids = [submitted.id for submitted in read(FIELD, DECLARED, {"id": 7}, None).submitted]
    assert ids == ["sql_injection-12-4", None, 7, None]


def test_the_primary_location_comes_first():
    """Whatever its position in the request; the others keep their order."""
    locations = [
        {"file_path": "a", "line": 1},
        {"filePath": "b", "line": 2, "is_primary": True, "end_line": 3, "column": 4},
        {"file": "c", "line": 5},
    ]
    found = one({"type": "xss", "locations": locations}).finding.locations
    assert [at.path for at in found] == ["b", "a", "c"]
    assert found[0].region == Region(2, 4, 3)


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ({"line": 0}, 0),
        ({"line": "7"}, 7),
        ({"line": 7.0}, 7),
        ({}, -1),
        ({"line": None}, -1),
        ({"line": -3}, -1),
        ({"line": True}, -1),
        ({"line": 1.5}, -1),
        ({"line": "seven"}, -1),
        ({"line": 10**30}, -1),
        ({"line": [1]}, -1),
    ],
)
def test_odd_lines_are_read_for_that_finding_alone(sent, line):
    """Line 0 is the whole file; what is no line is no place (ADR-108)."""
    assert place({"file": "a"} | sent).region.start_line == line


def test_files_come_as_text_or_as_an_object():
    """Anything else was not submitted."""
    files = {"a": "A", "b": {"content": "B", "hash": "h"}, "c": None, "d": {"content": 1}, "e": 5}
    request = read(files=files)
    assert request.files == {"a": "A", "b": "B"}
    assert request.hashes == {"b": "h"}


def test_a_missing_repository_has_a_name():
    """The client in the field sends none."""
    assert read().repository == "unknown/repo"
    assert read(repository="acme/shop").repository == "acme/shop"
    assert read(repository=5).repository == "unknown/repo"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"vulnerabilities": {}}', b"\xff", b"[" * 100_000],
)
def test_what_is_no_request_is_refused(body):
    """Not JSON, or no list of vulnerabilities."""
    with pytest.raises(InvalidRequest):
        read_request(body, "acme")


_keys = st.sampled_from(
    [
        *("id", "type", "patternId", "file", "filePath", "file_path", "line", "column"),
        *("end_line", "locations", "code", "content", "hash", "is_primary", "expected"),
        *("snippet", "sha256", "column_unit"),
    ]
)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=8,
)


@given(st.lists(_json, max_size=4), _json)
def test_one_odd_finding_never_makes_a_batch_fail(vulnerabilities, files):
    """Whatever is in the list, there is one submitted finding each, and remarks for each."""
    request = read(*vulnerabilities, files=files)
    assert len(request.submitted) == len(vulnerabilities)
    assert len(declared_mismatches(request)) == len(vulnerabilities)


_odd = st.sampled_from(
    [
        *(None, True, False, 0, 7, 2**31 - 1, 2**31, -1, 2**70, 3.0, 3.5, "", "7", "007", "a.py"),
        *("utf16CodeUnits", "sql_injection", [], {}, [7], {"snippet": "x"}),
    ]
)
_places = st.dictionaries(_keys, _odd, max_size=5)
_findings = st.builds(
    lambda fields, locations: fields | locations,
    _places,
    st.just({}) | st.fixed_dictionaries({"locations": st.lists(_places | _odd, max_size=3)}),
)


@settings(max_examples=1000)
@given(_findings)
def test_a_usual_finding_is_read_as_if_it_were_an_odd_one(sent):
    """Reading all fields at once, and each by itself, are one: whatever has which type."""
    (at_once,) = validation._all_submitted([sent], "acme", "o/r")
    assert repr(at_once) == repr(validation._submitted(sent, "acme", "o/r"))


def test_what_our_client_sends_is_what_was_meant():
    """A finding survives the wire; steps of code flows become further places."""
    expectation = Expectation("x = 1", "0" * 64)
    finding = replace(
        a_finding(),
        locations=(
            Location("a", Region(3, 2, 4, 9, ColumnUnit.UTF16), expectation),
            Location("b", Region(1)),
        ),
        flows=((Location("c", Region(5)),),),
    )
    received = one(finding_body(3, finding))
    assert received.id == 3
    assert received.finding.locations == (*finding.locations, finding.flows[0][0])
    assert received.finding.type == finding.type
    assert received.finding.rule_id == finding.rule_id


def test_what_is_declared_and_does_not_fit_is_remarked():
    """A warning for that finding, and nothing else."""
    good = hashlib.sha256(b"x = 1\n").hexdigest()

    def remarks(declared, code=""):
        files = {"a": {"content": "x = 1\n", "hash": declared}}
        return declared_mismatches(read({"file": "a", "line": 1, "code": code}, files=files))[0]

    assert remarks(good) == remarks(f"sha256:{good.upper()}") == remarks("") == []
    assert "hash" in remarks("sha256:unknown")[0]
    assert remarks(good, "x   =\n1") == []
    assert "snippet" in remarks(good, "y = 1")[0]


FALSE, REAL = a_verdict(), a_verdict(Judgement.TRUE_POSITIVE)
CONTEXT = Context(True, False, "test", "a string literal")


def answer(outcome=None, verdict=FALSE, **changes) -> Answer:
    return Answer(a_finding(), outcome or Miss("first_seen"), verdict, CONTEXT, **changes)


def responded(*answers, ids=None):
    report = Report(list(answers), ["a warning"], 5, 1)
    return json.loads(encode(respond(report, ids or list(range(len(answers))))))


def test_a_hit_says_everything_about_its_entry():
    """Every field of DESIGN section 6, by name."""
    entry = an_entry()
    body = responded(answer(Hit(entry, timedelta(days=2)), entry=entry), ids=["x"])
    assert body["validated"] == [
        {
            "id": "x",
            "isValid": False,
            "confidence": 0.97,
            "reason": "Safe pattern: a string literal.",
            "fromCache": True,
            "cacheKey": "acme/acme/shop/[shop/cart.py:1]:sql-injection",
            "cacheScope": "organization",
            "outcome": "hit",
            "cause": "",
            "verdict": "false_positive",
            "justification": "vulnerable_code_cannot_be_controlled_by_adversary",
            "validator": {"name": "validator", "version": "v1"},
            "astContext": {
                "inUserInputFlow": True,
                "hasValidation": False,
                "fileClassification": "test",
                "safePattern": "a string literal",
            },
            "cachedAt": "2026-02-28T12:00:00.000000Z",
            "expiresAt": "2026-05-29T12:00:00.000000Z",
            "cacheHitType": "exact_match",
        }
    ]
    assert body["stats"] == {
        "total": 1,
        "validated": 0,
        "rejected": 1,
        "cacheHits": 1,
        "cacheMisses": 0,
    }
    assert body["cache_stats"] == {
        "total_requests": 1,
        "cache_hits": 1,
        "cache_misses": 0,
        "internal_duplicates": 0,
        "hit_rate": 100.0,
        "total_cached_entries": 5,
        "avg_ttl_remaining": 2.0,
    }
    assert body["warnings"] == ["a warning"]


def test_a_miss_says_nothing_of_an_entry():
    """No cachedAt, no expiresAt, no cacheHitType."""
    (found,) = responded(answer(verdict=REAL))["validated"]
    assert found["isValid"] is True
    assert found["fromCache"] is False
    assert not {"cachedAt", "expiresAt", "cacheHitType", "cacheInvalidatedReason"} & set(found)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Changed(an_entry(), "source"), "file_changed"),
        (Invalidated(an_entry(), WITHDRAWAL), "manual"),
        (Outdated(an_entry(), Doubt.VERSION), "validator_changed"),
    ],
)
def test_why_a_stored_verdict_was_not_used(outcome, reason):
    """In the words that clients know."""
    (found,) = responded(answer(outcome))["validated"]
    assert found["cacheInvalidatedReason"] == reason


def test_duplicates_are_counted_apart():
    """Three equal findings the first time: one miss, two duplicates, none from the cache."""
    body = responded(answer(), answer(duplicate=True), answer(duplicate=True))
    assert body["cache_stats"]["cache_misses"] == 1
    assert body["cache_stats"]["internal_duplicates"] == 2
    assert body["cache_stats"]["total_requests"] == 3
    assert [found["fromCache"] for found in body["validated"]] == [False] * 3


def test_what_a_person_decided_is_a_hit():
    """No validator was asked; but there is no stored verdict to show, nor its time to live."""
    entry = an_entry()
    decided = answer(Overridden(an_override()), an_override().verdict)
    stored = answer(Hit(entry, timedelta(days=2)), entry=entry)
    body = responded(decided, stored, replace(stored, duplicate=True), answer())
    assert [found["fromCache"] for found in body["validated"]] == [True, True, True, False]
    assert not {"cachedAt", "expiresAt", "cacheHitType"} & set(body["validated"][0])
    assert (body["stats"]["cacheHits"], body["stats"]["cacheMisses"]) == (2, 1)
    assert body["cache_stats"]["hit_rate"] == 66.67
    assert body["cache_stats"]["avg_ttl_remaining"] == 2
    parts = [[decided, stored], [replace(stored, outcome=Hit(entry, timedelta(days=5)))] * 2]
    both = merged([respond(Report(part, [], 1, 1), [0, 1]) for part in parts])
    assert (both.cache_stats.cache_hits, both.cache_stats.avg_ttl_remaining) == (4, 4)


def test_nothing_asked_is_no_hit_rate():
    """0 of 0."""
    body = responded()
    assert body["cache_stats"]["hit_rate"] == 0
    assert body["stats"]["total"] == 0


def test_equal_ids_that_differ_are_all_real():
    """Clients apply the last answer to every finding with that id, so none may be hidden by it."""
    body = responded(answer(), answer(verdict=REAL), answer(), answer(), ids=["a", "a", "b", "b"])
    assert [found["isValid"] for found in body["validated"]] == [True, True, False, False]
    assert "share the id 'a'" in body["validated"][0]["warnings"][0]
    assert "share the id 'a'" in body["validated"][1]["warnings"][0]
    assert "warnings" not in body["validated"][2]
    assert body["stats"]["validated"] == 2


def test_findings_without_an_id_are_told_apart_by_order():
    """A missing id is nobody else's."""
    body = responded(answer(), answer(verdict=REAL), ids=[None, None])
    assert [found["isValid"] for found in body["validated"]] == [False, True]


def test_the_client_reads_what_the_service_writes():
    """One set of types for both ends."""
    entry = an_entry()
    response = respond(
        Report([answer(Hit(entry, timedelta(days=2)), entry=entry), answer()], [], 1, 1), [0, 1]
    )
    assert decode_response(encode(response)) == response
