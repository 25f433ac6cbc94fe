"""How does it answer while nothing is known yet, and how soon is it warm?

A repository that the service has never seen, asked about at once at full load. ``first`` is the
first time that this process asks about a finding, ``again`` every later time (and may overtake).
"""

import uuid
from typing import ClassVar

from loadtests.arrivals import Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import body, validate
from loadtests.sources import TYPES, safe

__all__ = ["ColdStart", "UntilSent"]

FINDINGS = 30


class ColdStart(Scenario):
    """The first scans after the cache was switched on, or lost."""

    profiles: ClassVar = {
        "smoke": Load(rate=30, seconds=8),
        "staging": Load(rate=100, seconds=120),
        "soak": Load(rate=100, seconds=1200),
    }

    def prepare(self) -> None:
        """Nothing is known of this repository."""
        self.repository = f"loadtest/{uuid.uuid4()}"
        self.asked: set[int] = set()

    def arrive(self, number: int) -> Seen:
        """One of the findings; each comes up early and then over and over."""
        which = number % FINDINGS
        seen = Seen("again" if which in self.asked else "first")
        self.asked.add(which)
        kind = TYPES[which % len(TYPES)]
        source = safe(kind, which)
        found = validate(self, body(self.repository, {f"{which}.py": (kind, source)}), seen)
        if any(one["isValid"] for one in found):
            seen.wrong = f"a false positive was answered {found}"
        return seen
