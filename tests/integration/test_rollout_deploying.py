"""Blue and green on one machine: real services behind a real Caddy, with traffic."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from fpcache_ops.errors import ServiceUnusable, UnusableInput
from fpcache_ops.operations.rollout import scraping, traffic
from fpcache_ops.operations.rollout.deploying import GREEN, Version
from fpcache_ops.operations.rollout.local import LocalDeployer
from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment, copied_version

NEXT = {"__init__.py": ('__version__ = "0.1.0"', '__version__ = "0.2.0"')}


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory) -> Iterator[RehearsedDeployment]:
    with RehearsedDeployment(tmp_path_factory.mktemp("blue-green")) as running:
        yield running


def until(done: Callable[[], bool], seconds: float = 30.0) -> None:
    ends = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.02)


def test_two_versions_switched_under_load_and_green_killed(rehearsed, tmp_path) -> None:
    deployer = rehearsed.deployer
    assert deployer.routed() == 0
    with pytest.raises(UnusableInput, match="green does not run"):
        deployer.route(10)

    def sent(more: int) -> None:
        wanted = traffic.read(rehearsed.traffic_file).requests + more
        until(lambda: traffic.read(rehearsed.traffic_file).requests >= wanted)

    sending = rehearsed.send_traffic(30.0)
    sent(10)
    green = deployer.start(GREEN, copied_version(tmp_path, "next", NEXT))
    assert httpx.get(f"{green.url}/health").json()["version"] == "0.2.0"
    for percent in (10, 50, 100, 0, 50):
        deployer.route(percent)
        # Another process reads the same.
        assert LocalDeployer(rehearsed.folder).routed() == percent
        sent(15)
    counted = scraping.read(green.metrics, slow_seconds=0.1)
    assert counted.requests > 10
    assert 0 < counted.hits <= counted.lookups
    # It dies in the middle of its work; nobody notices.
    process = deployer.process_of(GREEN)
    assert process is not None
    os.kill(process, signal.SIGKILL)
    sent(40)
    deployer.route(0)
    sending.stop()
    total = traffic.read(rehearsed.traffic_file)
    assert total.requests >= 125
    assert total.failed == 0, rehearsed.traffic_file.read_text()
    assert total.hits > 0.5 * total.lookups
    with pytest.raises(ServiceUnusable, match="cannot be read"):
        scraping.read(green.metrics, slow_seconds=0.1)


def test_a_green_that_does_not_start_leaves_blue_alone(rehearsed) -> None:
    broken = Version(label="broken", settings={"FPCACHE_POLICY": "none"})
    with pytest.raises(ServiceUnusable, match=r"green did not start: .*policy"):
        rehearsed.deployer.start(GREEN, broken)
    assert rehearsed.deployer.routed() == 0
    assert httpx.get(f"{rehearsed.url}/ready").status_code == 200


def test_nothing_outlives_the_rehearsal(tmp_path) -> None:
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment\n"
        f"running = RehearsedDeployment(Path({str(tmp_path)!r}))\n"
        "print(running.deployer.process_of('blue'), flush=True)\nos.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL
    blue = Path(f"/proc/{int(done.stdout)}")
    until(lambda: not blue.exists())
