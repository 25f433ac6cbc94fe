"""kill -9 of writers: what was acknowledged is there, and the store opens again."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import Place
from tests.contract.writer import POINTS, Plan
from tests.factories import SEAL, a_question

ROOT = Path(__file__).parents[2]
_MOST_ACKNOWLEDGEMENTS = 8


@dataclass(frozen=True)
class Killed:
    """What a writer was told before it died."""

    plan: Plan
    recorded: frozenset[str]
    withdrawn: frozenset[str]


class Writers:
    """Starts writers and sees them die."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self._program = program

    def killed(self, plan: Plan, acknowledgements: int = 0) -> Killed:
        """Run a writer until it kills itself, or is killed after so many acknowledgements."""
        assert self._program.stdin is not None
        self._program.stdin.write(plan.line())
        self._program.stdin.flush()
        pid = int(self._words()[1])
        said: dict[str, set[str]] = {"recorded": set(), "withdrew": set()}
        while (words := self._words()) != ["gone"]:
            assert words[0] != "failed", words
            said[words[0]].add(words[1])
            acknowledgements -= 1
            if acknowledgements == 0:
                os.kill(pid, signal.SIGKILL)
        return Killed(plan, frozenset(said["recorded"]), frozenset(said["withdrew"]))

    def _words(self) -> list[str]:
        assert self._program.stdout is not None
        words = self._program.stdout.readline().split(maxsplit=1)
        return [word.strip() for word in words]


@contextmanager
def the_writers() -> Iterator[Writers]:
    """The program that forks writers, for as long as the block runs."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.contract.writer"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as program:
        try:
            yield Writers(program)
        finally:
            assert program.stdin is not None
            program.stdin.close()


def plans(place: Place, count: int, seed: int) -> Iterator[tuple[Plan, int]]:
    """Writers that die at every point in turn, and every other time by somebody else's hand."""
    choose = random.Random(seed)
    for number in range(count):
        outside = number % 2 == 1
        point = None if outside else POINTS[number // 2 % len(POINTS)]
        plan = Plan(
            place.url,
            str(place.journal),
            name=f"writer-{seed}-{number}",
            point=point,
            nth=choose.randrange(1, 30 if point == POINTS[0] else 5),
        )
        yield plan, choose.randrange(1, _MOST_ACKNOWLEDGEMENTS) if outside else 0


def check_killed(store: SqlStore, killed: Killed) -> None:
    """Nothing acknowledged is lost, nothing is left half done, and the store still works."""
    repositories = sorted(killed.recorded | killed.withdrawn)
    questions = [a_question(repository=repository) for repository in repositories]
    seq, answers = store.lookup(questions)
    for repository, found in zip(repositories, answers, strict=True):
        assert not found.unreadable
        for candidate in found.candidates:
            assert SEAL.is_genuine(candidate.entry)
            if repository in killed.withdrawn:
                assert candidate.withdrawn_by, f"{repository} is served, though it was withdrawn"
        if repository in killed.recorded:
            assert found.candidates, f"{repository} was recorded, and is lost"
    listed = {done.selector.repository for done in store.invalidations(None)}
    assert killed.withdrawn <= listed
    journal = store.database.journal
    assert journal is not None
    noted = {note.invalidation.selector.repository for note in journal.notes().values()}
    assert killed.withdrawn <= noted
    assert all(check.good for check in store.database.checks() if check.name == "integrity")
    assert seq >= len(killed.withdrawn)
