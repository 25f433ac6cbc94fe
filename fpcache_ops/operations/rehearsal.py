"""A service of our own for a rehearsal: on loopback, with an empty store, gone when the run is.

It is the real service, started by this interpreter with the defaults: no setting of the caller's
environment or home reaches it. Its store goes with it; its lookup log and output stay in the run's
folder. Its keeper hangs on the process that started it, so it cannot outlive that.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations import keeper
from fpcache_ops.operations.files import LOOKUP_LOG, with_this_package

START_SECONDS = 30.0
API_KEY = "rehearsal"
"""With ``serve --dev`` any key will do."""

_SETTINGS = ("FPCACHE_", "FORCE_CACHE_CONTROLLER")


class Rehearsal:
    """A running service; ``url`` is its address. Close it, or use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "service.log"
        self._folder = folder / "rehearsal"
        self._folder.mkdir()
        ready = self._folder / "ready.json"
        with self.log.open("ab") as output:
            self._kept = keeper.start(
                [
                    *(sys.executable, "-P", "-m", "fpcache_ops.cli", "serve", "--dev"),
                    *("--host", "127.0.0.1", "--port", "0"),
                    *("--store", str(self._folder / "cache.db")),
                    *("--log", str(folder / LOOKUP_LOG)),
                    *("--ready-file", str(ready)),
                ],
                env=_environment(self._folder),
                folder=self._folder,
                output=output,
            )
        try:
            self.url = self._wait_for(ready)
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

    def _wait_for(self, ready: Path) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if ready.exists():
                return str(json.loads(ready.read_text(encoding="utf-8"))["url"])
            if self._kept.wait(0.02) is not None:
                break
        output = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        why = output[-1] if output else "it said nothing"
        raise ServiceUnusable(
            f"the service for the rehearsal did not start: {why} (see {self.log})"
        )


def _environment(folder: Path) -> dict[str, str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)
    }
    environment["XDG_CONFIG_HOME"] = str(folder)
    return with_this_package(environment)
