"""One run at a time changes a target: a lock on a file beside the runs, gone with its holder.

It holds for everyone who keeps runs in the same folder. The service itself is safe without it: it
keeps two people from working against each other.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fpcache_ops.errors import FpcacheError, Refused


@contextmanager
def holding(runs: Path, target: str, *, run: str, who: str) -> Iterator[None]:
    """Hold the lock on a target.

    Raises:
        Refused: another run holds it; the message says which, and whose.
    """
    folder = runs / ".locks"
    path = folder / f"{hashlib.sha256(target.encode()).hexdigest()[:32]}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise FpcacheError(f"no lock on {target}: {path} ({error.strerror})") from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"another run is changing {target}: {_holder(path)}; wait for its end"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"run": run, "who": who}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(path: Path) -> str:
    try:
        held = json.loads(path.read_bytes())
        return f"{held['run']}, started by {held['who']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has not said which"
