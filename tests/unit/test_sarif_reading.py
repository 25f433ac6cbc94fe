"""Reading SARIF: every result becomes a finding at the place it names, or keeps a reason."""

import json
import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from fpcache_ops.core.finding import ColumnUnit, Expectation, Location, Region
from fpcache_ops.errors import UnusableInput
from fpcache_ops.sarif import SarifLog, read

ROOT = PurePosixPath("/builds/shop")


def a_log(*results, scanner="Scanner", **run) -> bytes:
    driver = {"name": scanner, **run.pop("driver", {})}
    tool = {"driver": driver, **run.pop("tool", {})}
    return json.dumps(
        {"version": "2.1.0", "runs": [{"tool": tool, "results": list(results), **run}]}
    ).encode()


def a_location(uri="a.py", region=None, base=None, **place) -> dict:
    artifact = {"uri": uri} if isinstance(uri, str) else uri
    if base is not None:
        artifact["uriBaseId"] = base
    region = {"startLine": 3} if region is None else region
    return {"physicalLocation": {"artifactLocation": artifact, "region": region, **place}}


def a_result(uri="a.py", region=None, base=None, place=None, **result) -> dict:
    return {
        "ruleId": "R1",
        "message": {"text": "m"},
        "locations": [a_location(uri, region, base, **(place or {}))],
        **result,
    }


def log_of(*results, root=ROOT, **run) -> SarifLog:
    return read(a_log(*results, **run), tenant="acme", repository="acme/shop", roots=[root])


def finding_of(result=None, **run):
    log = log_of(result or a_result(), **run)
    assert not log.not_judged, log.not_judged
    return log.reported[0].finding


def path_of(uri, base=None, **run) -> str:
    return finding_of(a_result(uri, base=base), **run).primary.path


def reason_of(result, **run) -> str:
    log = log_of(result, **run)
    assert not log.reported
    assert log.not_judged[0].is_problem
    return log.not_judged[0].reason


def refusal_of(data: bytes) -> str:
    with pytest.raises(UnusableInput) as refused:
        read(data, tenant="acme", repository="acme/shop")
    message = str(refused.value)
    assert "\n" not in message
    assert len(message) < 300
    return message


# The file as a whole


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b'{"version": "2.1.0",\n "runs": [', "cut off: .*byte 31, line 2"),
        (b'\xef\xbb\xbf{"version": "2.1.0"', r"cut off: .*byte 22, line 1"),
        (b"Run started: 2026-01-01", "not JSON: .* byte 0, line 1"),
        (b'{"version":\n "2.1.0" "runs": []}', r"not JSON: .* byte 21, line 2"),
        (b'\xef\xbb\xbf{"version"\n; "2.1.0"}', r"not JSON: .* byte 14, line 2"),
        (b"{} {}", "not JSON: trailing"),
        (b'"\\ud800 alone"', "not JSON"),
        (b'{"version": "\xff"}', "UTF-8"),
        (b"[]", "not SARIF"),
        (b"17", "not SARIF"),
        (b'{"results": [], "errors": []}', "not SARIF, it has no usable version and no runs"),
        (b'{"version": "2.1.0"}', "no usable runs"),
        (b'{"version": 2.1, "runs": []}', "no usable version"),
        (b'{"version": "1.0.0", "runs": [{}]}', r"SARIF '1\.0\.0', and 2\.1\.0 is needed"),
        (b'{"version": "2.0.0-csd.2.beta", "runs": [{}]}', r"'2\.0\.0-csd\.2\.beta'"),
        (b'{"version": "2.1.0-rtm.5", "runs": [{}]}', r"'2\.1\.0-rtm\.5'"),
        ('{"version": "2\\n\u2028", "runs": []}'.encode(), r"SARIF '2\\n\\u2028'"),
        (b'{"version": "2.1.0", "runs": []}', "no runs"),
        (b'{"version": "2.1.0", "runs": {"a": 1}}', "no runs"),
        ('{"version": "2.1.0"}'.encode("utf-16"), "UTF-16.* save it as UTF-8"),
        ('{"version": "2.1.0"}'.encode("utf-16-le"), "UTF-16.* save it as UTF-8"),
        ('{"version": "2.1.0"}'.encode("utf-16-be"), "UTF-16.* save it as UTF-8"),
        ('{"version": "2.1.0"}'.encode("utf-32"), "UTF-32"),
        (b"[" * 100_000, "200 levels"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "200 levels"),
        (b'{"version":"2.1.0","runs":[' + b"9" * 6000 + b"]}", "not JSON"),
        (b'{"version":"2.1.0","runs":[1e99999999999999999999]}', "number"),
    ],
)
def test_what_cannot_be_used_says_why_in_one_line(data, says):
    """What is not SARIF 2.1.0 is refused with one line: the fault, and the way out."""
    assert re.search(says, refusal_of(data))


