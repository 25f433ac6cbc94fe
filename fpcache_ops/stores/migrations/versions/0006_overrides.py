"""Overrides."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "overrides",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("evidence_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "repository", "path", "evidence_digest", name="pk_overrides"
        ),
    )
