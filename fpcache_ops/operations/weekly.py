"""What the runbook ``weekly-review`` does: this period beside the one before, and what will end."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fpcache_ops.analysis import Answer, open_log, time_and_money_saved
from fpcache_ops.errors import FpcacheError
from fpcache_ops.operations import degradation, evidence
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.sources import Figure, LookupLogSource, Observation, in_words
from fpcache_ops.operations.tables import Cell, Table
from fpcache_ops.wire.management import KeyNote, StatsBody

ENDS_WITHIN = timedelta(days=14)

_SHOWN = (
    Figure.HIT_RATE,
    Figure.BYPASSED,
    Figure.LOOKUP_P95,
    Figure.LOOKUP_MEAN,
    Figure.VALIDATION_MEAN,
)


@dataclass(frozen=True)
class Week:
    """What the log and the service say."""

    misses: degradation.Misses
    before: LookupLogSource | None
    saved: Answer | None
    stats: StatsBody
    keys: list[KeyNote]
    ending: list[KeyNote]
    trouble: str

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            **self.misses.facts,
            "entries": self.stats.entries,
            "withdrawn": self.stats.withdrawn,
            "keys": len(self.keys),
            "keys_ending": [f"{one.id} ({one.label})" for one in self.ending],
            **({"keys_are_not_known": self.trouble} if self.trouble else {}),
        }

    def of(self, figure: Figure) -> Observation:
        """What the sources know of a figure of this period."""
        return degradation.of(self.misses, figure)

    def table(self) -> Table:
        """This period and the one before."""
        rows: list[dict[str, Cell]] = []
        for figure in _SHOWN:
            now = self.of(figure)
            then = self.before.observe(figure) if self.before is not None else Observation(None, 0)
            rows.append(
                {
                    "figure": figure.value,
                    "this period": in_words(figure, now),
                    "of": now.sample,
                    "the one before": in_words(figure, then),
                    "of these": then.sample,
                }
            )
        return Table.of("This period, and the one before (lookup log)", rows)


def look(run: Run) -> Week:
    """Ask the log about both periods, and the service about what it keeps."""
    over = timedelta(seconds=float(run.parameters["over"]))
    place = str(run.parameters["log"])
    if not run.parameters["server"]:
        place = str(run.rehearsal().lookups)
    before = saved = None
    if place:
        now = datetime.now(UTC)
        before = LookupLogSource(place, since=now - 2 * over, until=now - over)
        with open_log(place, since=now - over) as log:
            saved = time_and_money_saved(log)
    keys: list[KeyNote] = []
    trouble = ""
    try:
        keys = [one for one in run.reader().api_keys() if one.state == "valid"]
    except FpcacheError as error:
        trouble = str(error)
    limit = datetime.now(UTC) + ENDS_WITHIN
    ending = [
        one
        for one in keys
        if one.expires_at is not None and datetime.fromisoformat(one.expires_at) < limit
    ]
    stats = run.reader().stats()
    return Week(degradation.misses(run), before, saved, stats, keys, ending, trouble)


def prepare(run: Run) -> dict[str, object]:
    """Traffic, and keys, for a rehearsal."""
    if not run.parameters["server"]:
        run.rehearsal(keys=True)
    return evidence.rehearse(run)
