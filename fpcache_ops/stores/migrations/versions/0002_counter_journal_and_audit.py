"""The counter of invalidations, their tokens, the audit log, and indexes for lookups and sweeps."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add them; invalidations that are there get a token, and the counter starts at the newest."""
    op.add_column("invalidations", sa.Column("token", sa.String(), nullable=True))
    connection = op.get_bind()
    known = sa.table("invalidations", sa.column("seq"), sa.column("token"))
    for (seq,) in connection.execute(sa.select(known.c.seq)).all():
        this = sa.update(known).where(known.c.seq == seq)
        connection.execute(this.values(token=uuid.uuid4().hex))
    op.create_index("ix_invalidations_token", "invalidations", ["token"], unique=True)
    op.create_index(
        "ix_invalidations_selected",
        "invalidations",
        ["evidence_digest", "path", "repository", "seq"],
    )
    op.create_index(
        "ix_cached_validations_swept",
        "cached_validations",
        ["expires_at"],
        sqlite_where=sa.text("verdict <> 'true_positive'"),
        postgresql_where=sa.text("verdict <> 'true_positive'"),
    )

    counter = op.create_table(
        "invalidation_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invalidation_counter"),
    )
    newest = connection.execute(sa.select(sa.func.max(known.c.seq))).scalar()
    connection.execute(sa.insert(counter).values(id=1, newest=newest or 0))

    op.create_table(
        "audit_log",
        sa.Column("id", _Serial, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
