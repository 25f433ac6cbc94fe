"""An application on a real socket, as the service serves it, in a thread of the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
from starlette.applications import Starlette

from fpcache_ops.service.drain import Drain
from fpcache_ops.service.server import Server, listen, url_of


@contextmanager
def served(app: Starlette, **client: Any) -> Iterator[httpx.Client]:
    """Serve the application, and give a client for it."""
    listener = listen("127.0.0.1", 0, "port")
    server = Server(app, drain=Drain(), drain_seconds=0, started=lambda: None)
    thread = Thread(target=lambda: server.run_on([listener]))
    thread.start()
    try:
        # The socket listens already: the first request waits until the application accepts it.
        with httpx.Client(base_url=url_of(listener), timeout=30, trust_env=False, **client) as http:
            yield http
    finally:
        server.should_exit = True
        thread.join()
        app.state.gate.close()
        listener.close()
