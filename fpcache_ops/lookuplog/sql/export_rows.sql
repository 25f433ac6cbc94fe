-- All rows, with the columns and the times of a row of a segment.
SELECT
    schema,
    strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS occurred_at,
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
    instance
FROM loaded.rows
ORDER BY
    occurred_at, tenant, instance, from_request, repository, path, rule_id, evidence_digest,
    latency_us;
