"""The service over HTTP: the application as it is served, with a store on disk."""

import gzip
import json
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from fpcache_ops.service.app import BODY_LIMIT, create_app
from fpcache_ops.service.auth import DevelopmentKeys
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.assembling import assembled
from tests.serving import served

URL = "/api/v1/vulnerabilities/validate"
KEY = {"x-api-key": "anything"}
FILES = {"a.py": {"content": "def f(x):\n    run(unsafe)\n"}, "b.py": "def g(x):\n    run(x)\n"}
REAL = {"id": "r", "type": "sql_injection", "patternId": "p", "file": "a.py", "line": 2}
FALSE = {"id": "f", "type": "sql_injection", "locations": [{"file_path": "b.py", "line": 2}]}


class OnlyOneKey:
    """An authenticator that knows one key."""

    def recent(self, key):
        return None

    def caller(self, key):
        return DevelopmentKeys().caller(key) if key == "right" else None


@pytest.fixture
def assembly(tmp_path: Path):
    with assembled(SqlStore(SqliteDatabase(tmp_path / "cache.db")), tmp_path) as made:
        yield made


@pytest.fixture
def http(assembly):
    with served(create_app(assembly, DevelopmentKeys()), headers=KEY) as client:
        yield client


def ask(http, *vulnerabilities, **more):
    return http.post(URL, json={"vulnerabilities": vulnerabilities, "files": FILES} | more)


def test_judged_once_then_served(http):
    """A first request is judged, the second one answered from the cache, in request order."""
    first, second = ask(http, REAL, FALSE), ask(http, REAL, FALSE)
    assert first.status_code == second.status_code == 200
    assert [v["outcome"] for v in first.json()["validated"]] == ["miss", "miss"]
    assert [v["outcome"] for v in second.json()["validated"]] == ["hit", "hit"]
    for before, after in zip(first.json()["validated"], second.json()["validated"], strict=True):
        for field in ("id", "isValid", "confidence", "reason", "cacheKey", "evidence"):
            assert before[field] == after[field]
    assert [v["isValid"] for v in second.json()["validated"]] == [True, False]
    assert second.json()["cache_stats"]["hit_rate"] == 100.0
    assert second.json()["cache_stats"]["total_cached_entries"] == 2
    assert second.headers["cache-status"].startswith("fpcache; hit")
    assert first.headers["cache-status"].startswith("fpcache; fwd=miss")
    assert second.headers["server-timing"].startswith("total;dur=")


def test_both_addresses_are_one(http):
    """The alias answers from the same cache."""
    ask(http, FALSE)
    body = {"vulnerabilities": [FALSE], "files": FILES}
    assert http.post("/api/v1/ast/validate", json=body).json()["validated"][0]["outcome"] == "hit"


def test_three_equal_findings_are_one_miss_and_two_duplicates(http):
    """As the contract counts them."""
    body = ask(http, FALSE, FALSE | {"id": "g"}, FALSE | {"id": "h"}).json()
    assert body["cache_stats"]["cache_misses"] == 1
    assert body["cache_stats"]["internal_duplicates"] == 2
    assert [(v["id"], v["fromCache"]) for v in body["validated"]] == [
        ("f", False),
        ("g", False),
        ("h", False),
    ]


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        "text",
        {},
        {"line": 0},
        {"file": "a.py"},
        {"file": "a.py", "line": -1},
        {"file": "a.py", "line": 10**12},
        {"file": "a\x00.py", "line": 1},
        {"file": "x" * 5000, "line": 1},
        {"file": "missing.py", "line": 1},
        {"file": "/etc/passwd", "line": 1},
        {"file": "../../etc/passwd", "line": 1},
        {"locations": [{}]},
        {"locations": [None, {"file_path": "b.py", "line": 2}]},
        {"type": 5, "file": "b.py", "line": "x"},
    ],
)
def test_one_odd_finding_never_makes_a_batch_fail(http, odd):
    """It is answered for itself, as real; its neighbours are judged and cached."""
    for outcome in ("miss", "hit"):
        answer = http.post(
            URL,
            content=json.dumps({"vulnerabilities": [FALSE, odd, REAL], "files": FILES}).encode(),
        )
        assert answer.status_code == 200
        before, between, after = answer.json()["validated"]
        assert between["isValid"] is True
        assert between["outcome"] == "miss"
        assert "evidence" not in between
        assert (before["outcome"], before["isValid"]) == (outcome, False)
        assert (after["outcome"], after["isValid"]) == (outcome, True)


