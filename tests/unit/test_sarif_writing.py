"""Writing SARIF: answers go in, nothing that was there goes out."""

import copy
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sarif_om  # type: ignore[import-untyped]
from msgspec.structs import replace

from fpcache_ops.core.evidence import Built, Evidence, Part, PartKind
from fpcache_ops.core.lookup import Bypass, Hit, Miss
from fpcache_ops.core.validation import Answer, Report
from fpcache_ops.core.verdict import Context, Judgement
from fpcache_ops.sarif import SarifLog, read, write
from fpcache_ops.wire import Validated, respond
from tests.factories import a_digest, a_verdict, an_entry

CONTEXT = Context(False, False, "application")
FALSE, TRUE, UNDETERMINED = (
    Judgement.FALSE_POSITIVE,
    Judgement.TRUE_POSITIVE,
    Judgement.UNDETERMINED,
)
BUILT = Built(
    evidence=Evidence("scope", "python", "g", "xss", "R1", (Part(PartKind.SOURCE, b"x"),), ()),
    digest=a_digest("evidence"),
    size=1,
    neighbour=b"",
    part_digests=(),
    file_digest=b"",
)


def a_result(uri="a.py", **more) -> dict:
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": 1}}
    return {
        "ruleId": "R1",
        "message": {"text": "m"},
        "locations": [{"physicalLocation": place}],
        **more,
    }


def a_document(*results, **run) -> dict:
    driver = {"name": "Scanner"}
    return {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": list(results), **run}],
    }


def read_document(document) -> SarifLog:
    return read(json.dumps(document).encode(), tenant="acme", repository="acme/shop")


def answers_to(log: SarifLog, *judgements: Judgement, **changes) -> list[Answer]:
    return [
        replace(
            Answer(finding, Miss("first_seen"), a_verdict(judgement), CONTEXT, BUILT), **changes
        )
        for finding, judgement in zip(log.findings, judgements, strict=True)
    ]


def written(document, *judgements: Judgement, **changes) -> dict:
    log = read_document(document)
    return json.loads(write(log, answers_to(log, *judgements, **changes)))


def ours(result) -> list[dict]:
    return [
        one for one in result.get("suppressions") or [] if "fpcache" in one.get("properties", {})
    ]


def test_a_false_positive_is_suppressed():
    """It gets one external, accepted suppression that says why and by whom."""
    [result] = written(a_document(a_result()), FALSE)["runs"][0]["results"]
    assert result["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Safe pattern: a string literal.",
            "properties": {
                "fpcache": {
                    "evidenceDigest": a_digest("evidence").hex(),
                    "policy": "scope",
                    "validator": {"name": "validator", "version": "v1"},
                    "justification": "vulnerable_code_cannot_be_controlled_by_adversary",
                }
            },
        }
    ]


@pytest.mark.parametrize("judgement", [TRUE, UNDETERMINED])
def test_everything_else_stays_in_sight(judgement):
    """A true positive and a doubt are not suppressed."""
    [result] = written(a_document(a_result()), judgement)["runs"][0]["results"]
    assert "suppressions" not in result
    assert result["properties"]["fpcache"]["verdict"] == judgement.value


def test_every_result_is_told_what_was_found_out():
    """`properties.fpcache` beside the properties that were there."""
    [result] = written(a_document(a_result(properties={"tags": ["x"]})), TRUE)["runs"][0]["results"]
    assert result["properties"] == {
        "tags": ["x"],
        "fpcache": {
            "outcome": "miss",
            "cause": "first_seen",
            "evidenceDigest": a_digest("evidence").hex(),
            "policy": "scope",
            "validator": {"name": "validator", "version": "v1"},
            "verdict": "true_positive",
            "confidence": 0.97,
            "reason": "Safe pattern: a string literal.",
        },
    }


@pytest.mark.parametrize(
    ("outcome", "name", "cause"),
    [
        (Hit(an_entry(), timedelta(days=1)), "hit", ""),
        (Bypass("switch"), "bypass", "bypass"),
        (Miss("unplaced"), "miss", "unplaced"),
    ],
)
def test_outcomes(outcome, name, cause):
    """Outcome and cause are those of the lookup log; without evidence there is no digest."""
    document = a_document(a_result())
    [result] = written(document, UNDETERMINED, outcome=outcome, built=None)["runs"][0]["results"]
    note = result["properties"]["fpcache"]
    assert (note["outcome"], note["cause"]) == (name, cause)
    assert (note["evidenceDigest"], note["policy"]) == (None, None)


