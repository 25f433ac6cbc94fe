"""Single flight: equal questions that are asked at the same moment are judged once.

Whoever takes the lease on a question judges it; the others wait for the entry. A lease expires, so
the death of its holder costs one more validation and no more. It decides who works, never what is
believed: an entry is served by ``decide`` alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from fpcache_ops.core.cache import Asked
from fpcache_ops.core.ports import Clock, Ended, Leases
from fpcache_ops.errors import StoreUnusable

_DOMAIN = b"fpcache lease 1\x00"


@dataclass(frozen=True, slots=True)
class FlightSettings:
    """How long a lease lasts without a sign of life, and how often those who wait look again.

    ``patience`` bounds the waiting: after it a finding is judged in any case.
    """

    lease: timedelta = timedelta(seconds=5)
    patience: timedelta = timedelta(seconds=110)
    first_pause: float = 0.005
    longest_pause: float = 0.25


class SingleFlight:
    """Decides for one request which questions it judges itself; left, it holds nothing."""

    def __init__(self, leases: Leases, clock: Clock, settings: FlightSettings, holder: str) -> None:
        self._leases = leases
        self._clock = clock
        self._settings = settings
        self._holder = holder
        self._began = clock.elapsed()
        self._pause = settings.first_pause
        self._held: set[bytes] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._give_back(list(self._held))

    def claim(self, asked: Sequence[Asked]) -> list[bool]:
        """For each question, whether it is ours to judge: ours again, free, or expired.

        Without a usable store everything is ours.
        """
        keys = [_key(ask) for ask in asked]
        if not keys:
            return []
        now = self._clock.now()
        try:
            held = self._leases.claim(
                keys, holder=self._holder, now=now, until=now + self._settings.lease
            )
        except StoreUnusable:
            return [True] * len(keys)
        self._held |= held
        return [key in held for key in keys]

    def ending(self, asked: Sequence[Asked]) -> Ended:
        """What is given back when the entries are stored, in the same transaction."""
        keys = [_key(ask) for ask in asked]
        self._held.difference_update(keys)
        self._leases.ending(keys, holder=self._holder)
        return Ended(self._holder, keys)

    def release(self, asked: Sequence[Asked]) -> None:
        """Let others look: what we judged is in the store now, or will not be."""
        self._give_back([_key(ask) for ask in asked])

    def _give_back(self, keys: Sequence[bytes]) -> None:
        self._held.difference_update(keys)
        if keys:
            try:
                self._leases.release(keys, holder=self._holder)
            except StoreUnusable:
                return  # it expires

    def wait(self) -> bool:
        """Wait a little for the others; false when there was enough waiting."""
        waited = self._clock.elapsed() - self._began
        if waited >= self._settings.patience.total_seconds():
            return False
        self._clock.pause(self._pause)
        self._pause = min(2 * self._pause, self._settings.longest_pause)
        return True


def _key(ask: Asked) -> bytes:
    """The name of a lease: the question, and who would answer it."""
    question, by = ask.question, ask.validator
    fields = (
        question.tenant,
        question.repository,
        question.path,
        question.policy,
        question.evidence_digest.hex(),
        by.name,
        by.version,
    )
    named = b"".join(len(f.encode()).to_bytes(4, "big") + f.encode() for f in fields)
    return hashlib.sha256(_DOMAIN + named).digest()
