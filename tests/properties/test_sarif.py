"""SARIF, whatever it holds: nothing is lost, nothing crashes, nothing outside the root is read."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.lookup import Miss
from fpcache_ops.core.validation import Answer
from fpcache_ops.core.verdict import Context, Judgement
from fpcache_ops.errors import UnusableInput
from fpcache_ops.evidence.sources import TreeSources
from fpcache_ops.sarif import SarifLog, read, write
from tests.factories import a_verdict

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "data" / "sarif").glob("*.sarif"))
EVERY_KIND: list[Any] = [None, True, -1, 10**30, 1.5, "", "x", [], [[]], {}, {"x": 1}]
CONTEXT = Context(False, False, "application")

# No draw may be slow by itself; the whole has a time limit of its own.
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

json_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**30, max_value=10**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        ["a.py", "../x", "file:///etc/passwd", "%SRCROOT%", "CWE-89", "absent", "\x00", "a:b"]
    )
)
json_values = st.recursive(
    json_leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["uri", "index", "id", "name", "text", "properties", "x"])
            | st.text(max_size=5),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def some(**members: st.SearchStrategy) -> st.SearchStrategy[dict[str, Any]]:
    """An object with some of these members, and sometimes others."""
    return st.builds(
        lambda known, other: {**other, **known},
        st.fixed_dictionaries({}, optional=members),
        st.dictionaries(st.text(max_size=4), json_leaves, max_size=1),
    )


locations = some(
    physicalLocation=some(
        artifactLocation=some(
            uri=st.sampled_from(["a.py", "./b/c%20d.py", "../e.py", "file:///r/f.py", ""]),
            uriBaseId=st.sampled_from(["SRCROOT", "B", "A"]),
            index=st.integers(-1, 2),
        ),
        region=some(
            startLine=st.integers(-1, 9),
            endLine=st.integers(0, 9),
            startColumn=st.integers(0, 5),
            endColumn=st.integers(0, 5),
            snippet=some(text=st.text(max_size=9)),
        ),
    )
)
suppressions = st.lists(
    some(
        kind=st.sampled_from(["inSource", "external"]),
        status=st.sampled_from(["accepted", "rejected"]),
    ),
    max_size=2,
)
results = some(
    ruleId=st.sampled_from(["B608", "x/y", ""]),
    ruleIndex=st.integers(-1, 2),
    kind=st.sampled_from(["fail", "pass", "review"]),
    message=some(text=st.text(max_size=9)),
    locations=st.lists(locations, min_size=1, max_size=2),
    codeFlows=st.lists(
        some(threadFlows=st.lists(some(locations=st.lists(some(location=locations), max_size=2)))),
        max_size=1,
    ),
    suppressions=suppressions,
    properties=some(tags=st.lists(st.text(max_size=9), max_size=2)),
    taxa=json_values,
)
placed = st.builds(
    lambda result, line: {
        **result,
        "kind": "fail",
        "codeFlows": [],
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a.py"},
                    "region": {"startLine": line},
                }
            }
        ],
    },
    results,
    st.integers(1, 9),
)
runs = some(
    tool=some(
        driver=some(name=st.sampled_from(["Bandit", "x"]), rules=st.lists(json_values, max_size=2))
    ),
    results=st.lists(placed | results | json_leaves, max_size=4),
    artifacts=st.lists(some(location=some(uri=st.just("a.py"))), max_size=2),
    originalUriBaseIds=some(A=some(uri=st.just("a/"), uriBaseId=st.just("B")), B=json_values),
    columnKind=st.sampled_from(["utf16CodeUnits", "unicodeCodePoints"]),
)
documents = st.builds(
    lambda runs, other: {**other, "version": "2.1.0", "runs": runs},
    st.lists(runs | json_leaves, min_size=1, max_size=3),
    st.dictionaries(st.text(max_size=5), json_values, max_size=2),
)


def read_bytes(data: bytes) -> SarifLog:
    return read(data, tenant="acme", repository="acme/shop", roots=[Path("/r")])


def read_if_usable(data: bytes) -> SarifLog | None:
    """``None`` for what is refused, in one line."""
    try:
        return read_bytes(data)
    except UnusableInput as refused:
        message = str(refused)
    assert "\n" not in message
    return None


def encoded(document) -> bytes:
    return msgspec.json.encode(document)


def answered(log: SarifLog, choose) -> list[Answer]:
    return [
        Answer(finding, Miss("first_seen"), a_verdict(choose(number)), CONTEXT)
        for number, finding in enumerate(log.findings)
    ]


def judgements(data: st.DataObject):
    """Draws one judgement for each finding."""
    return lambda number: data.draw(st.sampled_from(list(Judgement)))


def counts(document) -> int:
    return sum(
        len(run["results"])
        for run in document["runs"]
        if isinstance(run, dict) and isinstance(run.get("results"), list)
    )


def without_additions(out: Any, before: Any) -> Any:
    """The output with what this package adds taken out again."""
    for run, old_run in zip(out["runs"], before["runs"], strict=True):
        if not isinstance(run, dict) or not isinstance(run.get("results"), list):
            continue
        for result, old in zip(run["results"], old_run["results"], strict=True):
            if not isinstance(result, dict):
                continue
            if isinstance(result.get("properties"), dict):
                result["properties"].pop("fpcache", None)
                if "properties" not in old or old["properties"] is None:
                    del result["properties"]
            if isinstance(result.get("suppressions"), list):
                kept = [one for one in result["suppressions"] if not is_ours(one)]
                result["suppressions"] = kept
                if not kept and old.get("suppressions") is None:
                    del result["suppressions"]
            for name in ("properties", "suppressions"):
                if name in old and old[name] is None:
                    result[name] = None
    return out


def is_ours(suppression: Any) -> bool:
    properties = suppression.get("properties") if isinstance(suppression, dict) else None
    return isinstance(properties, dict) and "fpcache" in properties


def in_order(value: Any) -> Any:
    """The value with its objects as lists, so that the order of members counts."""
    if isinstance(value, dict):
        return [[name, in_order(inner)] for name, inner in value.items()]
    return [in_order(inner) for inner in value] if isinstance(value, list) else value


@relaxed
@given(documents, st.data())
def test_nothing_is_deleted_or_moved(document, data):
    """Output minus our additions is the input: members, order, values; whatever was answered."""
    before = encoded(document)
    log = read_bytes(before)
    out = write(log, answered(log, judgements(data)))
    left = without_additions(json.loads(out), json.loads(before))
    assert in_order(left) == in_order(json.loads(before))


@relaxed
@given(documents, st.data())
def test_every_result_is_accounted_for(document, data):
    """Each is a finding or has a reason; only false positives are suppressed."""
    log = read_bytes(encoded(document))
    places = {(one.run, one.result) for one in log.reported}
    places |= {(one.run, one.result) for one in log.not_judged}
    assert len(places) == len(log.reported) + len(log.not_judged) == counts(document)
    answers = answered(log, judgements(data))
    out = json.loads(write(log, answers))
    hidden = {
        (number, index)
        for number, run in enumerate(out["runs"])
        if isinstance(run, dict)
        for index, result in enumerate(run.get("results") or [])
        if isinstance(result, dict)
        and any(is_ours(one) for one in result.get("suppressions") or [])
    }
    false = {
        (one.run, one.result)
        for one, answer in zip(log.reported, answers, strict=True)
        if not answer.is_real
    }
    assert hidden == false


@relaxed
@given(documents, st.data())
def test_a_second_pass_changes_nothing_but_answers(document, data):
    """Equal answers: equal bytes. All real: no suppression of ours is left."""
    log = read_bytes(encoded(document))
    judgement = [data.draw(st.sampled_from(list(Judgement))) for _ in log.findings]
    once = write(log, answered(log, judgement.__getitem__))
    again = read_bytes(once)
    assert again.findings == log.findings
    assert write(again, answered(again, judgement.__getitem__)) == once
    real = json.loads(write(again, answered(again, lambda number: Judgement.TRUE_POSITIVE)))
    assert b"evidenceDigest" not in encoded(
        [
            result.get("suppressions")
            for run in real["runs"]
            if isinstance(run, dict)
            for result in run.get("results") or []
            if isinstance(result, dict)
        ]
    )


def paths_in(value: Any, path: tuple = ()) -> list[tuple]:
    found = [path]
    items: Any = enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, dict):
        items = value.items()
    for key, inner in items:
        found += paths_in(inner, (*path, key))
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
@settings(relaxed, max_examples=60)
@given(data=st.data())
def test_any_value_anywhere(sample, data):
    """A wrong type in any field of a real report: a reason, a refusal, never a crash or a loss."""
    document = json.loads(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths_in(document)[1:]))
        inner = document
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = data.draw(json_values)
    log = read_if_usable(encoded(document))
    if log is None:
        return
    assert len(log.reported) + len(log.not_judged) == counts(document)
    out = write(log, answered(log, judgements(data)))
    assert counts(json.loads(out)) == counts(document)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_every_field_with_every_kind_of_value(sample):
    """The same without chance: each field of the first results, with a value of each type."""
    document = json.loads(sample.read_bytes())
    paths = [path for path in paths_in(document)[1:] if len(path) < 5 or path[3] in (0, 1)]
    for path in paths:
        inner = document
        for key in path[:-1]:
            inner = inner[key]
        held = inner[path[-1]]
        for value in EVERY_KIND:
            inner[path[-1]] = value
            log = read_if_usable(encoded(document))
            if log is not None:
                write(log, answered(log, lambda number: Judgement.FALSE_POSITIVE))
        inner[path[-1]] = held


@relaxed
@given(
    st.binary(max_size=40)
    | documents.map(encoded).flatmap(
        lambda whole: st.integers(0, len(whole)).map(lambda end: whole[:end])
    )
)
def test_any_bytes(data):
    """Random bytes, and reports cut off anywhere: read, or refused in one line."""
    read_if_usable(data)


pieces = st.sampled_from(
    [
        "..",
        ".",
        "",
        "sub",
        "up",
        "link",
        "a.py",
        "secret",
        "%2e%2e",
        "%2F",
        "file:",
        "/",
        "//",
        "C:",
        "\\",
    ]
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A root with links that leave it, below a folder with a secret."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text("secret")
    (outside / "a.py").write_text("secret")
    root = outside / "root"
    (root / "sub").mkdir(parents=True)
    (root / "a.py").write_text("inside")
    (root / "sub" / "a.py").write_text("inside")
    (root / "up").symlink_to("..")
    (root / "link").symlink_to("../secret")
    return root


@relaxed
@given(
    parts=st.lists(pieces, max_size=6),
    base=pieces,
    absolute=st.booleans(),
    scanner=st.sampled_from(["x", "gosec"]),
)
def test_no_uri_leads_out_of_the_root(tree, parts, base, absolute, scanner):
    """Whatever a report calls a file, the bytes are those of a file below the root, or none."""
    uri = "/".join(parts)
    if absolute:
        uri = f"file://{tree}/{uri}"
    place = {"artifactLocation": {"uri": uri, "uriBaseId": "B"}, "region": {"startLine": 1}}
    run = {
        "tool": {"driver": {"name": scanner}},
        "originalUriBaseIds": {"B": {"uri": f"{base}/"}},
        "results": [{"locations": [{"physicalLocation": place}]}],
    }
    data = encoded({"version": "2.1.0", "runs": [run]})
    log = read(data, tenant="t", repository="r", roots=[tree])
    for finding in log.findings:
        content = TreeSources(tree).read(finding.primary.path)
        assert content == b"inside" or isinstance(content, str)
