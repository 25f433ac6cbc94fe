"""A client that costs little: requests that are bytes already, over connections that stay open."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Sent:
    """What became of some requests: milliseconds of each, and a last answer, headers and all."""

    milliseconds: list[float]
    last: bytes


class Client:
    """Sends requests over so many connections, each waiting for its answer before it sends on.

    Every answer must be a 200, and hold ``wanted``.
    """

    def __init__(self, url: str, connections: int, headers: dict[str, str]) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        self._address = parts.hostname, parts.port
        self._headers = "".join(
            f"{name}: {value}\r\n" for name, value in ({"host": parts.netloc} | headers).items()
        )
        self._runner = asyncio.Runner()
        self._connections = [self._runner.run(self._opened()) for _ in range(connections)]

    def request(self, method: str, path: str, body: object = None) -> bytes:
        """A request as it is sent."""
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\n{self._headers}content-type: application/json\r\n"
            f"content-length: {len(content)}\r\n\r\n"
        )
        return head.encode() + content

    def send(self, requests: Sequence[bytes], wanted: bytes = b"") -> Sent:
        """Send them all, in order, as fast as the answers come."""
        return self._runner.run(self._send(requests, wanted))

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections:
            connection.transport.close()
        self._runner.run(asyncio.sleep(0))
        self._runner.close()

    async def _opened(self) -> "_Connection":
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(_Connection, *self._address)
        return connection

    async def _send(self, requests: Sequence[bytes], wanted: bytes) -> Sent:
        waiting = iter(requests)
        sent = Sent([], b"")
        answers = await asyncio.gather(
            *(one.run(waiting, wanted, sent.milliseconds) for one in self._connections)
        )
        return Sent(sent.milliseconds, next(filter(None, answers), b""))


class _Connection(asyncio.Protocol):
    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._received = bytearray()
        self._whole = 0
        self._answer: asyncio.Future[bytes] | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(ConnectionError("the server closed the connection"))

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._whole:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._received[:end]).lower()
            if not head.startswith(b"http/1.1 200"):
                self._fail(AssertionError(bytes(self._received)))
                return
            _, _, after = head.partition(b"content-length: ")
            self._whole = end + 4 + int(after.partition(b"\r\n")[0])
        if len(self._received) >= self._whole:
            answer, self._received, self._whole = bytes(self._received), bytearray(), 0
            assert self._answer is not None
            self._answer.set_result(answer)

    async def run(
        self, waiting: Iterator[bytes], wanted: bytes, milliseconds: list[float]
    ) -> bytes:
        """Send what waits until nothing does; the last answer, if there was one."""
        loop = asyncio.get_running_loop()
        answer = b""
        for request in waiting:
            self._answer = loop.create_future()
            began = time.perf_counter()
            self.transport.write(request)
            answer = await self._answer
            milliseconds.append(1000 * (time.perf_counter() - began))
            assert wanted in answer, answer
        return answer
