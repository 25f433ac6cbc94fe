"""What the runbook ``warm-cache`` does: has findings judged before somebody waits for them.

It asks as every client does, so what is stored is what any scan would have stored.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.parameters import shown
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.sources import LookupLogSource
from fpcache_ops.operations.validate_cache import Case, Connection, Pass, read_case

_REVISION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/~^@{}-]{0,199}")
_SECONDS = 60.0


@dataclass(frozen=True)
class Warming:
    """The findings to be judged, in the order in which they are asked about."""

    case: Case
    left_out: int
    in_the_log: int

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            **self.case.facts,
            "left_out": self.left_out,
            "asked_about_before": self.in_the_log,
        }

    @property
    def without_file(self) -> tuple[int, int]:
        """Findings whose file is not at hand, of all."""
        missing = sum(f.primary.path not in self.case.files for f in self.case.findings)
        return missing, len(self.case.findings)


def prepare(run: Run) -> Warming:
    """Read the findings, their files, and which of them are asked about most.

    Raises:
        UnusableInput: one of the inputs cannot be used, or the repository's name is missing.
    """
    given = {name: str(run.parameters[name]) for name in ("sarif", "root", "revision", "log")}
    if run.parameters["server"] and not run.parameters["repository"]:
        raise UnusableInput(
            "give the repository, as the scans name it: under another name nothing is reused"
        )
    case = read_case(given["sarif"], given["root"], "")
    if given["revision"]:
        case = replace(case, files=_at(given["revision"], Path(given["root"]), case.files))
    asked: Mapping[tuple[str, str], int] = {}
    if given["log"]:
        log = LookupLogSource(given["log"])
        try:
            asked = log.asked_about(str(run.parameters["repository"]))
        finally:
            log.close()
    ordered = sorted(case.findings, key=lambda f: -asked.get((f.primary.path, f.type), 0))
    chosen = ordered[: int(run.parameters["most"])]
    known = sum((f.primary.path, f.type) in asked for f in chosen)
    return Warming(replace(case, findings=tuple(chosen)), len(case.findings) - len(chosen), known)


def reach(run: Run) -> Connection:
    """The service, under the repository's name."""
    repository = str(run.parameters["repository"]) or f"fpcache/warm-{run.id}"
    reader = run.reader()
    reader.health()
    return Connection(reader, repository, str(run.parameters["server"]) or "a rehearsal")


def warm(service: Connection, warming: Warming) -> tuple[Pass, Pass]:
    """Have everything judged, and ask again: then it must be there."""
    return service.ask("warmed", warming.case), service.ask("asked again", warming.case)


def _at(revision: str, root: Path, files: Mapping[str, str]) -> dict[str, str]:
    """The files as they were at a revision of the repository that ``root`` is in."""
    if not _REVISION.fullmatch(revision):
        raise UnusableInput(f"{shown(revision)} is no revision: give a commit, a branch or a tag")
    found = {}
    for path in files:
        told = _git(root, "show", f"{revision}:./{path}")
        if told.returncode == 0:
            try:
                found[path] = told.stdout.decode("utf-8")
            except UnicodeDecodeError:
                continue
    if not found:
        raise UnusableInput(
            f"none of the files is in the git history of {root} at {shown(revision)}"
        )
    return found


def _git(root: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnusableInput(f"git cannot be asked: {error}") from None
