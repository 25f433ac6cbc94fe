"""What a request costs: warm hits beside a bare function and the usual frameworks, misses, memory.

Every server is a process of its own and is asked over HTTP, the same bodies in the same run.
"""

import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from fpcache_ops.operations.local_postgres import local_postgres
from fpcache_ops.stores.rowsecurity import SETTING, about
from loadtests.bench import peers
from loadtests.bench.http import Client
from loadtests.bench.rows import Row, WeightRow, Work

VALIDATE = "/api/v1/vulnerabilities/validate"
_STARTS = 3_000
_BODIES = 20
"""Different ones of a size, taken in turn: none is answered because it was asked just before."""


# --- the bodies -----------------------------------------------------------------------------------

_FUNCTION = """\
def find_{n}(database, wanted):
    return database.execute("SELECT id FROM product_{n} WHERE price < ?", (wanted,))

"""
_LINE_OF_CALL = 2
_LINES = _FUNCTION.count("\n")


def _file(first: int, functions: int) -> str:
    return "".join(_FUNCTION.format(n=first + n) for n in range(functions))


def body(number: int, findings: int, files: int, functions: int) -> dict[str, Any]:
    """A request as the client in the field sends it: findings in so many files of so many
    functions, a finding to a function.
    """
    paths = [f"src/shop_{number}/module_{n}.py" for n in range(files)]
    places = [(path, n) for n in range(functions) for path in paths][:findings]
    return {
        "vulnerabilities": [
            {
                "id": f"sql-{at}",
                "type": "sql_injection",
                "patternId": "py-sql",
                "file": path,
                "line": n * _LINES + _LINE_OF_CALL,
                "code": "database.execute(",
                "severity": "high",
            }
            for at, (path, n) in enumerate(places)
        ],
        "files": {
            path: {"content": _file(number * 10_000 + 100 * n, functions)}
            for n, path in enumerate(paths)
        },
    }


def one(number: int) -> dict[str, Any]:
    """1 finding, 7 KB."""
    return body(number, findings=1, files=1, functions=57)


def fifty(number: int) -> dict[str, Any]:
    """50 findings, 14 KB."""
    return body(number, findings=50, files=2, functions=25)


def thousand(number: int) -> dict[str, Any]:
    """A report of 1,000 findings."""
    return body(number, findings=1_000, files=40, functions=25)


# --- the servers ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Server:
    """A server that runs, and who asks it."""

    url: str
    key: str
    process: "subprocess.Popen[bytes]"

    @contextmanager
    def client(self, connections: int) -> Iterator[Client]:
        """A client with the key."""
        made = Client(self.url, connections, {"x-api-key": self.key})
        try:
            yield made
        finally:
            made.close()


