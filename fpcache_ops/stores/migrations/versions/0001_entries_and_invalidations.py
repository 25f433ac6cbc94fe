"""Entries and invalidations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "cached_validations",
        sa.Column("id", _Serial, nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("evidence_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("neighbour", sa.LargeBinary(32), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("vulnerability_type", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("part_digests", sa.Text(), nullable=False),
        sa.Column("validator", sa.String(), nullable=False),
        sa.Column("validator_version", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("justification", sa.String(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("cached_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cached_validations"),
        sa.UniqueConstraint(
            "tenant",
            "repository",
            "path",
            "policy",
            "evidence_digest",
            "validator",
            "validator_version",
            name="uq_cached_validations_question_and_judge",
        ),
    )
    op.create_index(
        "ix_cached_validations_neighbour",
        "cached_validations",
        ["tenant", "repository", "path", "neighbour", "id"],
    )
    op.create_table(
        "invalidations",
        sa.Column("seq", _Serial, nullable=False),
        sa.Column("tenant", sa.String(), nullable=True),
        sa.Column("repository", sa.String(), nullable=True),
        sa.Column("path", sa.String(), nullable=True),
        sa.Column("vulnerability_type", sa.String(), nullable=True),
        sa.Column("validator_version", sa.String(), nullable=True),
        sa.Column("evidence_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_invalidations"),
        sqlite_autoincrement=True,
    )
