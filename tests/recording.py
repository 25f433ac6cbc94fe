"""A server between a runbook and a service: it passes requests on, and keeps what was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from fpcache_ops.wire import addresses

_PASSED_ON = ("x-api-key", "content-type")


class Recorder(ThreadingHTTPServer):
    """Passes requests on to a service, and keeps what was asked."""

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self.asked: list[tuple[str, str, bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.client = httpx.Client(trust_env=False, timeout=60)

    def mutating(self, *, but_validations: bool = False) -> list[tuple[str, str]]:
        """The requests that change something: all but GET and dry runs; validating may store."""
        return [
            (method, path)
            for method, path, body in self.asked
            if method != "GET"
            and not (body and json.loads(body).get("dry_run") is True)
            and not (but_validations and path == addresses.VALIDATE)
        ]


class _Handler(BaseHTTPRequestHandler):
    server: Recorder

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.asked.append((self.command, self.path, body))
        answer = self.server.client.request(
            self.command,
            self.server.target + self.path,
            content=body,
            headers={name: self.headers[name] for name in _PASSED_ON if name in self.headers},
        )
        self.send_response(answer.status_code)
        self.send_header("content-type", answer.headers["content-type"])
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_DELETE = do_PUT = _pass_on  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def recording(target: str) -> Iterator[Recorder]:
    """A recorder before a service."""
    recorder = Recorder(target)
    threading.Thread(target=recorder.serve_forever, daemon=True).start()
    try:
        yield recorder
    finally:
        recorder.shutdown()
        recorder.server_close()
        recorder.client.close()
