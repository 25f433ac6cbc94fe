"""The schema, as it stands after all migrations (a test compares the two).

Times are microseconds since 1970 UTC. No source code is kept: digests and paths only.
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
)

HEAD = "0001"
"""The migration that this program works with; a database at any other is refused or upgraded."""

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
    # A number that was given once is never given again, not even after the newest row is lost.
    sqlite_autoincrement=True,
)
