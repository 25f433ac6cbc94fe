"""A log under ``s3://bucket/prefix``: Amazon's, or any server that speaks the same.

Credentials come from the environment and from nowhere else: ``AWS_ACCESS_KEY_ID`` and
``AWS_SECRET_ACCESS_KEY``, if need be ``AWS_SESSION_TOKEN`` and ``AWS_REGION``; another server is
named by ``AWS_ENDPOINT_URL_S3`` or ``AWS_ENDPOINT_URL``.

DuckDB scans the files where they are, with its extension ``httpfs`` from a wheel (extra ``s3``).
Without it they are copied to a temporary folder first.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from fpcache_ops.errors import StoreUnusable, UnusableInput
from fpcache_ops.lookuplog.layout import (
    DAY_SUFFIX,
    SEGMENT_SUFFIX,
    DayFile,
    day_of,
    is_loss,
    is_segment,
)
from fpcache_ops.lookuplog.places import day_files, name_in

if TYPE_CHECKING:
    import duckdb

_SCHEME: Final = "s3://"
_URL = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/[^*?\[\]{}\x00-\x1f\x7f]*)?")
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a server; ``endpoint`` is a host with its port, and None is Amazon's."""

    key: str
    secret: str
    token: str | None
    region: str
    endpoint: str | None
    is_tls: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """What the environment says.

        Raises:
            UnusableInput: it holds no credentials, or an endpoint that is none.
        """
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            if not environment.get(name):
                raise UnusableInput(f"S3 needs credentials in the environment: {name} is not set")
        named = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL") or ""
        parts = urlsplit(named)
        if named and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise UnusableInput("AWS_ENDPOINT_URL must be like https://host:port")
        return cls(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            environment.get("AWS_SESSION_TOKEN") or None,
            environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1",
            parts.netloc or None,
            parts.scheme != "http",
        )


class S3Place:
    """A prefix of a bucket, or a single object in place of one. Locators are ``s3://`` URLs.

    An object is there as a whole or not at all: S3 shows none before its upload is completed.
    """

    def __init__(self, url: str, environment: Mapping[str, str] | None = None) -> None:
        if _URL.fullmatch(url) is None:
            raise UnusableInput(f"{url!r} is no S3 place: write it like s3://bucket/prefix")
        self.name = url
        self._url = url.rstrip("/")
        self._access = Access.from_environment(os.environ if environment is None else environment)
        self._files = _filesystem(self._access)

    def segments(self) -> list[str]:
        """The ``*.jsonl`` without the records of losses."""
        return [one for one in self._listed() if is_segment(name_in(one))]

    def losses(self) -> list[str]:
        """The ``dropped-*.jsonl``."""
        return [one for one in self._listed() if is_loss(name_in(one))]

    def days(self, wanted: Callable[[date], bool] = lambda day: True) -> list[DayFile]:
        """The Parquet files under the prefixes of the days that are wanted."""
        if self._url.endswith(DAY_SUFFIX):
            found: list[tuple[str, date | None]] = [(self._url, None)]
        else:
            found = [
                (file, day)
                for folder in self._listed(folders=True)
                if (day := day_of(name_in(folder))) is not None and wanted(day)
                for file in self._listed(folder)
                if file.endswith(DAY_SUFFIX)
            ]
        with _told(self.name):
            return day_files(found, self.size, self._files, _key)

    def _listed(self, url: str | None = None, *, folders: bool = False) -> list[str]:
        """What is directly under a prefix, in the order of the names."""
        from pyarrow import fs

        url = url or self._url
        if url.endswith((SEGMENT_SUFFIX, DAY_SUFFIX)):
            return [] if folders else [url]
        kind = fs.FileType.Directory if folders else fs.FileType.File
        with _told(self.name):
            listed = self._files.get_file_info(fs.FileSelector(_key(url), allow_not_found=True))
        return sorted(_SCHEME + one.path for one in listed if one.type == kind)

    def size(self, locator: str) -> int:
        """The bytes of an object."""
        with _told(self.name):
            return int(self._files.get_file_info(_key(locator)).size or 0)

    def content(self, locator: str) -> Iterator[bytes]:
        """An object, piece by piece."""
        with _told(self.name), self._files.open_input_stream(_key(locator)) as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def publish(self, draft: Path, name: str) -> None:
        """Upload a file."""
        key = _key(f"{self._url}/{name}")
        with (
            _told(self.name),
            draft.open("rb") as source,
            self._files.open_output_stream(key) as target,
        ):
            shutil.copyfileobj(source, target, _PIECE)

    def remove(self, locators: Sequence[str]) -> None:
        """Delete objects."""
        with _told(self.name):
            for locator in locators:
                self._files.delete_file(_key(locator))

    @contextmanager
    def scannable(self, connection: "duckdb.DuckDBPyConnection") -> Iterator[Callable[[str], str]]:
        """Let DuckDB read objects, or copies of them where its extension is not installed."""
        if _has_httpfs(connection):
            self._introduce(connection)
            yield lambda locator: locator
            return
        with tempfile.TemporaryDirectory(prefix="fpcache-s3-") as folder:
            yield lambda locator: self._copied(locator, Path(folder))

    def _introduce(self, connection: "duckdb.DuckDBPyConnection") -> None:
        """A secret of this connection, for this place alone."""
        access = self._access
        told = {
            "key_id": access.key,
            "secret": access.secret,
            "session_token": access.token or "",
            "region": access.region,
            "endpoint": access.endpoint or "s3.amazonaws.com",
            "url_style": "path" if access.endpoint else "vhost",
            "use_ssl": access.is_tls,
            "scope": self._url,
        }
        options = ", ".join(f"{name} ${name}" for name in told)
        connection.execute(f"CREATE TEMPORARY SECRET (TYPE s3, {options})", told)

    def _copied(self, locator: str, folder: Path) -> str:
        copy = folder / locator.removeprefix(f"{self._url}/").removeprefix(_SCHEME)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            with copy.open("wb") as target:
                for piece in self.content(locator):
                    target.write(piece)
        return str(copy)


def _key(locator: str) -> str:
    return locator.removeprefix(_SCHEME)


def _filesystem(access: Access) -> Any:
    from pyarrow import fs

    return fs.S3FileSystem(
        access_key=access.key,
        secret_key=access.secret,
        session_token=access.token,
        region=access.region,
        endpoint_override=access.endpoint,
        scheme="https" if access.is_tls else "http",
        connect_timeout=5,
        request_timeout=60,
    )


def _has_httpfs(connection: "duckdb.DuckDBPyConnection") -> bool:
    """Load the extension by its path; nothing is downloaded."""
    import duckdb

    try:
        import duckdb_extension_httpfs
    except ImportError:
        return False
    folder = Path(duckdb_extension_httpfs.__path__[0])
    for file in sorted(folder.rglob("httpfs.duckdb_extension")):
        quoted = str(file).replace("'", "''")  # LOAD takes no parameter
        try:
            connection.execute(f"LOAD '{quoted}'")
        except duckdb.Error:  # made for another release
            continue
        return True
    return False


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Trouble with the server in one line."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = str(error).splitlines()[0]
        raise StoreUnusable(f"{name} cannot be used: {reason}") from error
