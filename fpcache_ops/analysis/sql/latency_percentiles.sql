-- Percentiles of raw rows: each is the latency of a finding that there was (nearest rank).
-- Counted by latency first: there are far fewer latencies than findings.
WITH counted AS (
    SELECT
        CASE
            WHEN is_judged THEN 'judged'
            WHEN is_hit AND NOT is_repeat THEN 'cached'
            ELSE 'neither'
        END AS answer,
        latency_us,
        count(*) AS findings
    FROM lookups
    GROUP BY 1, 2
),
together AS (
    SELECT answer, latency_us, findings
    FROM counted
    UNION ALL
    SELECT 'all' AS answer, latency_us, sum(findings) AS findings
    FROM counted
    GROUP BY latency_us
),
ranked AS (
    SELECT
        answer,
        latency_us,
        sum(findings) OVER (PARTITION BY answer ORDER BY latency_us) AS rank,
        sum(findings) OVER (PARTITION BY answer) AS findings
    FROM together
),
kinds AS (
    SELECT unnest(['cached', 'judged', 'neither', 'all']) AS answer
)
SELECT
    nullif(kinds.answer, 'all') AS answer,
    coalesce(max(findings), 0) AS findings,
    min(latency_us) FILTER (100 * rank >= 50 * findings) AS p50,
    min(latency_us) FILTER (100 * rank >= 90 * findings) AS p90,
    min(latency_us) FILTER (100 * rank >= 95 * findings) AS p95,
    min(latency_us) FILTER (100 * rank >= 99 * findings) AS p99,
    max(latency_us) AS max
FROM kinds
LEFT JOIN ranked USING (answer)
GROUP BY kinds.answer
ORDER BY kinds.answer = 'all', kinds.answer;