def test_the_depth_limit_is_exact():
    """200 levels are read, 201 are not."""
    frame = {"version": "2.1.0", "runs": [{"results": []}]}
    for levels, readable in ((198, True), (199, False)):
        nested: list = []
        for _ in range(levels - 1):
            nested = [nested]
        data = json.dumps({**frame, "properties": {"x": nested}}).encode()
        if readable:
            assert read(data, tenant="t", repository="r").findings == []
        else:
            assert "200 levels" in refusal_of(data)


def test_the_size_limit(monkeypatch):
    """More than 64 MB are refused before anything is decoded."""
    data = a_log(a_result())
    monkeypatch.setattr("fpcache_ops.sarif.document.SIZE_LIMIT", len(data))
    assert read(data, tenant="t", repository="r").findings
    assert "64 MB" in refusal_of(data + b" ")


def test_the_result_limit(monkeypatch):
    """A million results are more than 64 MB of any scanner's: only nonsense has more."""
    monkeypatch.setattr("fpcache_ops.sarif.document.RESULT_LIMIT", 3)
    assert len(log_of(a_result(), a_result()).findings) == 2
    assert "results" in refusal_of(a_log(*[a_result()] * 3))


def test_line_numbers_in_a_snippet_cost_little():
    """A long numbered snippet is read in one pass."""
    text = "".join(f"{number}: x\n" for number in range(1, 100_000))
    expectation = finding_of(a_result(region={"startLine": 3, "snippet": {"text": text}})).primary
    assert expectation.expectation == Expectation("x")


def test_a_byte_order_mark_is_no_fault():
    """UTF-8 with a byte order mark, as PowerShell writes it, is read."""
    data = b"\xef\xbb\xbf" + a_log(a_result())
    assert len(read(data, tenant="t", repository="r").findings) == 1


def test_several_runs_and_many_results():
    """All results of all runs are read, with their places; 10,000 is no limit."""
    document = json.loads(a_log(*[a_result()] * 10_001))
    document["runs"].append(json.loads(a_log(a_result("b.py"), scanner="Other"))["runs"][0])
    log = read(json.dumps(document).encode(), tenant="t", repository="r")
    assert len(log.findings) == 10_002
    assert [(one.run, one.result) for one in log.reported[-2:]] == [(0, 10_000), (1, 0)]
    assert log.findings[-1].primary.path == "b.py"


@pytest.mark.parametrize("results", [{}, {"results": None}, {"results": "none"}])
def test_a_run_without_results_is_a_warning(results):
    """A scan that never got to results (3.14.23) must not look like one that found none."""
    document = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "S"}}, **results}]}
    log = read(json.dumps(document).encode(), tenant="t", repository="r")
    assert "run 1: it has no results" in log.warnings[0]
    assert not log_of(a_result()).warnings


def test_results_that_are_elsewhere_are_a_warning():
    """Results kept in external or inline property files are not seen here, and that is said."""
    log = log_of(externalPropertyFileReferences={"results": [{"location": {"uri": "r.json"}}]})
    assert "external property files" in log.warnings[0]
    document = {"version": "2.1.0", "runs": [{"results": []}], "inlineExternalProperties": [{}]}
    log = read(json.dumps(document).encode(), tenant="t", repository="r")
    assert "inlineExternalProperties" in log.warnings[0]


