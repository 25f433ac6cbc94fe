"""A store that could not be opened: everything asked of it says why."""

from collections.abc import Sequence
from typing import NoReturn

from fpcache_ops.errors import StoreUnusable


class UnusableStore:
    """Stands in for a store, so that findings are judged without one, with one warning."""

    def __init__(self, why: str) -> None:
        self._why = why

    def _refuse(self, *_asked: object, **_named: object) -> NoReturn:
        raise StoreUnusable(self._why)

    open = lookup = overrides = record = invalidate = revoke = invalidations = count = _refuse
    preview = entries = stats = sweep = claim = release = read = write = _refuse

    def ending(self, keys: Sequence[bytes], *, holder: str) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is held."""
