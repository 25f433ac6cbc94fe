"""Once a withdrawal is acknowledged, is the withdrawn verdict ever served again?

Hits at full load, and every so often the repository is invalidated. A request that is sent after
the acknowledgement and is answered with a verdict from before it is a wrong answer.
"""

import uuid
from typing import Any, ClassVar

from loadtests.arrivals import Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import INVALIDATIONS, body, post, validate
from loadtests.sources import TYPES, safe

__all__ = ["InvalidateUnderLoad", "UntilSent"]

EVERY = 25


class InvalidateUnderLoad(Scenario):
    """Scanners, and an operator who withdraws what they were told."""

    profiles: ClassVar = {
        "smoke": Load(rate=40, seconds=8),
        "staging": Load(rate=100, seconds=300),
        "soak": Load(rate=60, seconds=1200),
    }

    def prepare(self) -> None:
        """A repository of this process's own, so that nobody else withdraws in it."""
        self.repository = f"loadtest/{uuid.uuid4()}"
        self.withdrawn_at = ""
        self.sent = 0

    def arrive(self, number: int) -> Seen:
        """Every so often a withdrawal, else a lookup."""
        self.sent += 1
        return self._withdraw() if self.sent % EVERY == 0 else self._look_up(number)

    def _withdraw(self) -> Seen:
        seen = Seen("invalidate")
        selector = {"repository": self.repository}
        answer: Any = post(self, INVALIDATIONS, {"selector": selector, "reason": "load test"}, seen)
        if answer is not None:
            # Two may be acknowledged in any order; both hold.
            self.withdrawn_at = max(self.withdrawn_at, answer["invalidation"]["at"])
        return seen

    def _look_up(self, number: int) -> Seen:
        kind, known = TYPES[number % len(TYPES)], self.withdrawn_at
        seen = Seen("look_up")
        found = validate(self, body(self.repository, {f"{kind}.py": (kind, safe(kind, 1))}), seen)
        for one in found:
            # Both moments are the service's own, written alike: they compare as text.
            if one["outcome"] == "hit" and one["cachedAt"] < known:
                seen.wrong = f"withdrawn at {known}, served after that from {one['cachedAt']}"
            if one["isValid"]:
                seen.wrong = f"a false positive was answered {one}"
        return seen