# Paths


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("src/a.py", "src/a.py"),
        ("./src//a.py", "src/a.py"),
        ("src/a%20b/%C3%A9%23.py", "src/a b/é#.py"),
        ("src/100%25.py", "src/100%.py"),
        # No encoder leaves these as they are, so they are names and nothing in them is decoded.
        ("src/a b%20.py", "src/a b%20.py"),
        ("src/é%20.py", "src/é%20.py"),
        ("src/c#/a%20.py", "src/c#/a%20.py"),
        ("src/100%.py", "src/100%.py"),
        # No encoder writes these.
        ("src/safe%2Epy", "src/safe%2Epy"),
        ("%2e%2e/a.py", "%2e%2e/a.py"),
        ("src/%41.py", "src/%41.py"),
        # Not UTF-8: there is no text for it.
        ("src/%FF.py", "src/%FF.py"),
        ("src\\a.py", "src\\a.py"),
        ("file:///builds/shop/src/a%20b.py", "src/a b.py"),
        ("FILE:///builds/shop/src/a.py", "src/a.py"),
        ("file://localhost/builds/shop/src/a.py", "src/a.py"),
        ("file:/builds/shop/src/a.py", "src/a.py"),
        ("file:src/a.py", "src/a.py"),
        ("/builds/shop/src/a.py", "src/a.py"),
    ],
)
def test_a_uri_becomes_a_path_below_the_root(uri, path):
    """Relative references and file URIs under the root are paths relative to it, decoded once."""
    assert path_of(uri) == path


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("../a.py", "../a.py"),
        # Never resolved (3.10.2): through a link it may be somewhere else.
        ("src/../a.py", "src/../a.py"),
        ("file:///builds/shop/../etc/passwd", "../etc/passwd"),
        ("/etc/passwd", "/etc/passwd"),
        ("file:///etc/passwd", "/etc/passwd"),
        ("file:///builds/shopping/a.py", "/builds/shopping/a.py"),
        ("file://build.example.com/builds/shop/a.py", "//build.example.com/builds/shop/a.py"),
        ("//builds/shop/a.py", "//builds/shop/a.py"),
        ("file:////server/share/a.py", "//server/share/a.py"),
        ("file:///C:/builds/shop/a.py", "C:/builds/shop/a.py"),
        ("C:\\builds\\a.py", "C:/builds/a.py"),
        ("https://example.com/builds/shop/a.py", "https://example.com/builds/shop/a.py"),
        ("jrt:/java.base/X.class", "jrt:/java.base/X.class"),
        ("a%00b.py", "a\x00b.py"),
        ("http://[", "http://["),
    ],
)
def test_a_path_outside_the_root_keeps_its_text(uri, path):
    """It stays a finding, under a path that reading refuses."""
    assert path_of(uri) == path


def test_a_very_long_path_stays_a_finding():
    """Over 4096 characters: kept, and refused when it is to be read."""
    assert path_of("a/" * 3000 + "a.py") == "a/" * 3000 + "a.py"


@pytest.mark.parametrize("uri", ["file:///c:/Builds/shop/src/a.py", "C:/Builds/shop/src/a.py"])
def test_a_windows_root(uri):
    """A drive letter has no case; the rest of a path does."""
    assert path_of(uri, root=PureWindowsPath("C:\\Builds\\shop")) == "src/a.py"
    elsewhere = path_of(uri, root=PureWindowsPath("C:\\builds\\shop"))
    assert elsewhere.lower() == "c:/builds/shop/src/a.py"


def test_the_root_may_have_two_names():
    """The root as given and as resolved: scanners write either."""
    data = a_log(
        a_result("file:///link/a.py"), a_result("file:///real/b.py"), a_result("/relative/c.py")
    )
    roots = [PurePosixPath("/link"), PurePosixPath("/real"), PurePosixPath("relative")]
    log = read(data, tenant="t", repository="r", roots=roots)
    assert [finding.primary.path for finding in log.findings] == ["a.py", "b.py", "/relative/c.py"]
    log = read(data, tenant="t", repository="r")
    assert [finding.primary.path for finding in log.findings][:2] == ["/link/a.py", "/real/b.py"]


@pytest.mark.parametrize("scanner", ["Semgrep OSS", "gosec", "Brakeman"])
def test_scanners_that_write_bare_paths(scanner):
    """What they write is the name itself: decoding it would judge another file."""
    assert path_of("src/a%20b.py", scanner=scanner) == "src/a%20b.py"


