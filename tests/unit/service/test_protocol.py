"""Clients that do not take their answers."""

import socket
from threading import Event
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from fpcache_ops.service import protocol
from fpcache_ops.service.protocol import GuardedProtocol
from tests.serving import served

LARGE = b"x" * 64_000_000
ENDED = Event()


async def large(_request: object) -> Response:
    return Response(LARGE)


@pytest.fixture
def http(monkeypatch):
    lost = GuardedProtocol.connection_lost

    def connection_lost(self: GuardedProtocol, exc: Exception | None) -> None:
        lost(self, exc)
        ENDED.set()

    monkeypatch.setattr(protocol, "_TAKING_SECONDS", 0.3)
    monkeypatch.setattr(GuardedProtocol, "connection_lost", connection_lost)
    app = Starlette(routes=[Route("/", large)])
    app.state.look_around = lambda: None
    app.state.gate = SimpleNamespace(close=lambda: None)
    with served(app) as client:
        yield client


def test_an_answer_that_is_not_taken_is_thrown_away(http):
    """With its connection, which is not waited for."""
    with socket.create_connection((http.base_url.host, http.base_url.port)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        assert ENDED.wait(20), "the answer still waits"
        received = 0
        while piece := idle.recv(1 << 20):
            received += len(piece)
    assert received < len(LARGE)
