"""Which file below the root a report or a label means, when it says it in a way of its own.

Scanners write paths with the folder they ran in before them, or without the source folder behind
the root. Scoring hides nothing from anybody, so a path is matched by its end where it does not
exist as it is written: by the longest end that exactly one file has.
"""

import os
from collections import defaultdict
from pathlib import Path

from msgspec.structs import replace

from fpcache_ops.core.finding import Finding, Location

FILES_LIMIT = 300_000
"""Files below a root that are looked through for the end of a path."""

_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__"})


class Tree:
    """The names of the files below a root; listed once, when a path does not exist as written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._prefixes = [
            segments(str(name)) for name in {root.absolute(), root.resolve(), root} if str(name)
        ]
        self._by_name: dict[str, list[list[str]]] | None = None
        self._known: dict[str, str] = {}

    def find(self, path: str) -> str:
        """The path from the root to the file that is meant; the path itself if there is none."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._find(segments(path))
        return found

    def placed(self, finding: Finding) -> Finding:
        """The finding with the paths of the files that are meant."""
        return replace(
            finding,
            locations=tuple(self._placed(at) for at in finding.locations),
            flows=tuple(tuple(self._placed(at) for at in flow) for flow in finding.flows),
        )

    def _placed(self, location: Location) -> Location:
        return replace(location, path=self.find(location.path))

    def _find(self, wanted: list[str]) -> str:
        if not wanted or ".." in wanted:
            return "/".join(wanted)
        for prefix in self._prefixes:
            if prefix and wanted[: len(prefix)] == prefix:
                wanted = wanted[len(prefix) :]
                break
        if self._exists(wanted):
            return "/".join(wanted)
        candidates = self._named(wanted[-1])
        for length in range(len(wanted), 0, -1):
            alike = [file for file in candidates if file[-length:] == wanted[-length:]]
            if alike:
                return "/".join(alike[0] if len(alike) == 1 else wanted)
        return "/".join(wanted)

    def _exists(self, wanted: list[str]) -> bool:
        try:
            return self._root.joinpath(*wanted).is_file()
        except (OSError, ValueError):
            return False

    def _named(self, name: str) -> list[list[str]]:
        """The files of this name; a name without a suffix means any file with that stem."""
        if self._by_name is None:
            self._by_name = self._listed()
        return self._by_name.get(name, [])

    def _listed(self) -> dict[str, list[list[str]]]:
        listed: dict[str, list[list[str]]] = defaultdict(list)
        count = 0
        for folder, folders, files in os.walk(self._root):
            folders[:] = sorted(name for name in folders if name not in _SKIPPED)
            above = segments(os.path.relpath(folder, self._root))
            for name in files:
                listed[name].append([*above, name])
            count += len(files)
            if count > FILES_LIMIT:
                break
        return listed


def segments(path: str) -> list[str]:
    """The names in a path, with either kind of slash, without those that lead nowhere."""
    return [name for name in path.strip().replace("\\", "/").split("/") if name not in ("", ".")]
