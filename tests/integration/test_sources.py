"""The sources of criteria: a real Prometheus, a service's numbers, its log, held together."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fpcache_ops.client import ReadClient
from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations.criteria import Result, evaluate, load
from fpcache_ops.operations.sources import Exposition, Figure, LookupLogSource, Prometheus
from fpcache_ops.operations.specimens import REPOSITORIES, asked
from tests.pages import served

BEGAN = 1_790_000_000
STEP, STEPS = 15, 60
END = BEGAN + STEP * STEPS
# What each series grows by in a step.
COUNTERS = {
    'fpcache_lookups_total{outcome="hit",type="xss"}': 6,
    'fpcache_lookups_total{outcome="hit",type="ssrf"}': 2,
    'fpcache_lookups_total{outcome="miss",type="xss"}': 2,
    'fpcache_lookups_total{outcome="bypass",type="xss"}': 5,
    'fpcache_requests_total{endpoint="/api/v1/ast/validate",status="200"}': 9,
    'fpcache_requests_total{endpoint="/api/v1/ast/validate",status="503"}': 1,
    'fpcache_requests_total{endpoint="/health",status="200"}': 100,
    'fpcache_lookup_seconds_bucket{le="0.05"}': 8,
    'fpcache_lookup_seconds_bucket{le="0.1"}': 9,
    'fpcache_lookup_seconds_bucket{le="0.2"}': 10,
    'fpcache_lookup_seconds_bucket{le="+Inf"}': 10,
    "fpcache_lookup_seconds_sum": 0.4,
    "fpcache_lookup_seconds_count": 10,
    "fpcache_shadow_checks_total": 1,
    "fpcache_shadow_disagreements_total": 0,
}
GAUGES = {
    "fpcache_resident_bytes": 3e8,
    "fpcache_db_connections": 3,
    "fpcache_db_connections_max": 8,
    "fpcache_processes": 2,
    "fpcache_processes_on": 2,
}


def labelled(series: str, instance: str) -> str:
    name, _, labels = series.partition("{")
    inner = ",".join(filter(None, [labels.rstrip("}"), f'environment="{instance}"']))
    return f"{name}{{{inner}}}"


def history() -> str:
    """Two environments, of which one is asked about; the other has only failures."""
    lines = []
    for series, grows in COUNTERS.items():
        for where, factor in (("production", 1), ("staging", 50 if "503" in series else 0)):
            lines += [
                f"{labelled(series, where)} {n * grows * factor} {BEGAN + n * STEP}"
                for n in range(STEPS + 1)
            ]
    for series, value in GAUGES.items():
        lines += [
            f"{labelled(series, 'production')} {value} {BEGAN + n * STEP}" for n in range(STEPS + 1)
        ]
    return "\n".join([*lines, "# EOF", ""])


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory) -> Iterator[str]:
    """A Prometheus with a history."""
    program, tool = shutil.which("prometheus"), shutil.which("promtool")
    if program is None or tool is None:
        assert "CI" not in os.environ, "prometheus is missing"
        pytest.skip("prometheus is not installed (apt-get install prometheus)")
    folder: Path = tmp_path_factory.mktemp("prometheus")
    (folder / "history").write_text(history())
    (folder / "prometheus.yml").write_text("global: {}\n")
    create = [tool, "tsdb", "create-blocks-from", "openmetrics"]
    subprocess.run([*create, folder / "history", folder / "data"], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(
        [
            program,
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            "--storage.tsdb.retention.time=100y",
            f"--web.listen-address={address}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                if httpx.get(f"http://{address}/-/ready", trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                assert time.monotonic() < end
                assert process.poll() is None
            time.sleep(0.05)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.promtool
def test_prometheus_counts_a_window(prometheus):
    """Five minutes are twenty steps, of the environment that is asked about and of no other."""
    asked_about = Prometheus(
        prometheus, seconds=300, only='environment="production"', at=float(END)
    )
    assert asked_about.observe(Figure.HIT_RATE)[:2] == (160, 200)
    assert asked_about.observe(Figure.BYPASSED)[:2] == (100, 300)
    assert asked_about.observe(Figure.ERRORS)[:2] == (20, 200)
    assert asked_about.observe(Figure.ACCURACY)[:2] == (20, 20)
    assert asked_about.observe(Figure.MEMORY)[:2] == (3e8, 1)
    assert asked_about.observe(Figure.CONNECTIONS)[:2] == (3, 8)
    assert asked_about.observe(Figure.PROCESSES_ON)[:2] == (2, 2)
    mean, sample, _ = asked_about.observe(Figure.LOOKUP_MEAN)
    assert (round(mean or 0), sample) == (40, 200)
    p95, sample, interval = asked_about.observe(Figure.LOOKUP_P95)
    assert (round(p95 or 0), sample) == (150, 200)
    assert interval == (100, 200)


@pytest.mark.promtool
def test_what_was_observed_is_judged(prometheus):
    """A criterion answers with its sample and interval; another window holds no data."""
    criteria = load()
    source = Prometheus(prometheus, seconds=300, only='environment="production"', at=float(END))
    hit_rate = evaluate(criteria["alert_hit_rate_warning"], *source.observe(Figure.HIT_RATE))
    assert (hit_rate.result, hit_rate.sample) == (Result.PASS, 200)
    assert hit_rate.interval is not None
    assert evaluate(criteria["alert_errors_critical"], *source.observe(Figure.ERRORS)).result == (
        Result.FAIL
    )
    later = Prometheus(prometheus, seconds=300, at=float(END + 86_400))
    nothing = evaluate(criteria["alert_hit_rate_warning"], *later.observe(Figure.HIT_RATE))
    assert (nothing.result, nothing.sample) == (Result.INCONCLUSIVE, 0)


@pytest.mark.promtool
def test_what_is_no_prometheus(prometheus, tmp_path):
    """Neither a wrong selection nor another server is taken for an empty answer."""
    with pytest.raises(UnusableInput, match="no selection of labels"):
        Prometheus(prometheus, only='} or vector(1) #"')
    with pytest.raises(ServiceUnusable, match="does not answer as a Prometheus"):
        Prometheus(f"{prometheus}/nothing").ask()


def test_log_and_numbers_agree(tmp_path):
    """The same traffic, counted by the service and read from its log through DuckDB."""
    with served(tmp_path) as service:
        with ReadClient(service.url, "any") as known:
            for repository in REPOSITORIES * 4:
                asked(known, repository)
        numbers = Exposition.read(service.metrics)
    log = LookupLogSource(service.lookups)
    assert numbers.observe(Figure.HIT_RATE)[:2] == (60, 80)
    assert log.observe(Figure.HIT_RATE)[:2] == (60, 80)
    assert log.observe(Figure.BYPASSED)[:2] == numbers.observe(Figure.BYPASSED)[:2] == (0, 80)
    ours, theirs = (s.observe(Figure.LOOKUP_MEAN) for s in (log, numbers))
    assert ours.sample == theirs.sample == 80
    assert ours.value == pytest.approx(theirs.value, rel=0.05, abs=0.1)
    p95, _, interval = log.observe(Figure.LOOKUP_P95)
    assert interval is not None
    assert p95 is not None
    assert interval[0] <= p95 <= interval[1]
    log.close()


def test_a_log_without_rows_knows_nothing(tmp_path):
    """And nothing is no pass."""
    (tmp_path / "empty.jsonl").touch()
    log = LookupLogSource(tmp_path)
    assert {log.observe(figure).sample for figure in Figure} == {0}
    log.close()
