"""Odd values in requests that are requests, on both kinds of store."""

from typing import Any

from tests.contract.service.conftest import FALSE

ODD: list[Any] = [
    {"file": "a\0b", "line": 1},
    {"file": "../../../../etc/passwd", "line": 1},
    {"file": "\u202eyp.b", "line": 2},
    {"file": "b.py", "line": 10**300},
    {"file": "b.py", "line": -(2**63)},
    {"file": "b.py", "line": 1e308},
    {"file": ["b.py"], "line": {}},
    {"locations": [[], {}, None, 5, {"file_path": "b.py", "line": 2}] * 100},
    {"file": "x" * 100_000, "line": 1, "type": "y" * 100_000, "patternId": "\x7f" * 1000},
    {"file": "b.py", "line": 2, "type": "\0"},
    {"file": "b.py", "line": 2, "id": 2**70},
    {"file": "b.py", "line": 2, "id": "\u2028<script>"},
]


def test_odd_findings(service, acme):
    """One of them never fails its batch, and never hides: it is real."""
    said = service.validate(acme, FALSE, *ODD, FALSE | {"id": "last"})["validated"]
    assert said[0]["isValid"] is said[-1]["isValid"] is False
    assert all(one["isValid"] for one in said[1:8])
    for repository, real in (
        ("a\0b", True),
        ("x" * 100_000, True),
        ("\u202e", False),
        (7, False),
        (None, False),
        (["o/r"], False),
    ):
        (one,) = service.validate(acme, FALSE, repository=repository)["validated"]
        assert one["isValid"] is real, (repository, one)
    submitted: list[Any] = [None, 5, [], {"b.py": 5}, {"\0": "x"}, {"b.py": {"content": None}}]
    for files in submitted:
        (one,) = service.validate(acme, FALSE, files=files)["validated"]
        assert one["isValid"] is True


def test_odd_parameters_and_addresses(service, acme):
    """Everywhere else, too."""
    for path in (
        "/api/v1/cache/entries?limit=" + "9" * 5000,
        "/api/v1/cache/entries?file=%ff%00",
        "/api/v1/cache/entries?type=%ed%a0%80%00",
        "/api/v1/cache/entries?limit=1&limit=2",
        "/api/v1/cache/explain?file=x&line=-1",
        "/api/v1/cache/savings?cost_per_call=nan",
        "/api/v1/cache/savings?cost_per_call=1000000.0000000001",
        "/api/v1/cache/savings?seconds_per_call=1e400",
        "/api/v1/cache/savings?since=9999-12-31T23:59:59-14:00",
        "/api/v1/phases/retrieve?repo=acme/%00&commit=c",
        "/api/v1/phases/retrieve?repo=acme/x&commit=%00",
        "/api/v1/phases/retrieve?repo=acme/x&commit=c&issue=" + "9" * 400,
        "/api/v1/phase_data/acme/%00/1",
        "/api/v1/phase_data/acme/x/\u0661",
    ):
        assert service.ask(acme, "GET", path).status_code == 400, path
    for path in ("/api/v1/cache/invalidations/" + "9" * 50, "/api/v1/keys/%00", "/api/v1/keys/x"):
        assert service.ask(acme, "DELETE", path).status_code == 404, path
    for path in ("/%00", "/api/v1/../../etc/passwd", "//", "/api/v1/vulnerabilities/validate/"):
        assert service.ask(acme, "POST", path, content=b"{}").status_code in (404, 307), path
