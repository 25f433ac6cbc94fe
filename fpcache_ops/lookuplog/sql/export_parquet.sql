-- All rows; a log again. The columns are those of days.sql.
COPY (
    SELECT *
    FROM loaded.rows
    ORDER BY
        occurred_at, tenant, instance, from_request, repository, path, rule_id, evidence_digest,
        latency_us
) TO $file (FORMAT parquet, COMPRESSION zstd);
