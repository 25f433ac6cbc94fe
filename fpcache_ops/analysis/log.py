"""Opening a lookup log: its rows as one table, beside which nothing can be reached any more."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypeVar, cast

import msgspec
import pandas as pd

from fpcache_ops.analysis.wording import counted
from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.lookuplog.opening import lock, opened
from fpcache_ops.lookuplog.places import Place, place_of
from fpcache_ops.lookuplog.reader import losses_of
from fpcache_ops.lookuplog.row import Loss

if TYPE_CHECKING:
    import duckdb

_CHECKOUT: Final = Path(__file__).resolve().parents[2]
_FROM_NOTHING: Final = frozenset({"generate_series", "range", "unnest"})
"""Functions that a query of one's own may select from: they read no file."""

Rows = TypeVar("Rows", bound=NamedTuple)
Made = TypeVar("Made")


class _Summary(NamedTuple):
    rows: int
    looked_up: int
    first: datetime | None
    last: datetime | None


class _Origins(NamedTuple):
    modelled: int
    replayed: int
    tenants: int
    repositories: int


class Log:
    """The rows of a lookup log that were asked for.

    ``rows`` were read; for ``looked_up`` of them the cache was asked. ``skipped`` lines were not
    read: torn by a crash, or no rows of this schema. ``dropped`` rows were lost by the writers, as
    they recorded, in the time asked for (they do not say of which tenant). ``first`` and ``last``
    are the times of the outermost rows, UTC without a zone.
    """

    def __init__(
        self,
        connection: "duckdb.DuckDBPyConnection",
        *,
        files: int,
        skipped: int,
        dropped: int,
        close: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._close = close
        self._closed = False
        self._made: dict[object, object] = {}
        self.files = files
        self.skipped = skipped
        self.dropped = dropped
        (summary,) = self.ask("summary", _Summary)
        self.rows = summary.rows
        self.looked_up = summary.looked_up
        self.first = summary.first
        self.last = summary.last

    @property
    def modelled(self) -> int:
        """How many rows are a model's."""
        return self._origins.modelled

    @property
    def replayed(self) -> int:
        """How many rows are of a replay."""
        return self._origins.replayed

    @property
    def tenants(self) -> int:
        """How many tenants there are rows of."""
        return self._origins.tenants

    @property
    def repositories(self) -> int:
        """How many repositories there are rows of; each is one tenant's."""
        return self._origins.repositories

    @cached_property
    def _origins(self) -> _Origins:
        """Read when somebody asks: most questions do not."""
        (origins,) = self.ask("origins", _Origins)
        return origins

    def ask(self, question: str, kind: type[Rows], /, **parameters: object) -> list[Rows]:
        """The rows that answer a question of this package: ``sql/<question>.sql``."""
        answer = self._connection.execute(_text(question), parameters or None)
        columns = tuple(column[0] for column in answer.description or ())
        assert columns == kind._fields, f"{question}.sql answers {columns}"
        return msgspec.convert(answer.fetchall(), list[kind])  # type: ignore[valid-type]

    def sql(self, query: str, /, **parameters: object) -> pd.DataFrame:
        """The answer to a query of your own on the table ``lookups``; ``$name`` is a parameter.

        Raises:
            Refused: it is no single SELECT, or it reads something else than the log.
        """
        _only_reads_tables(self._connection, query)
        return self._connection.execute(query, parameters or None).df()

    def once(self, name: object, make: Callable[[], Made]) -> Made:
        """What ``make`` makes of this log, made once: a log does not change while it is open."""
        if name not in self._made:
            self._made[name] = make()
        return cast("Made", self._made[name])

    def close(self) -> None:
        """Release the memory."""
        self._closed = True
        self._made.clear()
        self._close()

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
        if self._closed and "_origins" not in vars(self):
            return f"{counted(self.rows, 'finding')}, closed\n{read}"
        repositories = counted(self.repositories, "repository", "repositories")
        tenants = counted(self.tenants, "tenant")
        days = f"{self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"
        lines = [
            f"{counted(self.rows, 'finding')} of {repositories} of {tenants}, {days}",
            read,
        ]
        if self.modelled:
            lines.append(f"{counted(self.modelled, 'finding')} of a model, not measured")
        if self.replayed:
            lines.append(f"{counted(self.replayed, 'finding')} of a replay, its times not measured")
        return "\n".join(lines)


def open_log(
    path: Path | str,
    *,
    tenant: str | None = None,
    since: datetime | str | None = None,
    until: datetime | str | None = None,
) -> Log:
    """Open a lookup log: a folder that processes log into and that compaction tidies, or one file.

    Its segments (JSON Lines) are loaded into memory; what compaction made of them (Parquet) is read
    where it is, whenever a question is asked. A log may also lie under ``s3://bucket/prefix``:
    see :mod:`fpcache_ops.lookuplog.s3`.

    A relative path is looked for in the working directory, then in the folders above it, then in
    the checkout that this package runs from: a notebook finds its data wherever it is run.

    Args:
        path: the folder, file or S3 URL.
        tenant: only the rows of this tenant.
        since: only rows from this moment on. Text is ISO 8601; without a zone it is UTC.
        until: only rows before this moment.

    Raises:
        UnusableInput: there is no such folder or file, it cannot be read, or a moment is none.
    """
    begin, end = moment("since", since), moment("until", until)
    place = _place(path)
    rows = opened(place, tenant=tenant, since=begin, until=end)
    lock(rows.connection)
    rows.connection.execute(_text("lookups"))
    rows.connection.execute(_text("misses"))
    dropped = sum(loss.rows for loss in losses_of(place) if _overlaps(loss, begin, end))
    return Log(
        rows.connection,
        files=rows.files,
        skipped=rows.skipped,
        dropped=dropped,
        close=rows.close,
    )


def _place(path: Path | str) -> Place:
    if isinstance(path, str) and path.startswith("s3:"):
        return place_of(path)
    located = _located(Path(path))
    if not located.exists():
        raise UnusableInput(
            f"there is no lookup log at {str(path)!r}: no such folder or file; every validation"
            " writes one, and --log names another"
        )
    return place_of(located)


def _located(path: Path) -> Path:
    if path.is_absolute():
        return path
    here = Path.cwd()
    for folder in (here, *here.parents, _CHECKOUT):
        if (folder / path).exists():
            return folder / path
    return path


def moment(name: str, said: datetime | str | None) -> datetime | None:
    """A moment in UTC without a zone, as the table has it; ``name`` is what said it.

    Raises:
        UnusableInput: it is none.
    """
    if said is None:
        return None
    try:
        at = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    except ValueError as error:
        raise UnusableInput(
            f"{name} = {said!r} is no moment: write it like 2026-11-02 or 2026-11-02T10:00Z"
        ) from error
    return (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None)


def _overlaps(loss: Loss, since: datetime | None, until: datetime | None) -> bool:
    first, last = (
        datetime.fromisoformat(text).replace(tzinfo=None) for text in (loss.since, loss.until)
    )
    return (since is None or last >= since) and (until is None or first < until)


def _only_reads_tables(connection: "duckdb.DuckDBPyConnection", query: str) -> None:
    """The files of the log can be read through its table only, and not be written at all."""
    serialized = "SELECT json_serialize_sql($query)"
    ((tree,),) = connection.execute(serialized, {"query": query}).fetchall()
    parsed = json.loads(tree)
    if parsed["error"] or len(parsed["statements"]) != 1:
        why = parsed.get("error_message", "there are several")
        raise Refused(f"a query of a log is one SELECT on its table lookups: {why}")
    for name in _selected_from(parsed):
        raise Refused(f"a query of a log selects from its table lookups, not from {name!r}")


def _selected_from(tree: Any) -> Iterator[str]:
    """What a query selects from that may be a file."""
    match tree:
        case {"type": "TABLE_FUNCTION", "function": {"function_name": str(name)}} if (
            name not in _FROM_NOTHING
        ):
            yield name
        case {"type": "BASE_TABLE", "table_name": str(name)} if not name.isidentifier():
            yield name
    if isinstance(tree, dict | list):
        for inner in tree.values() if isinstance(tree, dict) else tree:
            yield from _selected_from(inner)


@cache
def _text(name: str) -> str:
    return resources.files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
