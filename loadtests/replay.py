"""Would yesterday's requests be answered as they were, at their own pace or faster?

Sends what a lookup log recorded: its requests at its moments, with their repositories, paths and
types. The log holds no source, so code is made from each evidence digest: equal digests are equal
code. Whatever was answered once must be answered alike when its evidence comes again, as a hit.

``--times-as-fast 1`` is the log's own pace; without it as many of its requests as
the profile has take the profile's time.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from locust import events

from loadtests.arrivals import NotPrepared, Scenario, Seen, UntilSent
from loadtests.schedule import Load, recorded
from loadtests.service import body, validate
from loadtests.sources import TYPES, safe, unsafe

__all__ = ["Replay", "UntilSent"]

Asked = tuple[float, str, dict[str, tuple[str, str]]]
"""When, about which repository, and of each path the type and the digest."""


class Replay(Scenario):
    """The clients of the log."""

    profiles: ClassVar = {
        "smoke": Load(rate=3, seconds=8),
        "staging": Load(rate=3, seconds=300),
        "soak": Load(rate=2, seconds=1200),
    }

    @classmethod
    def load(cls, options: Any) -> Load:
        """As long as the requests last at the pace that is asked for."""
        due = cls.due(options)
        seconds = max(due[-1], 0.1) if due else 0.1
        return Load(rate=max(len(due), 1) / seconds, seconds=seconds, shape="recorded")

    @classmethod
    def due(cls, options: Any) -> list[float]:
        """The moments of the log's requests, from the first on."""
        moments = [moment for moment, _, _ in _requests(options.log)]
        if options.times_as_fast:
            return recorded(moments, options.times_as_fast)
        wanted = super().load(options)
        moments = moments[: max(int(wanted.rate * wanted.seconds), 1)]
        lasted = moments[-1] - moments[0] if moments else 0
        return recorded(moments, lasted / wanted.seconds) if lasted else [0.0 for _ in moments]

    def prepare(self) -> None:
        """The requests, about repositories that nobody has asked about before."""
        self.requests = _requests(self.options.log)
        if not self.requests:
            raise NotPrepared(f"there is no request in the log {self.options.log}")
        self.owner = uuid.uuid4().hex[:12]
        self.answered: dict[tuple[str, str, str, str], tuple[bool, float, str]] = {}
        self.again = self.again_hits = 0

    def arrive(self, number: int) -> Seen:
        """The request of this number."""
        _, repository, places = self.requests[number]
        repository = f"{self.owner}-{repository}"
        keys = [(repository, path, kind, digest) for path, (kind, digest) in places.items()]
        before = [self.answered.get(key) for key in keys]
        seen = Seen("again" if all(before) else "first")
        files = {path: (kind, _source(kind, digest)) for path, (kind, digest) in places.items()}
        found = validate(self, body(repository, files), seen)
        for key, known, one in zip(keys, before, found, strict=False):
            answer = one["isValid"], one["confidence"], one["reason"]
            if known:
                self.again += 1
                self.again_hits += one["outcome"] == "hit"
            if known not in (None, answer):
                seen.wrong = f"answered {known}, then for equal evidence {answer}"
            if _is_real(key[3]) and not one["isValid"]:
                seen.wrong = f"a real {key[2]} was answered {one}"
            self.answered[key] = answer
        return seen

    def finish(self) -> dict[str, tuple[float, int]]:
        """How much of what had been answered before was a hit."""
        return {"again_hits": (self.again_hits, self.again)}


def _is_real(digest: str) -> bool:
    return int(digest[:8], 16) % 5 == 0


def _source(kind: str, digest: str) -> str:
    return (unsafe if _is_real(digest) else safe)(kind, int(digest[:8], 16))


@cache
def _requests(log: str) -> list[Asked]:
    """The requests of a log, in order; rows that cannot be read are left out."""
    place = Path(log)
    files = sorted(place.glob("lookups-*.jsonl")) if place.is_dir() else [place]
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for file in files:
        for line in file.read_bytes().splitlines():
            try:
                row = json.loads(line)
                rows[row["from_request"]].append(row)
            except (ValueError, KeyError, TypeError):
                continue
    return sorted((_asked(found) for found in rows.values()), key=lambda asked: asked[0])


def _asked(rows: list[Mapping[str, Any]]) -> Asked:
    places = {}
    for row in rows:
        kind = row["vulnerability_type"]
        if kind not in TYPES:
            kind = TYPES[len(kind) % len(TYPES)]
        digest = row["evidence_digest"] or row["file_digest"] or "1" * 64
        places[f"{row['path']}.{kind}.py"] = (kind, digest)
    moment = datetime.fromisoformat(rows[0]["occurred_at"]).timestamp()
    return moment, rows[0]["repository"], places


@events.init_command_line_parser.add_listener
def _arguments(parser: Any) -> None:
    sample = Path(__file__).parents[1] / "data" / "model-log" / "sample.jsonl"
    parser.add_argument("--log", default=str(sample), help="A lookup log: a folder or a file")
    parser.add_argument(
        "--times-as-fast", type=float, default=0.0, help="Than the log; 1: its pace"
    )
