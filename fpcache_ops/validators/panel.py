"""Having validators judged that are slow, may hang, and must not be flooded.

At most ``workers`` calls are under way in a process. A call that takes longer than ``timeout`` is
given up: its thread cannot be stopped, so it keeps its slot until it ends by itself, and what it
then says is not heard. After ``failures`` failures in a row the breaker opens: for ``cool_down``
seconds nobody is called, then one call is let through to see. Whatever is not judged is real.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from threading import BoundedSemaphore, Lock, Thread

from fpcache_ops.core.judging import Case, Judged, ValidatorFailed, ask, unjudged
from fpcache_ops.core.ports import Clock, Validator
from fpcache_ops.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PanelSettings:
    """Times in seconds."""

    workers: int = 8
    timeout: float = 90.0
    failures: int = 5
    cool_down: float = 30.0


class Breaker:
    """Stops calling what fails. Safe to share between threads."""

    def __init__(self, settings: PanelSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        with self._lock:
            return self._is_refusing()

    def admits(self) -> bool:
        """Whether a call may be made; a breaker that has cooled down admits one at a time."""
        with self._lock:
            if self._is_refusing():
                return False
            if self._opened_at is not None:
                self._opened_at = self._clock.elapsed()
            return True

    def heard(self, *, failed: bool) -> None:
        """How a call ended."""
        with self._lock:
            if not failed:
                self._failed, self._opened_at = 0, None
                return
            self._failed += 1
            if self._failed >= self._settings.failures:
                self._opened_at = self._clock.elapsed()

    def _is_refusing(self) -> bool:
        return (
            self._opened_at is not None
            and self._clock.elapsed() - self._opened_at < self._settings.cool_down
        )


class ThreadPanel:
    """:class:`fpcache_ops.core.judging.Panel` with bounded concurrency, a time limit, a breaker."""

    def __init__(self, validator: Validator, clock: Clock, settings: PanelSettings) -> None:
        self._validator = validator
        self._clock = clock
        self._settings = settings
        self._slots = BoundedSemaphore(settings.workers)
        self.breaker = Breaker(settings, clock)

    def judge(self, cases: Sequence[Case]) -> Iterator[Judged]:
        """See :meth:`fpcache_ops.core.judging.Panel.judge`."""
        answers: Queue[tuple[int, Verdict]] = Queue()
        started: dict[int, float] = {}
        waiting = list(enumerate(cases))[::-1]
        while waiting or started:
            while waiting and self._take_slot(patient=not started):
                number, case = waiting.pop()
                if not self.breaker.admits():
                    self._slots.release()
                    yield self._given_up(number, case, 0.0, "the validator is failing: not asked")
                    continue
                started[number] = self._clock.elapsed()
                Thread(target=self._call, args=(number, case, answers), daemon=True).start()
            if waiting and not started:
                number, case = waiting.pop()
                yield self._given_up(number, case, 0.0, "the validator is busy")
                continue
            yield from self._next(cases, started, answers)

    def _take_slot(self, *, patient: bool) -> bool:
        """A slot, waited for only while there is nothing else to wait for."""
        return self._slots.acquire(timeout=self._settings.timeout if patient else 0)

    def _next(
        self,
        cases: Sequence[Case],
        started: dict[int, float],
        answers: "Queue[tuple[int, Verdict]]",
    ) -> Iterator[Judged]:
        """The next answer, or what has run out of time."""
        if not started:
            return
        oldest = min(started.values())
        left = oldest + self._settings.timeout - self._clock.elapsed()
        try:
            number, verdict = answers.get(timeout=max(left, 0.0))
        except Empty:
            now = self._clock.elapsed()
            late = [n for n, at in started.items() if now - at >= self._settings.timeout]
            for number in late:
                self.breaker.heard(failed=True)
                took = now - started.pop(number)
                why = f"no answer within {self._settings.timeout:g} s"
                yield self._given_up(number, cases[number], took, why)
            return
        if number in started:
            took = self._clock.elapsed() - started.pop(number)
            yield Judged(number, verdict, max(took, 1e-9))

    def _call(self, number: int, case: Case, answers: "Queue[tuple[int, Verdict]]") -> None:
        try:
            verdict = ask(case, self._validator)
            self.breaker.heard(failed=False)
        except ValidatorFailed as failure:
            self.breaker.heard(failed=True)
            verdict = unjudged(case.validator, str(failure))
        finally:
            self._slots.release()
        answers.put((number, verdict))

    def _given_up(self, number: int, case: Case, seconds: float, why: str) -> Judged:
        return Judged(number, unjudged(case.validator, why), max(seconds, 1e-9))
