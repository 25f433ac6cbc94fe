"""The service as processes: workers, restarts, signals; nothing that was sent is lost."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

VALIDATE = "/api/v1/vulnerabilities/validate"
BODY = {
    "repository": "acme/shop",
    "vulnerabilities": [{"id": "1", "type": "sql_injection", "file": "a.py", "line": 1}],
    "files": {"a.py": 'db.execute("SELECT 1")\n'},
}
CLI = [sys.executable, "-P", "-m", "fpcache_ops.cli"]


@dataclass
class Running:
    """A service that was started with `fpcache serve`."""

    process: "subprocess.Popen[str]"
    url: str
    metrics: str
    log: Path

    def events(self) -> list[dict[str, Any]]:
        lines = self.log.read_text().splitlines(keepends=True)
        # The last one may be half written.
        whole = [line for line in lines if line.endswith("\n")]
        return [json.loads(line) for line in whole if line.startswith("{")]

    def wait_for(self, event: str, count: int) -> list[dict[str, Any]]:
        """The events of this name, once there are so many."""
        end = time.monotonic() + 60
        while len(found := [e for e in self.events() if e["event"] == event]) < count:
            assert time.monotonic() < end, self.log.read_text()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.02)
        return found


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Running]:
    folder.mkdir(exist_ok=True)
    ready, log = folder / "ready.json", folder / "service.log"
    ready.unlink(missing_ok=True)
    with log.open("w") as out:
        process = subprocess.Popen(
            [
                *(*CLI, "serve", "--port", "0", "--ready-file", str(ready)),
                *("--store", str(folder / "cache.db"), "--log", str(folder / "log")),
                *options,
            ],
            cwd=folder,
            env={**os.environ, "XDG_CONFIG_HOME": str(folder), **environment},
            stdout=out,
            stderr=out,
            text=True,
        )
    try:
        end = time.monotonic() + 60
        while not ready.exists():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.02)
        said = json.loads(ready.read_text())
        assert said["pid"] == process.pid
        yield Running(process, said["url"], said["metrics"], log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def client(key: str = "dev", **more: Any) -> httpx.Client:
    return httpx.Client(timeout=30, trust_env=False, headers={"x-api-key": key}, **more)


@dataclass
class Load:
    """Clients that ask without a pause, each on a connection that it keeps while it may.

    They go where ``ready`` says; a request that was sent and not answered with 200 is a failure.
    """

    urls: list[str]
    key: str = "dev"
    clients: int = 2
    done: int = 0
    failures: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Load":
        self._threads = [threading.Thread(target=self._ask) for _ in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def more(self, count: int) -> None:
        """Wait until so many more are done."""
        goal, end = self.done + count, time.monotonic() + 60
        while self.done < goal and not self.failures:
            assert time.monotonic() < end
            time.sleep(0.005)

    def _ask(self) -> None:
        with client(self.key) as http:
            while not self._stop.is_set():
                # As a load balancer: the list is changed when /ready says no.
                url = self.urls[0]
                try:
                    answer = http.post(url + VALIDATE, json=BODY)
                except httpx.HTTPError as error:
                    self.failures.append(f"{type(error).__name__}: {error}")
                    continue
                if answer.status_code != 200:
                    self.failures.append(f"{answer.status_code}: {answer.text}")
                self.done += 1


def fpcache(folder: Path, *words: str) -> str:
    """Standard output of a command on the service's store."""
    command = [*CLI, *words, "--store", str(folder / "cache.db")]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_the_life_of_a_service(tmp_path: Path):
    """With keys and two workers, which are replaced under load, revoked from, killed."""
    fpcache(tmp_path, "tenants", "add", "acme", "--account", "acme")
    create = ("keys", "create", "--tenant", "acme")
    key, revoked = fpcache(tmp_path, *create), fpcache(tmp_path, *create)
    options = ("--workers", "2", "--drain-seconds", "1")
    with serving(tmp_path, *options, FORCE_CACHE_CONTROLLER="true") as service:
        first = {event["pid"] for event in service.wait_for("worker started", 2)}
        _replaced_under_load(service, key, first)
        _revoked_everywhere(service, tmp_path, key, revoked)
        _killed(service, key)
        text = service.log.read_text()
        assert key not in text
        assert "SELECT 1" not in text
        ids = [event["request_id"] for event in service.events() if event["event"] == "request"]
        assert len(set(ids)) == len(ids) > 100


