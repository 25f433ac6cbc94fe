-- Single misses, the dearest first, each with the nearest earlier lookup of the same finding: the
-- last one that asked with equal evidence; without one, the last one about the same rule in the
-- same file, under the same policy and as the same one of several in its request.
WITH told AS (
    SELECT *
    FROM explained
    WHERE is_miss AND ($cause IS NULL OR why = $cause)
    ORDER BY
        validation_us DESC, occurred_at, tenant, repository, path, vulnerability_type, rule_id, why,
        evidence_digest, instance, from_request
    LIMIT $most
),
asked AS (
    SELECT
        *,
        -- Requests without a name are one for each row.
        CASE WHEN from_request = '' THEN 1 ELSE row_number() OVER (
            PARTITION BY instance, from_request, tenant, repository, path,
                vulnerability_type, rule_id, policy
            ORDER BY occurred_at, evidence_digest
        ) END AS ordinal
    FROM explained
    WHERE
        NOT is_repeat
        -- Nothing else is looked at: a log may be large.
        AND (tenant, repository, path) IN (SELECT (tenant, repository, path) FROM told)
),
beside AS (
    SELECT
        *,
        lag(occurred_at) OVER equal_evidence AS equal_at,
        lag(outcome) OVER equal_evidence AS equal_outcome,
        lag(occurred_at) OVER same_place AS place_at,
        lag(outcome) OVER same_place AS place_outcome,
        lag(file_digest) OVER same_place AS place_file
    FROM asked
    WINDOW
        equal_evidence AS (
            PARTITION BY tenant, repository, path, policy, evidence_digest
            ORDER BY occurred_at, instance, from_request
        ),
        same_place AS (
            PARTITION BY tenant, repository, path, vulnerability_type, rule_id, policy, ordinal
            ORDER BY occurred_at, instance, from_request, evidence_digest
        )
)
SELECT
    occurred_at,
    tenant,
    repository,
    path,
    vulnerability_type,
    rule_id,
    why AS cause,
    validation_us AS judging_us,
    CASE WHEN is_placed AND equal_at IS NOT NULL THEN equal_at ELSE place_at END AS earlier_at,
    CASE WHEN is_placed AND equal_at IS NOT NULL THEN equal_outcome ELSE place_outcome END
        AS earlier_outcome,
    CASE
        WHEN NOT is_placed THEN NULL
        WHEN equal_at IS NOT NULL THEN 'nothing'
        WHEN place_at IS NULL THEN NULL
        WHEN starts_with(why, 'changed:') THEN substr(why, length('changed:') + 1)
        WHEN place_file = file_digest THEN 'evidence, in an equal file'
        ELSE 'evidence'
    END AS differs
FROM beside
WHERE is_miss AND ($cause IS NULL OR why = $cause)
ORDER BY
    judging_us DESC, occurred_at, tenant, repository, path, vulnerability_type, rule_id, cause,
    evidence_digest, earlier_at, differs
LIMIT $most;
