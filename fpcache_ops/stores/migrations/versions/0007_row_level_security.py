"""Row-level security on every table of tenants, forced for their owner too.

And an index, with which a lookup finds the newest invalidation of one tenant: it may not look at
those of others, and would have to pass them by one after the other.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS = {
    "api_keys": "tenant",
    "audit_log": "tenant",
    "cached_validations": "tenant",
    "flags": "tenant",
    "forge_accounts": "tenant",
    "invalidations": "tenant",
    "overrides": "tenant",
    "phase_executions": "tenant",
    "repositories": "tenant",
    "tenants": "name",
}
# Rows about everyone, which everyone may read: a flag's setting, an invalidation of everything.
_EVERYONES = {"flags": "tenant = ''", "invalidations": "tenant IS NULL"}


def upgrade() -> None:
    """SQLite has no such thing: there the program alone keeps tenants apart."""
    op.create_index("ix_invalidations_tenant", "invalidations", ["tenant", "seq"])
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in _COLUMNS.items():
        # Unset, the setting is NULL or empty, and no row is seen.
        mine = f"current_setting('fpcache.tenant', true) IN ('*', ':' || {column})"
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_rows ON {table} USING ({mine}) WITH CHECK ({mine})")
        if table in _EVERYONES:
            op.execute(
                f"CREATE POLICY rows_of_everyone ON {table} FOR SELECT"
                f" USING (current_setting('fpcache.tenant', true) <> '' AND {_EVERYONES[table]})"
            )
