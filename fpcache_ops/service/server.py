"""Running the application under uvicorn on sockets of ours."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Sequence
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from fpcache_ops.errors import UnusableInput
from fpcache_ops.service.app import looking_around
from fpcache_ops.service.drain import Drain
from fpcache_ops.service.protocol import GuardedProtocol

KEEP_ALIVE_SECONDS = 75
"""Longer than load balancers keep idle connections, so that they close them and not we."""

FINISHING_SECONDS = 30
"""How long, after the drain, what runs may take to be finished."""

_CONNECTIONS = 4_000


class Server(uvicorn.Server):
    """Serves until told to stop, and then drains.

    SIGTERM, SIGINT or SIGHUP: ``/ready`` is off at once; for ``drain_seconds`` all requests are
    answered, each answer closing its connection; then no new connection is taken, what runs is
    finished, and the rest is closed. A second signal ends the waiting. :meth:`retire` does the same
    without taking new connections meanwhile: others listen on the same socket.
    """

    def __init__(
        self,
        app: Starlette,
        *,
        drain: Drain,
        drain_seconds: float,
        started: Callable[[], None],
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=GuardedProtocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=_CONNECTIONS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=FINISHING_SECONDS,
            )
        )
        self._app = app
        self._drain = drain
        self._drain_seconds = drain_seconds
        self._tell = started
        self._loop: asyncio.AbstractEventLoop | None = None

    def run_on(self, sockets: Sequence[socket.socket]) -> None:
        """Serve on listening sockets until told to stop."""
        with asyncio.Runner() as runner:
            runner.run(self._served(list(sockets)))

    async def _served(self, sockets: list[socket.socket]) -> None:
        self._loop = asyncio.get_running_loop()
        looking = asyncio.create_task(looking_around(self._app))
        try:
            await self.serve(sockets)
        finally:
            looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await looking

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._tell()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop."""
        if self._drain.begun or self._loop is None:
            self._end()
        else:
            self._loop.call_soon_threadsafe(self._begin)

    def retire(self) -> None:
        """Take no new connections, and drain."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._retire)

    def _begin(self) -> None:
        self._drain.begun = True
        assert self._loop is not None
        self._loop.call_later(self._drain_seconds, self._end)

    def _retire(self) -> None:
        for server in self.servers:
            server.close()
        self._begin()

    def _end(self) -> None:
        self._drain.over = True
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Whether to stop: also as soon as nobody is connected to what retires."""
        ended = await super().on_tick(counter)
        retired = self._drain.begun and not any(s.is_serving() for s in self.servers)
        return ended or (retired and not self.server_state.connections)


def listen(host: str, port: int, option: str) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        UnusableInput: the address cannot be listened on; ``option`` is what to change.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off; without, every answer on a
    # connection that is used again waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UnusableInput(
            f"cannot listen on {host} port {port} ({error}): choose another {option}, or 0 for a "
            "free one"
        ) from error
    return listener


def url_of(listener: socket.socket) -> str:
    """Where a listening socket is."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