@pytest.mark.parametrize(
    ("bases", "base", "path"),
    [
        # Nobody has to define the source root.
        ({}, "%SRCROOT%", "lib/a.py"),
        ({}, "SRCROOT", "lib/a.py"),
        # Defined under the root.
        ({"SRCROOT": {"uri": "file:///builds/shop/back%20end/"}}, "SRCROOT", "back end/lib/a.py"),
        ({"SRCROOT": {"uri": "file:///builds/shop"}}, "SRCROOT", "lib/a.py"),
        # On another machine.
        ({"SRCROOT": {"uri": "file:///home/runner/x/"}}, "SRCROOT", "lib/a.py"),
        ({"SRCROOT": {"uri": "file:///D:/x/"}}, "SRCROOT", "lib/a.py"),
        ({"OUT": {"uri": "file:///other/"}}, "OUT", "/other/lib/a.py"),
        ({"OUT": {"uri": "https://x.example/"}}, "OUT", "https://x.example/lib/a.py"),
        # Chains.
        (
            {"P": {"uri": "file:///builds/shop/"}, "SRCROOT": {"uri": "src", "uriBaseId": "P"}},
            "SRCROOT",
            "src/lib/a.py",
        ),
        # The top left out, for privacy: it is the root.
        ({"P": {}, "SRCROOT": {"uri": "src/", "uriBaseId": "P"}}, "SRCROOT", "src/lib/a.py"),
        (
            {"P": {"uri": "file:///x/"}, "SRCROOT": {"uri": "src/", "uriBaseId": "P"}},
            "SRCROOT",
            "/x/src/lib/a.py",
        ),
        ({"B": {"uri": "b/", "uriBaseId": "SRCROOT"}}, "B", "b/lib/a.py"),
        ({"ROOTPATH": {"uri": "file:///"}}, "ROOTPATH", "/lib/a.py"),
    ],
)
def test_base_ids(bases, base, path):
    """`uriBaseId` leads through `originalUriBaseIds` to the root or to a place elsewhere."""
    assert path_of("lib/a.py", base, originalUriBaseIds=bases) == path


def test_a_base_id_above_the_root():
    """A relative path may enter the root from above (trivy: ``file:///``)."""
    bases = {"ROOTPATH": {"uri": "file:///"}}
    assert path_of("builds/shop/a.py", "ROOTPATH", originalUriBaseIds=bases) == "a.py"


@pytest.mark.parametrize(
    ("bases", "says"),
    [
        ({"A": {"uri": "a/", "uriBaseId": "B"}, "B": {"uri": "b/", "uriBaseId": "A"}}, "by itself"),
        ({"A": {"uri": "a/", "uriBaseId": "A"}}, "by itself"),
        ({}, "not defined"),
        (None, "not defined"),
        ({"A": "file:///builds/shop/"}, "not defined"),
        ({"A": {"uri": 1}}, "not defined"),
        ({"A": {"uri": "a/", "uriBaseId": 1}}, "no text"),
        (
            {f"A{n}": {"uriBaseId": f"A{n + 1}"} for n in range(5000)} | {"A": {"uriBaseId": "A0"}},
            "A5000",
        ),
    ],
)
def test_base_ids_that_lead_nowhere(bases, says):
    """A cycle, or a base that nobody defined, is the reason why the result is not judged."""
    assert says in reason_of(a_result(base="A"), originalUriBaseIds=bases)


def test_artifacts_by_index():
    """A place may name its file by index only, and then has the artifact's path and base id."""
    artifacts = [
        {"location": {"uri": "x.py"}},
        {"location": {"uri": "a%20b.py", "uriBaseId": "S"}, "hashes": {"SHA-256": "ab" * 32}},
    ]
    location = finding_of(
        a_result({"index": 1}), artifacts=artifacts, originalUriBaseIds={"S": {"uri": "src/"}}
    ).primary
    assert location.path == "src/a b.py"
    assert location.expectation == Expectation(sha256="ab" * 32)


@pytest.mark.parametrize(
    ("artifact", "says"),
    [
        ({"index": 7}, "names no file"),
        ({"index": -1}, "names no file"),
        ({"index": True}, "names no file"),
        ({"uri": ""}, "names no file"),
        ({"uri": None, "index": 2}, "names no file"),
        ({}, "names no file"),
        ({"uri": "./"}, "names a directory"),
        ({"uri": "file:///builds/shop/"}, "names a directory"),
        ({"uri": "x.py", "index": 1}, "two different files"),
        ({"index": 3}, "inside another file"),
        ({"uri": "in.zip/a.py"}, "inside another file"),
    ],
)
def test_what_names_no_file_or_two(artifact, says):
    """No URI, an index that leads nowhere, a contradiction, a file in an archive: a reason each."""
    artifacts = [
        {"location": {"uri": "x.py"}},
        {"location": {"uri": "y.py"}},
        "nonsense",
        {"location": {"uri": "in.zip/a.py"}, "parentIndex": 0},
    ]
    assert says in reason_of(a_result(artifact), artifacts=artifacts)


