"""The questions that an engineer asks of a store in an incident. They only read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, func, select

from fpcache_ops.stores.database import Database
from fpcache_ops.stores.rows import moment
from fpcache_ops.stores.schema import (
    api_keys,
    audit_log,
    flags,
    invalidations,
    leases,
    overrides,
)
from fpcache_ops.stores.schema import cached_validations as entries
from fpcache_ops.stores.statements import withdrawn_by

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


def _without(table: Table, *secret: str) -> list[Column[Any]]:
    return [column for column in table.c if column.name not in secret]


_WITHDRAWN = select(withdrawn_by().label("invalidation")).select_from(entries).subquery()


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
            select(*_without(invalidations, "token"))
            .order_by(invalidations.c.seq.desc())
            .limit(_MOST)
        ),
    ),
    "withdrawn": Query(
        "how many entries each invalidation keeps from being used",
        _answered(
            select(_WITHDRAWN.c.invalidation, func.count().label("entries"))
            .where(_WITHDRAWN.c.invalidation.is_not(None))
            .group_by(_WITHDRAWN.c.invalidation)
            .order_by(func.count().desc(), _WITHDRAWN.c.invalidation)
            .limit(_MOST)
        ),
    ),
    "overrides": Query(
        "what people decided last",
        _answered(select(*_without(overrides, "mac")).order_by(overrides.c.at.desc()).limit(_MOST)),
    ),
    "flags": Query(
        "what is switched, for how many of a hundred tenants, by whom",
        _answered(select(flags).order_by(flags.c.name, flags.c.tenant)),
    ),
    "keys": Query(
        "API keys, the newest first",
        _answered(
            select(*_without(api_keys, "digest"))
            .order_by(api_keys.c.created_at.desc(), api_keys.c.id)
            .limit(_MOST)
        ),
    ),
    "leases": Query(
        "who judges what now, and until when others wait for it",
        _answered(
            select(leases.c.holder, leases.c.until.label("ends_at"), leases.c.key)
            .order_by(leases.c.until, leases.c.key)
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
