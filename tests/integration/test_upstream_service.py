"""A service whose validator is somebody else's: broken off when it fails, asked once for many."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fpcache_ops.bootstrap import assemble
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import DevelopmentKeys
from tests.serving import served
from tests.upstream.judges import about, chain, http, settings
from tests.upstream.server import Upstream, upstream

CHECKOUT = Path(__file__).parents[2]
PROCESSES, CALLERS = 4, 16


@pytest.fixture
def server():
    with upstream() as serving:
        yield serving


def gauge(assembly) -> float:
    """What a service over this cache shows of its breaker."""
    app = create_app(assembly, DevelopmentKeys())
    with served(app) as client:
        app.state.look_around()
        lines = client.get("/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith("fpcache_breaker_open ")]
    return float(line.split()[1])


def test_a_breaker_that_is_open_is_shown_and_costs_no_proof(server: Upstream, tmp_path: Path):
    """What the built-in proves is answered; the rest is real at once, with the reason."""
    failing = http(server.url, failures=2, cool_down=3600, workers=1)
    made = settings(tmp_path, chain(failing))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        assert gauge(assembly) == 0
        server.failing = True
        words = ["a", "b", "c", "d"]
        answers = assembly.validation.run(about(*words)).answers
        assert len(server.asked) == 2
        assert all(one.verdict.judgement is Judgement.UNDETERMINED for one in answers)
        reasons = Counter(one.verdict.reason.partition(": ")[2] for one in answers)
        assert reasons == {
            "the validator answered status 500.": 2,
            "the validator is failing: not asked.": 2,
        }
        assert gauge(assembly) == 1
        sources = SubmittedSources({"proven.py": "db.execute('SELECT 1')\n"})
        proven = replace(about("proven"), sources=sources)
        (answer,) = assembly.validation.run(proven).answers
        assert answer.verdict.judgement is Judgement.FALSE_POSITIVE
        assert len(server.asked) == 2


def test_a_validator_that_works_again_is_asked_again(server: Upstream, tmp_path: Path):
    """One call after the cool-down closes the breaker."""
    server.failing = True
    made = settings(tmp_path, http(server.url, failures=1, cool_down=0))
    with assemble(made, on_by_default=True, require_store=True) as assembly:
        (answer,) = assembly.validation.run(about("a")).answers
        assert answer.is_real
        server.failing = False
        (answer,) = assembly.validation.run(about("a")).answers
        assert answer.verdict.judgement is Judgement.FALSE_POSITIVE
        assert not assembly.breaker_open()


def test_64_equal_misses_over_4_processes_are_one_call_of_a_slow_server(
    server: Upstream, tmp_path: Path
):
    """One asks, and the others wait for its entry."""
    server.gate.clear()
    made = settings(tmp_path, http(server.url))
    with assemble(made, on_by_default=True, require_store=True):
        pass  # the tables are there before they start
    command = [sys.executable, "-m", "tests.upstream.callers", str(tmp_path), server.url]
    processes = [
        subprocess.Popen(
            [*command, str(CALLERS)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "asking\n"
        assert server.called.wait(60)
        server.gate.set()
        answers: Counter = Counter()
        for process in processes:
            output, _ = process.communicate(timeout=60)
            for outcome, is_real, count in json.loads(output):
                answers[outcome, is_real] += count
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    assert answers == {("miss", False): 1, ("hit", False): PROCESSES * CALLERS - 1}
    assert len(server.asked) == 1
