"""An application on a real socket, in a thread of the test."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette


@contextmanager
def served(app: Starlette, **client: Any) -> Iterator[httpx.Client]:
    """Serve the application, and give a client for it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    config = uvicorn.Config(app, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        # The socket listens already: the first request waits until the application accepts it.
        with httpx.Client(base_url=url, timeout=30, trust_env=False, **client) as http:
            yield http
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
