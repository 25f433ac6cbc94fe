"""Is one question that many ask at once judged once?

All arrivals of the run come within its first second, about one finding that nobody has asked about
before. Every process of the load generator has a finding of its own. A service that is busy may
refuse for a while: these clients come again when they are told to, and wait from when they were
due. It is a stampede only if they ask before the first is answered: with a validator that is as
slow as the real ones (``slow_upstream.py``) they all do. Only those count as asking at once.
"""

import re
import uuid
from typing import ClassVar

from loadtests.arrivals import Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import body, plain, validate, verdicts
from loadtests.sources import safe

__all__ = ["Stampede", "UntilSent"]

_CALLS = re.compile(r"^fpcache_validation_seconds_count (\S+)", re.MULTILINE)


class Stampede(Scenario):
    """A thousand pipelines that start with the same commit."""

    patient = True
    profiles: ClassVar = {
        "smoke": Load(rate=125, seconds=8, shape="burst", late_after=1.0),
        "staging": Load(rate=50, seconds=20, shape="burst", late_after=1.0),
        "soak": Load(rate=100, seconds=50, shape="burst", late_after=5.0),
    }

    def prepare(self) -> None:
        """The question, and how often the validator had been asked before."""
        kind = "command-injection"
        self.asked = body(f"loadtest/{uuid.uuid4()}", {"deploy.py": (kind, safe(kind, 1))})
        self.first: list | None = None
        self.at_once = self.judged = 0
        self.before = self._calls()

    def arrive(self, number: int) -> Seen:
        """The same question."""
        seen = Seen("same")
        self.at_once += self.first is None
        found = validate(self, self.asked, seen)
        if found:
            self.judged += seen.outcome == "miss"
            self.first = self.first or verdicts(found)
            if verdicts(found) != self.first or found[0]["isValid"]:
                seen.wrong = f"one was answered {self.first}, another {verdicts(found)}"
        return seen

    def finish(self) -> dict[str, tuple[float, int]]:
        """Calls by the service's own count if it can be seen, else by what the answers say."""
        distinct = self.options.processes or 1
        own = {"refused_at_first": (float(self.refused), self.refused)}
        if self.before is None:
            return own | {"calls_beyond_one_each": (self.judged - 1.0, self.at_once)}
        calls = 0.0 if self.index else (self._calls() or 0.0) - self.before - distinct
        return own | {"calls_beyond_one_each": (calls, self.at_once)}

    def _calls(self) -> float | None:
        told = plain(self, self.options.metrics_url) if self.options.metrics_url else ""
        found = _CALLS.search(told)
        return float(found[1]) if found else None
