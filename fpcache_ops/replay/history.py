"""A git history, read from its objects: no checkout, the work tree is not touched."""

import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Self

from fpcache_ops.core.ports import Unavailable
from fpcache_ops.errors import UnusableInput
from fpcache_ops.evidence.sources import is_own

DEFAULT_EXCLUDED_FOLDERS = frozenset(
    {
        *("test", "tests", "testing", "doc", "docs", "example", "examples", "migrations"),
        *("vendor", "vendored", "_vendor", "third_party", "node_modules", "site-packages"),
        *("dist", "build"),
    }
)
DEFAULT_EXCLUDED_NAMES = ("test_*", "*_test.*", "conftest.py", "*.min.js", "*.min.css")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit on the first-parent line; ``at`` is the committer's time, UTC."""

    sha: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Selection:
    """Which commits: the newest ``last``, or the last one of each of the newest ``weekly`` ISO
    weeks that have any.
    """

    last: int | None = None
    weekly: int | None = None

    @property
    def name(self) -> str:
        """The selection in words."""
        if self.weekly is not None:
            return f"last commit of each of the newest {self.weekly} weeks"
        return f"newest {self.last} first-parent commits"


class History:
    """Reads one repository; use as a context manager."""

    def __init__(self, repository: Path, exclude: Sequence[str] = ()) -> None:
        self._git = ["git", "-C", str(repository)]
        self._exclude = tuple(exclude)
        self._blobs: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Check that this is a repository with at least one commit."""
        self._head = self._run("rev-parse", "--verify", "HEAD^{commit}").strip()
        return self

    def __exit__(self, *_raised: object) -> None:
        """Stop the reader of objects."""
        if self._blobs is not None:
            self._blobs.kill()
            self._blobs.communicate()

    @property
    def head(self) -> str:
        """The newest commit."""
        return self._head

    def commits(self, selection: Selection) -> list[Commit]:
        """The selected commits, oldest first."""
        limit = [f"--max-count={selection.last}"] if selection.weekly is None else []
        lines = self._run("rev-list", "--first-parent", "--timestamp", *limit, self._head)
        newest_first = [
            Commit(sha, datetime.fromtimestamp(int(seconds), UTC))
            for seconds, sha in (line.split() for line in lines.splitlines())
        ]
        if selection.weekly is None:
            return newest_first[::-1]
        weeks: dict[tuple[int, int], Commit] = {}
        for commit in newest_first:
            year, week, _ = commit.at.isocalendar()
            weeks.setdefault((year, week), commit)
            if len(weeks) > selection.weekly:
                weeks.popitem()
                break
        return sorted(weeks.values(), key=lambda commit: commit.at)

    def files(self, commit: Commit, suffixes: Sequence[str]) -> dict[str, str]:
        """Path to blob of every regular file with one of the suffixes that is not excluded."""
        wanted = tuple(suffixes)
        return {
            path: blob
            for path, blob in self.tree(commit.sha).items()
            if path.endswith(wanted) and not self._is_excluded(path)
        }

    def tree(self, revision: str) -> dict[str, str]:
        """Path to blob of every regular file.

        Raises:
            UnusableInput: there is no such revision.
        """
        try:
            commit = self._run("rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
        except UnusableInput:
            raise UnusableInput(f"there is no revision {revision!r} in {self._git[2]}") from None
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit.strip())
        found: dict[str, str] = {}
        for entry in filter(None, listed.split("\0")):
            facts, path = entry.split("\t", 1)
            mode, kind, blob = facts.split()
            if kind == "blob" and mode != "120000":
                found[path] = blob
        return found

    def read(self, blob: str) -> bytes:
        """The content of a blob."""
        if self._blobs is None:
            self._blobs = subprocess.Popen(
                [*self._git, "cat-file", "--batch"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        ask, answer = self._blobs.stdin, self._blobs.stdout
        assert ask is not None
        assert answer is not None
        ask.write(blob.encode() + b"\n")
        ask.flush()
        header = answer.readline().split()
        if len(header) != 3 or header[1] != b"blob":
            raise UnusableInput(f"the repository does not hold blob {blob}: fetch its history")
        content = answer.read(int(header[2]))
        answer.read(1)
        return content

    def _is_excluded(self, path: str) -> bool:
        pure = PurePosixPath(path)
        return (
            not DEFAULT_EXCLUDED_FOLDERS.isdisjoint(part.casefold() for part in pure.parts[:-1])
            or any(fnmatch(pure.name, pattern) for pattern in DEFAULT_EXCLUDED_NAMES)
            or any(fnmatch(path, pattern) for pattern in self._exclude)
        )

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._git, *arguments], capture_output=True, check=False)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise UnusableInput(f"{self._git[2]}: {said[-1] if said else 'git failed'}")
        return done.stdout.decode("utf-8", "surrogateescape")


class CommitCheckout:
    """All files of a commit; with ``below``, those in a folder, by their paths from there."""

    def __init__(
        self, tree: Callable[[], Mapping[str, str]], read: Callable[[str], bytes], below: str = ""
    ) -> None:
        self._tree = tree
        self._blob = read
        self._below = below

    @cached_property
    def _blobs(self) -> Mapping[str, str]:
        length = len(self._below)
        below = self._below
        return {
            path[length:]: blob for path, blob in self._tree().items() if path.startswith(below)
        }

    def read(self, path: str) -> bytes | Unavailable:
        """The content of a file."""
        blob = self._blobs.get(path)
        if blob is None:
            return Unavailable("content unavailable: not in this commit")
        return self._blob(blob)

    def paths(self) -> Collection[str]:
        """The path of every file, as far as it is the repository's own."""
        return [path for path in self._blobs if is_own(path)]


def changed_paths(
    snapshots: Sequence[dict[str, str]],
) -> Iterator[set[str]]:
    """For each snapshot, the paths whose blob is not the one of the snapshot before."""
    before: dict[str, str] = {}
    for snapshot in snapshots:
        yield {path for path, blob in snapshot.items() if before.get(path) != blob}
        before = snapshot