def _replaced_under_load(service: Running, key: str, first: set[int]) -> None:
    """One after the other, on SIGHUP: no request fails, and only new processes are left."""
    with Load([service.url], key) as load:
        load.more(30)
        service.process.send_signal(signal.SIGHUP)
        service.wait_for("worker retired", 2)
        load.more(30)
    assert load.failures == []
    started = {event["pid"] for event in service.wait_for("worker started", 4)}
    assert len(started - first) == 2
    assert not [event for event in service.events() if event["event"] == "worker died"]
    # What the first two counted is not forgotten with them; and it is told on its own port only.
    scraped = httpx.get(service.metrics, trust_env=False).text
    (counted,) = re.findall(r'fpcache_requests_total\{.*validate",status="200"\} (\S+)', scraped)
    assert float(counted) == load.done
    assert httpx.get(service.url + "/metrics", trust_env=False).status_code == 404


def _revoked_everywhere(service: Running, folder: Path, key: str, revoked: str) -> None:
    """Within a second, in every worker."""

    def statuses(sent: str) -> set[int]:
        # Without keep-alive, so that both workers are asked.
        with client(sent, limits=httpx.Limits(max_keepalive_connections=0)) as http:
            return {http.post(service.url + VALIDATE, json=BODY).status_code for _ in range(16)}

    assert statuses("nonsense") == {401}
    assert statuses(key) == statuses(revoked) == {200}
    fpcache(folder, "keys", "revoke", revoked[4:16])
    time.sleep(1.0)  # the promise
    assert statuses(revoked) == {401}
    assert statuses(key) == {200}


def _killed(service: Running, key: str) -> None:
    """A worker that dies is started again; if the supervisor dies, its workers do not stay."""
    alive = [event["pid"] for event in service.wait_for("worker started", 4)][2:]
    os.kill(alive[0], signal.SIGKILL)
    (event,) = service.wait_for("worker died", 1)
    assert event["pid"] == alive[0]
    alive.append(service.wait_for("worker started", 5)[-1]["pid"])
    with client(key) as http:
        assert http.post(service.url + VALIDATE, json=BODY).status_code == 200
    service.process.kill()
    service.process.wait()
    end = time.monotonic() + 30
    while any(_runs(pid) for pid in alive):
        assert time.monotonic() < end
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_service_is_stopped_under_load(tmp_path: Path):
    """SIGTERM: /ready says no first, what is sent meanwhile is answered, and it ends with 0."""
    options = ("--dev", "--workers", "2", "--drain-seconds", "2")
    with (
        serving(tmp_path / "blue", *options) as blue,
        serving(tmp_path / "green", "--dev") as green,
    ):
        with client() as probe, Load([blue.url, green.url]) as load:
            load.more(30)
            assert probe.get(blue.url + "/ready").status_code == 200
            blue.process.send_signal(signal.SIGTERM)
            # New connections are taken while whoever balances the load still asks.
            while (answer := probe.get(blue.url + "/ready")).status_code == 200:
                pass
            assert (answer.status_code, answer.json()["detail"]) == (503, "draining")
            load.urls.pop(0)
            load.more(30)
            assert blue.process.wait(30) == 0
            load.more(10)
        assert load.failures == []


_DOES_NOT_START = """\
import os, sys
if "fpcache_ops.validators.apart.worker" in sys.orig_argv and os.path.exists({mark!r}):
    sys.exit("planted")
"""


def test_a_service_that_cannot_read_code_is_not_ready(tmp_path: Path):
    """It says so, and why; it is ready as soon as it can. Alone, it drains on SIGHUP."""
    planted, mark = tmp_path / "planted", tmp_path / "mark"
    planted.mkdir()
    (planted / "sitecustomize.py").write_text(_DOES_NOT_START.format(mark=str(mark)))
    mark.touch()
    drained = ("--drain-seconds", "1")
    with serving(tmp_path, *drained, PYTHONPATH=str(planted)) as service, client() as probe:

        def until(status: int) -> dict[str, Any]:
            end = time.monotonic() + 60
            while (answer := probe.get(service.url + "/ready")).status_code != status:
                assert time.monotonic() < end, answer.text
            said: dict[str, Any] = answer.json()
            return said

        assert "the process that reads code does not start" in until(503)["detail"]
        assert probe.get(service.url + "/health").json()["status"] == "degraded"
        mark.unlink()
        assert until(200) == {"status": "ready"}
        assert probe.get(service.url + "/health").json()["status"] == "ok"
        service.process.send_signal(signal.SIGHUP)
        assert until(503)["detail"] == "draining"
        assert service.process.wait(30) == 0
