"""Is phase data written and read as fast as the clients need, and read as it was written?

In turn a phase is stored and one that was stored before is retrieved: it must come back as it was.
"""

import uuid
from typing import Any, ClassVar
from urllib.parse import urlencode

from loadtests.arrivals import Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import get, post

__all__ = ["PhaseData", "UntilSent"]


class PhaseData(Scenario):
    """A pipeline that hands its results from phase to phase."""

    profiles: ClassVar = {
        "smoke": Load(rate=40, seconds=8),
        "staging": Load(rate=100, seconds=300),
        "soak": Load(rate=60, seconds=1200),
    }

    def prepare(self) -> None:
        """A repository of this process's own."""
        self.repository = f"{self.options.account}/{uuid.uuid4()}"
        self.stored: list[tuple[str, Any]] = []

    def arrive(self, number: int) -> Seen:
        """A write, or a read of something written."""
        if number % 2 == 0 or not self.stored:
            return self._store(number)
        return self._retrieve(*self.stored[number * 7919 % len(self.stored)])

    def _store(self, number: int) -> Seen:
        seen = Seen("store", findings=1)
        commit = f"{number:040x}"
        data = {"vulnerabilities": [{"type": "xss", "line": n} for n in range(number % 20)]}
        sent = {"phase": "scan", "repo": self.repository, "commitSha": commit, "data": data}
        answer = post(self, "/api/v1/phases/store", sent, seen)
        if answer is not None:
            if answer.get("success") is True:
                self.stored.append((commit, data))
            else:
                seen.wrong = f"not stored: {answer}"
        return seen

    def _retrieve(self, commit: str, data: Any) -> Seen:
        seen = Seen("retrieve", findings=1)
        query = urlencode({"repo": self.repository, "commit": commit})
        answer = get(self, f"/api/v1/phases/retrieve?{query}", seen)
        if answer is not None:
            seen.hits = int(answer.get("scan") == data)
            if not seen.hits:
                seen.wrong = f"stored {data}, retrieved {answer}"
        return seen
