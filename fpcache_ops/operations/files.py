"""Files that are either there as a whole or not at all, and where the project's own files lie."""

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import fpcache_ops

PACKAGE = Path(fpcache_ops.__file__).resolve().parent


_CODE = frozenset({".py", ".sql", ".toml"})

LOOKUP_LOG = "log"
"""The folder of a run that holds the lookup log of a service of its own."""


@cache
def code_digest() -> str:
    """The SHA-256 of all that this package executes or reads as data."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in _CODE and path.is_file():
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def checkout() -> Path | None:
    """The checkout this package is run from; ``None`` when it is installed."""
    return PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None


def with_this_package(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which a Python imports this very copy of the package."""
    own = checkout()
    if own is None:
        return dict(environment)
    paths = [str(own), *filter(None, [environment.get("PYTHONPATH")])]
    return {**environment, "PYTHONPATH": os.pathsep.join(paths)}


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old content or the new, never a part."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
