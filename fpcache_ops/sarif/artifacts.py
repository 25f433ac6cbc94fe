"""Which file a result names: from URIs, base ids and artifact indices to paths under the root.

A path that is relative and canonical may be opened below the root. Any other keeps its text, so
that people see what the report said, and :class:`fpcache_ops.evidence.sources.TreeSources` refuses
it: an absolute path elsewhere, one with ``..`` (never resolved, SARIF 3.10.2), a URI.
"""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote_to_bytes

from fpcache_ops.sarif.document import as_list, as_object, as_text, element, is_integer


class NotAPlace(Exception):
    """Why something in a result names no place in a file that could be judged."""


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DRIVE = re.compile(r"[A-Za-z]:(?:/|$)")

_SOURCE_ROOTS = frozenset({"srcroot", "%srcroot%"})
"""Base ids that by custom mean the root of the checkout, wherever the scanner had it."""

_PATHS_AS_THEY_ARE = ("semgrep", "gosec", "brakeman")
"""Scanners that write a path where SARIF wants a URI: what looks percent-encoded is a file name."""

_NO_URI = re.compile(r"[^A-Za-z0-9\-._~:/@!$&'()*+,;=%\[\]]|%(?![0-9A-Fa-f]{2})")
_NEVER_ENCODED = re.compile(r"%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9Aa])")


class Artifacts:
    """The files of one run.

    ``roots`` are names of the one root directory: the path it was given as and, if that has
    symbolic links, the one it resolves to.
    """

    def __init__(self, run: dict[str, Any], scanner: str, roots: Sequence[PurePath]) -> None:
        self._bases = as_object(run.get("originalUriBaseIds"))
        self._as_they_are = scanner.casefold().startswith(_PATHS_AS_THEY_ARE)
        self._roots = [_segments(root.as_posix()) for root in roots if root.is_absolute()]
        self._artifacts = as_list(run.get("artifacts"))
        self._paths = [self._path_of_artifact(artifact) for artifact in self._artifacts]
        self._by_path: dict[str, int] = {}
        for index, path in enumerate(self._paths):
            if path is not None:
                self._by_path.setdefault(path, index)

    def locate(self, location: object) -> tuple[str, str | None]:
        """The path that an ``artifactLocation`` names, and the SHA-256 that its artifact claims.

        Raises:
            NotAPlace: when it names no file, or two.
        """
        where = as_object(location)
        index = where.get("index")
        artifact = element(self._artifacts, index)
        known = self._paths[index] if artifact is not None and is_integer(index) else None
        if as_text(where.get("uri")):
            path = self._resolve(where)
            if artifact is None:
                artifact = element(self._artifacts, self._by_path.get(path))
            elif known not in (None, path):
                raise NotAPlace("its uri and its artifact index name two different files")
        elif known is not None:
            path = known
        else:
            raise NotAPlace("it names no file")
        if artifact is None:
            return path, None
        container = artifact.get("parentIndex")
        if is_integer(container) and container >= 0:
            raise NotAPlace("its file is inside another file (an archive, for example)")
        return path, _sha256(artifact)

    def _path_of_artifact(self, artifact: object) -> str | None:
        location = as_object(as_object(artifact).get("location"))
        if not as_text(location.get("uri")):
            return None
        try:
            return self._resolve(location)
        except NotAPlace:
            return None

    def _resolve(self, location: dict[str, Any]) -> str:
        path = self._path(location["uri"])
        base = location.get("uriBaseId")
        if base is not None and not _is_absolute(path):
            path = _joined(self._base(base), path)
        path = self._below_a_root(path)
        if not path:
            raise NotAPlace("it names a directory")
        return path

    def _path(self, uri: str) -> str:
        """The path in a URI reference; a URI that is no file's comes back as it is."""
        scheme = _SCHEME.match(uri)
        if scheme is None:
            return self._unescaped(uri)
        if len(scheme[1]) == 1:
            return uri.replace("\\", "/")
        if scheme[1].casefold() != "file":
            return uri
        rest = uri[scheme.end() :]
        if rest.startswith("//"):
            host, slash, rest = rest[2:].partition("/")
            if host and host.casefold() != "localhost":
                return f"//{host}{slash}{rest}"
            rest = slash + rest
        path = self._unescaped(rest)
        return path[1:] if path.startswith("/") and _DRIVE.match(path, 1) else path

    def _unescaped(self, path: str) -> str:
        """The path without its percent-encoding, if it is encoded.

        Not every scanner encodes. Reading ``a%2Epy``, the literal name of a file, as ``a.py``
        would judge another file than the one scanned. So a text that no encoder writes is a name:
        one with characters that a URI cannot have, or with letters, digits or dots in code.
        """
        if self._as_they_are or _NO_URI.search(path) or _NEVER_ENCODED.search(path):
            return path
        try:
            return unquote_to_bytes(path).decode("utf-8")
        except UnicodeDecodeError:
            return path

    def _base(self, base: object) -> str:
        """The folder that a base id stands for, its chain followed: ``""`` is the root."""
        path = ""
        seen: set[str] = set()
        while True:
            if not isinstance(base, str):
                raise NotAPlace("its uriBaseId is no text")
            if base in seen:
                raise NotAPlace(f"its base id {base[:80]!a} is defined by itself")
            seen.add(base)
            is_root = base.casefold() in _SOURCE_ROOTS
            defined = self._bases.get(base)
            if defined is None and is_root:
                return path
            uri = as_object(defined).get("uri", "")
            if not isinstance(defined, dict) or not isinstance(uri, str):
                raise NotAPlace(
                    f"its base id {base[:80]!a} is not defined in the run's originalUriBaseIds"
                )
            own = self._path(uri)
            if _is_absolute(own):
                # Scanned on another machine: the source root there is the root here.
                if is_root and _is_absolute(self._below_a_root(own)):
                    return path
                return _joined(own, path)
            path = _joined(own, path)
            base = defined.get("uriBaseId")
            if base is None:
                return path

    def _below_a_root(self, path: str) -> str:
        """The path relative to the root if it is below it, else as it is."""
        segments = _segments(path)
        if not _is_absolute(path):
            return "/".join(segments)
        if _DRIVE.match(path) or (path.startswith("/") and not path.startswith("//")):
            for root in self._roots:
                if _same(segments[: len(root)], root):
                    return "/".join(segments[len(root) :])
        return path


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or _SCHEME.match(path) is not None


def _joined(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{path}" if base else path


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment not in ("", ".")]


def _same(some: list[str], others: list[str]) -> bool:
    if some and others and _DRIVE.match(some[0]) and _DRIVE.match(others[0]):
        some, others = [some[0].casefold(), *some[1:]], [others[0].casefold(), *others[1:]]
    return some == others


def _sha256(artifact: dict[str, Any]) -> str | None:
    for name, value in as_object(artifact.get("hashes")).items():
        if name.casefold() in ("sha-256", "sha256") and as_text(value):
            return as_text(value)
    return None
