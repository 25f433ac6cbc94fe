-- What the cache saved, in the order of the fields of Saved: as savings.py counts row by row.
WITH counted AS (
    SELECT
        *,
        evidence_digest IS NOT NULL AND validation_us > 0 AS is_call,
        evidence_digest IS NOT NULL AND validation_us = 0 AND NOT is_repeat AS is_no_call
    FROM loaded.rows
)
SELECT
    count(*) AS findings,
    count(*) FILTER (is_call) AS calls_made,
    count(*) FILTER (is_no_call AND outcome = 'hit') AS calls_avoided,
    count(*) FILTER (is_no_call AND outcome = 'overridden') AS by_people,
    coalesce(sum(validation_us) FILTER (is_call), 0) / 1e6 AS seconds,
    count(*) FILTER (is_call AND cost_micro IS NOT NULL) AS calls_with_cost,
    coalesce(sum(cost_micro) FILTER (is_call), 0)::BIGINT AS cost_micro,
    max(currency) FILTER (is_call AND cost_micro IS NOT NULL) AS currency
FROM counted;
