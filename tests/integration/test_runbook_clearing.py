"""``clear-cache`` and ``restore`` against the real service: planned, applied, killed, taken up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from fpcache_ops.client import OperatorClient
from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.operations import runner
from fpcache_ops.operations.rehearsal import Rehearsal
from fpcache_ops.operations.runbook import find
from fpcache_ops.operations.specimens import REPOSITORIES, asked
from fpcache_ops.wire.management import SelectorBody

# A service for trying out takes any.
API_KEY = "a-key-of-mine"
ONE = {"repository": REPOSITORIES[0]}
FAULT = """
import os
from fpcache_ops.operations import changes

good = changes.KINDS["{kind}"]

def make(operator, arguments, token):
    {what}

changes.KINDS["{kind}"] = changes.Kind(make, good.find)
"""


@pytest.fixture
def service(tmp_path) -> Iterator[Rehearsal]:
    """A service that belongs to somebody, with ten entries in each of two repositories."""
    with Rehearsal(tmp_path) as running:
        with client(running.url) as known:
            for repository in REPOSITORIES:
                asked(known, repository)
        yield running


def client(url: str) -> OperatorClient:
    return OperatorClient(url, API_KEY)


@pytest.fixture
def given(service, monkeypatch) -> dict[str, Any]:
    monkeypatch.setenv("A_KEY", API_KEY)
    return {"server": service.url, "api_key": "env:A_KEY", "environment": "staging"}


def outcomes(url: str, repository: str) -> set[str]:
    with client(url) as known:
        return {answer.outcome for answer in asked(known, repository).validated}


def faulty(name: str, kind: str, what: str, folder: Path) -> Path:
    """The runbook with a fault planted in the function that changes something."""
    notebook = json.loads(find(name).path.read_text(encoding="utf-8"))
    at = next(
        n for n, c in enumerate(notebook["cells"]) if "apply" in c["metadata"].get("tags", ())
    )
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "fault",
        "metadata": {},
        "outputs": [],
        "source": FAULT.format(kind=kind, what=what),
    }
    notebook["cells"].insert(at, cell)
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_a_rehearsal_of_each(tmp_path):
    """With defaults, on a service of their own."""
    for name in ("clear-cache", "restore"):
        planned = runner.plan(name, runs_dir=tmp_path)
        assert planned.conclusion == "pass", planned.reason
        assert planned.plan is not None
        applied = runner.apply(name, planned.plan, runs_dir=tmp_path)
        assert applied.conclusion == "pass", applied.reason
        assert all(check.sample >= 10 for check in applied.checks)


def test_a_repository_is_cleared_and_restored(service, given, tmp_path):
    """What is withdrawn is judged again, the rest is not; a bound and a drift refuse."""
    runs = tmp_path / "runs"
    refused = runner.plan("clear-cache", {**given, "everything": True}, runs_dir=runs)
    assert (refused.conclusion, "share of the cache" in refused.reason) == ("refused", True)
    nothing = runner.plan("clear-cache", given, runs_dir=runs)
    assert (nothing.conclusion, "nothing is selected" in nothing.reason) == ("error", True)

    planned = runner.plan("clear-cache", {**given, **ONE}, runs_dir=runs)
    assert planned.plan is not None, planned.reason
    applied = runner.apply("clear-cache", planned.plan, runs_dir=runs)
    assert applied.conclusion == "pass", applied.reason
    again = runner.apply("clear-cache", planned.plan, runs_dir=runs)
    assert (again.conclusion, "no longer called for" in again.reason) == ("refused", True)

    planned = runner.plan("restore", given, runs_dir=runs)
    assert planned.plan is not None, planned.reason
    assert runner.apply("restore", planned.plan, runs_dir=runs).conclusion == "pass"
    assert outcomes(service.url, REPOSITORIES[0]) == {"hit"}
    with client(service.url) as known:
        assert [one.revoked_at is not None for one in known.invalidations()] == [True]


def test_a_change_that_was_not_made_is_no_pass(service, given, tmp_path):
    """The service said nothing, the page looks for itself."""
    book = faulty("clear-cache", "invalidate", "return {}", tmp_path)
    planned = runner.plan(book, {**given, **ONE}, runs_dir=tmp_path / "runs")
    assert planned.plan is not None, planned.reason
    failed = runner.apply(book, planned.plan, runs_dir=tmp_path / "runs")
    assert failed.conclusion == "fail"
    assert "Entries not withdrawn: 10 of 10" in failed.reason

    with client(service.url) as known:
        known.invalidate(SelectorBody(repository=REPOSITORIES[1]), "for a test")
    book = faulty("restore", "restore", "return {}", tmp_path)
    planned = runner.plan(book, given, runs_dir=tmp_path / "runs")
    assert planned.plan is not None, planned.reason
    failed = runner.apply(book, planned.plan, runs_dir=tmp_path / "runs")
    assert (failed.conclusion, failed.checks[0].value) == ("fail", 10)


@pytest.mark.parametrize("before", [True, False])
def test_killed_around_the_change_it_is_made_once(before, service, given, tmp_path):
    """By the service's own list of invalidations, after the run was taken up again."""
    fuse = tmp_path / "fuse"
    fuse.touch()
    die = f"os.path.exists({str(fuse)!r}) and (os.unlink({str(fuse)!r}), os.kill(os.getpid(), 9))"
    make = "done = good.make(operator, arguments, token)"
    steps = [die, make] if before else [make, die]
    what = "\n    ".join([*steps, "return done"])
    book = faulty("clear-cache", "invalidate", what, tmp_path)
    runs = tmp_path / "runs"
    planned = runner.plan(book, {**given, **ONE}, runs_dir=runs)
    assert planned.plan is not None, planned.reason
    broken = runner.apply(book, planned.plan, runs_dir=runs)
    assert (broken.conclusion, fuse.exists()) == ("error", False)
    resumed = runner.resume(broken.run, runs_dir=runs)
    with client(service.url) as known:
        assert len(known.invalidations()) == 1
    assert resumed.conclusion == "pass", resumed.reason
    assert next(s for s in resumed.steps if s.key == "invalidate").status == "finished"


