"""The service is asked: a pass is all findings of a case, its answers, and how long they took."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from fpcache_ops.core.finding import Finding
from fpcache_ops.operations.parameters import read_secret
from fpcache_ops.operations.rehearsal import API_KEY, Rehearsal
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.validate_cache.case import Case, places
from fpcache_ops.operations.validate_cache.timings import percentile
from fpcache_ops.wire import Validated, ValidateResponse

BATCH = 50
"""Findings in a request, as clients in the field send them."""

ALONE = 200
"""Findings that are asked for one by one."""


class Validates(Protocol):
    """What is needed of a client of the service."""

    def validate(
        self, repository: str, findings: Sequence[Finding], files: Mapping[str, str]
    ) -> ValidateResponse:
        """The answers to one request, in the order of its findings."""


@dataclass(frozen=True)
class Pass:
    """The answers to all findings of a case, and how long each took its client.

    A request's time is shared among its findings: ``milliseconds`` has a figure for each finding.
    ``from_cache`` are the figures of requests that were answered from the cache as a whole.
    """

    title: str
    case: Case
    answers: tuple[Validated, ...]
    milliseconds: tuple[float, ...]
    from_cache: tuple[float, ...]
    duplicates: int
    requests: int
    warnings: tuple[str, ...] = ()

    @property
    def outcomes(self) -> Counter[str]:
        """How many findings had which outcome."""
        return Counter(answer.outcome for answer in self.answers)

    @property
    def validator_calls(self) -> int:
        """How many findings were judged: not answered from the cache, and no repeats."""
        served = ("hit", "overridden")
        asked = (n for n in self.looked_up if self.answers[n].outcome not in served)
        return len({self._question(number) for number in asked})

    @property
    def looked_up(self) -> list[int]:
        """The findings that have evidence; one whose file is missing is not looked up."""
        return [n for n, answer in enumerate(self.answers) if answer.evidence is not None]

    @property
    def real(self) -> list[int]:
        """The findings that are known to be real."""
        return [number for number in range(len(self.answers)) if number in self.case.real]

    @property
    def judged_at_first_sight(self) -> list[int]:
        """The findings that were a miss, or repeat one of this pass that was."""
        seen: set[tuple[str, str]] = set()
        judged = []
        for number in self.looked_up:
            key = self._question(number)
            if self.answers[number].outcome == "miss" or key in seen:
                judged.append(number)
                seen.add(key)
        return judged

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "requests": self.requests,
            **dict(sorted(self.outcomes.items())),
            "validator_calls": self.validator_calls,
            "p50_ms": percentile(self.milliseconds, 50),
            "p95_ms": percentile(self.milliseconds, 95),
            **({"warnings": list(self.warnings[:5])} if self.warnings else {}),
        }

    @property
    def row(self) -> dict[str, Any]:
        """Its row of the table at the end."""
        outcomes = self.outcomes
        named = {"hit": "Hits", "miss": "Misses", "changed": "Changed"}
        other = sum(count for name, count in outcomes.items() if name not in named)
        return {
            "Pass": self.title,
            "Findings": len(self.answers),
            **{title: outcomes[name] for name, title in named.items()},
            **({"Other": other} if other else {}),
            "p50 ms": percentile(self.milliseconds, 50),
            "p95 ms": percentile(self.milliseconds, 95),
            "Validator calls": self.validator_calls,
        }

    def _question(self, number: int) -> tuple[str, str]:
        evidence = self.answers[number].evidence
        assert evidence is not None
        return self.case.findings[number].primary.path, evidence.digest


@dataclass
class Connection:
    """A service to ask, and the repository to ask about."""

    client: Validates
    repository: str
    where: str
    close: Callable[[], None] = lambda: None
    clock: Callable[[], float] = field(default=time.perf_counter)

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {"service": self.where, "repository": self.repository}

    def ask_alone(self, title: str, case: Case) -> Pass:
        """Have findings of the case validated one by one, the first few hundred of them."""
        return self.ask(title, replace(case, findings=case.findings[:ALONE]), batch=1)

    def ask(self, title: str, case: Case, batch: int = BATCH) -> Pass:
        """Have every finding of the case validated, 50 in a request."""
        answers: list[Validated] = []
        milliseconds: list[float] = []
        from_cache: list[float] = []
        warnings: list[str] = []
        duplicates = requests = 0
        for start in range(0, len(case.findings), batch):
            asked = case.findings[start : start + batch]
            paths = {at.path for finding in asked for at in places(finding)}
            files = {path: case.files[path] for path in sorted(paths) if path in case.files}
            began = self.clock()
            response = self.client.validate(self.repository, asked, files)
            share = (self.clock() - began) * 1000 / len(asked)
            answers += response.validated
            milliseconds += [share] * len(asked)
            if all(answer.outcome == "hit" for answer in response.validated):
                from_cache += [share] * len(asked)
            duplicates += response.cache_stats.internal_duplicates
            warnings += response.warnings
            requests += 1
        return Pass(
            title,
            case,
            tuple(answers),
            tuple(milliseconds),
            tuple(from_cache),
            duplicates,
            requests,
            tuple(warnings),
        )


def connect(run: Run, server: str, api_key: str, repository: str) -> Connection:
    """The service at ``server``, or without one a service of our own for a rehearsal.

    Raises:
        ServiceUnusable: when it cannot be reached, or does not start.
        UnusableInput: when the reference to the key leads nowhere.
    """
    from fpcache_ops.client import ReadClient

    # A name of its own makes the first pass a first sight, on a shared service too.
    repository = repository or f"fpcache/validate-{run.id}-{secrets.token_hex(4)}"
    with ExitStack() as opened:
        if server:
            url, key, where = server, read_secret(api_key), server
        else:
            url, key = opened.enter_context(Rehearsal(run.folder)).url, API_KEY
            where = f"{url} (a rehearsal)"
        client = opened.enter_context(ReadClient(url, key))
        client.health()
        return Connection(client, repository, where, opened.pop_all().close)
