"""While the validator takes 30 to 60 s, do hits stay fast, and is a new question judged once?

The service judges with ``slow_upstream.py``, a real HTTP server whose times are scaled. One request
in ten is about something new, which two clients ask about at the same time.
"""

import json
import uuid
from typing import ClassVar

from loadtests.arrivals import NotPrepared, Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import body, plain, validate, verdicts
from loadtests.sources import TYPES, safe

__all__ = ["SlowValidator", "UntilSent"]


class SlowValidator(Scenario):
    """Scanners before a language model."""

    profiles: ClassVar = {
        "smoke": Load(rate=20, seconds=8),
        "staging": Load(rate=40, seconds=300),
        "soak": Load(rate=20, seconds=1200),
    }

    def prepare(self) -> None:
        """What is known, judged by the slow one."""
        self.repository = f"loadtest/{uuid.uuid4()}"
        files = {f"{kind}.py": (kind, safe(kind, 1)) for kind in TYPES}
        seen = Seen("prime")
        found = validate(self, body(self.repository, files), seen)
        if seen.error or any(one["isValid"] for one in found):
            raise NotPrepared(seen.error or f"the first sight was answered {found}")
        self.files = files
        self.primed = {said[0]: said for said in verdicts(found)}

    def arrive(self, number: int) -> Seen:
        """Of twenty arrivals the first two are about the same new thing."""
        kind = TYPES[number % len(TYPES)]
        if number % 20 < 2:
            which = number // 20 + 2
            kind = TYPES[which % len(TYPES)]
            seen = Seen("miss")
            files = {f"new_{which}.py": (kind, safe(kind, which))}
            found = validate(self, body(self.repository, files), seen)
        else:
            seen = Seen("hit")
            path = f"{kind}.py"
            found = validate(self, body(self.repository, {path: self.files[path]}), seen)
            if found and verdicts(found)[0] != self.primed[path]:
                seen.wrong = f"primed {self.primed[path]}, then answered {verdicts(found)[0]}"
        if any(one["isValid"] for one in found):
            seen.wrong = seen.wrong or f"a false positive was answered {found}"
        return seen

    def finish(self) -> dict[str, tuple[float, int]]:
        """By the upstream's own count."""
        told = plain(self, self.options.upstream_url) if self.options.upstream_url else ""
        if not told or self.index:
            return {}
        counted = json.loads(told)
        beyond = counted["calls"] - counted["distinct"]
        return {"calls_beyond_one_each": (float(beyond), counted["calls"])}
