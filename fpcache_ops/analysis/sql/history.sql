-- The findings of one policy in the order of time, as what-if replays them: without the repeats of
-- their requests. What fell back to whole files belongs to every policy.
SELECT
    -- epoch: seconds as a number; elsewhere, unix_timestamp.
    epoch(occurred_at) AS at_s,
    dense_rank() OVER (
        ORDER BY tenant, repository, path, policy, evidence_digest
    ) AS question,
    dense_rank() OVER (ORDER BY validator, validator_version) AS judge,
    vulnerability_type,
    coalesce(fallback, '') AS fallback,
    -- What was swept had been kept, and was past its lifetime.
    CASE WHEN cause = 'swept' THEN 'expired' ELSE outcome END AS outcome,
    is_placed,
    entry_age_s,
    validation_us
FROM lookups
WHERE
    NOT is_repeat
    AND (
        policy = $policy
        OR (policy = 'file' AND fallback IS NOT NULL)
        OR (policy IS NULL AND $alone)
    )
-- Of equal moments (commits of one second), what was judged is before what was known by it.
ORDER BY
    occurred_at, outcome = 'hit', instance, from_request, question, outcome, validation_us;