def test_results_that_were_not_judged_say_why():
    """The reason is all there is; nothing of them is suppressed."""
    document = a_document(
        {"ruleId": "R1", "message": {"text": "m"}}, a_result(), a_result(kind="pass")
    )
    first, _, last = written(document, FALSE)["runs"][0]["results"]
    assert first["properties"] == {
        "fpcache": {"reason": "Not judged, so reported as real: it names no location."}
    }
    assert "kind is pass" in last["properties"]["fpcache"]["reason"]
    assert (first["suppressions"], last["suppressions"]) == ([], [])


def test_existing_suppressions_are_kept():
    """Ours is one more, after the others; a real finding keeps what others said of it."""
    theirs = {"kind": "inSource", "justification": "nosec"}
    document = a_document(a_result(suppressions=[theirs]), a_result("b.py", suppressions=[theirs]))
    first, second = written(document, FALSE, TRUE)["runs"][0]["results"]
    assert first["suppressions"][0] == theirs
    assert len(first["suppressions"]) == 2
    assert second["suppressions"] == [theirs]


def test_suppressions_of_a_run_are_all_lists_or_all_absent():
    """SARIF 3.27.23: once one result has a list, the others have an empty one, not suppressed."""
    document = a_document(a_result(), a_result("b.py", suppressions=None), a_result("c.py"))
    document["runs"].append(copy.deepcopy(document["runs"][0]))
    first, second = written(document, FALSE, TRUE, TRUE, TRUE, TRUE, TRUE)["runs"]
    assert [len(result["suppressions"]) for result in first["results"]] == [1, 0, 0]
    assert [result.get("suppressions") for result in second["results"]] == [None, None, None]


def test_a_second_pass_replaces_and_does_not_pile_up():
    """Our suppression is replaced where it is; equal answers give equal bytes."""
    theirs = {"kind": "inSource"}
    document = a_document(a_result(suppressions=[theirs]), a_result("b.py"))
    log = read_document(document)
    once = write(log, answers_to(log, FALSE, TRUE))
    again = json.loads(once)
    again["runs"][0]["results"][0]["suppressions"].append({"kind": "external"})
    log = read_document(again)
    twice = json.loads(write(log, answers_to(log, FALSE, TRUE)))
    assert twice == again
    log = read(once, tenant="acme", repository="acme/shop")
    assert write(log, answers_to(log, FALSE, TRUE)) == once


def test_a_stale_suppression_is_taken_out():
    """What is real now, or cannot be judged now, loses ours and keeps the others'."""
    document = a_document(a_result(suppressions=[{"kind": "inSource"}]), a_result("b.py"))
    before = written(document, FALSE, FALSE)
    del before["runs"][0]["results"][1]["locations"]
    first, second = written(before, TRUE)["runs"][0]["results"]
    assert first["suppressions"] == [{"kind": "inSource"}]
    assert second["suppressions"] == []


def test_our_suppression_twice_becomes_one():
    """However a file was merged: one result, one suppression of ours."""
    document = written(a_document(a_result()), FALSE)
    suppressions = document["runs"][0]["results"][0]["suppressions"]
    suppressions += copy.deepcopy(suppressions)
    [result] = written(document, FALSE)["runs"][0]["results"]
    assert len(result["suppressions"]) == 1


def test_nothing_else_changes():
    """Order, unknown members, digits of numbers: all as they were read."""
    text = (
        '{"$schema": "s", "runs": [{"results": [{"z": 1.10, "locations": 1e400, "a": '
        '123456789012345678901234567890, "é": "\\u2028\\/", "b": -0.0, "e": [], "o": {}}, '
        '7, null], "unknown": {"y": null, "x": true}}, "no run"], "version": "2.1.0", "last": 1E5}'
    )
    log = read(text.encode(), tenant="t", repository="r")
    out = write(log, []).decode()
    reason = "Not judged, so reported as real: its locations cannot be read."
    added = f',"properties":{{"fpcache":{{"reason":"{reason}"}}}}'
    squeezed = "".join(line.strip() for line in out.split("\n")).replace('": ', '":')
    assert squeezed.replace(added, "") == (
        '{"$schema":"s","runs":[{"results":[{"z":1.10,"locations":1E+400,"a":'
        '123456789012345678901234567890,"é":"\u2028/","b":-0.0,"e":[],"o":{}},7,null],'
        '"unknown":{"y":null,"x":true}},"no run"],"version":"2.1.0","last":1E+5}'
    )


