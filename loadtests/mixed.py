"""Does it keep up with staging: its mix of types, sizes, hits, misses and changes?

The mix is a profile file that ``fpcache loadtest profile LOG`` measures on a lookup log (``--mix``;
``staging.json`` is that of the sample log). A request whose findings are all known is a ``hit``,
any other is ``judged``. One in five files has a real vulnerability, which no answer may hide.
"""

import json
import random
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from locust import events

from loadtests.arrivals import NotPrepared, Scenario, Seen, UntilSent
from loadtests.schedule import Load
from loadtests.service import body, plain, validate
from loadtests.sources import TYPES, safe, unsafe

__all__ = ["Mixed", "UntilSent"]

KNOWN = 30
_RESIDENT = re.compile(r"^fpcache_resident_bytes(?:\{[^}]*\})? (\S+)", re.MULTILINE)


@dataclass(frozen=True)
class _File:
    path: str
    kind: str
    real: bool
    source: str
    known: bool


class Mixed(Scenario):
    """Many scanners at their daily work."""

    profiles: ClassVar = {
        "smoke": Load(rate=4, seconds=8),
        "staging": Load(rate=6, seconds=600),
        "soak": Load(rate=4, seconds=1200),
    }

    def prepare(self) -> None:
        """The mix, and what is known before the run."""
        mix = json.loads(Path(self.options.mix).read_text())
        self.sizes = _weighted({int(n): w for n, w in mix["findings_per_request"].items()})
        self.outcomes = _weighted(mix["outcomes"])
        self.unchanged = mix["unchanged_requests"] / mix["requests"]
        self.types = _weighted({t: w for t, w in mix["types"].items() if t in TYPES})
        self.bytes = mix["evidence_bytes"]
        self.repository = f"loadtest/{uuid.uuid4()}"
        self.known_asked = self.known_hits = 0
        chance = random.Random(self.options.seed or 1)
        self.known = [self._file(chance, f"known_{n}", n, known=True) for n in range(KNOWN)]
        seen = Seen("prime")
        found = validate(self, self._body(self.known), seen)
        if seen.error or self._wrong(self.known, found):
            raise NotPrepared(seen.error or self._wrong(self.known, found))
        # What is remembered fills up in the first half; what grows on in the second one is lost.
        self.half, self.resident = len(self.due(self.options)) // 2, 0.0

    def arrive(self, number: int) -> Seen:
        """A request as one of staging's."""
        chance = random.Random(f"{self.options.seed} {number}")
        files: dict[str, _File] = {}
        unchanged = chance.random() < self.unchanged
        for place in range(min(_drawn(chance, self.sizes), KNOWN)):
            outcome = "hit" if unchanged else _drawn(chance, self.outcomes)
            at = chance.choice(self.known)
            fresh = number * KNOWN + place + KNOWN
            if outcome in ("hit", "overridden"):
                file = at
            elif outcome == "changed":
                file = self._file(chance, at.path.removesuffix(".py"), fresh, known=False)
            else:
                file = self._file(chance, f"new_{fresh}", fresh, known=False)
            files.setdefault(file.path, file)
        asked = list(files.values())
        seen = Seen("hit" if all(file.known for file in asked) else "judged")
        if number >= self.half and not self.resident and not self.index:
            self.resident = self._resident()
        found = validate(self, self._body(asked), seen)
        seen.wrong = seen.wrong or self._wrong(asked, found)
        for file, one in zip(asked, found, strict=False):
            self.known_asked += file.known
            self.known_hits += file.known and one["outcome"] == "hit"
        return seen

    def finish(self) -> dict[str, tuple[float, int]]:
        """How many of the known were hits, what memory the service holds, and how much more than
        half-way through.
        """
        own: dict[str, tuple[float, int]] = {"known_hits": (self.known_hits, self.known_asked)}
        after = self._resident()
        if after and self.resident and not self.index:
            own |= {"memory": (after, 1), "memory_grown": (max(after - self.resident, 0.0), 1)}
        return own

    def _file(self, chance: random.Random, name: str, number: int, *, known: bool) -> _File:
        kind, real = _drawn(chance, self.types), chance.random() < 0.2
        source = (unsafe if real else safe)(kind, number, chance.choice(self.bytes))
        return _File(f"{name}.py", kind, real, source, known)

    def _body(self, files: list[_File]) -> dict[str, Any]:
        return body(self.repository, {file.path: (file.kind, file.source) for file in files})

    def _wrong(self, files: list[_File], found: list[dict[str, Any]]) -> str:
        for file, one in zip(files, found, strict=False):
            if one["isValid"] is not file.real:
                return f"{file.kind}, really {'real' if file.real else 'false'}, answered {one}"
        return ""

    def _resident(self) -> float:
        told = plain(self, self.options.metrics_url) if self.options.metrics_url else ""
        found = _RESIDENT.search(told)
        return float(found[1]) if found else 0.0


def _weighted(weights: dict[Any, float]) -> tuple[list[Any], list[float]]:
    return list(weights), list(weights.values())


def _drawn(chance: random.Random, weighted: tuple[list[Any], list[float]]) -> Any:
    return chance.choices(*weighted)[0]


@events.init_command_line_parser.add_listener
def _arguments(parser: Any) -> None:
    default = str(Path(__file__).with_name("staging.json"))
    parser.add_argument("--mix", default=default, help="Profile file: fpcache loadtest profile LOG")
