"""Tenants, forge accounts and API keys in the tables of a store."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from fpcache_ops.core.access import ApiKey, Scope, Tenant
from fpcache_ops.errors import UnusableInput
from fpcache_ops.stores.audit import note_down
from fpcache_ops.stores.rows import micros, moment
from fpcache_ops.stores.schema import (
    api_keys,
    audit_log,
    forge_accounts,
    invalidations,
    metadata,
    tenants,
)

_T = TypeVar("_T")
_STAYS = (invalidations, audit_log)


class Transactions(Protocol):
    """What runs work on a connection, perhaps twice; see :class:`fpcache_ops.stores.sql.SqlStore`.

    Both methods raise :class:`fpcache_ops.errors.StoreUnusable`.
    """

    def read(self, work: Callable[[Connection], _T], *, tenant: str | None) -> _T:
        """Do the work in one snapshot; ``tenant``: whose rows it is about, or everybody's."""

    def write(self, work: Callable[[Connection], _T], *, tenant: str | None) -> _T:
        """Do the work in one transaction; it is on the disk when this returns."""


def insert_unless_there(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its primary key is there; whether it was inserted."""
    dialect_insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    statement = dialect_insert(table).values(**row).on_conflict_do_nothing()
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


class SqlDirectory:
    """:class:`fpcache_ops.core.ports.Directory` in the tables of a store."""

    def __init__(self, store: Transactions) -> None:
        self._store = store

    def tenant(self, name: str) -> Tenant | None:
        """See :class:`fpcache_ops.core.ports.Directory`."""
        return self._store.read(lambda connection: _tenant(connection, name), tenant=name)

    def tenants(self) -> list[Tenant]:
        """See :class:`fpcache_ops.core.ports.Directory`."""

        def work(connection: Connection) -> list[Tenant]:
            names = connection.scalars(select(tenants.c.name).order_by(tenants.c.name))
            return [found for name in names if (found := _tenant(connection, name))]

        return self._store.read(work, tenant=None)

    def add_tenant(self, tenant: Tenant, *, who: str) -> Tenant:
        """See :class:`fpcache_ops.core.ports.Directory`."""

        def work(connection: Connection) -> Tenant:
            at = {"created_at": micros(tenant.created_at)}
            quota = tenant.requests_per_minute
            row = {"name": tenant.name, "requests_per_minute": quota, **at}
            is_new = insert_unless_there(connection, tenants, row)
            if quota is not None and not is_new:
                changed = update(tenants).where(tenants.c.name == tenant.name)
                connection.execute(changed.values(requests_per_minute=quota))
            for account in tenant.accounts:
                row = {"tenant": tenant.name, "name": account, **at}
                insert_unless_there(connection, forge_accounts, row)
            note_down(
                connection,
                who=who,
                tenant=tenant.name,
                action="add tenant" if is_new else "change tenant",
                detail={"accounts": tenant.accounts, "requests_per_minute": quota},
                at=tenant.created_at,
            )
            found = _tenant(connection, tenant.name)
            assert found is not None
            return found

        return self._store.write(work, tenant=tenant.name)

    def delete_account(self, tenant: str, account: str, *, who: str, at: datetime) -> bool:
        """See :class:`fpcache_ops.core.ports.Directory`."""
        columns = forge_accounts.c
        statement = delete(forge_accounts).where(columns.tenant == tenant, columns.name == account)

        def work(connection: Connection) -> bool:
            if connection.execute(statement).rowcount == 0:
                return False
            detail = {"account": account}
            note_down(
                connection, who=who, tenant=tenant, action="delete account", detail=detail, at=at
            )
            return True

        return self._store.write(work, tenant=tenant)

    def held(self, tenant: str) -> dict[str, int]:
        """See :class:`fpcache_ops.core.ports.Directory`."""

        def work(connection: Connection) -> dict[str, int]:
            return {
                table.name: connection.execute(
                    select(func.count()).select_from(table).where(table.c.tenant == tenant)
                ).scalar_one()
                for table in _owned()
            }

        return self._store.read(work, tenant=tenant)

    def delete_tenant(self, name: str, *, who: str, at: datetime) -> bool:
        """See :class:`fpcache_ops.core.ports.Directory`."""

        def work(connection: Connection) -> bool:
            if connection.execute(delete(tenants).where(tenants.c.name == name)).rowcount == 0:
                return False
            gone = {
                table.name: connection.execute(delete(table).where(table.c.tenant == name)).rowcount
                for table in _owned()
            }
            note_down(connection, who=who, tenant=name, action="delete tenant", detail=gone, at=at)
            return True

        return self._store.write(work, tenant=name)

    def key(self, key_id: str) -> ApiKey | None:
        """See :class:`fpcache_ops.core.ports.Directory`."""
        statement = select(*_KEY).where(api_keys.c.id == key_id)

        def work(connection: Connection) -> ApiKey | None:
            row = connection.execute(statement).one_or_none()
            return _key(row) if row is not None else None

        # Whose it is, is the question.
        return self._store.read(work, tenant=None)

    def keys(self, tenant: str | None) -> list[ApiKey]:
        """See :class:`fpcache_ops.core.ports.Directory`."""
        statement = select(*_KEY).order_by(api_keys.c.created_at.desc(), api_keys.c.id)
        if tenant is not None:
            statement = statement.where(api_keys.c.tenant == tenant)
        return self._store.read(
            lambda connection: [_key(row) for row in connection.execute(statement)], tenant=tenant
        )

    def add_key(self, key: ApiKey) -> None:
        """See :class:`fpcache_ops.core.ports.Directory`."""

        def work(connection: Connection) -> None:
            if _tenant(connection, key.tenant) is None:
                raise UnusableInput(
                    f"there is no tenant {key.tenant!r}: add it with "
                    f"`fpcache tenants add {key.tenant}`"
                )
            connection.execute(
                insert(api_keys).values(
                    id=key.id,
                    tenant=key.tenant,
                    label=key.label,
                    digest=key.digest,
                    scopes=" ".join(sorted(key.scopes)),
                    created_at=micros(key.created_at),
                    created_by=key.created_by,
                    expires_at=micros(key.expires_at) if key.expires_at else None,
                )
            )
            detail = {"id": key.id, "label": key.label, "scopes": sorted(key.scopes)}
            note_down(
                connection,
                who=key.created_by,
                tenant=key.tenant,
                action="create key",
                detail=detail,
                at=key.created_at,
            )

        self._store.write(work, tenant=key.tenant)

    def revoke_key(self, key_id: str, *, tenant: str | None, who: str, at: datetime) -> bool:
        """See :class:`fpcache_ops.core.ports.Directory`."""
        statement = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        if tenant is not None:
            statement = statement.where(api_keys.c.tenant == tenant)
        statement = statement.values(revoked_at=micros(at), revoked_by=who)

        def work(connection: Connection) -> bool:
            of = connection.execute(statement.returning(api_keys.c.tenant)).scalar_one_or_none()
            if of is None:
                return False
            note_down(
                connection, who=who, tenant=of, action="revoke key", detail={"id": key_id}, at=at
            )
            return True

        return self._store.write(work, tenant=tenant)


def _owned() -> list[Table]:
    """The tables whose rows go with their tenant."""
    return [
        table for table in metadata.sorted_tables if "tenant" in table.c and table not in _STAYS
    ]


def _tenant(connection: Connection, name: str) -> Tenant | None:
    row = connection.execute(select(tenants).where(tenants.c.name == name)).one_or_none()
    if row is None:
        return None
    accounts = connection.scalars(
        select(forge_accounts.c.name)
        .where(forge_accounts.c.tenant == name)
        .order_by(forge_accounts.c.name)
    )
    return Tenant(name, moment(row.created_at), tuple(accounts), row.requests_per_minute)


_KEY = [
    api_keys.c[name]
    for name in (
        "id",
        "tenant",
        "label",
        "digest",
        "scopes",
        "created_at",
        "created_by",
        "expires_at",
        "revoked_at",
    )
]


def _key(row: Row[Any]) -> ApiKey:
    known = set(Scope)
    return ApiKey(
        id=row.id,
        tenant=row.tenant,
        label=row.label,
        digest=bytes(row.digest),
        # A scope that a newer version knows allows nothing here.
        scopes=frozenset(Scope(word) for word in row.scopes.split() if word in known),
        created_at=moment(row.created_at),
        created_by=row.created_by,
        expires_at=moment(row.expires_at) if row.expires_at is not None else None,
        revoked_at=moment(row.revoked_at) if row.revoked_at is not None else None,
    )
