"""A roll-out's rehearsal: a blue of its own behind a proxy of its own, with traffic, on loopback.

Everything hangs on the process that opened it (see :mod:`fpcache_ops.operations.keeper`).
"""

import os
import shutil
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fpcache_ops.errors import ServiceUnusable
from fpcache_ops.operations import keeper
from fpcache_ops.operations.files import PACKAGE, with_this_package
from fpcache_ops.operations.rehearsal import API_KEY, placed_in
from fpcache_ops.operations.rollout import host, traffic
from fpcache_ops.operations.rollout.deploying import Version
from fpcache_ops.operations.rollout.local import LocalDeployer

SERVE = ["--dev"]
"""Any key will do, on loopback."""

TRAFFIC = "traffic.jsonl"
_START_SECONDS = 10.0


class RehearsedDeployment:
    """A running blue with its proxy; ``url`` is the entry. Close it, or use it as a context."""

    key = API_KEY

    def __init__(
        self,
        folder: Path,
        blue: Version | None = None,
        *,
        port: int = 0,
        store: str = "",
        serve: Sequence[str] = SERVE,
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:
            place = host.socket_folder()
            opened.callback(shutil.rmtree, place, ignore_errors=True)
            self._output = opened.enter_context((folder / "host.log").open("ab"))
            kept = keeper.start(
                host.command(place), env=os.environ, folder=folder, output=self._output
            )
            opened.callback(kept.stop)
            deadline = time.monotonic() + _START_SECONDS
            while not (place / host.SOCKET).exists():
                if kept.wait(0.01) is not None or time.monotonic() > deadline:
                    raise ServiceUnusable(f"the rehearsal's host did not start: see {folder}")
            self.deployer = LocalDeployer.set_up(
                folder,
                blue or Version(label="blue"),
                host=place,
                ports=(port or _free_port(), _free_port(), _free_port()),
                store=store or str(folder / "cache.db"),
                serve=list(serve),
            )
            self.url = self.deployer.entry
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        """It, running."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, whatever happened."""
        self.close()

    @property
    def traffic_file(self) -> Path:
        """A line for every request that the rehearsal sent."""
        return self.folder / TRAFFIC

    def send_traffic(self, rate: float, *, seed: int = 1) -> keeper.Kept:
        """Send requests to the entry until the rehearsal ends, or what is returned is stopped."""
        kept = keeper.start(
            [
                *(sys.executable, "-P", "-m", traffic.__name__, "--url", self.url),
                *("--rate", str(rate), "--out", str(self.traffic_file), "--seed", str(seed)),
            ],
            env=with_this_package(os.environ),
            folder=self.folder,
            output=self._output,
        )
        self._opened.callback(kept.stop)
        return kept

    def placed(self, value: Any) -> Any:
        """A JSON value in which its folder stands where a plan says so."""
        return placed_in(self.folder, value)

    def close(self) -> None:
        """Stop everything; when this returns, nothing of it runs. Logs and counts stay."""
        self._opened.close()


def copied_version(folder: Path, label: str, edits: Mapping[str, tuple[str, str]]) -> Version:
    """Another version of the service: a copy of this package with texts replaced.

    ``edits``: file of the package -> (text, instead). A rehearsal rolls out from one to another.
    """
    shutil.copytree(
        PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__", "_shipped")
    )
    for name, (text, instead) in edits.items():
        file = folder / PACKAGE.name / name
        content = file.read_text(encoding="utf-8")
        if content.count(text) != 1:
            raise ValueError(f"{name} holds {text!r} {content.count(text)} times, not once")
        file.write_text(content.replace(text, instead), encoding="utf-8")
    return Version(label=label, source=str(folder))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
