-- The rows that compaction has made of segments; read where they are. DuckDB only: variables, as a
-- view takes no parameters. They are named columns, so that an engine of a cluster, which knows the
-- same files as a table partitioned by day, answers alike.
CREATE VIEW loaded.day_rows AS
SELECT
    schema,
    occurred_at,
    tenant,
    repository,
    path,
    vulnerability_type,
    rule_id,
    language,
    outcome,
    cause,
    fallback,
    policy,
    file_digest,
    evidence_digest,
    evidence_bytes,
    validator,
    validator_version,
    entry_age_s,
    latency_us,
    validation_us,
    cost_micro,
    currency,
    from_request,
    instance,
    is_repeat
FROM read_parquet(getvariable('days'), hive_partitioning = false)
WHERE
    (getvariable('tenant')::VARCHAR IS NULL OR tenant = getvariable('tenant')::VARCHAR)
    AND (getvariable('since')::TIMESTAMP IS NULL OR occurred_at >= getvariable('since')::TIMESTAMP)
    AND (getvariable('until')::TIMESTAMP IS NULL OR occurred_at < getvariable('until')::TIMESTAMP);