@contextmanager
def _running(command: Sequence[str], log: Path, **more: Any) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-P", *command], stdout=out, stderr=out, **more)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@contextmanager
def ours(folder: Path, store: str | None = None, *, on: bool = True) -> Iterator[Server]:
    """The service with everything on: stored keys, metrics, both logs, reading apart; without
    the cache if that is not ``on``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = store or str(folder / "cache.db")
    command = ["-m", "fpcache_ops.cli"]
    settings = {"FPCACHE_STORE": store, "FPCACHE_LOG": str(folder / "log")}
    environment = {**os.environ, **settings, "FORCE_CACHE_CONTROLLER": str(on).lower()}

    def fpcache(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", *command, *words],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    fpcache("tenants", "add", peers.TENANT, "--account", peers.TENANT)
    key = fpcache("keys", "create", "--tenant", peers.TENANT).splitlines()[0]
    ready = folder / "ready.json"
    words = ["serve", "--port", "0", "--metrics-port", "0", "--ready-file", str(ready)]
    serving = _running(
        [*command, *words, "--drain-seconds", "0"],
        folder / "service.log",
        env=environment,
        cwd=folder,
    )
    with serving as process:
        for _ in range(_STARTS):
            if ready.exists():
                break
            assert process.poll() is None, (folder / "service.log").read_text()
            time.sleep(0.02)
        yield Server(json.loads(ready.read_text())["url"], key, process)


@contextmanager
def a_peer(name: str, folder: Path) -> Iterator[Server]:
    """One of :mod:`loadtests.bench.peers`."""
    folder.mkdir(parents=True, exist_ok=True)
    # With the protocol named, asyncio switches Nagle's algorithm off, as it does for ours.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(100)
        at, number = listener.getsockname(), listener.fileno()
        words = ["-m", "loadtests.bench.peers", name, str(folder), str(number)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        with _running(words, folder / "peer.txt", pass_fds=[number], env=environment) as process:
            yield Server(f"http://127.0.0.1:{at[1]}", peers.KEY, process)


# --- warm hits ------------------------------------------------------------------------------------

_SIZES = {"1": (one, 200), "50": (fifty, 20)}
_CONNECTIONS = 8


@contextmanager
def _warm(size: str, peer: str) -> Iterator[tuple[Work, Work]]:
    """So many requests of hits on both, over eight connections."""
    make, many = _SIZES[size]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [
            stack.enter_context(ours(folder / "ours")),
            stack.enter_context(a_peer(peer, folder / "peer")),
        ]
        works = []
        for server in servers:
            client = stack.enter_context(server.client(_CONNECTIONS))
            requests = _primed(client, [make(n) for n in range(_BODIES)])
            works.append(_sending(client, requests, many, int(size)))
        yield works[0], works[1]


def _primed(client: Client, bodies: Sequence[dict[str, Any]]) -> list[bytes]:
    """The requests, after each has been answered once."""
    requests = [client.request("POST", VALIDATE, sent) for sent in bodies]
    client.send(requests)
    return requests


def _sending(client: Client, requests: list[bytes], many: int, hits: int) -> Work:
    turns = [requests[n % len(requests)] for n in range(many)]
    wanted = b'"cacheHits":%d,' % hits
    return lambda: client.send(turns, wanted)


def _warm_row(size: str, bytes_: str, peer: str, named: str, limit: float) -> Row:
    findings = "one finding" if size == "1" else f"{size} findings"
    return Row(
        f"service_hits_{size}_{peer}",
        f"What do {_SIZES[size][1]} requests of {findings}, {bytes_}, all hits, take with "
        "everything on?",
        "ms",
        named,
        limit,
        lambda: _warm(size, peer),
        pairs=21,
    )


# --- single figures -------------------------------------------------------------------------------


@cache
def _p99() -> tuple[float, float]:
    """The slowest of a hundred requests of one finding, at eight connections; the peer is bare."""
    times: list[list[float]] = [[], []]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clients = [
            stack.enter_context(stack.enter_context(server).client(_CONNECTIONS))
            for server in (ours(folder / "ours"), a_peer("bare", folder / "peer"))
        ]
        requests = [_primed(client, [one(n) for n in range(_BODIES)]) for client in clients]
        for _ in range(25):
            for client, asked, taken in zip(clients, requests, times, strict=True):
                taken.extend(client.send(asked * 10, b'"cacheHits":1,').milliseconds)
    return _percentile(times[0], 99), _percentile(times[1], 99)


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


def _report() -> tuple[float, float]:
    """A report of 1,000 hits, the median of some; against the aim."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ours(Path(folder)) as server,
        server.client(1) as client,
    ):
        requests = _primed(client, [thousand(0)])
        sent = client.send(requests * 15, b'"cacheHits":1000,')
    return statistics.median(sent.milliseconds), 250.0


def _miss() -> tuple[float, float]:
    """What a miss takes more than without the cache, where the same is read and judged, and a
    commit on the same disk, taken in turn.
    """
    more, commits = [], []
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE t (a BLOB)")
        with ExitStack() as stack:
            on, off = (
                stack.enter_context(stack.enter_context(server).client(1))
                for server in (ours(folder / "on"), ours(folder / "off", on=False))
            )
            for number in range(150):
                sent, without = (
                    client.send([client.request("POST", VALIDATE, one(number))], told)
                    for client, told in ((on, b'"outcome":"miss"'), (off, b'"outcome":"bypass"'))
                )
                began = time.perf_counter()
                bare.execute("INSERT INTO t VALUES (?)", (os.urandom(1000),))
                # The first ones find everything cold.
                if number >= 30:
                    commits.append(1000 * (time.perf_counter() - began))
                    more.append(sent.milliseconds[0] - without.milliseconds[0])
        bare.close()
    return statistics.median(more), statistics.median(commits)


_MANY, _ONE_IN_NEW = 100_000, 50


