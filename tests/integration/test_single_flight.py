"""Equal questions asked at once, by threads and processes, over a real store."""

import json
import os
import select
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase

PROCESSES, CALLERS = 4, 16
CHECKOUT = Path(__file__).parents[2]


class Callers:
    """Processes that all ask the same; the validator's calls and its gate are in our hands."""

    def __init__(self, folder: Path, lease: float) -> None:
        self.folder = folder
        for pipe in ("called", "gate"):
            os.mkfifo(folder / pipe)
        # Open for both, so that neither we nor a writer waits for the other.
        self.called = os.open(folder / "called", os.O_RDWR)
        # The tables are there before they start: this is not about migrations.
        store = SqlStore(SqliteDatabase(folder / "cache.db"))
        store.open()
        store.close()
        command = [sys.executable, "-m", "tests.integration.flight_worker", str(folder)]
        self.processes = [
            subprocess.Popen(
                [*command, str(CALLERS), str(lease)],
                cwd=CHECKOUT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(PROCESSES)
        ]

    def call(self) -> int:
        """Wait for a call of the validator; the process that made it."""
        ready, _, _ = select.select([self.called], [], [], 60)
        assert ready, "the validator was not called"
        return int(os.read(self.called, 20))

    def open_gate(self) -> None:
        """Let the call that is waiting go on."""
        (self.folder / "gate").write_text("")

    def answers(self) -> Counter:
        """What all that lived were answered."""
        found: Counter = Counter()
        for process in self.processes:
            output, _ = process.communicate(timeout=60)
            for outcome, is_real, count in json.loads(output or "[]"):
                found[outcome, is_real] += count
        return found

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        os.close(self.called)


@pytest.fixture
def callers(tmp_path: Path, request):
    callers = Callers(tmp_path, request.param)
    yield callers
    callers.stop()


@pytest.mark.parametrize("callers", [60.0], indirect=True)
def test_64_equal_misses_over_4_processes_are_one_call(callers: Callers):
    """One is judged; the others wait and are answered from its entry."""
    callers.call()
    callers.open_gate()
    assert callers.answers() == {("miss", False): 1, ("hit", False): 63}


# A lease that is much longer than a pause of a busy machine: else the survivor loses it, too.
@pytest.mark.parametrize("callers", [5.0], indirect=True)
def test_the_death_of_the_leader_costs_one_more_call(callers: Callers):
    """Its lease expires, another takes it over, and everyone who lives is answered."""
    os.kill(callers.call(), signal.SIGKILL)
    survivor = callers.call()
    assert survivor in [process.pid for process in callers.processes]
    callers.open_gate()
    answers = callers.answers()
    assert answers["miss", False] == 1
    assert sum(answers.values()) == (PROCESSES - 1) * CALLERS
