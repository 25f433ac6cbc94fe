"""Every store that keeps the contract."""

from pathlib import Path

import pytest

from fpcache_ops.stores.sql import SqlStore
from fpcache_ops.stores.sqlite import SqliteDatabase


@pytest.fixture
def store(tmp_path: Path):
    """A store, empty and open."""
    store = SqlStore(SqliteDatabase(tmp_path / "deep" / "cache.db"))
    yield store
    store.close()
