-- The findings of the log, with the words that every question uses.
CREATE TABLE lookups AS
WITH answered AS (
    SELECT
        * EXCLUDE (readable),
        outcome = 'hit' AS is_hit,
        -- A validator was called for this very row.
        validation_us > 0 AS is_judged,
        -- There was evidence to look up.
        evidence_digest IS NOT NULL AS is_placed
    FROM log_rows
    WHERE readable
),
numbered AS (
    SELECT
        *,
        -- Equal to an earlier finding of its request, and answered like it. Rows of requests without
        -- a name cannot be told from those of others.
        is_placed AND from_request <> '' AND row_number() OVER (
            PARTITION BY
                instance, from_request, tenant, repository, path, policy, evidence_digest
            -- The one that was judged is the first, whatever moment the others were written at.
            ORDER BY occurred_at, validation_us DESC, latency_us, outcome
        ) > 1 AS is_repeat
    FROM answered
)
SELECT
    *,
    -- The cache was asked: it was on, no person had decided before, and it was no repeat.
    outcome NOT IN ('bypass', 'overridden') AND NOT is_repeat AS looked_up
FROM numbered;

DROP TABLE log_rows;
