"""Every store that keeps the contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fpcache_ops.stores.sql import SqlStore
from tests.contract.places import (
    BOTH,
    Place,
    PostgresqlPlace,
    SqlitePlace,
    a_database,
    the_server,
)
from tests.contract.postgres import Server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, one for each process of the test run."""
    with the_server() as server:
        yield server


@pytest.fixture(scope="session")
def database(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresqlPlace]:
    """A migrated database, used by one test after the other."""
    with a_database(server, tmp_path_factory.mktemp("postgresql")) as place:
        yield place


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[SqlitePlace]:
    """A SQLite store, not made yet."""
    place = SqlitePlace(tmp_path)
    with place.opened:
        yield place


@pytest.fixture
def postgresql(database: PostgresqlPlace, tmp_path: Path) -> Iterator[PostgresqlPlace]:
    """A PostgreSQL store, empty."""
    database.folder = tmp_path
    with database.opened:
        database.empty()
        yield database


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest) -> Place:
    """Each kind of store, empty."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def store(place: Place) -> SqlStore:
    """A store, empty and open."""
    return place.store()
