"""Phase 3: green is asked, past the proxy, before anybody else asks it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from fpcache_ops.operations.rollout.deploying import GREEN
from fpcache_ops.operations.rollout.where import Place
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.specimens import specimens
from fpcache_ops.operations.validate_cache import (
    Case,
    Connection,
    Deviations,
    Pass,
    different_answers,
    hidden,
    mean,
    percentile,
    read_case,
    unchanged_hits,
)

_REPEATED = 2
"""How often the small case is asked one by one, for enough figures."""


@dataclass(frozen=True, slots=True)
class Validated:
    """What green answered: first, again, and one finding at a time."""

    first: Pass
    again: Pass
    alone: tuple[Pass, ...]

    @property
    def hidden(self) -> Deviations:
        """Known real vulnerabilities that were called a false positive in any pass."""
        return hidden([self.first, self.again, *self.alone])

    @property
    def hits(self) -> tuple[int, int]:
        """Findings that were judged and are hits now, of how many."""
        return unchanged_hits(self.first, self.again)

    @property
    def differing(self) -> Deviations:
        """Answers that are not as before."""
        return different_answers(self.first, self.again)

    @property
    def p95(self) -> tuple[float | None, int]:
        """Of the answers from the cache, and how many there were."""
        cached = self._cached
        return percentile(cached, 95), len(cached)

    @property
    def mean(self) -> tuple[float | None, int]:
        """Of the answers from the cache, and how many there were."""
        cached = self._cached
        return mean(cached), len(cached)

    @property
    def _cached(self) -> Sequence[float]:
        return [one for each in self.alone for one in each.from_cache]

    @property
    def passes(self) -> list[Pass]:
        """In the order they were made."""
        return [self.first, self.again, *self.alone[:1]]


def case_of(run: Run) -> Case:
    """The findings to ask about: those of the parameters, or small ones that are known to us."""
    parameters = run.parameters
    if parameters["sarif"]:
        return read_case(
            str(parameters["sarif"]), str(parameters["root"]), str(parameters["labels"])
        )
    return known_case()


def known_case() -> Case:
    """Ten small findings, five of which are real."""
    findings, files = specimens("rehearsal/known")
    real = frozenset(n for n, one in enumerate(findings) if one.type == "command-injection")
    return Case(tuple(findings), dict(files), real)


def validate(place: Place, case: Case, side: str = GREEN) -> Validated:
    """Ask a side three times; under a name of its own, so that the first is a first sight."""
    repository = f"fpcache/rollout-{secrets.token_hex(4)}"
    with place.client(side) as client:
        connection = Connection(client, repository, side)
        first = connection.ask("first sight", case)
        again = connection.ask("again, unchanged", case)
        times = 1 if len(case.findings) >= 40 else _REPEATED
        alone = tuple(connection.ask_alone("one by one", case) for _ in range(times))
    return Validated(first, again, alone)
