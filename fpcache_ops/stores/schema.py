"""The schema, as it stands after all migrations (a test compares the two).

Times are microseconds since 1970 UTC. No source code is kept: digests and paths only.

``invalidation_counter`` has one row. Whoever invalidates counts it up first and so holds its lock
until the commit: the numbers of invalidations become visible in their order, on every database. (A
sequence would hand out 7 and 8 and let 8 be read while 7 is not committed yet: a verdict that
was stored with 8 would never be withdrawn by 7.)
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

HEAD = "0008"
"""The migration that this program works with; a database at any other is refused or upgraded."""

COUNTER_ROW = 1
"""The ``id`` of the only row of ``invalidation_counter``."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is declared INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")

cached_validations = Table(
    "cached_validations",
    metadata,
    Column("id", _Serial, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("repository", String, nullable=False),
    Column("path", String, nullable=False),
    Column("policy", String, nullable=False),
    Column("evidence_digest", LargeBinary(32), nullable=False),
    Column("neighbour", LargeBinary(32), nullable=False),
    Column("locator", Text, nullable=False),
    Column("vulnerability_type", String, nullable=False),
    Column("rule_id", String, nullable=False),
    Column("part_digests", Text, nullable=False),
    Column("validator", String, nullable=False),
    Column("validator_version", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("justification", String, nullable=True),
    Column("seq", BigInteger, nullable=False),
    Column("cached_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    UniqueConstraint(
        "tenant",
        "repository",
        "path",
        "policy",
        "evidence_digest",
        "validator",
        "validator_version",
        name="uq_cached_validations_question_and_judge",
    ),
    Index("ix_cached_validations_neighbour", "tenant", "repository", "path", "neighbour", "id"),
    # What a sweep may delete, oldest first.
    Index(
        "ix_cached_validations_swept",
        "expires_at",
        sqlite_where=text("verdict <> 'true_positive'"),
        postgresql_where=text("verdict <> 'true_positive'"),
    ),
)

invalidations = Table(
    "invalidations",
    metadata,
    Column("seq", _Serial, primary_key=True),
    Column("tenant", String, nullable=True),
    Column("repository", String, nullable=True),
    Column("path", String, nullable=True),
    Column("vulnerability_type", String, nullable=True),
    Column("validator_version", String, nullable=True),
    Column("evidence_digest", LargeBinary(32), nullable=True),
    Column("who", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("revoked_at", BigInteger, nullable=True),
    Column("revoked_by", String, nullable=True),
    # The same invalidation in the journal outside the database, where its number may differ.
    Column("token", String, nullable=True),
    # Lookups compare the most specific column that is named first.
    Index("ix_invalidations_selected", "evidence_digest", "path", "repository", "seq"),
    # And whether there is any, among those of one tenant.
    Index("ix_invalidations_tenant", "tenant", "seq"),
    Index("ix_invalidations_token", "token", unique=True),
    # A number that was given once is never given again, not even after the newest row is lost.
    sqlite_autoincrement=True,
)

invalidation_counter = Table(
    "invalidation_counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("newest", BigInteger, nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", _Serial, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", String, nullable=False),
    # None: done to every tenant.
    Column("tenant", String, nullable=True),
    Column("action", String, nullable=False),
    Column("detail", Text, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", BigInteger, nullable=False),
)

tenants = Table(
    "tenants",
    metadata,
    Column("name", String, primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    # None: what the service's settings say.
    Column("requests_per_minute", Integer, nullable=True),
)

forge_accounts = Table(
    "forge_accounts",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("created_at", BigInteger, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("label", String, nullable=False),
    # Of the whole key; the key itself is kept nowhere.
    Column("digest", LargeBinary(32), nullable=False),
    Column("scopes", String, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", String, nullable=False),
    Column("expires_at", BigInteger, nullable=True),
    Column("revoked_at", BigInteger, nullable=True),
    Column("revoked_by", String, nullable=True),
    Index("ix_api_keys_tenant", "tenant"),
)

repositories = Table(
    "repositories",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("created_at", BigInteger, nullable=False),
)

phase_executions = Table(
    "phase_executions",
    metadata,
    Column("id", _Serial, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("repository", String, nullable=False),
    Column("phase", String, nullable=False),
    Column("issue_number", BigInteger, nullable=True),
    Column("commit_sha", String, nullable=False),
    # The JSON as it was sent, byte for byte.
    Column("data", Text, nullable=False),
    Column("pr_url", Text, nullable=True),
    Column("pr_number", BigInteger, nullable=True),
    Column("files_changed", Text, nullable=True),
    Column("pipeline_run_id", String, nullable=True),
    Column("key_id", String, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_phase_executions_commit", "tenant", "repository", "phase", "commit_sha", "id"),
    Index("ix_phase_executions_issue", "tenant", "repository", "phase", "issue_number", "id"),
    # An id that was given is never given again, not even after the newest row is deleted.
    sqlite_autoincrement=True,
)

# On for so many of a hundred tenants; an empty tenant stands for all of them.
flags = Table(
    "flags",
    metadata,
    Column("name", String, primary_key=True),
    Column("tenant", String, primary_key=True),
    Column("percentage", Integer, nullable=False),
    Column("set_at", BigInteger, nullable=False),
    Column("set_by", String, nullable=False),
)

# What people decided about evidence. A row that was removed is withdrawn by an invalidation, too,
# so that a restored backup does not bring it back.
swept = Table(
    "swept",
    metadata,
    # What sweeps deleted last: a lookup that finds nothing tells it from what was never there.
    Column("tenant", String, primary_key=True),
    Column("repository", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("policy", String, primary_key=True),
    Column("evidence_digest", LargeBinary(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index("ix_swept_at", "at"),
)

overrides = Table(
    "overrides",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("repository", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("evidence_digest", LargeBinary(32), primary_key=True),
    Column("verdict", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=True),
    Column("mac", LargeBinary(32), nullable=False),
)