def test_an_index_beside_a_uri_may_be_wrong_only_by_absence():
    """With a URI at hand an index without an artifact is ignored."""
    assert path_of({"uri": "a.py", "index": 4}) == "a.py"
    same = [{"location": {"uri": "file:///builds/shop/a.py"}}]
    assert path_of({"uri": "a.py", "index": 0}, artifacts=same) == "a.py"


# Places


@pytest.mark.parametrize(
    ("region", "read_as"),
    [
        ({"startLine": 5}, Region(5)),
        ({"startLine": 5, "endLine": 7}, Region(5, None, 7)),
        ({"startLine": 5, "endLine": 4}, Region(5)),
        ({"startLine": 5, "startColumn": 2, "endColumn": 9}, Region(5, 2, None, 9)),
        (
            {"startLine": 5, "startColumn": 9, "endLine": 6, "endColumn": 2},
            Region(5, 9, 6, 2),
        ),
        ({"startLine": 5, "startColumn": 9, "endColumn": 2}, Region(5)),
        ({"startLine": 5, "startColumn": 4, "endColumn": 4}, Region(5, 4, None, 4)),
        ({"startLine": 5, "startColumn": 0, "endColumn": "x"}, Region(5)),
        ({"startLine": 5, "charOffset": 70, "charLength": 3}, Region(5)),
    ],
)
def test_regions(region, read_as):
    """Lines and columns are 1-based, the end column is exclusive; a bad column is no column."""
    found = finding_of(a_result(region=region), columnKind="unicodeCodePoints").primary.region
    assert found == read_as


@pytest.mark.parametrize(
    ("kind", "region"),
    [
        ("utf16CodeUnits", Region(5, 2, None, 9, ColumnUnit.UTF16)),
        ("unicodeCodePoints", Region(5, 2, None, 9, ColumnUnit.CODE_POINTS)),
        (None, Region(5)),
        ("bytes", Region(5)),
        (["utf16CodeUnits"], Region(5)),
    ],
)
def test_columns_count_what_column_kind_says(kind, region):
    """`columnKind` has no default (3.14.27): columns in unknown units single out nothing."""
    result = a_result(region={"startLine": 5, "startColumn": 2, "endColumn": 9})
    assert finding_of(result, columnKind=kind).primary.region == region


@pytest.mark.parametrize(
    ("region", "says"),
    [
        ({}, "no line in it"),
        ("line 3", "no line in it"),
        ({"startLine": None}, "no line in it"),
        ({"charOffset": 17, "charLength": 3}, "offset but no startLine"),
        ({"byteOffset": 17}, "offset but no startLine"),
        ({"startLine": 0}, "startLine is no line number"),
        ({"startLine": -3}, "startLine is no line number"),
        ({"startLine": "3"}, "startLine is no line number"),
        ({"startLine": 3.0}, "startLine is no line number"),
        ({"startLine": True}, "startLine is no line number"),
        ({"startLine": 2**31}, "startLine is no line number"),
        ({"startLine": 10**400}, "startLine is no line number"),
        ({"startLine": 3, "endLine": "4"}, "endLine is no line number"),
        ({"startLine": 3, "endLine": 2**70}, "endLine is no line number"),
    ],
)
def test_regions_that_name_no_line(region, says):
    """Without a start line the place is not known, and the reason says what is there instead."""
    assert says in reason_of(a_result(region=region))


@pytest.mark.parametrize("locations", [{}, {"locations": []}, {"locations": None}])
def test_a_result_without_location(locations):
    """It is kept, and reported as real."""
    assert "names no location" in reason_of({"ruleId": "R1", "message": {"text": "m"}, **locations})


@pytest.mark.parametrize(
    "location", [{}, None, 3, {"physicalLocation": []}, {"logicalLocations": [{"name": "f"}]}]
)
def test_every_location_must_name_a_place(location):
    """One that cannot be placed could be the one that matters."""
    assert "names no file" in reason_of({**a_result(), "locations": [a_location(), location]})


