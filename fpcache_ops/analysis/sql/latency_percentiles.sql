-- Percentiles of raw rows: each is the latency of a finding that there was (nearest rank).
WITH answered AS (
    SELECT
        latency_us,
        CASE
            WHEN is_judged THEN 'judged'
            WHEN is_hit AND NOT is_repeat THEN 'cached'
            ELSE 'neither'
        END AS answer
    FROM lookups
),
kinds AS (
    SELECT unnest(['cached', 'judged', 'neither']) AS answer
)
SELECT
    kinds.answer,
    count(latency_us) AS findings,
    quantile_disc(latency_us, 0.5) AS p50,
    quantile_disc(latency_us, 0.9) AS p90,
    quantile_disc(latency_us, 0.95) AS p95,
    quantile_disc(latency_us, 0.99) AS p99,
    max(latency_us) AS max
FROM kinds
LEFT JOIN answered USING (answer)
GROUP BY ROLLUP (kinds.answer)
ORDER BY grouping(kinds.answer), kinds.answer;
