"""Each tenant's share: so many requests a minute, over all processes of this machine.

One number a tenant is all the state there is: the time at which it would be back to nothing owed
(the generic cell rate algorithm). It is kept in a file that the processes map into their memory.
"""

import fcntl
import hashlib
import mmap
import os
import struct
import tempfile
import threading
from pathlib import Path
from typing import Self

_SLOTS = 8192
_SLOT = struct.Struct("<Qd")
_PROBES = 16

_BURST_SECONDS = 10.0
"""So much of the share may be used at once."""


class Quota:
    """The shares of all tenants; as many processes may open the same file."""

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            descriptor, name = tempfile.mkstemp(prefix="fpcache-quota-")
            os.unlink(name)
        else:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._descriptor = descriptor
        os.ftruncate(descriptor, _SLOTS * _SLOT.size)
        self._map = mmap.mmap(descriptor, _SLOTS * _SLOT.size)
        self._lock = threading.Lock()

    def wait(self, tenant: str, requests_per_minute: int, now: float) -> float:
        """Take one request out of a tenant's share: 0, or the seconds until there is one to take.

        Args:
            tenant: whose share.
            requests_per_minute: how much that is.
            now: seconds on a clock that all processes of the machine share.
        """
        each = 60.0 / requests_per_minute
        room = max(_BURST_SECONDS, each)
        with self._lock:
            # Among processes; in one of them a file lock stops nobody.
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX)
            try:
                place, owed_until = self._slot(tenant, now)
                owed_until = max(owed_until, now)
                if owed_until + each - now > room:
                    return owed_until + each - now - room
                _SLOT.pack_into(self._map, place, _name(tenant), owed_until + each)
                return 0.0
            finally:
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Release the file."""
        self._map.close()
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        """Use as a context manager to close it at the end."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Close it."""
        self.close()

    def _slot(self, tenant: str, now: float) -> tuple[int, float]:
        """Where the tenant's number is, and the number; a slot of one who owes nothing is free."""
        name = _name(tenant)
        free: int | None = None
        for probe in range(_PROBES):
            place = (name + probe) % _SLOTS * _SLOT.size
            found, owed_until = _SLOT.unpack_from(self._map, place)
            if found == name:
                return place, owed_until
            if free is None and owed_until <= now:
                free = place
        # All taken by tenants who owe something: share a slot, be stricter.
        place = free if free is not None else name % _SLOTS * _SLOT.size
        return place, _SLOT.unpack_from(self._map, place)[1] if free is None else 0.0


def _name(tenant: str) -> int:
    return int.from_bytes(hashlib.blake2b(tenant.encode(), digest_size=8).digest(), "big")