def test_locations_flows_and_related_locations():
    """The first location is primary, code flows are flows, related locations are informative."""
    result = a_result(
        locations=[a_location("a.py"), a_location("b.py", {"startLine": 9})],
        relatedLocations=[a_location("related.py")],
        codeFlows=[
            {
                "threadFlows": [
                    {"locations": [{"location": a_location("s1.py")}, {"index": 1}]},
                    {"locations": [{"location": a_location("t.py")}]},
                ]
            },
            {"threadFlows": [{"locations": []}]},
        ],
    )
    cached = [{"location": a_location("s0.py")}, {"location": a_location("s2.py")}]
    finding = finding_of(result, threadFlowLocations=cached)
    assert [at.path for at in finding.locations] == ["a.py", "b.py"]
    assert finding.primary.region == Region(3)
    assert [[at.path for at in flow] for flow in finding.flows] == [["s1.py", "s2.py"], ["t.py"]]


def a_flow(*steps) -> dict:
    return a_result(codeFlows=[{"threadFlows": [{"locations": list(steps)}]}])


def test_steps_that_name_no_place_are_passed_over():
    """SARIF allows steps without a place (a message, a logical location)."""
    step = {"location": a_location("s.py")}
    others = [{}, {"location": {"message": {"text": "x"}}}, {"importance": "essential"}]
    assert finding_of(a_flow(*others, step)).flows == ((Location("s.py", Region(3)),),)


@pytest.mark.parametrize(
    "result",
    [
        a_flow({"location": a_location({})}),
        a_flow({"location": a_location(region={})}),
        a_flow({"index": 5}),
        a_flow("step"),
        a_flow({"location": "here"}),
        a_result(codeFlows="flow"),
        a_result(codeFlows=[3]),
        a_result(codeFlows=[{"threadFlows": {"a": 1}}]),
        a_result(codeFlows=[{"threadFlows": [{"locations": 1}]}]),
    ],
)
def test_a_step_that_cannot_be_placed_is_a_reason(result):
    """Every step is a marked place: one that names a place and cannot be placed is not dropped."""
    assert reason_of(result).startswith("Not judged, so reported as real: ")


# What the report claims to have seen


@pytest.mark.parametrize(
    ("place", "snippet"),
    [
        ({}, None),
        ({"snippet": {"text": "x = 1\n"}}, "x = 1\n"),
        ({"snippet": {"text": " \n"}}, None),
        ({"snippet": {"text": 5}}, None),
        ({"snippet": "x"}, None),
        ({"snippet": {"binary": "eA=="}}, None),
        # gosec: a line before, a line after, all numbered.
        ({"snippet": {"text": "2: a\n3: \tb\n4: c\n"}, "endLine": 3}, "\tb"),
        ({"snippet": {"text": "2: a\n3: b\n4: c\n5: d\n"}, "endLine": 4}, "b\nc"),
        ({"snippet": {"text": "3: b\n"}}, "b"),
        # Lines that only look numbered.
        ({"snippet": {"text": "3: b\n3: b\n"}}, "3: b\n3: b\n"),
        ({"snippet": {"text": "7: b\n8: b\n"}}, "7: b\n8: b\n"),
        ({"snippet": {"text": "3: b\nx\n"}}, "3: b\nx\n"),
    ],
)
def test_snippets(place, snippet):
    """The region's snippet is carried as the report has it, without line numbers in it."""
    found = finding_of(a_result(region={"startLine": 3, **place})).primary.expectation
    assert found == (Expectation(snippet) if snippet else None)


@pytest.mark.parametrize(
    ("context", "believed"),
    [
        ({"startLine": 2, "endLine": 4}, True),
        ({"startLine": 3}, True),
        ({"startLine": 4, "endLine": 6}, False),
        ({"startLine": 1, "endLine": 2}, False),
        ({"startLine": "4"}, True),
        ("x", True),
    ],
)
def test_a_snippet_whose_context_is_elsewhere_is_not_believed(context, believed):
    """bandit counts the snippet's line from the wrong end in a call over several lines."""
    result = a_result(
        region={"startLine": 3, "snippet": {"text": "x"}}, place={"contextRegion": context}
    )
    assert (finding_of(result).primary.expectation is not None) is believed


@pytest.mark.parametrize(
    ("hashes", "sha256"),
    [
        ({"sha-256": "ab" * 32}, "ab" * 32),
        ({"sha256": "AB" * 32}, "AB" * 32),
        # It cannot fit any file: the finding will be reported as real.
        (
            {"sha-256": "cc8e6a99f3eff00adc649fee132ba80fe333ea5a"},
            "cc8e6a99f3eff00adc649fee132ba80fe333ea5a",
        ),
        ({"sha-256": ""}, None),
        ({"sha-256": 5}, None),
        ({"sha-512": "ab"}, None),
        ("x", None),
    ],
)
def test_artifact_hashes(hashes, sha256):
    """A SHA-256 of the artifact is carried, also when the place names its file by URI only."""
    artifacts = [{"location": {"uri": "./a.py"}, "hashes": hashes}]
    expected = Expectation(sha256=sha256) if sha256 else None
    assert finding_of(artifacts=artifacts).primary.expectation == expected
    assert finding_of(a_result("b.py"), artifacts=artifacts).primary.expectation is None


