"""Telling the time when people set the clock.

The time of day may go back, or jump. Within a process it is held against the clock that never does;
across processes, against the newest verdict that a lookup reads. A verdict is as old as the latest
of these says: a wrong clock gives misses, never a longer life.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fpcache_ops.core.ports import Clock

NOTICED = timedelta(minutes=1)
"""How much the time of day may be off: what people and time servers put right is less."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The time of day, and what it ought to be if nobody had set it since the process began."""

    now: datetime
    reckoned: datetime

    @property
    def latest(self) -> datetime:
        """The latest time that it may be."""
        return max(self.now, self.reckoned)

    @property
    def went_back(self) -> timedelta | None:
        """By how much, if it did."""
        back = self.reckoned - self.now
        return back if back > NOTICED else None

    @property
    def jumped(self) -> timedelta | None:
        """By how much it went ahead, if it did."""
        ahead = self.now - self.reckoned
        return ahead if ahead > NOTICED else None


class Watch:
    """Watches the clock of a process from when it is made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.now()
        self._elapsed = clock.elapsed()

    def read(self) -> Reading:
        """The time."""
        now = self._clock.now()
        passed = timedelta(seconds=self._clock.elapsed() - self._elapsed)
        return Reading(now, self._began + passed)
