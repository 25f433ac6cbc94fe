"""The trial of mutants: each in a fork of a process that has everything loaded.

One unchanged run tells which cases and tests run which lines, and how long each takes. A mutant is
then tried on those that run its line: first what noticed others before, then the quickest.
What fails, or takes far longer than it may, has noticed it.
"""

import contextlib
import gc
import importlib
import inspect
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.validators.safe_patterns import SafePatterns
from tests.prove.mutating import Mutant

ROOT = Path(__file__).parents[2]
AT_ONCE = os.cpu_count() or 1
CPU_SECONDS = 20
"""What one case or test may take; unchanged, the slowest takes a quarter of it."""
WALL_SECONDS = 150

Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled case: whether it must be answered as a false positive."""

    name: str
    safe: bool
    evidence: Evidence


@dataclass(slots=True)
class Unchanged:
    """What each case and test did without a mutant: the lines it ran, the seconds it took."""

    lines: list[set[Line]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: str = ""


class Trial:
    """In place of one run of the collected tests: one for each mutant."""

    def __init__(
        self,
        mutants: list[Mutant],
        cases: list[Case],
        files: set[str],
        keep: Callable[[Mutant, str], None],
    ) -> None:
        self._mutants = mutants
        self._cases = cases
        self._files = files
        self._keep = keep
        self._failed = ""
        self._noticed_before: Counter[int] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first test that fails."""
        if report.failed and not self._failed:
            self._failed = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try them, some at once."""
        assert session.items, "there is no test"
        gc.freeze()
        # What fails without a mutant would "notice" every one of them.
        told = _Fork(lambda: self._unchanged(session)).answer()
        assert isinstance(told, Unchanged), "the tests do not run through unchanged"
        assert not told.failed, f"fails unchanged: {told.failed}"
        running: dict[_Fork, Mutant] = {}
        for mutant in self._mutants:
            if len(running) >= AT_ONCE:
                self._ended(running)
            order = self._order(mutant, told)
            running[_Fork(partial(self._tried, session, mutant, order))] = mutant
        while running:
            self._ended(running)
        return True

    def _ended(self, running: "dict[_Fork, Mutant]") -> None:
        """Wait for one of them."""
        first = _Fork.first_of(running)
        mutant = running.pop(first)
        match first.answer():
            case (int() as number, str() as name):
                self._noticed_before[number] += 1
                self._keep(mutant, name)
            case None if first.killed:
                self._keep(mutant, "its limit of time")
            case "nothing":
                self._keep(mutant, "")
            case other:
                raise AssertionError(f"{mutant.name} could not be tried: {other}")

    def _order(self, mutant: Mutant, told: Unchanged) -> list[int]:
        """The cases and tests that run the mutant's lines, those likely to notice it first."""
        path = str(ROOT / mutant.module)
        last = mutant.line + mutant.before.count("\n")
        lines = {(path, line) for line in range(mutant.line, last + 1)}
        running = [number for number, ran in enumerate(told.lines) if ran & lines]
        return sorted(running, key=lambda n: (-self._noticed_before[n], told.seconds[n]))

    # In a fork

    def _unchanged(self, session: pytest.Session) -> Unchanged:
        told = Unchanged()
        for number in range(len(self._cases) + len(session.items)):
            began = time.process_time()
            with _traced(self._files) as ran:
                name = self._notices(session, number, number + 1)
            if name and number < len(self._cases) and self._cases[number].safe:
                # Safe, and not recognised under this policy: no mutant shows by it.
                name, ran = "", set()
            told.lines.append(ran)
            told.seconds.append(time.process_time() - began)
            if name:
                told.failed = name
                break
        return told

    def _tried(self, session: pytest.Session, mutant: Mutant, order: list[int]) -> object:
        plant(mutant)
        for number, after in zip(order, [*order[1:], -1], strict=False):
            signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
            signal.alarm(WALL_SECONDS)
            if name := self._notices(session, number, after):
                return number, name
        return "nothing"

    def _notices(self, session: pytest.Session, number: int, after: int) -> str:
        """The name of a case or test if it fails; ``after`` is what runs next."""
        first = len(self._cases)
        if number < first:
            case = self._cases[number]
            try:
                real = SafePatterns().judge(case.evidence).is_real
            except Exception as error:  # noqa: BLE001  it never raises
                return f"case {case.name}: {error!r}"
            return f"case {case.name}" if real is case.safe else ""
        _forget(self._files)
        item = session.items[number - first]
        upcoming = range(first, first + len(session.items))
        following = session.items[after - first] if after in upcoming else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return self._failed


class _Fork:
    """Something done in a copy of this process."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.killed = False
        self._folder = tempfile.mkdtemp(prefix="mutant-")
        self._said = Path(self._folder) / "said"
        self._pid = os.fork()
        if self._pid == 0:
            with contextlib.suppress(BaseException):
                os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.tempdir = self._folder
                try:
                    answer = work()
                except BaseException as error:  # noqa: BLE001  told to the parent
                    answer = repr(error)
                self._said.write_bytes(pickle.dumps(answer))
            os._exit(0)

    @staticmethod
    def first_of(running: "Iterable[_Fork]") -> "_Fork":
        """The one that ends first."""
        by_pid = {one._pid: one for one in running}
        pid, status = os.wait()
        ended = by_pid[pid]
        ended.killed = os.WIFSIGNALED(status)
        ended._pid = 0
        return ended

    def answer(self) -> object:
        """What it came to; ``None`` if it broke off."""
        if self._pid:
            self.first_of([self])
        said = self._said.read_bytes() if self._said.exists() else None
        shutil.rmtree(self._folder, ignore_errors=True)
        return pickle.loads(said) if said is not None else None


@contextlib.contextmanager
def _traced(files: set[str]) -> Iterator[set[Line]]:
    """The lines of some files that are run meanwhile."""
    ran: set[Line] = set()

    def line(frame: FrameType, event: str, argument: object) -> Any:
        ran.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, event: str, argument: object) -> Any:
        return line(frame, event, argument) if frame.f_code.co_filename in files else None

    threading.settrace(call)
    sys.settrace(call)
    try:
        yield ran
    finally:
        sys.settrace(None)
        threading.settrace(None)


def _forget(files: set[str]) -> None:
    """Empty the caches of these modules: what a test is told must be computed while it runs."""
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) in files:
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear") and kept.__module__ == module.__name__:
                    kept.cache_clear()


@cache
def source_of(module: str) -> str:
    """As it is when the run begins, which is what is loaded."""
    return (ROOT / module).read_text()


def plant(mutant: Mutant) -> None:
    """Give a loaded function the code that it has in the mutant."""
    path = Path(mutant.module)
    changed = mutant.applied(source_of(mutant.module))
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
