"""A worker process: told what to do on standard input, says when it serves on standard output.

Standard input stays open as long as the supervisor lives: when it ends, the worker drains.
"""

import os
import signal
import socket
import sys
import threading

import msgspec

from fpcache_ops.errors import FpcacheError
from fpcache_ops.service.running import Serving, run


class Told(msgspec.Struct):
    """What a worker is told: the listening sockets by their descriptors, and the rest."""

    api: int
    metrics: int | None
    serving: Serving


def main() -> int:
    """Serve until told to stop."""
    told = msgspec.json.decode(sys.stdin.buffer.readline(), type=Told)
    threading.Thread(target=_watch_supervisor, daemon=True).start()
    api = socket.socket(fileno=told.api)
    metrics = socket.socket(fileno=told.metrics) if told.metrics is not None else None
    try:
        run(told.serving, api, metrics, started=_say_started)
    except FpcacheError as error:
        print(error, flush=True)  # noqa: T201  the supervisor reads it
        return int(error.exit_status)
    return 0


def _say_started() -> None:
    print("started", flush=True)  # noqa: T201


def _watch_supervisor() -> None:
    # Past the buffer, whose lock would be held when the interpreter ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
