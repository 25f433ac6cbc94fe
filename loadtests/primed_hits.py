"""Are verdicts that are known answered at once, all of them?

Primes the service with false positives, then asks for the same ones again: every answer must be a
hit with the verdict that it was primed with. The predecessor's criterion, 100 requests, 100 % hits,
less than 50 ms, is the limit ``predecessor``.
"""

import uuid
from typing import Any, ClassVar

from loadtests.arrivals import NotPrepared, Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import Verdict, body, validate, verdicts
from loadtests.sources import TYPES, safe

__all__ = ["PrimedHits", "UntilSent"]


class PrimedHits(Scenario):
    """A scanner's client that scans the same code again and again."""

    profiles: ClassVar = {
        "smoke": Load(rate=40, seconds=8),
        "staging": Load(rate=150, seconds=300),
        "soak": Load(rate=100, seconds=1200),
    }

    def prepare(self) -> None:
        """A repository of this process's own, so that the first sight is really one."""
        repository = f"loadtest/{uuid.uuid4()}"
        self.primed: list[tuple[dict[str, Any], list[Verdict]]] = []
        for kind in TYPES:
            asked = body(repository, {f"{kind}.py": (kind, safe(kind, 1))})
            seen = Seen("prime")
            found = validate(self, asked, seen)
            if seen.error or seen.outcome != "miss" or found[0]["isValid"]:
                raise NotPrepared(seen.error or f"the first sight was answered {found}")
            self.primed.append((asked, verdicts(found)))

    def arrive(self, number: int) -> Seen:
        """One of the same findings again."""
        asked, primed = self.primed[number % len(self.primed)]
        seen = Seen("hit")
        found = validate(self, asked, seen)
        if found and verdicts(found) != primed:
            seen.wrong = f"primed {primed}, then answered {verdicts(found)}"
        return seen
