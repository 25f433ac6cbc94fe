-- The lines of JSON Lines files. One that is no JSON object comes out of read_json with all NULL.
INSERT INTO log_rows
WITH lines AS (
    SELECT * REPLACE (try_strptime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS occurred_at)
    FROM read_json(
        $files,
        format = 'newline_delimited',
        compression = 'uncompressed',
        ignore_errors = true,
        columns = {
            schema: 'INTEGER',
            occurred_at: 'VARCHAR',
            tenant: 'VARCHAR',
            repository: 'VARCHAR',
            path: 'VARCHAR',
            vulnerability_type: 'VARCHAR',
            rule_id: 'VARCHAR',
            language: 'VARCHAR',
            outcome: 'VARCHAR',
            cause: 'VARCHAR',
            fallback: 'VARCHAR',
            policy: 'VARCHAR',
            file_digest: 'VARCHAR',
            evidence_digest: 'VARCHAR',
            evidence_bytes: 'BIGINT',
            validator: 'VARCHAR',
            validator_version: 'VARCHAR',
            entry_age_s: 'DOUBLE',
            latency_us: 'BIGINT',
            validation_us: 'BIGINT',
            cost_micro: 'BIGINT',
            currency: 'VARCHAR',
            from_request: 'VARCHAR',
            instance: 'VARCHAR'
        }
    )
),
examined AS (
    SELECT
        *,
        coalesce(
            schema = $schema
            AND occurred_at IS NOT NULL
            AND tenant IS NOT NULL
            AND repository IS NOT NULL
            AND path IS NOT NULL
            AND vulnerability_type IS NOT NULL
            AND rule_id IS NOT NULL
            AND list_contains($outcomes, outcome)
            AND cause IS NOT NULL
            AND validator IS NOT NULL
            AND validator_version IS NOT NULL
            AND latency_us >= 0
            AND validation_us >= 0
            AND from_request IS NOT NULL
            AND instance IS NOT NULL,
            false
        ) AS readable
    FROM lines
)
SELECT *
FROM examined
WHERE
    NOT readable
    OR (
        ($tenant IS NULL OR tenant = $tenant)
        AND ($since IS NULL OR occurred_at >= $since)
        AND ($until IS NULL OR occurred_at < $until)
    );
