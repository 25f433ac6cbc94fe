"""One replay from beginning to end, and its result."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from fpcache_ops.core.ports import EventLog, EvidenceBuilder, Store, Validator
from fpcache_ops.errors import UnusableInput
from fpcache_ops.replay.history import History, Selection
from fpcache_ops.replay.scanning import ScannerCommand, Scans
from fpcache_ops.replay.simulation import Progress, Tally, replay


@dataclass(frozen=True, slots=True)
class Outlook:
    """What each policy would have done on a history.

    ``unscanned``: versions of files that the scanner failed at; no finding of them is counted.
    """

    repository: str
    head: str
    selection: str
    scanner: str
    commits: int
    tallies: list[Tally]
    unscanned: int = 0

    def json(self, cost_per_call: float, seconds_per_call: float) -> str:
        """The same for programs; rates are shares, ``null`` where nothing was counted."""
        return msgspec.json.encode(
            {
                "repository": self.repository,
                "head": self.head,
                "selection": self.selection,
                "scanner": self.scanner,
                "commits": self.commits,
                "unscanned": self.unscanned,
                "policies": [
                    {
                        "policy": tally.policy,
                        "findings": tally.findings,
                        "hits": tally.hits,
                        "hit_rate": _rate(tally.hits, tally.findings),
                        "changed_findings": tally.changed_findings,
                        "changed_hits": tally.changed_hits,
                        "changed_hit_rate": _rate(tally.changed_hits, tally.changed_findings),
                        "calls": tally.calls,
                        "calls_avoided": tally.avoided,
                        "money_saved": round(tally.avoided * cost_per_call, 2),
                        "seconds_saved": round(tally.avoided * seconds_per_call, 1),
                        "unplaced": tally.unplaced,
                        "fallbacks": dict(tally.reasons),
                        "languages": {
                            language: {
                                "findings": count,
                                "fallbacks": {
                                    reason: number
                                    for (of, reason), number in tally.fallbacks.items()
                                    if of == language
                                },
                            }
                            for language, count in sorted(tally.languages.items())
                        },
                    }
                    for tally in self.tallies
                ],
            }
        ).decode()


def outlook(
    repository: Path,
    selection: Selection,
    scanner: ScannerCommand,
    builders: Mapping[str, EvidenceBuilder],
    *,
    exclude: Sequence[str],
    validator: Validator,
    scratch_store: Callable[[Path], Store],
    log: EventLog | None,
    kept: Path,
    lifetime: timedelta | None,
    progress: Progress,
) -> Outlook:
    """Replay a repository's history under each policy.

    Raises:
        UnusableInput: it is no repository, has too few commits, or the scanner does not work.
    """
    name = f"replay/{repository.resolve().name}"
    with ExitStack() as opened:
        history = opened.enter_context(History(repository, exclude))
        commits = history.commits(selection)
        if len(commits) < 2:
            raise UnusableInput(f"{repository} has {len(commits)} commit: a replay needs two")
        scans = Scans(scanner, kept)
        opened.callback(scans.close)
        tallies = replay(
            history,
            commits,
            scans,
            builders,
            validator,
            scratch_store,
            repository=name,
            log=log or _NoLog(),
            lifetime=lifetime,
            progress=progress,
        )
    return Outlook(
        str(repository),
        history.head,
        selection.name,
        scanner.name,
        len(commits),
        tallies,
        len(scans.failed),
    )


def _rate(count: int, total: int) -> float | None:
    return round(count / total, 4) if total else None


class _NoLog:
    def write(self, rows: object) -> None:
        pass
