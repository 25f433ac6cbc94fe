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

HEAD = "0003"
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
