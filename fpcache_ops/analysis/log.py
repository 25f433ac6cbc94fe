"""Opening a lookup log: its rows in an in-memory DuckDB that can reach nothing else any more."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeVar

import duckdb
import msgspec
import pandas as pd

from fpcache_ops.analysis.wording import counted
from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog import OUTCOMES, SCHEMA, Loss, losses, row_files

_CHECKOUT: Final = Path(__file__).resolve().parents[2]

# Nothing is fetched and nothing is written, not even what does not fit into memory.
_CONFIG: Mapping[str, Any] = {
    "allow_community_extensions": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",
}
_LOCK = ("SET enable_external_access = false", "SET lock_configuration = true")


Rows = TypeVar("Rows", bound=NamedTuple)


class _Summary(NamedTuple):
    rows: int
    looked_up: int
    modelled: int
    tenants: int
    repositories: int
    first: datetime | None
    last: datetime | None


class Log:
    """The rows of a lookup log that were asked for.

    ``rows`` were read; for ``looked_up`` of them the cache was asked. ``skipped`` lines were not
    read: torn by a crash, or no rows of this schema. ``dropped`` rows were lost by the writers, as
    they recorded, in the time asked for (they do not say of which tenant). ``first`` and ``last``
    are the times of the outermost rows, UTC without a zone.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, *, files: int, skipped: int, dropped: int
    ) -> None:
        self._connection = connection
        self.files = files
        self.skipped = skipped
        self.dropped = dropped
        (summary,) = self.ask("summary", _Summary)
        self.rows = summary.rows
        self.looked_up = summary.looked_up
        self.modelled = summary.modelled
        self.tenants = summary.tenants
        self.repositories = summary.repositories
        self.first = summary.first
        self.last = summary.last

    def ask(self, question: str, kind: type[Rows], /, **parameters: object) -> list[Rows]:
        """The rows that answer a question of this package: ``sql/<question>.sql``."""
        answer = self._connection.execute(_text(question), parameters or None)
        columns = tuple(column[0] for column in answer.description or ())
        assert columns == kind._fields, f"{question}.sql answers {columns}"
        return [msgspec.convert(row, kind) for row in answer.fetchall()]

    def sql(self, query: str, /, **parameters: object) -> pd.DataFrame:
        """The answer to a query of your own on the table ``lookups``; ``$name`` is a parameter."""
        return self._connection.execute(query, parameters or None).df()

    def close(self) -> None:
        """Release the memory."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        read = ", ".join(
            [
                f"{counted(self.files, 'file')} read",
                f"{counted(self.skipped, 'line')} skipped",
                f"{counted(self.dropped, 'row')} dropped by the writers",
            ]
        )
        if self.first is None or self.last is None:
            return f"no findings: {read}"
        repositories = counted(self.repositories, "repository", "repositories")
        tenants = counted(self.tenants, "tenant")
        days = f"{self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"
        lines = [
            f"{counted(self.rows, 'finding')} of {repositories} of {tenants}, {days}",
            read,
        ]
        if self.modelled:
            lines.append(f"{counted(self.modelled, 'finding')} of a model, not measured")
        return "\n".join(lines)


def open_log(
    path: Path | str,
    *,
    tenant: str | None = None,
    since: datetime | str | None = None,
    until: datetime | str | None = None,
) -> Log:
    """Load a lookup log: a folder of ``*.jsonl`` files, or one file.

    A relative path is looked for in the working directory, then in the folders above it, then in
    the checkout that this package runs from: a notebook finds its data wherever it is run.

    Args:
        path: the folder or file.
        tenant: only the rows of this tenant.
        since: only rows from this moment on. Text is ISO 8601; without a zone it is UTC.
        until: only rows before this moment.

    Raises:
        UnusableInput: there is no such folder or file, it cannot be read, or a moment is none.
    """
    begin, end = _bound("since", since), _bound("until", until)
    place = _located(Path(path))
    files = row_files(place)
    connection = duckdb.connect(config=dict(_CONFIG))
    try:
        connection.execute(_text("tables"))
        if files:
            connection.execute(
                _text("load"),
                {
                    "files": list(map(str, files)),
                    "schema": SCHEMA,
                    "outcomes": list(OUTCOMES),
                    "tenant": tenant,
                    "since": begin,
                    "until": end,
                },
            )
    except duckdb.Error as error:
        connection.close()
        reason = str(error).splitlines()[0]
        raise UnusableInput(f"{str(path)!r} cannot be read as a lookup log: {reason}") from error
    for statement in _LOCK:
        connection.execute(statement)
    (skipped,) = connection.execute("SELECT count(*) FROM log_rows WHERE NOT readable").fetchall()[
        0
    ]
    connection.execute(_text("lookups"))
    connection.execute(_text("misses"))
    dropped = sum(loss.rows for loss in losses(place) if _overlaps(loss, begin, end))
    return Log(connection, files=len(files), skipped=skipped, dropped=dropped)


def _located(path: Path) -> Path:
    if path.is_absolute():
        return path
    here = Path.cwd()
    for folder in (here, *here.parents, _CHECKOUT):
        if (folder / path).exists():
            return folder / path
    return path


def _bound(name: str, moment: datetime | str | None) -> datetime | None:
    """The moment in UTC, without a zone, as the table has it."""
    if moment is None:
        return None
    try:
        at = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    except ValueError as error:
        raise UnusableInput(
            f"{name} = {moment!r} is no moment: write it like 2026-11-02 or 2026-11-02T10:00Z"
        ) from error
    return (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None)


def _overlaps(loss: Loss, since: datetime | None, until: datetime | None) -> bool:
    first, last = (
        datetime.fromisoformat(text).replace(tzinfo=None) for text in (loss.since, loss.until)
    )
    return (since is None or last >= since) and (until is None or first < until)


@cache
def _text(name: str) -> str:
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
