"""A bounded memory: what was worked out last is kept, up to a weight."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Keeps the values used last, up to ``limit`` in all, and always the newest one.

    Which ones were used is noted from half of the limit on: before, nothing will be forgotten soon.
    Safe to share between threads. Two of them may work out the same value; the first one is kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value of a key, if it is remembered."""
        known = self._known.get(key)
        if known is None:
            return None
        if 2 * self._weight > self._limit:
            with self._lock:
                if key in self._known:
                    self._known.move_to_end(key)
        return known[0]

    def put(self, key: K, value: V, weight: int) -> V:
        """Remember a value; what is remembered afterwards."""
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                return known[0]
            self._known[key] = (value, weight)
            self._weight += weight
            while self._weight > self._limit and len(self._known) > 1:
                _, (_, forgotten) = self._known.popitem(last=False)
                self._weight -= forgotten
            return value
