"""The second wall between tenants, on PostgreSQL: forced row-level security.

Every statement names its tenant; that is the first wall. Every transaction says as well whose rows
it is about, and the server's policies (see the migration that makes them) let it see and write no
others: a statement that forgot its condition finds nothing of anybody else's. A transaction that
says nothing sees no row at all.
"""

from typing import Any

from sqlalchemy import Connection, Table, text

from fpcache_ops.stores.schema import metadata, tenants

SETTING = "fpcache.tenant"
"""What a transaction says; see :func:`about`."""


def about(tenant: str | None) -> str:
    """Whose rows a transaction is about; ``None``: everybody's, for what operators do."""
    return "*" if tenant is None else f":{tenant}"


def guarded() -> list[Table]:
    """The tables whose rows belong to tenants."""
    return [table for table in metadata.sorted_tables if "tenant" in table.c or table is tenants]


def unguarded(connection: Connection) -> list[str]:
    """The tables of tenants on which row-level security is not forced, or has no policy."""
    if connection.dialect.name != "postgresql":
        return []
    found = connection.execute(
        text(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relrowsecurity AND relforcerowsecurity"
            " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
    )
    good = set(found.scalars())
    return [table.name for table in guarded() if table.name not in good]


def trouble_with_role(connection: Connection) -> str | None:
    """Why row-level security would not hold the role that is connected; ``None`` if it does."""
    roles = connection.execute(
        text(
            "SELECT rolname, rolsuper FROM pg_roles WHERE (rolsuper OR rolbypassrls)"
            " AND pg_has_role(session_user, oid, 'MEMBER') ORDER BY rolname <> session_user LIMIT 1"
        )
    ).one_or_none()
    me: Any = connection.execute(text("SELECT session_user")).scalar_one()
    if roles is not None:
        name, is_super = roles
        what = "is a superuser" if is_super else "bypasses row-level security"
        return f"{me} {what}" if name == me else f"{me} can become {name}, which {what}"
    owned = connection.execute(
        text(
            "SELECT count(*) FROM pg_class WHERE relname = ANY(:names)"
            " AND relnamespace = current_schema()::regnamespace"
            " AND pg_has_role(session_user, relowner, 'MEMBER')"
        ),
        {"names": [table.name for table in guarded()]},
    ).scalar_one()
    return f"{me} owns its tables" if owned else None
