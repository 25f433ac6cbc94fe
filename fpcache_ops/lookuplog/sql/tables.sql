-- What is loaded from segments. Apart from the view over it, so that a log shows one table only.
CREATE SCHEMA loaded;

CREATE TABLE loaded.segment_rows (
    schema INTEGER,
    occurred_at TIMESTAMP, -- UTC
    tenant VARCHAR,
    repository VARCHAR,
    path VARCHAR,
    vulnerability_type VARCHAR,
    rule_id VARCHAR,
    language VARCHAR,
    outcome VARCHAR,
    cause VARCHAR,
    fallback VARCHAR,
    policy VARCHAR,
    file_digest VARCHAR,
    evidence_digest VARCHAR,
    evidence_bytes BIGINT,
    validator VARCHAR,
    validator_version VARCHAR,
    entry_age_s DOUBLE,
    latency_us BIGINT,
    validation_us BIGINT,
    cost_micro BIGINT,
    currency VARCHAR,
    from_request VARCHAR,
    instance VARCHAR,
    segment VARCHAR, -- the file it comes from
    readable BOOLEAN, -- false: a line that was torn, or is no row of this schema
    is_repeat BOOLEAN
);
