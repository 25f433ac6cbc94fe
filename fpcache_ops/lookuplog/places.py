"""Where a log lies: in a folder of this machine, or under a prefix of an S3 bucket."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.layout import (
    DAY_SUFFIX,
    DayFile,
    day_of,
    footer_of,
    is_loss,
    is_segment,
)

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 16
_CHUNK = 1 << 20


class Place(Protocol):
    """A folder of a log. Names are relative to it; locators are what its own listings return."""

    @property
    def name(self) -> str:
        """The place as its user named it."""

    def segments(self) -> list[str]:
        """Locators of the segments, in the order of their names."""

    def losses(self) -> list[str]:
        """Locators of the records of losses."""

    def days(self, wanted: Callable[[date], bool] = lambda day: True) -> list[DayFile]:
        """The Parquet files of the days that are wanted."""

    def size(self, locator: str) -> int:
        """The bytes of a file."""

    def content(self, locator: str) -> Iterator[bytes]:
        """A file, piece by piece."""

    def publish(self, draft: Path, name: str) -> None:
        """Put a finished local file there under this name: as a whole, or not at all."""

    def remove(self, locators: Sequence[str]) -> None:
        """Delete files; those that are not there any more are no trouble."""

    def scannable(
        self, connection: "duckdb.DuckDBPyConnection"
    ) -> AbstractContextManager[Callable[[str], str]]:
        """Let a connection read files of this place; gives what to call them there."""


def name_in(locator: str) -> str:
    """The last part of a locator."""
    return locator.rpartition("/")[2]


def digest_of(place: Place, locator: str) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    for piece in place.content(locator):
        digest.update(piece)
    return digest.hexdigest()


class LocalPlace:
    """A folder of this machine, or a single file in place of one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def segments(self) -> list[str]:
        """The ``*.jsonl`` without the records of losses; of a file, itself if it is no Parquet."""
        return self._named(is_segment)

    def losses(self) -> list[str]:
        """The ``dropped-*.jsonl``; a single file has none."""
        return self._named(is_loss) if self.path.is_dir() else []

    def _named(self, wanted: Callable[[str], bool]) -> list[str]:
        if self.path.is_file():
            return [] if self.path.suffix == DAY_SUFFIX else [str(self.path)]
        if not self.path.is_dir():
            return []
        found = (one for one in self.path.glob("*.jsonl") if wanted(one.name))
        return sorted(str(one) for one in found if one.is_file())

    def days(self, wanted: Callable[[date], bool] = lambda day: True) -> list[DayFile]:
        """The Parquet files in the folders of the days that are wanted."""
        if self.path.is_file():
            single = [(str(self.path), None)] if self.path.suffix == DAY_SUFFIX else []
            return day_files(single, os.path.getsize)
        found = [
            (str(file), day)
            for folder in sorted(self.path.glob("day=*"))
            if (day := day_of(folder.name)) is not None and wanted(day)
            for file in sorted(folder.glob(f"[!.]*{DAY_SUFFIX}"))
        ]
        return day_files(found, os.path.getsize)

    def size(self, locator: str) -> int:
        """The bytes of a file."""
        return os.path.getsize(locator)

    def content(self, locator: str) -> Iterator[bytes]:
        """A file, piece by piece."""
        with open(locator, "rb") as file:
            while piece := file.read(_CHUNK):
                yield piece

    def publish(self, draft: Path, name: str) -> None:
        """Copy it beside its place, force that to the disk, and rename."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.draft")
        with draft.open("rb") as source, beside.open("wb") as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
        beside.replace(target)
        synced(target.parent)
        synced(self.path)

    def remove(self, locators: Sequence[str]) -> None:
        """Delete files, and the folders of days that hold nothing more."""
        for locator in locators:
            Path(locator).unlink(missing_ok=True)
        for folder in {Path(locator).parent for locator in locators}:
            if folder != self.path and day_of(folder.name) is not None:
                with contextlib.suppress(OSError):  # not empty
                    folder.rmdir()
            elif folder.is_dir():
                synced(folder)

    @contextmanager
    def scannable(self, connection: "duckdb.DuckDBPyConnection") -> Iterator[Callable[[str], str]]:
        """Nothing to do: files are called what they are called."""
        yield lambda locator: locator


def synced(folder: Path) -> None:
    """Force the names in a folder to the disk; not every file system has it for folders."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def day_files(
    found: Iterable[tuple[str, date | None]],
    size: Callable[[str], int],
    filesystem: Any = None,
    key: Callable[[str], str] = lambda locator: locator,
) -> list[DayFile]:
    """Read what Parquet files say about themselves, several at once.

    Raises:
        UnusableInput: one of them is no Parquet file.
    """
    listed = list(found)
    if not listed:
        return []
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import read_metadata

    def described(one: tuple[str, date | None]) -> DayFile:
        locator, day = one
        try:
            metadata = read_metadata(key(locator), filesystem=filesystem)
        except ArrowInvalid as error:
            raise UnusableInput(f"{locator!r} is no Parquet file: {error}") from error
        footer = footer_of(metadata.metadata)
        return DayFile(locator, day, metadata.num_rows, size(locator), footer)

    with ThreadPoolExecutor(min(_AT_ONCE, len(listed))) as pool:
        return list(pool.map(described, listed))


def place_of(where: Path | str) -> Place:
    """The place that a path or an ``s3://bucket/prefix`` names; nothing is opened yet."""
    if str(where).startswith("s3:"):
        from fpcache_ops.lookuplog.s3 import S3Place

        return S3Place(str(where))
    return LocalPlace(Path(where))