# Rules and types


def rule_of(result, **run) -> str:
    return finding_of({**a_result(), "ruleId": None, **result}, **run).rule_id


RULES = [{"id": "A1"}, {"id": "B2", "guid": "g"}]


@pytest.mark.parametrize(
    ("result", "rule_id"),
    [
        ({"ruleId": "X"}, "X"),
        ({"rule": {"id": "Y"}}, "Y"),
        ({"ruleIndex": 1}, "B2"),
        ({"rule": {"index": 0}}, "A1"),
        ({"rule": {"index": 0, "toolComponent": {"index": 0}}}, "E1"),
        ({"rule": {"index": 0, "toolComponent": {"guid": "ext"}}}, "E1"),
        ({"rule": {"index": 0, "toolComponent": {"index": 9}}}, "A1"),
        ({"rule": {"index": 0, "toolComponent": {"name": "ext"}}}, "A1"),
        ({"ruleIndex": 9}, ""),
        ({"ruleIndex": -1}, ""),
        ({}, ""),
    ],
)
def test_rule_ids(result, rule_id):
    """The id is the result's, or that of the rule that its index leads to."""
    extensions = [{"name": "ext", "guid": "ext", "rules": [{"id": "E1"}]}, {"rules": [{"id": "N"}]}]
    driver = {"guid": "driver", "rules": RULES}
    assert rule_of(result, driver=driver, tool={"extensions": extensions}) == rule_id


def type_of(result=None, rule=None, **run) -> str:
    rules = [{"id": "other"}, {"id": "R1", **(rule or {})}]
    return finding_of(a_result(**(result or {})), driver={"rules": rules}, **run).type


@pytest.mark.parametrize(
    "rule",
    [
        {"properties": {"tags": ["security", "external/cwe/cwe-89"]}},
        {"properties": {"tags": ["external/cwe/cwe-089"]}},
        {"properties": {"tags": ["CWE-89: Improper Neutralization of Special Elements"]}},
        {"properties": {"tags": ["cwe:89"]}},
        {"properties": {"cwe": "CWE-89"}},
        {"properties": {"cwe": 89}},
        {"properties": {"cwe": ["089"]}},
        {"properties": {"CWE-ID": "89"}},
        {"helpUri": "https://cwe.mitre.org/data/definitions/89.html"},
        {"relationships": [{"target": {"id": "89", "toolComponent": {"name": "CWE"}}}]},
        {"relationships": [{"target": {"id": "CWE-89", "toolComponent": {"index": 0}}}]},
        {"relationships": [{"target": {"index": 1, "toolComponent": {"index": 0}}}]},
        {"relationships": [{"target": {"index": 1, "toolComponent": {"guid": "cwe-guid"}}}]},
        {"name": "SQL/SQL Injection"},
        {"name": "sqli"},
    ],
)
def test_the_type_of_a_rule(rule):
    """CWEs come from a rule's tags, properties, taxonomy and page; else its name may tell."""
    taxonomies = [{"name": "CWE", "guid": "cwe-guid", "taxa": [{"id": "78"}, {"id": "89"}]}]
    assert type_of(rule=rule, taxonomies=taxonomies) == "sql-injection"


@pytest.mark.parametrize(
    "result",
    [
        {"taxa": [{"id": "89", "toolComponent": {"name": "CWE"}}]},
        {"properties": {"cwe": ["CWE-89"]}},
        {"properties": {"tags": ["CWE-89"]}},
    ],
)
def test_the_type_of_a_result(result):
    """What a result itself says comes before what its rule says."""
    assert type_of(result, {"properties": {"cwe": "CWE-78"}}) == "sql-injection"


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"relationships": [{"target": {"id": "89", "toolComponent": {"name": "OWASP"}}}]},
        {"relationships": [{"target": {"id": "89"}}]},
        {"properties": {"tags": ["acwe-89", "cwe", "cwe-0", "cwe-123456", "89"]}},
        {"properties": {"cwe": [True, -89, 10**30, 89.0, None, {}]}},
        {"properties": {"tags": "CWE-89"}},
        {"name": "SQL Injector"},
    ],
)
def test_a_type_that_is_not_known_is_the_rule(rule):
    """Without a known CWE or name the rule's id is the type."""
    assert type_of(rule=rule) == "r1"


