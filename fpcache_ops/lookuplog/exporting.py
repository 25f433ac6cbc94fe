"""Exporting: the rows of a log in one file that other tools read."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from fpcache_ops.core.logged import Row
from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog.opening import Opened, opened, text
from fpcache_ops.lookuplog.places import LocalPlace, Place, place_of
from fpcache_ops.lookuplog.row import encode, row_of

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 10_000
_COLUMNS = Row.__struct_fields__


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


def export(
    place: Place,
    target: str,
    kind: Format,
    *,
    tenant: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[int, int]:
    """Write the rows, oldest first, to a new file or object; how many, and how many lines were no
    rows.

    In CSV a text that a spreadsheet would take for a formula begins with an apostrophe. An export
    as Parquet or JSON Lines is a log again.

    Raises:
        UnusableInput: the log cannot be read, or there is a file of this name.
    """
    folder, name = _split(target)
    if isinstance(folder, LocalPlace) and (folder.path / name).exists():
        raise UnusableInput(f"{target} is there already: name a new file")
    with tempfile.TemporaryDirectory(prefix="fpcache-export-") as work:
        rows = opened(place, tenant=tenant, since=since, until=until, spill=Path(work))
        try:
            draft = Path(work) / name
            count = _written(rows, draft, kind)
            folder.publish(draft, name)
        finally:
            rows.close()
    return count, rows.skipped


def _split(target: str) -> tuple[Place, str]:
    folder, _, name = target.rpartition("/")
    if not name or (target.startswith("s3:") and folder.count("/") < 2):
        raise UnusableInput(f"{target!r} names no file")
    return place_of(folder or ("/" if target.startswith("/") else ".")), name


def _written(rows: Opened, draft: Path, kind: Format) -> int:
    match kind:
        case Format.JSONL:
            with draft.open("wb") as file:
                count = 0
                for row in _rows(rows.connection):
                    file.write(encode(row))
                    count += 1
            return count
        case Format.CSV | Format.PARQUET:
            written = rows.connection.execute(text(f"export_{kind}"), {"file": str(draft)})
            ((count,),) = written.fetchall()
            return int(count)


def _rows(connection: "duckdb.DuckDBPyConnection") -> Iterator[Row]:
    found = connection.execute(text("export_rows"))
    while some := found.fetchmany(_AT_ONCE):
        for values in some:
            yield row_of(dict(zip(_COLUMNS, values, strict=True)))
