"""Having many findings judged: no cache, nothing kept, several processes.

The code that is read is hostile: a process that dies takes one finding with it, not the run.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fpcache_ops.bootstrap import SystemClock, judge_of
from fpcache_ops.config import Settings
from fpcache_ops.core.evidence import Built
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.judging import Case, Panel, unjudged
from fpcache_ops.core.ports import Clock, EvidenceBuilder, Sources, Validator
from fpcache_ops.core.verdict import ValidatorIdentity, Verdict
from fpcache_ops.evidence.sources import TreeSources

_NOBODY = ValidatorIdentity("nobody", "")

CHUNK = 16
"""Findings that a process is handed at once; those of one file stay together where they can."""


@dataclass(frozen=True, slots=True)
class Question:
    """A finding of a report, by its number there."""

    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Answered:
    """The verdict on a question, and the seconds from finding to verdict."""

    number: int
    verdict: Verdict
    seconds: float


@dataclass(frozen=True, slots=True)
class Judge:
    """What judges: everything between a finding and its verdict."""

    builder: EvidenceBuilder
    sources: Sources
    validator: Validator
    panel: Panel
    clock: Clock

    def answers(self, questions: Sequence[Question]) -> Iterator[Answered]:
        """A verdict on every question, once each, as they come."""
        cases: list[Case] = []
        asked: list[tuple[int, float]] = []
        for question in questions:
            began = self.clock.elapsed()
            built = self._built(question.finding)
            language = built.language if isinstance(built, Built) else ""
            version = self.validator.version(language, question.finding.type)
            identity = ValidatorIdentity(self.validator.name, version)
            took = self.clock.elapsed() - began
            if isinstance(built, Built):
                cases.append(Case(built, identity))
                asked.append((question.number, took))
            else:
                yield Answered(question.number, unjudged(identity, built), took)
        for judged in self.panel.judge(cases):
            number, took = asked[judged.case]
            yield Answered(number, judged.verdict, took + judged.seconds)

    def _built(self, finding: Finding) -> Built | str:
        try:
            built = self.builder.build(finding, self.sources)
        except Exception as error:  # noqa: BLE001  one odd finding never makes a run fail
            return f"no evidence could be built ({type(error).__name__})"
        return built if isinstance(built, Built) else built.reason


class MakesJudge(Protocol):
    """Makes a judge; called once in every process, so it must be something that can be sent."""

    def __call__(self) -> Judge:
        """A judge of this process's own."""


@dataclass(frozen=True, slots=True)
class ConfiguredJudge:
    """Makes a judge of the files below a folder with the validator of the settings."""

    root: Path
    settings: Settings

    def __call__(self) -> Judge:
        """See :class:`MakesJudge`."""
        builder, bench = judge_of(self.settings)
        return Judge(
            builder=builder,
            sources=TreeSources(self.root),
            validator=bench.validator,
            panel=bench.panel,
            clock=SystemClock(),
        )


Progress = Callable[[int, int], None]


def answers(
    questions: Sequence[Question], make: MakesJudge, *, jobs: int, progress: Progress
) -> list[Answered]:
    """A verdict on every question, in their order; ``jobs`` processes, or this one for 1.

    A question whose judging ends its process is not judged, which is reported as real.
    """
    ordered = sorted(questions, key=lambda question: question.finding.primary.path)
    chunks = [ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK)]
    found: dict[int, Answered] = {}
    for chunk in _in_processes(chunks, make, jobs) if jobs > 1 else _here(chunks, make):
        for answered in chunk:
            found[answered.number] = answered
        progress(len(found), len(questions))
    return [found[question.number] for question in questions]


def _here(chunks: Sequence[list[Question]], make: MakesJudge) -> Iterator[list[Answered]]:
    judge = make()
    for chunk in chunks:
        yield list(judge.answers(chunk))


def _in_processes(
    chunks: Sequence[list[Question]], make: MakesJudge, jobs: int
) -> Iterator[list[Answered]]:
    pending = list(chunks)[::-1]
    while pending:
        left: list[list[Question]] = []
        with _pool(make, min(jobs, len(pending))) as pool:
            running: dict[Future[list[Answered]], list[Question]] = {}
            while pending or running:
                while pending and len(running) < 2 * jobs:
                    chunk = pending.pop()
                    try:
                        running[pool.submit(_work, chunk)] = chunk
                    except BrokenProcessPool:
                        pending.append(chunk)
                        break
                if not running:
                    break
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    chunk = running.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        left.append(chunk)
        # A process died: the findings that were under way are tried one at a time.
        yield from _one_by_one([question for chunk in left for question in chunk], make)


def _one_by_one(questions: Sequence[Question], make: MakesJudge) -> Iterator[list[Answered]]:
    pending = list(questions)[::-1]
    while pending:
        with _pool(make, 1) as pool:
            while pending:
                question = pending.pop()
                try:
                    yield pool.submit(_work, [question]).result()
                except BrokenProcessPool:
                    verdict = unjudged(_NOBODY, "judging it ended the process")
                    yield [Answered(question.number, verdict, 0.0)]
                    break


def _pool(make: MakesJudge, jobs: int) -> ProcessPoolExecutor:
    # Not a copy of this process, which may have threads of its own.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, _begin, (make,))


_judge: Judge | None = None


def _begin(make: MakesJudge) -> None:
    global _judge  # noqa: PLW0603  one a process
    _judge = make()


def _work(chunk: list[Question]) -> list[Answered]:
    assert _judge is not None
    return list(_judge.answers(chunk))
