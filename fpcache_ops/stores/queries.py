"""The questions that an engineer asks of a store in an incident. They only read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from fpcache_ops.stores.database import Database
from fpcache_ops.stores.rows import moment
from fpcache_ops.stores.schema import audit_log, invalidations
from fpcache_ops.stores.schema import cached_validations as entries

_MOST = 50
"""Rows of an answer that has no natural end."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question, and how it is answered."""

    about: str
    rows: Callable[[Database, Connection], Rows]


def _counted(*columns: Column[Any]) -> Callable[[Database, Connection], Rows]:
    """How many entries there are for each value, most first."""
    many = func.count().label("entries")
    statement = select(*columns, many).group_by(*columns).order_by(many.desc(), *columns)
    return _answered(statement)


def _answered(statement: Select[Any]) -> Callable[[Database, Connection], Rows]:
    def rows(_database: Database, connection: Connection) -> Rows:
        found = connection.execute(statement).mappings()
        return [{name: _shown(name, value) for name, value in row.items()} for row in found]

    return rows


def _shown(name: str, value: Any) -> Any:
    if value is not None and (name == "at" or name.endswith("_at")):
        return moment(value).isoformat(sep=" ", timespec="seconds")
    return value.hex() if isinstance(value, bytes) else value


def _sizes(database: Database, connection: Connection) -> Rows:
    return [{"of": name, "bytes": size} for name, size in database.sizes(connection)]


def _connections(database: Database, connection: Connection) -> Rows:
    return database.connections(connection)


QUERIES: Mapping[str, Query] = {
    "by-type": Query(
        "entries by vulnerability type and verdict",
        _counted(entries.c.vulnerability_type, entries.c.verdict),
    ),
    "by-repository": Query(
        "entries by tenant and repository", _counted(entries.c.tenant, entries.c.repository)
    ),
    "by-version": Query(
        "entries by validator and its version",
        _counted(entries.c.validator, entries.c.validator_version),
    ),
    "oldest": Query(
        "the oldest entries",
        _answered(
            select(
                entries.c.cached_at,
                entries.c.expires_at,
                entries.c.verdict,
                entries.c.locator,
                entries.c.evidence_digest,
            )
            .order_by(entries.c.cached_at, entries.c.id)
            .limit(_MOST)
        ),
    ),
    "invalidations": Query(
        "the newest invalidations, revoked ones too",
        _answered(
            select(
                *(column for column in invalidations.c if column.name != "token"),
            )
            .order_by(invalidations.c.seq.desc())
            .limit(_MOST)
        ),
    ),
    "audit": Query(
        "who did what last",
        _answered(select(audit_log).order_by(audit_log.c.id.desc()).limit(_MOST)),
    ),
    "sizes": Query("bytes on disk", _sizes),
    "connections": Query("who is connected, and what they wait for", _connections),
}
"""By their names on the command line."""
