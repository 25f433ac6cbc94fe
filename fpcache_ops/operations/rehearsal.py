"""A service of our own for a rehearsal: on loopback, with an empty store, gone when the run is.

It is the real service, started by this interpreter with the defaults: no setting of the caller's
environment or home reaches it. Its store goes with it; its lookup log and output stay in the run's
folder. Its keeper hangs on the process that started it, so it cannot outlive that.
"""

import json
import os
import secrets
import shutil
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fpcache_ops.core.access import ApiKey, Scope, Tenant, new_key
from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations import keeper
from fpcache_ops.operations.files import LOOKUP_LOG, with_this_package

START_SECONDS = 60.0
API_KEY = "rehearsal"
"""With ``serve --dev`` any key will do."""

IN_REHEARSAL = "{rehearsal}"
"""Stands for the folder of the rehearsal's service in what a plan says: each run has its own."""

LOCAL = "local"
"""The tenant of a rehearsal."""

_SWITCH = "FORCE_CACHE_CONTROLLER"
_SETTINGS = ("FPCACHE_", _SWITCH)


class Rehearsal:
    """A running service. Close it, or use it as a context manager.

    ``url`` is its address, ``metrics`` that of its numbers, ``store`` its store, ``lookups`` the
    folder of its lookup log, ``key`` opens it: with ``keys`` no other does, without any key does.
    The store is a SQLite file of its own unless another one is named; ``settings`` are what the
    user's ``fpcache.toml`` would say.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 1,
        keys: bool = False,
        store: str | None = None,
        settings: str = "",
    ) -> None:
        self.log = folder / "service.log"
        self.lookups = folder / LOOKUP_LOG
        self._folder = folder / "rehearsal"
        self._folder.mkdir()
        self.store = self._folder / "cache.db"
        (self._folder / "fpcache").mkdir()
        (self._folder / "fpcache" / "fpcache.toml").write_text(settings, encoding="utf-8")
        self.key = _first_key(self.store) if keys else API_KEY
        ready = self._folder / "ready.json"
        with self.log.open("ab") as output:
            self._kept = keeper.start(
                [
                    *(sys.executable, "-P", "-m", "fpcache_ops.cli", "serve"),
                    *(("--drain-seconds", "0") if keys else ("--dev",)),
                    *("--host", "127.0.0.1", "--port", "0"),
                    *("--workers", str(workers)),
                    *("--store", store or str(self.store)),
                    *("--log", str(self.lookups)),
                    *("--ready-file", str(ready)),
                ],
                env=_environment(self._folder) | ({_SWITCH: "true"} if keys else {}),
                folder=self._folder,
                output=output,
            )
        try:
            self.url, self.metrics = self._wait_for(ready)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """The service, ready."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, whatever happened."""
        self.close()

    def close(self) -> None:
        """Stop the service and remove its store; when this returns, nothing of it runs."""
        self._kept.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def placed(self, value: Any) -> Any:
        """A JSON value in which this rehearsal's folder stands where a plan says so."""
        return placed_in(self._folder, value)

    def _wait_for(self, ready: Path) -> tuple[str, str]:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if ready.exists():
                said = json.loads(ready.read_text(encoding="utf-8"))
                return str(said["url"]), str(said["metrics"])
            if self._kept.wait(0.02) is not None:
                break
        output = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        why = output[-1] if output else "it said nothing"
        raise ServiceUnusable(
            f"the service for the rehearsal did not start: {why} (see {self.log})"
        )


def _first_key(store: Path) -> str:
    """A key that may do everything, of a tenant that a new store begins with."""
    from fpcache_ops import bootstrap, config

    text, presented = new_key(secrets.randbelow)
    now = datetime.now(UTC)
    key = ApiKey(
        id=presented.id,
        tenant=LOCAL,
        label="the key of this rehearsal",
        digest=presented.digest,
        scopes=frozenset(Scope),
        created_at=now,
        created_by="rehearsal",
        expires_at=now + timedelta(days=90),
    )
    with bootstrap.directory(config.load(store=str(store))) as directory:
        directory.add_tenant(Tenant(LOCAL, now), who="rehearsal")
        directory.add_key(key)
    return text


def placed_in(folder: Path, value: Any) -> Any:
    """A JSON value with a folder for :data:`IN_REHEARSAL`."""
    match value:
        case str():
            return value.replace(IN_REHEARSAL, str(folder))
        case Mapping():
            return {name: placed_in(folder, item) for name, item in value.items()}
        case _:
            return value


def _environment(folder: Path) -> dict[str, str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)
    }
    environment["XDG_CONFIG_HOME"] = str(folder)
    return with_this_package(environment)
