"""The process that holds a roll-out's programs on one machine: blue, green and the proxy.

Whoever deploys comes and goes (a page's kernel, a command); what is deployed stays. So one small
process starts and stops the programs and is asked to over a socket in a folder of its own, one line
of JSON a connection. When it ends, or is killed under a keeper, so do they.

:class:`Host` is for those who ask; run as a script this file is the process itself. It then imports
only what every Python has.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SOCKET = "host.sock"
_STOP_SECONDS = 10.0
_PATIENCE = 60.0


class HostUnusable(Exception):
    """The host does not answer, or could not do what it was asked."""


class Host:
    """Asks the host process that listens in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(
        self, name: str, program: Sequence[str], *, env: Mapping[str, str], log: Path, ready: Path
    ) -> int:
        """Start a program, wait until it has written its ready file, and give its process id."""
        asked = {
            "do": "start",
            "name": name,
            "program": list(program),
            "env": dict(env),
            "log": str(log),
            "ready": str(ready),
        }
        return int(self._ask(asked)["pid"])

    def stop(self, name: str) -> None:
        """Ask a program to end, and wait for it; nothing happens if it does not run."""
        self._ask({"do": "stop", "name": name})

    def running(self) -> dict[str, int]:
        """The programs that run, with their process ids."""
        return dict(self._ask({"do": "list"})["running"])

    def _ask(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_PATIENCE)
            try:
                line.connect(str(self.folder / SOCKET))
                line.sendall(json.dumps(asked).encode() + b"\n")
                answer = json.loads(line.makefile("rb").readline() or b"{}")
            except (OSError, ValueError) as error:
                raise HostUnusable(f"the host in {self.folder} does not answer: {error}") from error
        if "error" in answer or not answer:
            raise HostUnusable(answer.get("error", f"the host in {self.folder} ended"))
        return dict(answer)


def socket_folder() -> Path:
    """A folder for the socket: its path has to be short."""
    return Path(tempfile.mkdtemp(prefix="fpcache-host-"))


def command(folder: Path) -> list[str]:
    """The command line of a host that listens in ``folder``."""
    return [sys.executable, "-I", "-S", os.path.abspath(__file__), str(folder)]


# --- the process itself ------------------------------------------------------------------


def _serve(folder: Path) -> int:
    running: dict[str, subprocess.Popen[bytes]] = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        draft = folder / f"{SOCKET}.draft"
        listener.bind(str(draft))
        listener.listen(8)
        draft.rename(folder / SOCKET)
        try:
            while True:
                line, _ = listener.accept()
                with line:
                    line.settimeout(_PATIENCE)
                    try:
                        asked = json.loads(line.makefile("rb").readline())
                        answer = _done(asked, running)
                    except Exception as error:  # noqa: BLE001
                        # Whatever it is, the programs have to stay.
                        answer = {"error": f"{type(error).__name__}: {error}"}
                    with contextlib.suppress(OSError):
                        line.sendall(json.dumps(answer).encode() + b"\n")
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                _ended(process)


def _done(asked: dict[str, Any], running: dict[str, "subprocess.Popen[bytes]"]) -> dict[str, Any]:
    name = asked.get("name", "")
    match asked["do"]:
        case "start":
            if name in running and running[name].poll() is None:
                return {"error": f"{name} runs already"}
            return _started(asked, running)
        case "stop":
            if name in running:
                running[name].terminate()
                _ended(running.pop(name))
            return {"stopped": name}
        case "list":
            return {"running": {n: p.pid for n, p in running.items() if p.poll() is None}}
        case unknown:
            return {"error": f"cannot do {unknown}"}


def _started(
    asked: dict[str, Any], running: dict[str, "subprocess.Popen[bytes]"]
) -> dict[str, Any]:
    ready = asked["ready"]
    if os.path.exists(ready):
        os.unlink(ready)
    with open(asked["log"], "ab") as log:
        process = subprocess.Popen(
            asked["program"],
            env=asked["env"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    running[asked["name"]] = process
    deadline = time.monotonic() + _PATIENCE / 2
    while time.monotonic() < deadline and process.poll() is None:
        if os.path.exists(ready):
            return {"pid": process.pid}
        time.sleep(0.02)
    process.kill()
    process.wait()
    with open(asked["log"], errors="replace") as log_file:
        said = log_file.read().strip().splitlines()
    return {"error": f"{asked['name']} did not start: {said[-1] if said else 'it said nothing'}"}


def _ended(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(_serve(Path(sys.argv[1])))
