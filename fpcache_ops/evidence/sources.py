"""Where the bytes come from: a directory on disk, or the files of a request.

Every reason why there are none contains ``content unavailable``; the finding is then reported as
real.
"""

import errno
import os
import re
import stat
from collections import OrderedDict
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from threading import Lock

from fpcache_ops.core.ports import Unavailable

FILE_LIMIT = 20 * 1024 * 1024
"""Bytes; a finding in a larger file is real and unjudged."""

PATH_LIMIT = 4096
"""Characters."""

MEMORY_LIMIT = 256 * 1024 * 1024
"""Bytes that a :class:`TreeSources` keeps in all."""

LISTED_LIMIT = 50_000
"""Files of a checkout."""

_OF_OTHERS = frozenset({"node_modules", "site-packages", "__pycache__"})
_TOO_LARGE = Unavailable("content unavailable: the file is larger than 20 MB")
_SCHEME_OR_DRIVE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.ELOOP: "it is a symbolic link that cannot be followed",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENAMETOOLONG: "the path is too long",
}
_ONLY_FILES = "it is not an ordinary file"


class SubmittedSources:
    """Files by the names under which a client submitted them; nothing on disk is looked at."""

    def __init__(self, files: Mapping[str, bytes | str | None]) -> None:
        self._files = files
        self._digests: dict[str, bytes | Unavailable] = {}
        self._encoded: dict[str, bytes | Unavailable] = {}

    def read(self, path: str) -> bytes | Unavailable:
        """The content submitted under exactly this name; text as UTF-8."""
        content = self._files.get(path)
        if content is None:
            return Unavailable("content unavailable")
        if isinstance(content, Unavailable):
            return content
        if isinstance(content, bytes):
            return content if len(content) <= FILE_LIMIT else _TOO_LARGE
        encoded = self._encoded.get(path)
        if encoded is None:
            # A lone surrogate has bytes too, which no UTF-8 has: nothing is proven from them.
            data = content.encode("utf-8", "surrogatepass")
            encoded = data if len(data) <= FILE_LIMIT else _TOO_LARGE
            self._encoded[path] = encoded
        return encoded

    def digest(self, path: str) -> bytes | Unavailable:
        """The SHA-256 of the content, worked out once, or why there is none."""
        known = self._digests.get(path)
        if known is None:
            content = self.read(path)
            known = content if isinstance(content, Unavailable) else sha256(content).digest()
            self._digests[path] = known
        return known


class GivenCheckout(SubmittedSources):
    """A whole checkout by the paths of its files: there are no others."""

    def __init__(self, files: Mapping[str, bytes | str | None]) -> None:
        super().__init__(files)
        self._paths = tuple(files)

    def paths(self) -> Collection[str]:
        """The paths of all files."""
        return self._paths


class TreeSources:
    """The files below a directory, each read once and remembered while there is room.

    Only canonical relative paths are opened. Symbolic links are followed while they stay below the
    root: the path is resolved, and what it resolves to is then opened component by component
    without following any link. A link that is put in place between the two makes the opening fail,
    so no moment is left in which a name leads out. Nothing but ordinary files is opened, and no
    opening can block.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self._root = os.path.realpath(root)
        self._memory: OrderedDict[str, bytes | Unavailable] = OrderedDict()
        self._held = 0
        self._paths: tuple[str, ...] | None = None
        self._lock = Lock()

    def read(self, path: str) -> bytes | Unavailable:
        """The content of the file at this path below the root, or why there is none."""
        with self._lock:
            known = self._memory.get(path)
            if known is not None:
                self._memory.move_to_end(path)
                return known
        content = self._read(path)
        with self._lock:
            if path in self._memory:
                return self._memory[path]
            self._memory[path] = content
            self._held += len(content)
            while self._held > MEMORY_LIMIT:
                self._held -= len(self._memory.popitem(last=False)[1])
        return content

    def paths(self) -> Collection[str] | None:
        """The path of every file below the root; ``None`` if there are more than can be listed.

        Hidden folders are left out, and those that hold what others wrote.
        """
        with self._lock:
            if self._paths is None:
                self._paths = _listed(self._root)
            return None if len(self._paths) > LISTED_LIMIT else self._paths

    def _read(self, path: str) -> bytes | Unavailable:
        refused = _why_refused(path)
        if refused is not None:
            return Unavailable(f"content unavailable: {refused}")
        try:
            resolved = os.path.realpath(Path(self._root, path), strict=True)
            below = Path(resolved).relative_to(self._root)
        except OSError as error:
            return _unavailable(error)
        except ValueError:
            return Unavailable("content unavailable: it is outside the root")
        try:
            return _content(self._root, below.parts)
        except OSError as error:
            return _unavailable(error)


def is_own(path: str) -> bool:
    """Whether a file is not in a folder that is hidden, or that holds what others wrote."""
    return not any(one.startswith(".") or one in _OF_OTHERS for one in path.split("/")[:-1])


def _listed(root: str) -> tuple[str, ...]:
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if is_own(f"{name}/"))
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        found += (prefix + name for name in sorted(names) if not _why_refused(prefix + name))
        if len(found) > LISTED_LIMIT:
            break
    return tuple(found)


def _why_refused(path: str) -> str | None:
    """Why a path is not one that may be opened below a root; ``None`` when it is."""
    if len(path) > PATH_LIMIT:
        return "the path is too long"
    if any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in path):
        return "the path holds characters that no name has"
    if os.name != "posix":
        return "files are opened on POSIX systems only"
    if path.startswith("/") or _SCHEME_OR_DRIVE.match(path):
        return "it is outside the root"
    segments = path.split("/")
    if ".." in segments:
        return "it is outside the root"
    if "" in segments or "." in segments:
        return "the path is not canonical"
    return None


def _content(root: str, parts: tuple[str, ...]) -> bytes | Unavailable:
    """The bytes of an ordinary file, no link followed on the way from the root to it."""
    if not parts:
        return Unavailable(f"content unavailable: {_ONLY_FILES}")
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in parts[:-1]:
            inner = os.open(
                name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder
            )
            os.close(folder)
            folder = inner
        # Opening a device can have effects, so it is looked at first; what counts is the second
        # look, at what was opened.
        if not stat.S_ISREG(os.lstat(parts[-1], dir_fd=folder).st_mode):
            return Unavailable(f"content unavailable: {_ONLY_FILES}")
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        file = os.open(parts[-1], flags, dir_fd=folder)
    finally:
        os.close(folder)
    with open(file, "rb") as opened:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return Unavailable(f"content unavailable: {_ONLY_FILES}")
        content = opened.read(FILE_LIMIT + 1) if status.st_size <= FILE_LIMIT else None
    return content if content is not None and len(content) <= FILE_LIMIT else _TOO_LARGE


def _unavailable(error: OSError) -> Unavailable:
    reason = _REASONS.get(error.errno or 0) or f"it cannot be read ({type(error).__name__})"
    return Unavailable(f"content unavailable: {reason}")
