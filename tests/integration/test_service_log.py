"""What the service's own log says, and what only when that is asked for."""

import io
import json
from pathlib import Path

import pytest

from fpcache_ops.errors import UnusableInput
from fpcache_ops.service.app import Options, create_app
from fpcache_ops.service.auth import DevelopmentKeys
from fpcache_ops.service.gate import Limits
from fpcache_ops.service.logs import open_log
from fpcache_ops.service.server import listen
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.assembling import assembled
from tests.serving import served

VALIDATE = "/api/v1/vulnerabilities/validate"
KEY = "a-key-nobody-may-read"
BODY = {
    "vulnerabilities": [{"id": "1", "type": "xss", "file": "a.py", "line": 1}],
    "files": {"a.py": "source_nobody_may_read()\n"},
}


def logged(folder: Path, level: str = "info", *, payloads: bool = False, **limits):
    """Some requests, and the log of them."""
    out = io.BytesIO()
    log, close = open_log(level, out)
    with assembled(SqlStore(SqliteDatabase(folder / "cache.db")), folder) as assembly:
        options = Options(log=log, log_payloads=payloads, limits=Limits(**limits))
        with served(create_app(assembly, DevelopmentKeys(), options)) as http:
            headers = {"x-api-key": KEY}
            answers = [
                http.post(VALIDATE, json=BODY, headers=headers),
                http.get("/health"),
                http.post(VALIDATE, json=BODY),
                http.post(VALIDATE, content=b"{source_nobody", headers=headers),
            ]
            setattr(assembly.validation, "run", None)  # noqa: B010  a fault of ours
            answers.append(http.post(VALIDATE, json=BODY, headers=headers))
    close()
    text = out.getvalue().decode()
    return answers, text, [json.loads(line) for line in text.splitlines()]


def test_a_line_for_each_request(tmp_path: Path):
    """With its id, who asked for what, and how it went; no source and no key."""
    answers, text, lines = logged(tmp_path)
    assert [answer.status_code for answer in answers] == [200, 200, 401, 400, 500]
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["status"] for line in requests] == [200, 401, 400, 500]
    known = [answer.headers["x-request-id"] for answer in answers]
    assert [line["request_id"] for line in requests] == [known[0], *known[2:]]
    first = requests[0]
    assert (first["tenant"], first["key"], first["endpoint"]) == ("local", "development", VALIDATE)
    assert (first["findings"], first["hits"], first["misses"]) == (1, 0, 1)
    assert KEY not in text
    assert "nobody_may_read" not in text


def test_what_went_wrong_inside_is_in_the_log_alone(tmp_path: Path):
    """Where, and which kind of error: not its text, and nothing of it in the answer."""
    answers, _, lines = logged(tmp_path)
    (failed,) = [line for line in lines if line["event"] == "a request failed"]
    assert failed["error"] == "TypeError"
    assert any("validating.py" in place for place in failed["where"])
    assert answers[-1].json()["detail"] == "see the service's log"
    assert "Traceback" not in answers[-1].text


def test_details_and_payloads_when_asked_for(tmp_path: Path):
    """Neither brings the other; a key is never shown."""
    _, text, lines = logged(tmp_path, "debug")
    assert [line["endpoint"] for line in lines if line["level"] == "debug"] == ["/health"]
    assert "nobody_may_read" not in text
    _, text, lines = logged(tmp_path, payloads=True)
    assert "source_nobody_may_read()" in text
    assert not [line for line in lines if line["level"] == "debug"]
    assert KEY not in text


def test_a_share_that_is_used_up(tmp_path: Path):
    """429, and when to come again; 60 a minute are 10 at once."""
    with assembled(SqlStore(SqliteDatabase(tmp_path / "cache.db")), tmp_path) as assembly:
        options = Options(limits=Limits(requests_per_minute=6))
        with served(create_app(assembly, DevelopmentKeys(), options)) as http:
            headers = {"x-api-key": KEY}
            first, second = (http.post(VALIDATE, json=BODY, headers=headers) for _ in range(2))
            assert (first.status_code, second.status_code) == (200, 429)
            assert 1 <= int(second.headers["retry-after"]) <= 11
            assert second.json()["error"] == "Too many requests"
            assert http.get("/health").status_code == 200


def test_a_port_that_is_taken():
    """One line that says what to do."""
    with listen("127.0.0.1", 0, "--port") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UnusableInput, match=f"port {port} .*another --metrics-port"):
            listen("127.0.0.1", port, "--metrics-port")
    with pytest.raises(UnusableInput, match="port 99999"):
        listen("127.0.0.1", 99999, "--port")
