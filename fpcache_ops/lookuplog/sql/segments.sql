-- The lines of segments. One that is no JSON object comes out of read_json with all NULL.
INSERT INTO loaded.segment_rows
WITH lines AS (
    SELECT
        * EXCLUDE (filename)
        REPLACE (try_strptime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS occurred_at),
        filename AS segment
    FROM read_json(
        $files,
        format = 'newline_delimited',
        compression = 'uncompressed',
        ignore_errors = true,
        filename = true,
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
SELECT
    *,
    -- Equal to an earlier finding of its request, and answered like it. All rows of a request are in
    -- one segment. Rows of requests without a name cannot be told from those of others.
    readable
    AND evidence_digest IS NOT NULL
    AND from_request <> ''
    AND row_number() OVER (
        PARTITION BY
            segment, instance, from_request, tenant, repository, path, policy, evidence_digest
        -- The one that was judged is the first, whatever moment the others were written at.
        ORDER BY occurred_at, validation_us DESC, latency_us, outcome
    ) > 1 AS is_repeat
FROM examined
WHERE
    NOT readable
    OR (
        ($tenant IS NULL OR tenant = $tenant)
        AND ($since IS NULL OR occurred_at >= $since)
        AND ($until IS NULL OR occurred_at < $until)
        -- Not the days of a segment that compaction has made already.
        AND NOT list_contains($made, strftime(occurred_at, '%Y-%m-%d ') || segment)
    );
