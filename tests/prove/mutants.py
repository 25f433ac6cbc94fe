"""Mutation run: would the tests see a small mistake in what decides whether a finding is hidden?

Each mutant is put into a forked copy of a process that has everything loaded; the labelled cases
and the quick tests run on it until one notices. A run that is stopped goes on where it was: what
was killed stays so until its function is edited, what survived is tried again.
``python -m tests.prove.mutants --first 150`` tries a part and prints what became of each.
"""

import argparse
import contextlib
import gc
import hashlib
import importlib
import inspect
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.prove.corpus import POLICIES, evidence_of, labelled_cases
from tests.prove.mutating import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
EXPLAINED = Path(__file__).with_name("survivors.toml")
KEPT = ROOT / ".fpcache" / "mutants.jsonl"
MOST = 500
SEED = "1"
CPU_SECONDS = 100
WALL_SECONDS = 900
PROCESSES = 2


@dataclass(frozen=True)
class Target:
    """Modules, how many of their mutants are tried at most, and the tests that must notice.

    ``cases``: the labelled cases must notice, too. ``skipped`` are functions that put things into
    words, for people and for the log.
    """

    modules: tuple[str, ...]
    most: int
    tests: tuple[str, ...]
    cases: bool = False
    skipped: frozenset[str] = frozenset()


_KERNEL = "fpcache_ops/validators/safe_patterns"
TARGETS = {
    "decide and the serving rule": Target(
        tuple(f"fpcache_ops/core/{name}.py" for name in ("lookup", "overrides", "cache")),
        130,
        (
            "tests/unit/core/test_lookup.py",
            "tests/unit/core/test_validation.py",
            "tests/unit/core/test_reckoning.py",
            "tests/contract/test_overrides.py",
        ),
        skipped=frozenset(
            {"reason_in_words", "cause_of", "cache_status", "first_difference"}
            | {"_about_the_clock", "record", "size", "standing"}
        ),
    ),
    "the pipeline": Target(
        ("fpcache_ops/core/validation.py",),
        50,
        ("tests/unit/core/test_validation.py", "tests/contract/test_simulation.py"),
        skipped=frozenset({"_row", "_number_neighbours", "answered", "judged", "warn", "__init__"}),
    ),
    "the proof kernel": Target(
        tuple(
            f"{_KERNEL}/{name}.py"
            for name in ("proof", "validator", "answers", "places", "statements", "source")
        ),
        320,
        ("tests/unit/validators/test_safe_patterns.py", "tests/unit/validators/test_java.py"),
        cases=True,
        skipped=frozenset({"spelled", "justified", "_proven"}),
    ),
}
# The slow ones: they show that the rest would notice, that nothing hangs, or another store.
_NOT_RUN = "not postgresql and not hostile and not planted"


@dataclass(frozen=True)
class Tried:
    """What became of a mutant: ``by`` says what noticed it, and is empty if nothing did."""

    mutant: Mutant
    target: str
    by: str


def chosen(most: int = MOST) -> list[tuple[str, Mutant]]:
    """The mutants that are tried, in an order that a seed decides: fewer are the first of more."""
    found: list[tuple[str, Mutant]] = []
    for name, target in TARGETS.items():
        possible = [
            mutant
            for module in target.modules
            for mutant in mutants_of(module, _source(module), target.skipped)
        ]
        found += [(name, mutant) for mutant in sorted(possible, key=_rank)[: target.most]]
    return sorted(found, key=lambda one: _rank(one[1]))[:most]


@cache
def _source(module: str) -> str:
    """As it is when the run begins, which is what is loaded."""
    return (ROOT / module).read_text()


def _rank(mutant: Mutant) -> bytes:
    return hashlib.sha256(f"{SEED}\x00{mutant.key}".encode()).digest()


def tried(most: int = MOST) -> list[Tried]:
    """Try those that nothing is known to notice, and say what became of all."""
    before = _known()
    pending = Counter(target for target, mutant in chosen(most) if not before.get(mutant.key))
    KEPT.parent.mkdir(exist_ok=True)
    # What survived before is tried again: it must have an answer of this run.
    left = [json.dumps({"key": key, "by": by}) for key, by in before.items() if by]
    KEPT.write_text("".join(f"{line}\n" for line in left))
    for target in pending:
        command = [sys.executable, "-m", "tests.prove.mutants", "--first", str(most)]
        parts = [
            subprocess.Popen(
                [*command, "--target", target, "--part", str(part)],
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
            )
            for part in range(PROCESSES)
        ]
        ended = [part.wait() for part in parts]
        assert not any(ended), f"{target}: not all could be tried"
    known = _known()
    return [Tried(mutant, target, known[mutant.key]) for target, mutant in chosen(most)]


def _known() -> dict[str, str]:
    """What noticed each mutant that was tried."""
    if not KEPT.exists():
        return {}
    rows = [json.loads(line) for line in KEPT.read_text().splitlines()]
    return {row["key"]: row["by"] for row in rows}


# One process of the run


def _try_part(target_name: str, part: int, most: int) -> int:
    """Try every second mutant of a target that nothing is known of."""
    known = _known()
    mine = [
        mutant for name, mutant in chosen(most) if name == target_name and mutant.key not in known
    ][part::PROCESSES]
    target = TARGETS[target_name]
    os.nice(max(0, 10 - os.nice(0)))
    status = pytest.main(
        [
            "-q",
            "-p",
            "no:cacheprovider",
            "--override-ini",
            "addopts=",
            "-k",
            _NOT_RUN,
            *target.tests,
        ],
        plugins=[_Mutants(mine, _cases() if target.cases else [])],
    )
    return int(status)


