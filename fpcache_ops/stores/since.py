"""What was switched off, revoked or taken away stays so when an older backup is put back.

Invalidations have their own way (:mod:`fpcache_ops.stores.instep`). This is about the rest that
makes a store more careful: any *off* wins, whichever of backup and database says it. What is known
comes from the database that is restored into, and from its audit log.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from fpcache_ops.stores.overrides import upsert as upsert_overrides
from fpcache_ops.stores.rows import micros
from fpcache_ops.stores.schema import api_keys, audit_log, flags, forge_accounts, overrides
from fpcache_ops.stores.statements import TRUE_POSITIVE

_Row = Mapping[str, Any]
_Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a database knows of itself, by primary key; ``removed`` is what it says was taken away:
    flags and accounts by their primary key, tenants by name.
    """

    flags: Mapping[_Key, _Row]
    overrides: Mapping[_Key, _Row]
    keys: Mapping[_Key, _Row]
    accounts: Mapping[_Key, _Row]
    removed: frozenset[_Key]


def known(connection: Connection) -> Known:
    """To be asked before the backup is put back."""
    wanted = ("set flag", "delete account", "delete tenant")
    columns = (audit_log.c.action, audit_log.c.tenant, audit_log.c.detail)
    audited = connection.execute(select(*columns).where(audit_log.c.action.in_(wanted)))
    return Known(
        _by_key(connection, flags),
        _by_key(connection, overrides),
        _by_key(connection, api_keys),
        _by_key(connection, forge_accounts),
        frozenset(_removed(*row) for row in audited),
    )


def keep(connection: Connection, before: Known, *, who: str, at: datetime) -> None:
    """To be done after the backup was put back, in the same transaction."""
    _keep_flags_off(connection, before)
    _keep_overrides(connection, before)
    _keep_keys_revoked(connection, before, who, at)
    for key in _by_key(connection, forge_accounts).keys() - before.accounts.keys():
        tenant, _ = key
        if {key, (tenant,)} & before.removed:
            connection.execute(delete(forge_accounts).where(_this(forge_accounts, key)))


def _keep_flags_off(connection: Connection, before: Known) -> None:
    """The lower percentage counts. Unset, where the backup has it on, is what somebody wanted."""
    restored = _by_key(connection, flags)
    for key, row in restored.items():
        now = before.flags.get(key)
        if now is None and key in before.removed and row["percentage"] > 0:
            connection.execute(delete(flags).where(_this(flags, key)))
        elif now is not None and now["percentage"] < row["percentage"]:
            connection.execute(update(flags).where(_this(flags, key)).values(**now))
    lower = [row for key, row in before.flags.items() if key not in restored]
    if rows := [row for row in lower if row["percentage"] < 100]:
        connection.execute(insert(flags), [dict(row) for row in rows])


def _keep_overrides(connection: Connection, before: Known) -> None:
    """What somebody found real stays real, and what was to end ends no later."""
    restored = _by_key(connection, overrides)
    rows = [
        dict(row)
        for key, row in before.overrides.items()
        if row["verdict"] == TRUE_POSITIVE or (key in restored and _ends_first(row, restored[key]))
    ]
    if rows:
        upsert_overrides(connection, rows)


def _ends_first(one: _Row, other: _Row) -> bool:
    ends, others = one["expires_at"], other["expires_at"]
    return (
        other["verdict"] != TRUE_POSITIVE and ends is not None and (others is None or ends < others)
    )


def _keep_keys_revoked(connection: Connection, before: Known, who: str, at: datetime) -> None:
    """Those of a tenant that was deleted are worth nothing any more, either."""
    for key, row in _by_key(connection, api_keys).items():
        now = before.keys.get(key)
        if now is not None and now["revoked_at"] is not None:
            revoked = {name: now[name] for name in ("revoked_at", "revoked_by")}
        elif now is None and (row["tenant"],) in before.removed and row["revoked_at"] is None:
            revoked = {"revoked_at": micros(at), "revoked_by": who}
        else:
            continue
        connection.execute(update(api_keys).where(_this(api_keys, key)).values(**revoked))


def _removed(action: str, tenant: str | None, detail: str) -> _Key:
    said = json.loads(detail)
    match action:
        case "set flag":
            # Whatever it was set to: if it is not there any more, it was taken away.
            return said["flag"], tenant or ""
        case "delete account":
            return tenant, said["account"]
        case _:
            return (tenant,)


def _by_key(connection: Connection, table: Table) -> dict[_Key, _Row]:
    rows: Sequence[_Row] = [dict(row) for row in connection.execute(select(table)).mappings()]
    return {tuple(row[column.name] for column in table.primary_key): row for row in rows}


def _this(table: Table, key: _Key) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
