"""What the runbooks ``performance-degradation`` and ``high-miss-rate`` find out."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from fpcache_ops.errors import FpcacheError
from fpcache_ops.operations import evidence
from fpcache_ops.operations.criteria import Result
from fpcache_ops.operations.session import Checked, Run
from fpcache_ops.operations.sources import Figure, Observation
from fpcache_ops.operations.specimens import specimens
from fpcache_ops.operations.tables import Cell, Table
from fpcache_ops.operations.validate_cache import mean, percentile
from fpcache_ops.operations.wording import percent, significant

ASKED = 40


@dataclass(frozen=True)
class Seen:
    """How long the service and its clients say that things take; milliseconds."""

    service: evidence.Standing
    sources: evidence.Sources
    alone: tuple[float, ...]
    trouble: str

    def of(self, figure: Figure) -> Observation:
        """What the sources know of a figure."""
        return self.sources.observe(figure)[0]

    @property
    def alone_p95(self) -> Observation:
        """What a client waits for a cached answer, 95th percentile."""
        return Observation(percentile(self.alone, 95), len(self.alone))

    @property
    def alone_mean(self) -> Observation:
        """The same, on average."""
        return Observation(mean(self.alone), len(self.alone))

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            **self.service.facts,
            **self.sources.facts,
            "cached_answers_timed": len(self.alone),
            **({"trouble": self.trouble} if self.trouble else {}),
        }

    def table(self) -> Table:
        """Where the time goes: on the way, looking up, judging."""
        rows = []
        client = sum(self.alone) / len(self.alone) if self.alone else None
        looking = self.of(Figure.LOOKUP_MEAN)
        judging = self.of(Figure.VALIDATION_MEAN)
        for name, value, sample in (
            ("a cached answer, as its client sees it (mean)", client, len(self.alone)),
            ("a finding in the service, without its validation (mean)", *looking[:2]),
            ("a call of the validator (mean)", *judging[:2]),
        ):
            shown = f"{significant(value)} ms" if value is not None and sample else "nobody knows"
            rows.append({"where the time goes": name, "": shown, "of": sample})
        return Table.of("Where the time goes", rows)

    def types(self) -> Table:
        """The types that are looked up slowest."""
        slow = self.sources.log.slowest() if self.sources.log is not None else []
        rows = [
            {
                "type": kind,
                "findings": findings,
                "p95 without validation": f"{significant(looking)} ms",
                "mean validation": f"{significant(judging)} ms",
            }
            for kind, findings, looking, judging in slow
        ]
        nothing = {"type": "-", "findings": 0, "p95 without validation": "-"}
        return Table.of("By type, the slowest first (lookup log)", rows or [nothing])


def look(run: Run) -> Seen:
    """Ask the service, time some cached answers, read the sources."""
    service = evidence.standing(run)
    timed, trouble = _timed(run)
    return Seen(service, evidence.sources(run), timed, trouble)


def _timed(run: Run) -> tuple[tuple[float, ...], str]:
    """One finding in a request, again and again: what a client waits for a cached answer."""
    repository = f"fpcache/probe-{run.id}"
    findings, files = specimens(repository)
    times = []
    reader = run.reader()
    try:
        reader.validate(repository, findings, files)
        for number in range(ASKED):
            finding = findings[number % len(findings)]
            path = finding.primary.path
            began = time.perf_counter()
            answer = reader.validate(repository, [finding], {path: files[path]})
            if answer.validated[0].from_cache:
                times.append(1000 * (time.perf_counter() - began))
    except FpcacheError as error:
        return tuple(times), str(error)
    return tuple(times), ""


_REMEDIES: Mapping[str, str] = {
    "answers_failed": "the service or its database is down: look at its host and its own log",
    "alert_errors_critical": "requests fail: the service's own log names them by requestId",
    "alert_connections_warning": (
        "connections run out: fewer workers, or a larger pool; look for long transactions"
    ),
    "alert_memory_warning": (
        "replace the workers one by one, SIGHUP to the service: no request is lost"
    ),
    "alert_p95_critical": (
        "lookups are slow in the service: the store. Its disk, its vacuum, its neighbours"
    ),
    "hit_latency_p95": (
        "cached answers are slow for their client: if the service's own figure is good, it is the "
        "way there: proxy, network, TLS"
    ),
    "hit_latency_mean": "as for the 95th percentile",
    "log_rows_lost": "the disk of the lookup log is full or slow: make room; answers are not hurt",
}


def remedies(run: Run, checks: list[Checked]) -> Table:
    """What to do about each check that failed, the worst first; and what is not known."""
    rows: list[dict[str, Cell]] = [
        {"because": one.check.title, "do": _REMEDIES[one.check.name]}
        for name in _REMEDIES
        for one in checks
        if one.check.name == name and one.check.result is Result.FAIL
    ]
    unknown = [one.check.title for one in checks if one.check.result is Result.INCONCLUSIVE]
    if unknown:
        rows.append(
            {"because": "not known: " + "; ".join(unknown), "do": "give the sources that tell"}
        )
    return run.table("What to do", rows or [{"because": "all is well", "do": "nothing"}])


# --- misses ------------------------------------------------------------------------------

_AVOIDABLE = ("expired", "invalidated", "outdated", "swept", "unknown")

_CAUSES: Mapping[str, tuple[str, str]] = {
    "first_seen": ("nobody asked before", "nothing; warm-cache before a large scan"),
    "changed": ("the code it rests on changed", "nothing; policy scope sees less than file"),
    "expired": ("older than its lifetime", "a longer lifetime_days, if that is meant"),
    "invalidated": ("somebody withdrew it", "restore, if it was a mistake: see who and why"),
    "outdated": ("another validator version judged it", "it was upgraded: wait, or warm-cache"),
    "swept": ("the entry was removed", "look at the sweep's age and the store's size"),
    "bypass": ("the cache is off", "runbook feature-flag"),
    "unplaced": ("no evidence could be built", "content or line is missing in what clients send"),
    "unknown": ("the cause is not known", "look at the store and its log"),
}


@dataclass(frozen=True)
class Misses:
    """Why findings were no hits."""

    sources: evidence.Sources
    causes: tuple[tuple[str, str, int, int], ...]
    looked_up: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {
            **self.sources.facts,
            "looked_up": self.looked_up,
            "causes": {f"{o}/{c}": n for o, c, n, _ in self.causes},
        }

    @property
    def avoidable(self) -> tuple[int, int]:
        """Of all that was looked up, what missed for a reason that could be avoided."""
        count = sum(
            n for outcome, cause, n, _ in self.causes if _kind(outcome, cause) in _AVOIDABLE
        )
        return count, self.looked_up

    def table(self) -> Table:
        """Each cause, what it means, and what to do."""
        rows = []
        for outcome, cause, count, places in self.causes:
            means, do = _CAUSES.get(_kind(outcome, cause), ("see docs/how-it-works.md", "-"))
            rows.append(
                {
                    "cause": cause or outcome,
                    "findings": count,
                    "share of lookups": percent(count / self.looked_up),
                    "repositories": places,
                    "which means": means,
                    "do": do,
                }
            )
        return Table.of("Why findings were no hits", rows or [{"cause": "none", "findings": 0}])


def misses(run: Run) -> Misses:
    """Read the causes from the lookup log; without one, nothing is known of them."""
    found = evidence.sources(run)
    if found.log is None:
        return Misses(found, (), 0)
    asked = found.log.observe(Figure.HIT_RATE)
    return Misses(found, tuple(found.log.causes(most=50)), asked.sample)


def of(found: Misses, figure: Figure) -> Observation:
    """What the sources know of a figure."""
    return found.sources.observe(figure)[0]


def _kind(outcome: str, cause: str) -> str:
    """The cause without what follows its colon; an outcome that is its own cause."""
    head = cause.partition(":")[0]
    return head if head in _CAUSES else outcome
