"""Scanning blobs, each once: results are kept by blob, so that a stopped replay goes on."""

import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

import msgspec
from msgspec.structs import replace

from fpcache_ops.core.finding import Finding, Location
from fpcache_ops.errors import UnusableInput
from fpcache_ops.sarif import read as read_sarif

_AT_A_TIME = 100
"""Blobs per start of the scanner: few starts, and a replay that is stopped loses little."""

_ALONE = 3
"""Single blobs that a scanner which has scanned none yet may fail at; then it does not work."""


@dataclass(frozen=True, slots=True)
class ScannerCommand:
    """How to scan a folder: ``command`` holds ``{path}`` and writes SARIF to standard output.

    ``name`` is for people, and part of the name of a file.
    """

    name: str
    command: tuple[str, ...]
    suffixes: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, suffixes: Sequence[str]) -> "ScannerCommand":
        """A command as typed; no shell is involved. Raises UnusableInput."""
        try:
            command = tuple(shlex.split(text))
        except ValueError as error:
            raise UnusableInput(f"--scanner-command cannot be read: {error}") from error
        if not any("{path}" in word for word in command):
            raise UnusableInput("--scanner-command must hold {path}, the folder to scan")
        return cls(PurePath(command[0]).name, command, tuple(suffixes))

    def run(self, folder: Path) -> bytes:
        """The SARIF of a folder. Raises UnusableInput when the scanner writes none."""
        command = [word.replace("{path}", str(folder)) for word in self.command]
        try:
            done = subprocess.run(
                command, capture_output=True, stdin=subprocess.DEVNULL, check=False
            )
        except OSError as error:
            raise UnusableInput(f"the scanner {command[0]} does not start: {error}") from error
        if not done.stdout.strip():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            why = said[-1] if said else f"exit status {done.returncode}"
            raise UnusableInput(f"the scanner {self.name} wrote no SARIF ({why})")
        return done.stdout


BANDIT = ScannerCommand(
    "bandit",
    (sys.executable, "-m", "bandit", "-r", "{path}", "-f", "sarif", "-q", "--skip", "B101"),
    (".py",),
)
"""Without B101: an assertion is no finding that anybody validates."""


class Scans:
    """Findings by blob, kept in a file so that nothing is scanned twice.

    ``failed`` are blobs at which the scanner fails even alone: nothing is known of them. They are
    tried again the next time.
    """

    def __init__(self, scanner: ScannerCommand, kept: Path) -> None:
        self.scanner = scanner
        self.failed: set[str] = set()
        kept.mkdir(parents=True, exist_ok=True)
        key = sha256("\0".join(scanner.command).encode()).hexdigest()[:16]
        self._database = sqlite3.connect(kept / f"scans-{scanner.name}-{key}.db")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS scans (blob TEXT PRIMARY KEY, findings BLOB NOT NULL)"
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def scan(
        self,
        names: Mapping[str, str],
        content: Callable[[str], bytes],
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> dict[str, list[Finding]]:
        """The findings of every blob, under the path that ``names`` gives it.

        ``content`` reads a blob; ``progress`` is told (blobs scanned, blobs to scan).
        """
        known = self._known(names)
        missing = [blob for blob in names if blob not in known]
        for start in range(0, len(missing), _AT_A_TIME):
            some = missing[start : start + _AT_A_TIME]
            progress(start, len(missing))
            self._scan_some({blob: names[blob] for blob in some}, content, known)
        progress(len(missing), len(missing))
        return {
            blob: [
                replace(finding, locations=_at(finding, path)) for finding in known.get(blob, ())
            ]
            for blob, path in names.items()
        }

    def _scan_some(
        self,
        names: Mapping[str, str],
        content: Callable[[str], bytes],
        known: dict[str, list[Finding]],
    ) -> None:
        """Scan some blobs at once; if the scanner fails, by halves, so that one costs only itself.

        Raises:
            UnusableInput: it fails at whatever it is given.
        """
        pending = [list(names)]
        while pending:
            some = pending.pop()
            try:
                fresh = self._scanned({blob: names[blob] for blob in some}, content)
            except UnusableInput:
                if len(some) > 1:
                    middle = len(some) // 2
                    pending += [some[middle:], some[:middle]]
                    continue
                self.failed.update(some)
                if not known and (len(self.failed) >= _ALONE or not pending):
                    raise
                continue
            with self._database:
                self._database.executemany(
                    "INSERT OR REPLACE INTO scans VALUES (?, ?)",
                    [(blob, msgspec.json.encode(fresh[blob])) for blob in some],
                )
            known |= fresh

    def _known(self, names: Mapping[str, str]) -> dict[str, list[Finding]]:
        return {
            blob: msgspec.json.decode(findings, type=list[Finding])
            for blob, findings in self._database.execute("SELECT blob, findings FROM scans")
            if blob in names
        }

    def _scanned(
        self, names: Mapping[str, str], content: Callable[[str], bytes]
    ) -> dict[str, list[Finding]]:
        folder = Path(tempfile.mkdtemp(prefix="fpcache-replay-"))
        try:
            for blob, path in names.items():
                file = folder / blob / path.rpartition("/")[2]
                file.parent.mkdir()
                file.write_bytes(content(blob))
            log = read_sarif(
                self.scanner.run(folder),
                tenant="local",
                repository="replay",
                roots=[folder, folder.resolve()],
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in log.findings:
            blob = finding.primary.path.partition("/")[0]
            if all(at.path.startswith(f"{blob}/") for at in finding.locations):
                found[blob].append(finding)
        return {blob: found[blob] for blob in names}


def _at(finding: Finding, path: str) -> tuple[Location, ...]:
    """The places under the path that the blob has; the bytes are the scanned ones, so no claims."""
    return tuple(replace(at, path=path, expectation=None) for at in finding.locations)