def test_content_that_was_not_submitted(http):
    """Real, confidence 0.5, and the reason says so; nothing on this machine is opened."""
    (found,) = ask(http, {"id": 1, "type": "xss", "file": "/etc/hostname", "line": 1}).json()[
        "validated"
    ]
    assert (found["isValid"], found["confidence"]) == (True, 0.5)
    assert "content unavailable" in found["reason"]


def test_declarations_change_no_answer(http):
    """A false hash, `sha256:unknown` twice, a foreign snippet, a severity: warnings at most."""
    plain = ask(http, FALSE).json()["validated"][0]
    for declared in ("sha256:unknown", "0" * 64):
        lying = FALSE | {"code": "not in the file", "severity": "low"}
        files = FILES | {"b.py": {"content": FILES["b.py"], "hash": declared}}
        for _ in range(2):
            (found,) = ask(http, lying, files=files).json()["validated"]
            assert len(found["warnings"]) == 2
            assert found["evidence"] == plain["evidence"]
            assert found["isValid"] == plain["isValid"]
    changed = FILES | {
        "b.py": {"content": "def g(x):\n    run(unsafe)\n", "hash": "sha256:unknown"}
    }
    assert ask(http, FALSE, files=changed).json()["validated"][0]["isValid"] is True


def test_a_key_is_wanted(assembly):
    """401 with the code that old clients switch on; either header will do."""
    with served(create_app(assembly, OnlyOneKey())) as http:
        none, wrong = http.post(URL), http.post(URL, headers={"x-api-key": "wrong"})
        assert (none.status_code, none.json()["error"]["code"]) == (401, "AUTH_REQUIRED")
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "INVALID_API_KEY")
        assert none.json()["requestId"] == none.headers["x-request-id"]
        for header in ({"x-api-key": "right"}, {"authorization": "Bearer right"}):
            assert http.post(URL, json={"vulnerabilities": []}, headers=header).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"vulnerabilities": 1}',
        b"\xff\xfe",
        b'{"vulnerabilities": [{"file": "\\ud800"}]}',
    ],
)
def test_what_is_no_request_is_a_problem_document(http, body):
    """400 with the text that old clients read, and where it went wrong."""
    answer = http.post(URL, content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["error"] == "Invalid request format"
    assert answer.json()["detail"]
    assert answer.json()["status"] == 400


def test_limits(http):
    """Too large is said before the body is read, too many by its content."""
    with closing(HTTPConnection(http.base_url.host, http.base_url.port)) as raw:
        raw.putrequest("POST", URL)
        raw.putheader("content-length", str(BODY_LIMIT + 1))
        raw.putheader("x-api-key", "anything")
        raw.endheaders()
        assert raw.getresponse().status == 413
    many = http.post(URL, json={"vulnerabilities": [{}] * 10_001})
    assert many.status_code == 400
    assert "10000" in many.json()["detail"]


def test_unknown_addresses_and_methods(http):
    """404 and 405 are problem documents too."""
    assert http.get("/nothing").json()["status"] == 404
    assert http.get(URL).json()["status"] == 405
    assert http.post(URL, content=gzip.compress(b"{}")).status_code == 400
    assert http.post(URL, content=b"{}", headers={"content-type": "text/plain"}).status_code == 415
    packed = {"content-encoding": "br"}
    assert http.post(URL, content=b"{}", headers=packed).status_code == 415


def test_health_says_what_is_wrong(http, assembly, tmp_path: Path):
    """Without a key: status, database, cache, version."""
    body = http.get("/health", headers={"x-api-key": ""}).json()
    assert body["status"] == body["database"] == "ok"
    assert body["cache"] == "on"
    (tmp_path / "cache.off").touch()
    assert http.get("/health").json()["cache"] == "off"
    (tmp_path / "cache.off").unlink()
    assembly.store.close()
    (tmp_path / "cache.db").write_bytes(b"no database" * 1000)
    body = http.get("/health").json()
    assert body["status"] == "degraded"
    assert "move it away" in body["database"]


def test_the_off_file_acts_at_the_next_request(http, tmp_path: Path):
    """No restart: the file is looked for each time."""
    ask(http, FALSE)
    (tmp_path / "cache.off").touch()
    assert ask(http, FALSE).json()["validated"][0]["outcome"] == "bypass"
    (tmp_path / "cache.off").unlink()
    assert ask(http, FALSE).json()["validated"][0]["outcome"] == "hit"
