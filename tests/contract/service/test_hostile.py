"""Strangers: whatever comes over the wire is answered 4xx soon, and the service lives on."""

import gzip
import json
import resource
import socket
import time
from contextlib import closing

import pytest

from fpcache_ops.service.bodies import BODY_LIMIT
from tests.contract.service.conftest import FALSE, FILES, VALIDATE


@pytest.fixture
def place(sqlite):
    """What comes over the wire does not depend on the store."""
    return sqlite


SECONDS = 2.0
"""What an answer may take; the only limit here that is about time, and it is the promise."""


def raw(service, *pieces: bytes, shut: bool = False) -> bytes:
    """What comes back on a connection of one's own, until it is closed or an answer is whole."""
    url = service.http.base_url
    with closing(socket.create_connection((url.host, url.port), timeout=30)) as wire:
        for piece in pieces:
            wire.sendall(piece)
        if shut:
            wire.shutdown(socket.SHUT_WR)
        said = b""
        while more := wire.recv(65536):
            said += more
            head, _, body = said.partition(b"\r\n\r\n")
            for line in head.split(b"\r\n"):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length" and len(body) >= int(value):
                    return said
        return said


def head(key: str, *more: str, length: int | None = None) -> bytes:
    lines = [f"POST {VALIDATE} HTTP/1.1", "host: x", f"x-api-key: {key}", *more]
    if length is not None:
        lines.append(f"content-length: {length}")
    return "\r\n".join([*lines, "", ""]).encode()


def is_alive(service, key):
    return service.validate(key, FALSE)["validated"][0]["isValid"] is False


def body(**changes) -> bytes:
    return json.dumps({"vulnerabilities": [FALSE], "files": FILES} | changes).encode()


BODIES = {
    "nothing": b"",
    "depth": b"[" * 5_000_000,
    "deep objects": b'{"a":' * 1_000_000,
    "deep inside": b'{"vulnerabilities": [], "x": ' + b"[" * 150 + b"]" * 150 + b"}",
    "half a surrogate": b'{"vulnerabilities": [{"file": "\\ud800"}]}',
    "not UTF-8": b'{"vulnerabilities": [{"file": "\xff"}]}',
    "UTF-16": '{"vulnerabilities": []}'.encode("utf-16"),
    "twice": b'{"vulnerabilities": [], "vulnerabilities": [1]}',
    "a huge number": b'{"vulnerabilities": ' + b"9" * 1_000_000 + b"}",
    "no number": b'{"vulnerabilities": [NaN]}',
    "a wrong type": b'{"vulnerabilities": {"a": 1}}',
    "a bare NUL": b'{"vulnerabilities": ["\x00"]}',
    "too many": b'{"vulnerabilities": [' + b"0," * 10_000 + b"0]}",
    "cut off": b'{"vulnerabilities": [{"file": "a',
}


def test_bodies(service, acme):
    """No request at all: 400, and where."""
    for name, sent in BODIES.items():
        began = time.monotonic()
        answer = service.ask(acme, "POST", VALIDATE, content=sent)
        assert time.monotonic() - began < SECONDS, name
        assert answer.status_code == 400, name
        assert answer.json()["error"] == "Invalid request format", name
    assert is_alive(service, acme)


def test_bombs(service, acme):
    """Packed bodies are unpacked up to a size and a ratio."""
    packed = {"x-api-key": acme, "content-encoding": "gzip"}
    fine = service.http.post(VALIDATE, content=gzip.compress(body()), headers=packed)
    assert fine.status_code == 200
    bomb = gzip.compress(b" " * (BODY_LIMIT + 1), 9)
    ratio = gzip.compress(b" " * (32 * 1024 * 1024), 9)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for sent, status in (
        (bomb, 413),
        (ratio, 413),
        (gzip.compress(body())[:-9], 400),
        (gzip.compress(body()) * 2, 400),
        (b"no gzip", 400),
    ):
        began = time.monotonic()
        answer = service.http.post(VALIDATE, content=sent, headers=packed)
        assert time.monotonic() - began < SECONDS
        assert answer.status_code == status
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 200_000  # kilobytes
    for other in ("br", "deflate", "gzip, gzip"):
        answer = service.http.post(
            VALIDATE, content=body(), headers=packed | {"content-encoding": other}
        )
        assert answer.status_code == 415
    assert is_alive(service, acme)


def test_too_large_is_said_before_it_is_read(service, acme):
    """By what is declared; without that as soon as it is seen, and then the connection ends."""
    assert b" 413 " in raw(service, head(acme, length=BODY_LIMIT + 1))
    assert b" 400 " in raw(service, head(acme, length=10**30))
    piece = b"%x\r\n%s\r\n" % (1 << 20, b" " * (1 << 20))
    try:
        said = raw(service, head(acme, "transfer-encoding: chunked"), *[piece] * 66)
    except OSError:
        said = b" 413 "  # it closed while we were still sending
    assert b" 413 " in said
    assert is_alive(service, acme)


@pytest.mark.parametrize(
    ("pieces", "shut", "expected"),
    [
        (("whole head", b'{"vul'), False, b" 408 "),
        ((b"POST / HT",), False, b" 408 "),
        ((b"GET /health HTTP/1.1\r\nhost: x\r\nx:", b"y" * 100_000), False, b" 431 "),
        ((b"NONSENSE\r\n\r\n",), False, b" 400 "),
        ((b"GET http://[ HTTP/1.1\r\n\r\n",), False, b" 400 "),
        ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",), False, b" 400 "),
        (("whole head", b'{"vul'), True, b""),
    ],
)
def test_slow_and_half(service, acme, pieces, shut, expected):
    """A body that stops, headers that do not end, half a request on a half-closed socket."""
    sent = [head(acme, length=1000) if piece == "whole head" else piece for piece in pieces]
    began = time.monotonic()
    said = raw(service, *sent, shut=shut)
    assert time.monotonic() - began < SECONDS
    assert expected in said
    assert is_alive(service, acme)
