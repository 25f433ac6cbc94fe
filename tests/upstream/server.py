"""An upstream validator as a server. What it does wrong is in the code that it is shown."""

import gzip
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from tests.upstream.saying import fault_in, said


class Upstream(ThreadingHTTPServer):
    """The server; ``asked`` are the questions it got, ``gate`` is what it waits for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.lock, self.called, self.gate, self.ended = Lock(), Event(), Event(), Event()
        self.gate.set()
        self.failing = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/judge"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The client hung up, which is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Upstream
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            self.server.asked.append(asked)
            self.server.headers.append({k.lower(): v for k, v in self.headers.items()})
        self.server.called.set()
        self.server.gate.wait(60)
        fault = "status_500" if self.server.failing else fault_in(asked)
        answer = said(asked, fault)
        match fault:
            case "hang":
                self.server.ended.wait(60)
            case "slow_head":
                self._drip(b"HTTP/1.1 200 OK\r\nx-more: " + b"x" * 5000)
            case "slow_body":
                self._drip(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 5000)
            case "closed_at_once":
                self.close_connection = True
            case "closed_early":
                self._answer(200, answer, length=len(answer) + 10)
                self.close_connection = True
            case "not_http":
                self.wfile.write(b"220 mail.example ESMTP\r\n")
                self.close_connection = True
            case "endless_head":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nx: " + b"x" * 1_000_000)
                self.close_connection = True
            case "redirect" | "redirect_after":
                status = 307 if fault == "redirect" else 303
                self._answer(status, answer, location=f"{self.server.url}/elsewhere")
            case "status_500":
                self._answer(500, answer)
            case "status_201":
                self._answer(201, answer)
            case "compressed":
                self._answer(200, gzip.compress(answer), content_encoding="gzip")
            case _:
                self._answer(200, answer)

    def _answer(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, text: bytes) -> None:
        """A byte now and then: never silent for long, never done."""
        for at in range(len(text)):
            self.wfile.write(text[at : at + 1])
            if self.server.ended.wait(0.02):
                return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


@contextmanager
def upstream(certificate: Path | None = None, key: Path | None = None) -> Iterator[Upstream]:
    """A server on a free port of loopback; over TLS if it has a certificate."""
    server = Upstream()
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
