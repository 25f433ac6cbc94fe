"""What the cache saved a tenant, by its log: read row by row, in bounded memory.

Once there are Parquet files in it, DuckDB counts: imported then, so that nobody else waits for it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.layout import day_of
from fpcache_ops.lookuplog.places import LocalPlace
from fpcache_ops.lookuplog.reader import read

_HOUR = "%Y%m%dT%H"


@dataclass(slots=True)
class Saved:
    """Counts of one tenant. ``calls_avoided``: distinct questions of a request that a hit answered.

    ``seconds`` and ``cost_micro`` are what the calls that were made took and cost;
    ``calls_with_cost`` of them told a cost.
    """

    findings: int = 0
    calls_made: int = 0
    calls_avoided: int = 0
    by_people: int = 0
    seconds: float = 0.0
    calls_with_cost: int = 0
    cost_micro: int = 0
    currency: str | None = None

    @property
    def calls_without_cache(self) -> int:
        """One for each distinct question that wanted a judgement."""
        return self.calls_made + self.calls_avoided + self.by_people


def saved(
    folder: Path, tenant: str, *, since: datetime | None = None, until: datetime | None = None
) -> Saved:
    """What the log in this folder says, of rows from ``since`` on and before ``until``.

    Raises:
        UnusableInput: a part of it cannot be read.
    """
    if any(day_of(one.name) is not None for one in folder.glob("day=*")):
        return _counted(LocalPlace(folder), tenant, since, until)
    try:
        reading = read(folder)
    except UnusableInput:
        return Saved()  # nothing was logged yet
    if since is not None:
        # A file holds the rows that came after the hour in its name began.
        reading.files = _from(reading.files, since)
    begin = since.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if since else ""
    end = until.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if until else "~"
    found = Saved()
    request, seen = ("", ""), set[tuple[str, str, str | None, str]]()
    for row in reading:
        if row.tenant != tenant or not begin <= row.occurred_at < end:
            continue
        found.findings += 1
        if row.evidence_digest is None:
            continue
        if (row.instance, row.from_request) != request:
            request, seen = (row.instance, row.from_request), set()
        question = (row.repository, row.path, row.policy, row.evidence_digest)
        is_repeat = row.from_request != "" and question in seen
        seen.add(question)
        if row.validation_us > 0:
            found.calls_made += 1
            found.seconds += row.validation_us / 1e6
            if row.cost_micro is not None:
                found.calls_with_cost += 1
                found.cost_micro += row.cost_micro
                found.currency = row.currency
        elif not is_repeat and row.outcome == "hit":
            found.calls_avoided += 1
        elif not is_repeat and row.outcome == "overridden":
            found.by_people += 1
    return found


def _counted(
    place: LocalPlace, tenant: str, since: datetime | None, until: datetime | None
) -> Saved:
    try:
        from fpcache_ops.lookuplog.opening import opened, text
    except ImportError as error:
        raise UnusableInput(
            "what compaction made of the log is read with DuckDB: install fpcache-ops[analysis]"
        ) from error
    rows = opened(place, tenant=tenant, since=_without_zone(since), until=_without_zone(until))
    try:
        (counts,) = rows.connection.execute(text("saved")).fetchall()
    finally:
        rows.close()
    return Saved(*counts)


def _without_zone(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment is not None else None


def _from(files: list[Path], since: datetime) -> list[Path]:
    """Without the files that were finished before: a file ends with its hour."""
    hour = since.strftime(_HOUR)
    return [file for file in files if (begun := _begun(file)) is None or begun >= hour]


def _begun(file: Path) -> str | None:
    words = file.name.split("-")
    return words[1] if len(words) > 1 and len(words[1]) == len("20260101T00") else None
