"""Requests for a rehearsal: scheduled in advance, as clients in the field send them.

Run as a module it is a process of its own: it sends until it is told to stop, and writes a line for
every request. A request is late, not left out, when the service is slow: its time is measured from
when it was meant to be sent.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.operations.rehearsal import API_KEY
from fpcache_ops.wire import addresses, finding_body

_SOURCE = "def rows(db):\n    return db.execute('SELECT id FROM part_{0} -- {1}')\n"
_LINE = 2
_FILES = 60
_IN_A_REQUEST = 4
_CONNECTIONS = 64
_TIMEOUT = 120.0
"""As clients in the field."""


class Sent(msgspec.Struct, frozen=True, array_like=True):
    """One request: when it was meant to be sent, its status (0: no answer), and what it took."""

    at: float
    status: int
    milliseconds: float
    hits: int = 0
    lookups: int = 0
    why: str = ""

    @property
    def failed(self) -> bool:
        """Whether its client got nothing of use."""
        return self.status == 0 or self.status >= 500


@dataclass(frozen=True, slots=True)
class Sum:
    """Some requests together."""

    requests: int
    failed: int
    hits: int
    lookups: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {
            "requests": self.requests,
            "failed": f"{self.failed} of {self.requests}",
            "hits": f"{self.hits} of {self.lookups}",
        }


def bodies(seed: int, repositories: int = 3, change_every: int = 40) -> Iterator[bytes]:
    """Requests without end: a few findings of a few files, one of which changes now and then."""
    chance = random.Random(seed)  # noqa: S311
    version = [[0] * _FILES for _ in range(repositories)]
    number = 0
    while True:
        number += 1
        at = chance.randrange(repositories)
        if number % change_every == 0:
            version[at][chance.randrange(_FILES)] += 1
        repository = f"traffic/{seed}-{at}"
        findings, files = [], {}
        for file in chance.sample(range(_FILES), _IN_A_REQUEST):
            path = f"src/part_{file}.py"
            files[path] = {"content": _SOURCE.format(file, version[at][file])}
            place = Location(path, Region(_LINE))
            findings.append(Finding("local", repository, "sql-injection", "", (place,)))
        yield msgspec.json.encode(
            {
                "repository": repository,
                "vulnerabilities": [finding_body(n, one) for n, one in enumerate(findings)],
                "files": files,
            }
        )


def read(file: Path, since: float = 0.0) -> Sum:
    """The requests that were meant to be sent since a moment."""
    requests = failed = hits = lookups = 0
    try:
        lines = file.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        lines = []
    for line in lines:
        if not line.endswith(b"\n"):
            break
        sent = msgspec.json.decode(line, type=Sent)
        if sent.at >= since:
            requests, failed = requests + 1, failed + sent.failed
            hits, lookups = hits + sent.hits, lookups + sent.lookups
    return Sum(requests, failed, hits, lookups)


async def send(url: str, rate: float, out: Path, *, seed: int, most: int | None = None) -> None:
    """Send requests at a rate until cancelled, or so many."""
    head = {"x-api-key": API_KEY, "content-type": "application/json"}
    limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
    # Not httpx's own queue: that takes longer for each request the more of them are in it, so that
    # after one pause of the service the sender never caught up.
    free = asyncio.Semaphore(_CONNECTIONS)
    waiting: set[asyncio.Task[None]] = set()
    with out.open("ab", buffering=0) as lines:
        async with httpx.AsyncClient(
            base_url=url, headers=head, timeout=_TIMEOUT, limits=limits, trust_env=False
        ) as http:

            async def one(body: bytes, at: float) -> None:
                async with free:
                    sent = await _answered(http, body, at)
                lines.write(msgspec.json.encode(sent) + b"\n")

            began, number = time.time(), 0
            try:
                for number, body in enumerate(bodies(seed)):
                    if most is not None and number >= most:
                        break
                    at = began + number / rate
                    await asyncio.sleep(max(0.0, at - time.time()))
                    task = asyncio.create_task(one(body, at))
                    waiting.add(task)
                    task.add_done_callback(waiting.discard)
            finally:
                # What is under way is waited for: it would count as neither.
                if waiting:
                    await asyncio.wait(waiting)


async def _answered(http: httpx.AsyncClient, body: bytes, at: float) -> Sent:
    hits = lookups = 0
    why = ""
    try:
        answer = await http.post(addresses.VALIDATE, content=body)
        status = answer.status_code
        if status == 200:
            counted = msgspec.json.decode(answer.content)["cache_stats"]
            hits, lookups = counted["cache_hits"], counted["cache_hits"] + counted["cache_misses"]
    except (httpx.HTTPError, msgspec.DecodeError, KeyError) as error:
        status, why = 0, f"{type(error).__name__}: {error}"
    return Sent(at, status, round((time.time() - at) * 1000, 3), hits, lookups, why)


def main() -> int:
    """Send until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int)
    given = parser.parse_args()

    async def run() -> None:
        sending = asyncio.current_task()
        assert sending is not None
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, sending.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await send(given.url, given.rate, given.out, seed=given.seed, most=given.most)

    asyncio.run(run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
