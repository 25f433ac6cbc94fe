"""The mix of a lookup log: what a load test needs to know to send something like it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from fpcache_ops.lookuplog import Row, read

AT_HAND = ("hit", "overridden")
OFF = "bypass"
_SIZES = 20


class LoadProfile(msgspec.Struct, frozen=True, kw_only=True):
    """Counts, so that a share always has its denominator; no path, tenant or repository.

    A scan of unchanged code is nothing but hits, so ``unchanged_requests`` are counted apart, and
    ``outcomes`` are those of the other requests; what was answered while the cache was off is in
    neither. ``evidence_bytes`` are sizes that were seen, at equal ranks from smallest to largest.
    """

    schema: int = 1
    requests: int
    unchanged_requests: int
    findings: int
    skipped_lines: int
    seconds: float
    findings_per_request: dict[str, int]
    types: dict[str, int]
    languages: dict[str, int]
    outcomes: dict[str, int]
    evidence_bytes: list[int]


def measure(log: Path) -> LoadProfile:
    """The profile of a log: a folder of ``*.jsonl`` files, or one file.

    Raises:
        UnusableInput: there is no such log.
    """
    reading = read(log)
    rows = list(reading)
    sizes = sorted(row.evidence_bytes for row in rows if row.evidence_bytes is not None)
    by_request: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_request[row.from_request].append(row)
    per_request = Counter(len(found) for found in by_request.values())
    changed = [
        found for found in by_request.values() if any(row.outcome not in AT_HAND for row in found)
    ]
    moments = sorted(datetime.fromisoformat(row.occurred_at) for row in rows)
    return LoadProfile(
        requests=len(by_request),
        unchanged_requests=len(by_request) - len(changed),
        findings=len(rows),
        skipped_lines=reading.skipped,
        seconds=(moments[-1] - moments[0]).total_seconds() if moments else 0.0,
        findings_per_request={str(size): per_request[size] for size in sorted(per_request)},
        types=_counted(row.vulnerability_type for row in rows),
        languages=_counted(row.language or "unknown" for row in rows),
        outcomes=_counted(row.outcome for one in changed for row in one if row.outcome != OFF),
        evidence_bytes=[
            sizes[(len(sizes) - 1) * rank // (_SIZES - 1)] for rank in range(_SIZES if sizes else 0)
        ],
    )


def _counted(words: Iterable[str]) -> dict[str, int]:
    counts = Counter(words)
    return {word: counts[word] for word in sorted(counts, key=lambda w: (-counts[w], w))}
