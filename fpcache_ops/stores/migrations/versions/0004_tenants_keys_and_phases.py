"""Tenants with their forge accounts and API keys, and phase data."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "tenants",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("requests_per_minute", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_tenants"),
    )
    op.create_table(
        "forge_accounts",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_forge_accounts"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    op.create_index("ix_api_keys_tenant", "api_keys", ["tenant"])
    op.create_table(
        "repositories",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_repositories"),
    )
    op.create_table(
        "phase_executions",
        sa.Column("id", _Serial, nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("issue_number", sa.BigInteger(), nullable=True),
        sa.Column("commit_sha", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("pr_url", sa.Text(), nullable=True),
        sa.Column("pr_number", sa.BigInteger(), nullable=True),
        sa.Column("files_changed", sa.Text(), nullable=True),
        sa.Column("pipeline_run_id", sa.String(), nullable=True),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_phase_executions"),
        sqlite_autoincrement=True,
    )
    question = ["tenant", "repository", "phase"]
    op.create_index(
        "ix_phase_executions_commit", "phase_executions", [*question, "commit_sha", "id"]
    )
    op.create_index(
        "ix_phase_executions_issue", "phase_executions", [*question, "issue_number", "id"]
    )