class Recorder(ThreadingHTTPServer):
    """Passes requests on to a service, and keeps what was asked."""

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self.asked: list[tuple[str, str, bytes]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Recorder

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.asked.append((self.command, self.path, body))
        answer = httpx.request(
            self.command,
            self.server.target + self.path,
            content=body,
            headers={"x-api-key": API_KEY, "content-type": "application/json"},
        )
        self.send_response(answer.status_code)
        self.send_header("content-type", answer.headers["content-type"])
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_DELETE = do_PUT = _pass_on  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_plan_sends_nothing_that_changes_anything(service, given, tmp_path):
    """Every request that each plan makes is a GET, or a dry run."""
    with client(service.url) as known:
        known.invalidate(SelectorBody(repository=REPOSITORIES[1]), "for a test")
    recorder = Recorder(service.url)
    threading.Thread(target=recorder.serve_forever, daemon=True).start()
    try:
        proxied = {**given, "server": f"http://127.0.0.1:{recorder.server_port}"}
        for name, more in (("clear-cache", ONE), ("restore", {})):
            planned = runner.plan(name, {**proxied, **more}, runs_dir=tmp_path / "runs")
            assert planned.conclusion == "pass", planned.reason
    finally:
        recorder.shutdown()
        recorder.server_close()
    mutating = [
        (method, path)
        for method, path, body in recorder.asked
        if method != "GET" and not (body and json.loads(body).get("dry_run") is True)
    ]
    assert len(recorder.asked) >= 4
    assert not mutating


def test_a_parameter_that_holds_a_secret_is_refused(given, tmp_path):
    """It would be redacted where the cells read it, and select something else."""
    with pytest.raises(UnusableInput, match="parameter repository: it holds the text of a secret"):
        runner.plan("clear-cache", {**given, "repository": f"{API_KEY}/x"}, runs_dir=tmp_path)


def test_it_is_asked_for_where_the_risk_says_so(given, tmp_path):
    """In production ``--yes`` is not enough for a risk of medium, and nobody is there to ask."""
    from fpcache_ops.operations.command import RunbookCommands

    commands = RunbookCommands(runs_dir=tmp_path / "runs", output_format="json")
    assignments = [f"server={given['server']}", "api_key=env:A_KEY", "environment=production"]
    with pytest.raises(Refused, match="--yes is not enough: the risk is medium"):
        commands.run("clear-cache", [*assignments, "repository=rehearsal/shop"], yes=True)
    with client(given["server"]) as known:
        assert known.invalidations() == []
