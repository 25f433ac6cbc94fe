"""Scanning a history again: the cache starts empty, the clock stands at each commit."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from fpcache_ops.core.cache import Cache
from fpcache_ops.core.entry import Seal
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.judging import InlinePanel
from fpcache_ops.core.logged import Row
from fpcache_ops.core.lookup import Hit, ServingRule, SwitchState
from fpcache_ops.core.ports import EventLog, EvidenceBuilder, Store, Validator
from fpcache_ops.core.validation import Answer, Request, Validation
from fpcache_ops.replay.history import Commit, CommitCheckout, History, changed_paths
from fpcache_ops.replay.scanning import Scans

_TENANT = "local"
_FOREVER = timedelta(days=36500)


@dataclass(slots=True)
class Tally:
    """What one policy would have done. The first commit fills the cache and is not counted.

    ``changed_*`` count only findings in files that are not as they were at the commit before.
    ``languages`` counts findings by the language of their file, ``fallbacks`` those for which
    whole files were taken, by language and reason. Where the language has no grammar it is ``""``.
    """

    policy: str
    commits: int = 0
    findings: int = 0
    hits: int = 0
    changed_findings: int = 0
    changed_hits: int = 0
    calls: int = 0
    unplaced: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    fallbacks: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def avoided(self) -> int:
        """Validator calls that a run without a cache would have made, and this one did not."""
        return self.findings - self.calls

    def count(self, answers: Sequence[Answer], changed: set[str]) -> None:
        """Add one commit's answers."""
        self.commits += 1
        for answer in answers:
            hit = isinstance(answer.outcome, Hit)
            self.findings += 1
            self.hits += hit
            self.calls += answer.validation_seconds > 0
            if answer.finding.primary.path in changed:
                self.changed_findings += 1
                self.changed_hits += hit
            if answer.built is None:
                self.unplaced += 1
                continue
            self.languages[answer.built.language] += 1
            if answer.built.fallback is not None:
                self.fallbacks[answer.built.language, answer.built.fallback] += 1

    @property
    def reasons(self) -> Counter[str]:
        """How often whole files were taken, by the reason alone."""
        reasons: Counter[str] = Counter()
        for (_, reason), count in self.fallbacks.items():
            reasons[reason] += count
        return reasons


Progress = Callable[[str, int, int], None]


def replay(
    history: History,
    commits: Sequence[Commit],
    scans: Scans,
    builders: Mapping[str, EvidenceBuilder],
    validator: Validator,
    scratch_store: Callable[[Path], Store],
    *,
    repository: str,
    log: EventLog,
    lifetime: timedelta | None = None,
    progress: Progress = lambda what, done, total: None,
) -> list[Tally]:
    """Walk the commits, oldest first, once for each policy.

    Args:
        history: where the commits are.
        commits: which, oldest first.
        scans: the scanner's findings by blob.
        builders: the policies by name.
        validator: judges what is not answered from the cache.
        scratch_store: opens an empty store in a folder.
        repository: the name that rows of the log carry.
        log: takes a row for every finding, commit and policy; its ``policy`` says which one, also
            where the finding could not be placed.
        lifetime: of a verdict; ``None`` lets none expire, so that the policies alone are compared.
        progress: is told (what, done, total).
    """
    snapshots = [history.files(commit, scans.scanner.suffixes) for commit in commits]
    names = {blob: path for snapshot in snapshots for path, blob in snapshot.items()}
    read = lru_cache(maxsize=4096)(history.read)
    found = scans.scan(names, read, lambda done, total: progress("files scanned", done, total))
    changed = list(changed_paths(snapshots))

    tallies = []
    for policy, builder in builders.items():
        tally = Tally(policy)
        clock = _CommitClock(commits[0].at)
        rows = _Named(log, policy)
        with _validation(builder, validator, scratch_store, rows, clock, lifetime) as validation:
            for number, commit in enumerate(commits):
                clock.stand_at(commit.at)
                snapshot = snapshots[number]
                report = validation.run(
                    Request(
                        _TENANT,
                        repository,
                        _findings(snapshot, found, repository),
                        CommitCheckout(partial(history.tree, commit.sha), read),
                        request_id=commit.sha,
                    )
                )
                if number:
                    tally.count(report.answers, changed[number])
                progress(f"commits replayed under {policy}", number + 1, len(commits))
        tallies.append(tally)
    return tallies


def _findings(
    snapshot: Mapping[str, str], found: Mapping[str, Sequence[Finding]], repository: str
) -> list[Finding]:
    return [
        replace(
            finding,
            tenant=_TENANT,
            repository=repository,
            locations=tuple(replace(at, path=path) for at in finding.locations),
        )
        for path, blob in snapshot.items()
        for finding in found[blob]
    ]


@contextmanager
def _validation(
    builder: EvidenceBuilder,
    validator: Validator,
    scratch_store: Callable[[Path], Store],
    log: EventLog,
    clock: "_CommitClock",
    lifetime: timedelta | None,
) -> Iterator[Validation]:
    with TemporaryDirectory(prefix="fpcache-replay-") as folder:
        store = scratch_store(Path(folder))
        try:
            yield Validation(
                cache=Cache(
                    store,
                    rule=ServingRule(lifetime=lifetime or _FOREVER),
                    switch=_AlwaysOn(),
                    seal=Seal(token_bytes(32)),
                    clock=clock,
                ),
                builder=builder,
                validator=validator,
                panel=InlinePanel(validator, clock),
                describer=None,
                leases=Alone(),
                log=log,
                clock=clock,
                instance="replay",
            )
        finally:
            store.close()


class _CommitClock:
    """Stands at the newest commit seen: some commits are older than their parents."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._ticks = 0.0

    def stand_at(self, at: datetime) -> None:
        self._at = max(self._at, at)

    def now(self) -> datetime:
        return self._at

    def elapsed(self) -> float:
        self._ticks += 1e-6
        return self._ticks

    def pause(self, seconds: float) -> None:
        self._ticks += seconds


class _Named:
    """A log whose rows say under which policy they were asked."""

    def __init__(self, log: EventLog, policy: str) -> None:
        self._log = log
        self._policy = policy

    def write(self, rows: Sequence[Row]) -> None:
        self._log.write([replace(row, policy=self._policy) for row in rows])


class Alone:
    """Nobody else asks."""

    def claim(self, keys: Sequence[bytes], **_: object) -> set[bytes]:
        """All of them."""
        return set(keys)

    def release(self, keys: Sequence[bytes], **_: object) -> None:
        """Nobody waits."""

    ending = release


class _AlwaysOn:
    def state(self, tenant: str) -> SwitchState:
        return SwitchState(True, "replay")
