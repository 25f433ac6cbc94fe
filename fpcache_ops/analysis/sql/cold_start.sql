-- Day n of a repository: the n-th 24 hours from its first lookup in this log on.
WITH begun AS (
    SELECT
        occurred_at,
        is_hit,
        min(occurred_at) OVER (PARTITION BY tenant, repository) AS began
    FROM lookups
    WHERE looked_up
),
days AS (
    SELECT
        -- epoch_us: whole days without time zones; elsewhere, the difference of two timestamps.
        least((epoch_us(occurred_at) - epoch_us(began)) // 86400000000 + 1, $last + 1) AS day,
        is_hit
    FROM begun
)
SELECT
    any_value(CASE WHEN day <= $last THEN day::VARCHAR END) AS name,
    count(*) AS looked_up,
    count(*) FILTER (is_hit) AS hits
FROM days
GROUP BY ROLLUP (day)
ORDER BY grouping(day), day;
