"""What sweeps deleted, so that its miss has that cause."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; on PostgreSQL with forced row-level security, like all of tenants."""
    op.create_table(
        "swept",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("evidence_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "repository", "path", "policy", "evidence_digest", name="pk_swept"
        ),
    )
    op.create_index("ix_swept_at", "swept", ["at"])
    if op.get_bind().dialect.name != "postgresql":
        return
    mine = "current_setting('fpcache.tenant', true) IN ('*', ':' || tenant)"
    op.execute("ALTER TABLE swept ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE swept FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_rows ON swept USING ({mine}) WITH CHECK ({mine})")
