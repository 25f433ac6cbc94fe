"""Is a real vulnerability ever answered as a false positive?

Each one takes the place of a false positive that the service has just judged: same repository, same
path, same line, one careless edit later. It is asked about again and again, new and known, between
requests for the false positive that it replaced. One answer of ``isValid: false`` is a wrong one.
"""

import uuid
from typing import ClassVar

from loadtests.arrivals import Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import body, validate
from loadtests.sources import TYPES, safe, unsafe

__all__ = ["RealVulnerabilities", "UntilSent"]


class RealVulnerabilities(Scenario):
    """A team that edits, and a scanner that looks at every state."""

    profiles: ClassVar = {
        "smoke": Load(rate=15, seconds=8),
        "staging": Load(rate=30, seconds=300),
        "soak": Load(rate=20, seconds=1200),
    }

    def prepare(self) -> None:
        """A repository of this process's own."""
        self.repository = f"loadtest/{uuid.uuid4()}"

    def arrive(self, number: int) -> Seen:
        """Safe and unsafe in turn at each place; every few rounds the code is another."""
        turn, place = divmod(number, len(TYPES))
        kind, real = TYPES[place], (turn + place) % 2 == 1
        written = unsafe if real else safe
        source = written(kind, turn // 6)
        seen = Seen("real" if real else "safe")
        found = validate(self, body(self.repository, {f"src/{place}.py": (kind, source)}), seen)
        if real and any(not one["isValid"] for one in found):
            seen.wrong = f"a real {kind} was answered as {found}"
        return seen
