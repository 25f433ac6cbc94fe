"""The load test, headless, against the service as it is started."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fpcache_ops.operations.rehearsal import API_KEY, Rehearsal

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Rehearsal]:
    with Rehearsal(tmp_path) as service:
        yield service


def locust(host: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "locust", "-f", "loadtests/primed_hits.py", "--headless"]
    return subprocess.run(
        [*command, "--users", "2", "--only-summary", "--host", host, *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_primed_verdicts_are_hits(service: Rehearsal):
    """Every answer a hit with the primed verdict: pass, unless this machine was too slow today."""
    done = locust(service.url, "--run-time", "5s", "--api-key", API_KEY)
    hits = re.search(r"hits +(\d+) of (\d+) findings", done.stdout)
    p95 = re.search(r"p95 +([0-9.]+) ms of \d+ requests", done.stdout)
    assert hits is not None, done.stdout + done.stderr
    assert p95 is not None, done.stdout
    assert hits[1] == hits[2]
    assert "failed          0 of " in done.stdout
    assert "wrong answers   0 of " in done.stdout
    passed = done.returncode == 0 and "primed_hits: pass" in done.stdout
    assert passed == (float(p95[1]) < 50)


def test_a_cache_that_is_off_is_no_pass(service: Rehearsal, tmp_path: Path):
    """Answers that are right and not from the cache miss the limit."""
    (tmp_path / "rehearsal" / "cache.off").touch()
    done = locust(service.url, "--run-time", "3s", "--api-key", API_KEY)
    assert done.returncode != 0
    assert "primed_hits: pass" not in done.stdout


def test_nobody_there_is_no_pass():
    """A service that cannot be reached: nothing was measured, nothing passes."""
    done = locust("http://127.0.0.1:9", "--run-time", "2s")
    assert done.returncode == 3
    assert "primed_hits: NO DATA" in done.stdout
