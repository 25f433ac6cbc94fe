"""Leases that last as long as their holder works: a sign of life while a call takes its time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Condition, Event, Thread

from fpcache_ops.core.ports import Clock, Leases
from fpcache_ops.errors import StoreUnusable

_SIGNS = 3
"""Signs of life within a lease: one may come late."""


@dataclass
class _Held:
    lasting: timedelta
    keys: set[bytes] = field(default_factory=set)


class RenewedLeases:
    """Leases that are claimed again and again until they are given back or this process ends.

    So a lease can be short, and the death of its holder is noticed soon, however long a validator
    takes. Nothing is renewed for a holder that gave everything back, and no thread is started
    before somebody holds something.
    """

    def __init__(self, leases: Leases, clock: Clock) -> None:
        self._leases = leases
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._changed = Condition()
        self._thread: Thread | None = None
        self._closed = Event()

    def claim(
        self, keys: Sequence[bytes], *, holder: str, now: datetime, until: datetime
    ) -> set[bytes]:
        """See :meth:`fpcache_ops.core.ports.Leases.claim`."""
        held = self._leases.claim(keys, holder=holder, now=now, until=until)
        if held:
            with self._changed:
                self._held.setdefault(holder, _Held(until - now)).keys.update(held)
                if self._thread is None and not self._closed.is_set():
                    self._thread = Thread(target=self._live, name="leases", daemon=True)
                    self._thread.start()
                self._changed.notify()
        return held

    def ending(self, keys: Sequence[bytes], *, holder: str) -> None:
        """See :meth:`fpcache_ops.core.ports.Leases.ending`."""
        with self._changed:
            if held := self._held.get(holder):
                held.keys.difference_update(keys)
                if not held.keys:
                    del self._held[holder]
        self._leases.ending(keys, holder=holder)

    def release(self, keys: Sequence[bytes], *, holder: str) -> None:
        """See :meth:`fpcache_ops.core.ports.Leases.release`."""
        self.ending(keys, holder=holder)
        self._leases.release(keys, holder=holder)

    def renew(self) -> None:
        """One sign of life for everything that is held."""
        with self._changed:
            held = [(holder, one.lasting, list(one.keys)) for holder, one in self._held.items()]
        for holder, lasting, keys in held:
            now = self._clock.now()
            try:
                self._leases.claim(keys, holder=holder, now=now, until=now + lasting)
                with self._changed:
                    kept = self._held.get(holder, _Held(lasting)).keys
                    given_back = [key for key in keys if key not in kept]
                if given_back:  # meanwhile, and perhaps before we claimed it once more
                    self._leases.release(given_back, holder=holder)
            except StoreUnusable:
                continue  # they expire, unless the next sign is in time

    def close(self) -> None:
        """Give no more signs."""
        self._closed.set()
        with self._changed:
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _live(self) -> None:
        while not self._closed.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._closed.is_set() or self._held)
                shortest = min((one.lasting for one in self._held.values()), default=timedelta())
            if not self._closed.wait(shortest.total_seconds() / _SIGNS):
                self.renew()