class _Mutants:
    """In place of one run of the collected tests: one for each mutant, each in a fork."""

    def __init__(self, mutants: list[Mutant], cases: list[tuple[str, str, Evidence]]) -> None:
        self._mutants = mutants
        self._cases = cases
        self._failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first test that fails."""
        if report.failed and not self._failed:
            self._failed = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try them, one after the other."""
        assert session.items, "there is no test"
        # What fails without a mutant would "notice" every one of them.
        gc.freeze()
        unchanged = self._forked(session, lambda: None)
        assert not unchanged, f"fails unchanged: {unchanged}"
        for mutant in self._mutants:
            by = self._forked(session, partial(plant, mutant))
            with KEPT.open("a") as kept:
                kept.write(json.dumps({"key": mutant.key, "by": by, "name": mutant.name}) + "\n")
        return True

    def _forked(self, session: pytest.Session, change: Callable[[], None]) -> str:
        """What notices a change of a copy of this process; empty if nothing does."""
        folder = tempfile.mkdtemp(prefix="mutant-")
        said = Path(folder) / "said"
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                self._limit(folder)
                change()
                said.write_text(self._noticed(session) or "nothing")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        answer = said.read_text() if said.exists() else ""
        shutil.rmtree(folder, ignore_errors=True)
        if answer:
            return "" if answer == "nothing" else answer
        return "its limit of time" if os.WIFSIGNALED(status) else "an error outside of the tests"

    @staticmethod
    def _limit(folder: str) -> None:
        signal.alarm(WALL_SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = folder

    def _noticed(self, session: pytest.Session) -> str:
        validator = SafePatterns()
        for kind, name, evidence in self._cases:
            if validator.judge(evidence).is_real is (kind == "safe"):
                return f"case {name}"
        following = [*session.items[1:], None]
        for item, after in zip(session.items, following, strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self._failed:
                return self._failed
        return ""


def _cases() -> list[tuple[str, str, Evidence]]:
    """Every labelled case as both policies show it, in an order in which neighbours differ."""
    rows = [
        (case.kind, f"{case.language}/{case.type}/{case.path.name}", evidence_of(case, policy))
        for case in labelled_cases()
        for policy in POLICIES
    ]
    rows.sort(key=lambda row: hashlib.sha256(row[2]).digest())
    return [(kind, name, Evidence.decode(canonical)) for kind, name, canonical in rows]


def plant(mutant: Mutant) -> None:
    """Give a loaded function the code that it has in the mutant."""
    path = Path(mutant.module)
    changed = mutant.applied(_source(mutant.module))
    codes = {code.co_qualname: code for code in _codes(compile(changed, str(ROOT / path), "exec"))}
    owner: Any = importlib.import_module(".".join(path.with_suffix("").parts))
    for name in mutant.function.split("."):
        owner = inspect.getattr_static(owner, name)
    _function(owner).__code__ = codes[mutant.function]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _function(found: Any) -> FunctionType:
    """The function inside a property, a static method or a cache."""
    while not isinstance(found, FunctionType) or hasattr(found, "__wrapped__"):
        found = found.fget if isinstance(found, property) else found.__wrapped__
    return found


# The proof


def explanations() -> dict[str, str]:
    """Why a survivor hides nothing, by its key."""
    return {
        row["key"]: row["why"] for row in tomllib.loads(EXPLAINED.read_text()).get("survivor", [])
    }


def mutation(most: int = MOST) -> dict[str, Any]:
    """A small mistake in what decides whether a finding is hidden is noticed, or hides nothing."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in TARGETS}
    explained = explanations()
    survivors: dict[str, str] = {}
    unexplained: list[str] = []
    for one in tried(most):
        count = counts[one.target]
        count["mutants"] += 1
        count["killed"] += bool(one.by)
        count["survived"] += not one.by
        if not one.by:
            why = explained.get(one.mutant.key)
            survivors[one.mutant.name] = why or "not explained"
            if why is None:
                unexplained.append(f"{one.mutant.key} {one.mutant.name}")
    assert not unexplained, "\n".join(["survivors without an explanation:", *unexplained])
    return {
        "mutants": sum(count["mutants"] for count in counts.values()),
        "killed": sum(count["killed"] for count in counts.values()),
        "survived_and_explained": len(survivors),
        "by_target": {name: dict(count) for name, count in counts.items()},
        "survivors": survivors,
    }


def main() -> int:
    """Try the first ones; 1 if one survives that nobody has explained."""
    parser = argparse.ArgumentParser(prog="python -m tests.prove.mutants", description=__doc__)
    parser.add_argument("--first", type=int, default=MOST, help="so many of the seeded order")
    parser.add_argument("--target", choices=TARGETS, help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.target is not None:
        return _try_part(asked.target, asked.part, asked.first)
    explained = explanations()
    left = 0
    for one in tried(asked.first):
        fate = f"killed by {one.by}" if one.by else f"survived: {explained.get(one.mutant.key)}"
        left += not one.by and one.mutant.key not in explained
        print(f"{one.mutant.key} {one.mutant.name}\n             {fate}")
    print(f"{left} survived without an explanation")
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())