def _memory() -> tuple[float, float]:
    """What a worker holds after 100,000 requests, a fiftieth of them new; its readers with it, and
    what they share, the libraries' code, once.
    """
    with tempfile.TemporaryDirectory() as folder, ours(Path(folder)) as server:
        with server.client(_CONNECTIONS) as client:
            known = _primed(client, [one(n) for n in range(500)])
            for done in range(0, _MANY, 1_000):
                new = [one(1_000 + (done + n) // _ONE_IN_NEW) for n in range(0, 1_000, _ONE_IN_NEW)]
                client.send([client.request("POST", VALIDATE, sent) for sent in new])
                client.send((known * 2)[: 1_000 - len(new)], b'"cacheHits":1,')
        pids = [server.process.pid, *_children(server.process.pid)]
        held = [_held(pid) for pid in pids]
        return sum(own for own, _ in held) + max(shared for _, shared in held), 200.0


def _children(pid: int) -> list[int]:
    """Also those that its other threads began."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for some in listed for one in some.read_text().split()]


def _held(pid: int) -> tuple[float, float]:
    """Megabytes of memory that a process has for itself, and that it may share with others."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kinds = {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines}
    own = kinds["Private_Clean"] + kinds["Private_Dirty"]
    return own, kinds["Rss"] - own


# --- phase data -----------------------------------------------------------------------------------

_ROWS = 100_000
_ASKED = 500
_DATA = {"findings": [{"type": "xss", "file": f"src/{n}.py", "line": n} for n in range(20)]}


@cache
def _phases(kind: str) -> dict[str, float]:
    """95 of 100 writes and reads take less than this, in milliseconds, among 100,000 rows."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = None
        if kind == "postgresql":
            store = stack.enter_context(local_postgres(folder / "postgres.log"))
        server = stack.enter_context(ours(folder, store))
        _fill(store, folder / "cache.db")
        client = stack.enter_context(server.client(1))
        writes, reads = [], []
        for number in range(1, _ASKED + 1):
            repository, issue, commit = f"acme/r{number % 50}", number, f"{number:040x}"
            sent = {
                "phase": "validation",
                "repo": repository,
                "issueNumber": issue,
                "commitSha": commit,
                "data": _DATA,
            }
            asked = f"/api/v1/phases/retrieve?repo={repository}&issue={issue}&commit={commit}"
            writes.append(client.request("POST", "/api/v1/phases/store", sent))
            reads.append(client.request("GET", asked))
        taken = {"write": [], "read": []}  # type: dict[str, list[float]]
        for write, read in zip(writes, reads, strict=True):
            taken["write"] += client.send([write], b'"success":true').milliseconds
            taken["read"] += client.send([read], b'"src/19.py"').milliseconds
    return {what: _percentile(times, 95) for what, times in taken.items()}


def _fill(store: str | None, file: Path) -> None:
    """So many rows, past the front door."""
    columns = "tenant, repository, phase, issue_number, commit_sha, data, key_id, created_at"
    rows = (
        ("acme", f"acme/r{n % 50}", "validation", n, f"{n:040x}", json.dumps(_DATA), "k", n)
        for n in range(_ROWS)
    )
    if store is None:
        with closing(sqlite3.connect(file, timeout=30)) as sqlite, sqlite:
            sqlite.executemany(
                f"INSERT INTO phase_executions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                rows,
            )
        return
    with psycopg.connect(store) as server:
        server.execute("SELECT set_config(%s, %s, true)", [SETTING, about(None)])
        server.execute(
            f"INSERT INTO phase_executions ({columns}) "  # noqa: S608
            "SELECT 'acme', 'acme/r' || n % 50, 'validation', n, lpad(to_hex(n), 40, '0'), %s, 'k',"
            " n FROM generate_series(0, %s) n".replace(" % 50", " %% 50"),
            [json.dumps(_DATA), _ROWS - 1],
        )


def _phase_row(kind: str, what: str, limit: float) -> WeightRow:
    return WeightRow(
        f"phase_{what}_p95_{kind}",
        f"How long do 19 of 20 {what}s of phase data take at most, among {_ROWS:,} rows?",
        "ms",
        f"{limit:g} ms",
        1.0,
        lambda: (_phases(kind)[what], limit),
    )


ROWS: list[Row | WeightRow] = [
    # The aim is 2; these are the best that were reached, and ADR-157 says what limits them.
    _warm_row("1", "7 KB", "bare", "a bare function that parses, hashes, looks up", 3.2),
    _warm_row("50", "14 KB", "bare", "a bare function that parses, hashes, looks up", 2.7),
    _warm_row("1", "7 KB", "idiomatic", "FastAPI, pydantic, SQLAlchemy's ORM", 1 / 3),
    _warm_row("50", "14 KB", "idiomatic", "FastAPI, pydantic, SQLAlchemy's ORM", 1 / 3),
    WeightRow(
        "service_hits_p99",
        "What does the slowest of a hundred hits take at eight connections?",
        "ms",
        "the bare function's",
        5.5,
        _p99,
    ),
    WeightRow(
        "service_report_1000_hits",
        "What does a report of 1,000 findings take, all hits?",
        "ms",
        "250 ms",
        1.0,
        _report,
    ),
    WeightRow(
        "service_miss",
        "What does a miss take more than without the cache?",
        "ms",
        "a commit of the same minute",
        4.0,
        _miss,
    ),
    WeightRow(
        "service_memory",
        f"What does a worker hold after {_MANY:,} requests, its readers with it?",
        "MB",
        "200 MB",
        1.0,
        _memory,
    ),
    _phase_row("sqlite", "write", 50.0),
    _phase_row("sqlite", "read", 30.0),
    _phase_row("postgresql", "write", 50.0),
    _phase_row("postgresql", "read", 30.0),
]