def test_the_bytes():
    """UTF-8, two spaces of indent, a final newline, the same each time; the log is not touched."""
    document = a_document(a_result("é.py"))
    log = read_document(document)
    before = copy.deepcopy(log.document)
    out = write(log, answers_to(log, FALSE))
    assert out == write(log, answers_to(log, FALSE))
    assert log.document == before
    assert out.startswith(b'{\n  "version": "2.1.0",\n  "runs": [\n    {\n')
    assert out.endswith(b"\n}\n")
    assert "é.py".encode() in out
    assert list(json.loads(out)["runs"][0]["results"][0])[:3] == ["ruleId", "message", "locations"]


def test_a_reason_may_hold_anything():
    """Half a surrogate pair from a validator does not make the file unwritable."""
    document = a_document(a_result())
    verdict = a_verdict(FALSE, reason="the name \ud800 \x00")
    [result] = written(document, FALSE, verdict=verdict)["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "the name ? \x00"


def test_answers_must_be_those_to_the_findings():
    """Too few, too many, or in another order: nothing is written."""
    log = read_document(a_document(a_result(), a_result("b.py")))
    answers = answers_to(log, FALSE, TRUE)
    for wrong in ([], answers[:1], [*answers, answers[0]], answers[::-1]):
        with pytest.raises(ValueError, match=r"order|shorter|longer"):
            write(log, wrong)


def received(answers: list[Answer]) -> list[Validated]:
    return respond(Report(answers, [], None, 0), range(len(answers))).validated


def test_a_services_answers_are_written_alike():
    """Whoever judged, the file has the same bytes; ids are the numbers of the findings."""
    log = read_document(a_document(a_result(), a_result("b.py"), a_result("c.py")))
    unplaced = answers_to(log, FALSE, TRUE, UNDETERMINED, built=None)
    assert write(log, received(unplaced)) == write(log, unplaced)
    answers = answers_to(log, FALSE, TRUE, UNDETERMINED)
    assert write(log, received(answers)) == write(log, answers)
    for wrong in (received(answers)[::-1], received(answers)[1:], received(answers[:1]) * 3):
        with pytest.raises(ValueError, match=r"order|shorter"):
            write(log, wrong)


def test_a_service_that_contradicts_itself_hides_nothing():
    """Only what is a false positive by both its words is suppressed."""
    log = read_document(a_document(a_result(), a_result("b.py")))
    first, second = received(answers_to(log, FALSE, TRUE))
    first.is_valid, second.is_valid = True, False
    [run] = json.loads(write(log, [first, second]))["runs"]
    assert not any("suppressions" in result for result in run["results"])


@pytest.mark.parametrize(("name", "value"), [("suppressions", "x"), ("properties", [])])
def test_members_of_a_wrong_type_are_left_alone(name, value):
    """They cannot be added to without destroying them."""
    [result] = written(a_document(a_result(**{name: value})), FALSE)["runs"][0]["results"]
    assert result[name] == value


# The rules of the format (no package in reach ships its JSON schema)


def names_of(kind: type) -> set[str]:
    """The members that an object may have, as sarif_om knows them."""
    return {field.metadata["schema_property_name"] for field in vars(kind)["__attrs_attrs__"]}


def results_in(document) -> Iterator[dict]:
    for run in document["runs"]:
        yield from run["results"]


def test_what_is_added_obeys_the_format():
    """Members that exist, enumerated values, unique suppressions, all or no lists in a run."""
    document = a_document(
        a_result(), a_result("b.py", suppressions=[{"kind": "inSource"}]), a_result(kind="pass")
    )
    before = {name for result in results_in(document) for name in result}
    after = written(document, FALSE, FALSE)
    for result in results_in(after):
        assert set(result) - before <= {"suppressions", "properties"}
        assert set(result) <= names_of(sarif_om.Result)
        suppressions = result["suppressions"]
        assert len({json.dumps(one, sort_keys=True) for one in suppressions}) == len(suppressions)
        for one in ours(result):
            # `status` was `state` when sarif_om was generated; it has been `status` since 2.1.0.
            assert set(one) <= names_of(sarif_om.Suppression) | {"status"}
            assert one["kind"] in ("inSource", "external")
            assert one["status"] in ("accepted", "underReview", "rejected")
            assert isinstance(one["justification"], str)
            assert isinstance(one["properties"], dict)