def test_a_cwe_comes_before_a_name():
    """What a rule is called is only asked when nothing else is known."""
    assert type_of(rule={"name": "sqli", "properties": {"cwe": 78}}) == "command-injection"


def test_our_rule_map_comes_first():
    """bandit's rules are mapped by id, whatever CWE they carry."""
    rules = [{"id": "B608", "properties": {"tags": ["external/cwe/cwe-78"]}}]
    result = a_result(ruleId="B608", ruleIndex=0)
    assert finding_of(result, scanner="Bandit", driver={"rules": rules}).type == "sql-injection"


def test_the_id_decides_over_a_wrong_index():
    """gosec sorts its rules after it has numbered them."""
    assert type_of({"ruleIndex": 0}, {"properties": {"cwe": 89}}) == "sql-injection"


def test_a_rule_may_be_reported_in_parts():
    """A hierarchical rule id (3.5.4) has the rule above it; rules of extensions are found by id."""
    rule = {"id": "CA5350", "properties": {"cwe": 328}}
    result = a_result(ruleId="CA5350/md5")
    assert finding_of(result, driver={"rules": [rule]}).type == "weak-hash"
    finding = finding_of(result, tool={"extensions": [5, {"rules": [rule]}]})
    assert (finding.type, finding.rule_id) == ("weak-hash", "CA5350/md5")
    assert finding_of(a_result(ruleId="/" * 100_000)).rule_id == "/" * 100_000


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"text": "plain {0}"}, "plain {0}"),
        ({"text": "of {0} and {1}, {9}", "arguments": ["a"]}, "of a and {1}, {9}"),
        ({"id": "default", "arguments": ["x"]}, "The x is used."),
        ({"id": "global"}, "Everywhere."),
        ({"id": "unknown"}, ""),
        ({"markdown": "*m*"}, "*m*"),
        ("text", ""),
    ],
)
def test_messages(message, text):
    """Messages are looked up and filled in (3.11.7)."""
    driver = {
        "rules": [{"id": "R1", "messageStrings": {"default": {"text": "The {0} is used."}}}],
        "globalMessageStrings": {"global": {"text": "Everywhere."}},
    }
    assert finding_of(a_result(message=message), driver=driver).message == text


# What is no finding, and what is suppressed already


@pytest.mark.parametrize("kind", ["pass", "notApplicable", "informational"])
def test_results_that_report_no_problem(kind):
    """They are no findings, and nothing real either."""
    log = log_of(a_result(kind=kind))
    assert not log.findings
    assert not log.not_judged[0].is_problem
    assert kind in log.not_judged[0].reason


@pytest.mark.parametrize("kind", ["open", "review", "FAIL", 5, ["fail"]])
def test_results_that_may_report_a_problem(kind):
    """A doubt of the scanner, or a kind that nobody knows, is not judged and stays reported."""
    assert "kind" in reason_of(a_result(kind=kind))


def test_a_result_that_is_gone():
    """`baselineState: absent` is a result of an earlier scan."""
    log = log_of(a_result(baselineState="absent"), a_result(baselineState="unchanged"))
    assert [one.is_problem for one in log.not_judged] == [False]
    assert len(log.findings) == 1


@pytest.mark.parametrize(
    ("suppressions", "suppressed"),
    [
        (None, False),
        ([], False),
        ([{"kind": "inSource"}], True),
        ([{"kind": "external", "status": "accepted"}], True),
        ([{"kind": "external", "status": "underReview"}], False),
        ([{"kind": "inSource"}, {"kind": "external", "status": "rejected"}], False),
        ([{"kind": "external", "properties": {"fpcache": {}}}], False),
        (["x"], False),
        ("x", False),
    ],
)
def test_suppressed_results_are_findings(suppressions, suppressed):
    """Whoever suppressed it, it is judged; what the report itself says of it is told."""
    log = log_of(a_result(suppressions=suppressions))
    assert [one.suppressed for one in log.reported] == [suppressed]


@pytest.mark.parametrize("result", [None, 3, "x", [], True])
def test_a_result_that_is_no_object(result):
    """It cannot be annotated, but it is counted, as real."""
    assert "no object" in reason_of(result)
