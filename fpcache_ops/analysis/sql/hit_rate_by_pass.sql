-- Pass n of a rule in a file: the n-th request in which the cache was asked about it.
WITH requests AS (
    SELECT
        *,
        min(occurred_at) OVER (PARTITION BY instance, from_request) AS began
    FROM lookups
    WHERE looked_up
),
numbered AS (
    SELECT
        is_hit,
        dense_rank() OVER (
            PARTITION BY tenant, repository, path, vulnerability_type, rule_id
            ORDER BY began, instance, from_request
        ) AS number
    FROM requests
),
passes AS (
    SELECT least(number, $last + 1) AS pass, is_hit FROM numbered
)
SELECT
    any_value(if(pass <= $last, pass::VARCHAR, NULL)) AS name,
    count(*) AS looked_up,
    count(*) FILTER (is_hit) AS hits
FROM passes
GROUP BY ROLLUP (pass)
ORDER BY grouping(pass), pass;
