"""A real Prometheus scrapes the running service: every query of the dashboard has an answer."""

import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from fpcache_ops.monitoring.export import DASHBOARD, RULES, SCRAPE, as_yaml, exported, write
from fpcache_ops.monitoring.rules import Links
from fpcache_ops.operations.criteria import load
from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import DevelopmentKeys
from fpcache_ops.service.server import listen, url_of
from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase
from tests.assembling import assembled
from tests.programs import program
from tests.serving import served

pytestmark = pytest.mark.promtool

KEY = {"x-api-key": "anything"}
_TRIES = 20_000
GRAFANA = {"$__rate_interval": "1m", "$__range": "1h", "$cost_per_call": "0.02"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("service")
    with (
        assembled(SqlStore(SqliteDatabase(folder / "cache.db")), folder) as assembly,
        served(create_app(assembly, DevelopmentKeys()), headers=KEY) as http,
    ):
        http.headers["x-folder"] = str(folder)
        yield http


@pytest.fixture(scope="module")
def exports(service: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is exported for it, in a hurry: scraped and judged four times a second."""
    folder = tmp_path_factory.mktemp("monitoring")
    target = f"{service.base_url.host}:{service.base_url.port}"
    files = exported(
        "production",
        load(),
        links=Links(),
        targets=[target],
        cost_per_call=0.02,
        currency="USD",
    )
    scrape = yaml.safe_load(files[SCRAPE])
    scrape["global"] = {"scrape_interval": "250ms", "scrape_timeout": "250ms"}
    judged = files[RULES].replace('interval: "30s"', 'interval: "250ms"')
    assert judged != files[RULES]
    write(folder, files | {SCRAPE: as_yaml(scrape), RULES: judged})
    return folder


@pytest.fixture(scope="module")
def prometheus(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A Prometheus that runs on it."""
    with listen("127.0.0.1", 0, "port") as free:
        url = url_of(free)
    log = tmp_path_factory.mktemp("prometheus") / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [
                program("prometheus", "prometheus"),
                f"--config.file={exports / SCRAPE}",
                f"--storage.tsdb.path={log.parent / 'data'}",
                f"--web.listen-address={url.removeprefix('http://')}",
                "--log.level=warn",
            ],
            stdout=out,
            stderr=out,
        )
    try:
        with httpx.Client(base_url=url, timeout=10, trust_env=False) as http:
            for _ in range(_TRIES):
                assert running.poll() is None, log.read_text()
                if _is_ready(http):
                    break
                _moment(running)
            yield http
    finally:
        running.terminate()
        running.wait()


def _is_ready(http: httpx.Client) -> bool:
    try:
        return http.get("/-/ready").status_code == 200
    except httpx.TransportError:
        return False


def _moment(running: "subprocess.Popen[bytes]") -> None:
    """Until it ends, which it does not, or a little later."""
    try:
        running.wait(0.02)
    except subprocess.TimeoutExpired:
        return


def ask(prometheus: httpx.Client, query: str) -> list[float]:
    """The values of an instant query's series; those that are no numbers are left out."""
    for name, value in GRAFANA.items():
        query = query.replace(name, value)
    answer = prometheus.get("/api/v1/query", params={"query": query})
    assert answer.status_code == 200, answer.text
    values = [float(one["value"][1]) for one in answer.json()["data"]["result"]]
    return [value for value in values if math.isfinite(value)]


def traffic(service: httpx.Client, number: int) -> None:
    """Findings that are hits, misses, real, false; an invalidation; a switch."""
    url = "/api/v1/vulnerabilities/validate"
    files = {
        "a.py": {"content": "def f(x):\n    run(x)\n"},
        "b.py": {"content": f"run({number})\n"},
    }
    findings = [
        {"id": "a", "type": "sql_injection", "file": "a.py", "line": 2},
        {"id": "b", "type": "xss", "file": "b.py", "line": 1},
    ]
    answer = service.post(url, json={"vulnerabilities": findings, "files": files})
    assert answer.status_code == 200
    off = Path(service.headers["x-folder"]) / "cache.off"
    if number % 200 == 100:
        off.touch()
    elif number % 200 == 0:
        off.unlink(missing_ok=True)


def queries(exports: Path) -> dict[str, str]:
    page: dict[str, Any] = json.loads((exports / DASHBOARD).read_text())
    return {
        f"{panel['title']}: {target['legendFormat']}": target["expr"]
        for panel in page["panels"]
        for target in panel["targets"]
    } | {f"marker: {one['name']}": one["expr"] for one in page["annotations"]["list"]}


def test_every_query_has_an_answer(service: httpx.Client, prometheus: httpx.Client, exports: Path):
    """A number, while the service works; and one that names something unknown has none."""
    left = queries(exports)
    assert len(left) > 20
    for number in range(_TRIES):
        traffic(service, number)
        if number % 10 == 0:
            left = {name: query for name, query in left.items() if not ask(prometheus, query)}
        if not left:
            break
    assert left == {}
    assert ask(prometheus, "fpcache_hits_total") == []


SHARES = ("Hit rate: hit rate", "Judged false: share", "Database connections: pool")


def test_the_figures_are_those_of_the_service(
    service: httpx.Client, prometheus: httpx.Client, exports: Path
):
    """Shares are between 0 and 1, and there is no error."""
    asked: dict[str, list[float]] = {}
    for number in range(_TRIES):
        traffic(service, number)
        asked = {name: ask(prometheus, query) for name, query in queries(exports).items()}
        if all(asked[name] for name in SHARES):
            break
    for name in SHARES:
        (share,) = asked[name]
        assert 0 <= share <= 1, name
    assert asked["Errors: share"] == [0]
    assert asked["Versions: {{version}}"] == [1]
    held = service.get("/api/v1/cache/stats").json()["entries"]
    assert asked["Entries: entries"][0] <= held


def test_prometheus_judges_every_rule(prometheus: httpx.Client):
    """None has an error, and a service that answers well raises no alert of errors."""
    group: dict[str, Any] = {"rules": []}
    for _ in range(_TRIES):
        (group,) = prometheus.get("/api/v1/rules").json()["data"]["groups"]
        if all(rule["health"] != "unknown" for rule in group["rules"]):
            break
    assert {rule["name"]: rule["health"] for rule in group["rules"]} == {
        rule["name"]: "ok" for rule in group["rules"]
    }
    assert len(group["rules"]) == 9
    (errors,) = [rule for rule in group["rules"] if rule["name"] == "FpcacheErrorsCritical"]
    assert errors["state"] == "inactive"
