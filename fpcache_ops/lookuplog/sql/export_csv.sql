-- All rows for a spreadsheet, which takes some texts for formulas: those begin with an apostrophe.
-- DuckDB only: a macro, so that the rule stands in one place.
CREATE TEMPORARY MACRO harmless(cell) AS
    CASE WHEN regexp_matches(cell, '^[=+@\t\r\n-]') THEN '''' || cell ELSE cell END;

COPY (
    SELECT
        schema,
        strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS occurred_at,
        harmless(tenant) AS tenant,
        harmless(repository) AS repository,
        harmless(path) AS path,
        harmless(vulnerability_type) AS vulnerability_type,
        harmless(rule_id) AS rule_id,
        harmless(language) AS language,
        harmless(outcome) AS outcome,
        harmless(cause) AS cause,
        harmless(fallback) AS fallback,
        harmless(policy) AS policy,
        harmless(file_digest) AS file_digest,
        harmless(evidence_digest) AS evidence_digest,
        evidence_bytes,
        harmless(validator) AS validator,
        harmless(validator_version) AS validator_version,
        entry_age_s,
        latency_us,
        validation_us,
        cost_micro,
        harmless(currency) AS currency,
        harmless(from_request) AS from_request,
        harmless(instance) AS instance
    FROM loaded.rows
    ORDER BY
        occurred_at, tenant, instance, from_request, repository, path, rule_id, evidence_digest,
        latency_us
) TO $file (FORMAT csv, HEADER);
