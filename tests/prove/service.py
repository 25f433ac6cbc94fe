"""The service against everything that can be made up from its own description."""

import secrets
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from fpcache_ops.bootstrap import SystemClock
from fpcache_ops.core.access import ApiKey, Scope, Tenant, new_key
from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import StoredKeys
from tests.assembling import assembled
from tests.contract.places import Place, SqlitePlace, a_database, the_server
from tests.contract.service.fuzzing import fuzz
from tests.serving import served

CASES = 20_000
_TENANTS = ("acme", "beta")


def made_up_requests() -> dict[str, Any]:
    """20,000 made-up requests for each store, with keys and without: no 5xx, no schema break.

    To make them up takes nine tenths of the time, so each store has a process of its own.
    """
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        begun = {kind: processes.submit(_statuses, kind) for kind in ("sqlite", "postgresql")}
        counted = {kind: _checked(counting.result()) for kind, counting in begun.items()}
    return {"statuses": counted, "5xx": 0, "not_as_described": 0}


def _checked(seen: Counter[str]) -> dict[str, int]:
    assert sum(seen.values()) >= CASES, seen
    assert not [status for status in seen if status >= "500"], seen
    assert {"200", "400", "401", "403"} <= set(seen), seen
    return {"requests": sum(seen.values()), **dict(sorted(seen.items()))}


def _statuses(kind: str) -> Counter[str]:
    """How many answers of each status a store gave."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        place: Place
        if kind == "sqlite":
            place = SqlitePlace(folder / "sqlite")
            opened.enter_context(place.opened)
        else:
            server = opened.enter_context(the_server())
            place = opened.enter_context(a_database(server, folder))
        try:
            return _fuzzed(place, folder / "log")
        except BaseExceptionGroup as error:
            # What the checks raise does not come through to another process.
            raise AssertionError(f"{kind}: {error}") from None


def _fuzzed(place: Place, folder: Path) -> Counter[str]:
    """Two tenants' keys, one that may only validate, and none, in turn."""
    folder.mkdir()
    with assembled(place.store(), folder) as assembly:
        keys: list[str | None] = [None]
        for tenant, scopes in (
            *((name, [*Scope]) for name in _TENANTS),
            ("acme", [Scope.VALIDATE]),
        ):
            now = datetime.now(UTC)
            if assembly.directory.tenant(tenant) is None:
                assembly.directory.add_tenant(Tenant(tenant, now, (tenant,)), who="proof")
            text, presented = new_key(secrets.randbelow)
            assembly.directory.add_key(
                ApiKey(
                    presented.id,
                    tenant,
                    "proof",
                    presented.digest,
                    frozenset(scopes),
                    now,
                    "proof",
                    now + timedelta(days=1),
                )
            )
            keys.append(text)
        app = create_app(assembly, StoredKeys(assembly.directory, SystemClock()))
        with served(app) as http:
            return fuzz(str(http.base_url), keys, cases=CASES, seed=20261128)
