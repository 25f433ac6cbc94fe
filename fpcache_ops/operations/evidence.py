"""What can be asked when something is wrong: the service, its numbers, its log; and traffic of our
own where a rehearsal has none.

A source that does not answer is noted and left out; what nobody answers stays unknown.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fpcache_ops.client import ReadClient
from fpcache_ops.errors import FpcacheError, ServiceUnusable, UnusableInput
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.sources import (
    Exposition,
    Figure,
    LookupLogSource,
    Observation,
    Prometheus,
    Source,
)
from fpcache_ops.operations.sources.observation import NOTHING
from fpcache_ops.operations.specimens import REPOSITORIES, specimens
from fpcache_ops.wire import ValidateResponse, metrics

_ROUNDS = 6
"""Of each specimen in a rehearsal: the first is judged, so five of six are hits."""


def rehearse(run: Run, *, workers: int = 1) -> dict[str, object]:
    """Traffic for a rehearsal's service, each finding in a request of its own; a given server is
    left as it is.
    """
    if run.parameters["server"]:
        return {"server": run.parameters["server"]}
    run.rehearsal(workers=workers)
    reader = run.reader()
    for _ in range(_ROUNDS):
        for repository in REPOSITORIES:
            findings, files = specimens(repository)
            for finding in findings:
                path = finding.primary.path
                reader.validate(repository, [finding], {path: files[path]})
    return {"rehearsal": True, "requests": _ROUNDS * 10 * len(REPOSITORIES)}


@dataclass
class Sources:
    """Those that answered, the most exact first, and what is wrong with the others."""

    answering: list[Source] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    log: LookupLogSource | None = None

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {
            "sources": [source.name for source in self.answering],
            "sources_that_do_not_answer": list(self.troubles),
        }

    def observe(self, figure: Figure) -> tuple[Observation, str]:
        """The first observation that rests on something, and where it is from."""
        for source in self.answering:
            found = source.observe(figure)
            if found.sample > 0:
                return found, source.name
        return NOTHING, "nowhere"

    def close(self) -> None:
        """Release what the log holds."""
        if self.log is not None:
            self.log.close()


def sources(run: Run) -> Sources:
    """The sources that the parameters name, over the last ``over`` seconds; in a rehearsal its own.

    The numbers of ``/metrics`` are those since the service started.
    """
    found = Sources()
    given = {name: str(run.parameters.get(name, "")) for name in ("log", "prometheus", "metrics")}
    if not run.parameters["server"]:
        own = run.rehearsal()
        given |= {"log": str(own.lookups), "metrics": own.metrics}
    seconds = float(run.parameters["over"])
    if given["log"]:
        since = datetime.now(UTC) - timedelta(seconds=seconds)
        try:
            found.log = LookupLogSource(given["log"], since=since)
            found.answering.append(found.log)
        except UnusableInput as error:
            found.troubles.append(f"lookup log: {error}")
    if given["prometheus"]:
        only = str(run.parameters.get("only", ""))
        prometheus = Prometheus(given["prometheus"], seconds=seconds, only=only)
        try:
            prometheus.ask()
            found.answering.append(prometheus)
        except ServiceUnusable as error:
            found.troubles.append(f"Prometheus: {error}")
    if given["metrics"]:
        try:
            found.answering.append(Exposition.read(given["metrics"]))
        except ServiceUnusable as error:
            found.troubles.append(f"/metrics: {error}")
    return found


@dataclass(frozen=True)
class Standing:
    """How the service answered, asked several times over connections of their own.

    ``failed`` of the ``asked`` questions about its health and its store were not answered well.
    """

    asked: int
    failed: int
    troubles: tuple[str, ...]
    version: str
    on: int
    switches: int
    rules: tuple[str, ...]
    entries: int | None

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "asked": self.asked,
            "failed": self.failed,
            "troubles": list(self.troubles),
            "version": self.version,
            "said_on": f"{self.on} of {self.switches}",
            "rules": list(self.rules),
            "entries": self.entries,
        }

    def says(self, word: str) -> bool:
        """Whether any trouble speaks of something."""
        return any(word in trouble.lower() for trouble in self.troubles)


def standing(run: Run, *, times: int = 5) -> Standing:
    """Ask for health, switch and stored entries, so many times."""
    failed, on, switches = 0, 0, 0
    troubles: dict[str, None] = {}
    rules: dict[str, None] = {}
    version, entries = "unknown", None
    for _ in range(times):
        with run.reader().anew() as anew:
            try:
                health = anew.health()
                version = str(health.get("version", "unknown"))
                if health.get("status") != "ok":
                    raise ServiceUnusable(f"the database: {health.get('database')}")
            except FpcacheError as error:
                failed += 1
                troubles[str(error)] = None
            try:
                switch = anew.explain(entry="0" * 64).switch
                entries = anew.stats().entries
                switches += 1
                on += switch.on
                rules[switch.rule] = None
            except FpcacheError as error:
                failed += 1
                troubles[str(error)] = None
    return Standing(
        2 * times, failed, tuple(troubles), version, on, switches, tuple(rules), entries
    )


ASKED_ANEW = 40
"""Connections that are made to meet every process: of 8 that share them evenly, one is left out
once in 25 runs of 40, which is why the processes are counted as well."""

ACTS_WITHIN = 10.0
"""Seconds until a switch must be seen everywhere: the flag acts within one, the numbers of a
process are a second old."""


@dataclass(frozen=True)
class Switches:
    """What the processes said of their switch: ``answers`` over connections of their own, and
    ``processes`` by the service's numbers; each how many were not as wanted, of how many.
    """

    answers: tuple[int, int]
    processes: tuple[int, int]
    rules: list[str]
    seconds: float

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "asked_anew": self.answers[1],
            "not_as_wanted": self.answers[0],
            "processes": self.processes[1],
            "processes_not_as_wanted": self.processes[0],
            "rules": self.rules,
            "waited_seconds": round(self.seconds, 1),
        }


def switches(run: Run, *, wanted: bool) -> Switches:
    """Ask until everybody says what is wanted, or the time is up."""
    began = time.monotonic()
    while True:
        late = time.monotonic() - began >= ACTS_WITHIN
        rules: set[str] = set()
        other = 0
        for _ in range(ASKED_ANEW):
            with run.reader().anew() as anew:
                switch = anew.explain(entry="0" * 64).switch
            rules.add(switch.rule)
            other += switch.on is not wanted
        on, all_ = processes(run) or (0, 0)
        counted = (all_ - on if wanted else on), all_
        if late or (other == 0 and counted[0] == 0):
            waited = time.monotonic() - began
            return Switches((other, ASKED_ANEW), counted, sorted(rules), waited)
        time.sleep(0.2)


def processes(run: Run) -> tuple[int, int] | None:
    """How many processes are on, of how many; ``None`` when nobody tells."""
    addresses = str(run.parameters["metrics"])
    if not run.parameters["server"]:
        addresses = run.rehearsal().metrics
    if not addresses:
        return None
    try:
        numbers = Exposition.read(addresses)
    except ServiceUnusable:
        return None
    on, all_ = (numbers.total(one.name) for one in (metrics.PROCESSES_ON, metrics.PROCESSES))
    return (int(on), int(all_)) if on is not None and all_ is not None else None


@dataclass(frozen=True)
class Known:
    """Findings that are known to the last one, asked about twice under a name of this run.

    ``agreeing`` of the ``compared`` answers that came from the cache were those of the validation
    before; ``hidden`` of the ``real`` ones were called false positives, in either.
    """

    compared: int
    agreeing: int
    real: int
    hidden: int
    trouble: str = ""

    @property
    def facts(self) -> Mapping[str, object]:
        """What to note about it."""
        told = {
            "compared": self.compared,
            "agreeing": self.agreeing,
            "known_real": self.real,
            "hidden": self.hidden,
        }
        return {**told, "trouble": self.trouble} if self.trouble else told


def ask_known(run: Run) -> Known:
    """Have the specimens judged, and ask again. Their verdicts are stored under a name that nobody
    else uses.
    """
    repository = f"fpcache/probe-{run.id}"
    findings, _ = specimens(repository)
    answers: list[ValidateResponse] = []
    trouble = ""
    try:
        answers.append(_asked(run.reader(), repository))
        answers.append(_asked(run.reader(), repository))
    except FpcacheError as error:
        trouble = str(error)
    real = [n for n, finding in enumerate(findings) if finding.type == "command-injection"]
    hidden = sum(any(not a.validated[n].is_valid for a in answers) for n in real)
    compared = agreeing = 0
    if len(answers) == 2:
        for before, now in zip(answers[0].validated, answers[1].validated, strict=True):
            if now.from_cache:
                compared += 1
                agreeing += (before.is_valid, before.reason) == (now.is_valid, now.reason)
    return Known(compared, agreeing, len(real) if answers else 0, hidden, trouble)


def _asked(reader: ReadClient, repository: str) -> ValidateResponse:
    findings, files = specimens(repository)
    return reader.validate(repository, findings, files)
