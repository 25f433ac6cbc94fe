-- Percentiles of raw rows: each is the latency of a finding that there was (nearest rank).
-- First counted by latency, of which there are far fewer than findings; then the millisecond with
-- the rank is found, and the rank within it: to rank every latency takes ten times as long.
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
    SELECT answer, latency_us, floor(latency_us / 1000) AS millisecond, findings
    FROM counted
    UNION ALL
    SELECT 'all' AS answer, latency_us, floor(latency_us / 1000) AS millisecond, findings
    FROM counted
),
milliseconds AS (
    SELECT answer, millisecond, sum(findings) AS findings, max(latency_us) AS longest
    FROM together
    GROUP BY answer, millisecond
),
ranked AS (
    SELECT
        answer,
        millisecond,
        sum(findings) OVER (PARTITION BY answer ORDER BY millisecond) - findings AS before,
        sum(findings) OVER (PARTITION BY answer ORDER BY millisecond) AS rank,
        sum(findings) OVER (PARTITION BY answer) AS of_all,
        max(longest) OVER (PARTITION BY answer) AS longest
    FROM milliseconds
),
shares AS (
    SELECT unnest([50, 90, 95, 99]) AS share
),
near AS (
    SELECT ranked.*, shares.share
    FROM ranked
    CROSS JOIN shares
    WHERE 100 * before < share * of_all AND 100 * rank >= share * of_all
),
exact AS (
    SELECT
        near.answer,
        near.share,
        near.of_all,
        near.longest,
        together.latency_us,
        near.before + sum(together.findings) OVER (
            PARTITION BY near.answer, near.share ORDER BY together.latency_us
        ) AS rank
    FROM near
    INNER JOIN together
        ON near.answer = together.answer AND near.millisecond = together.millisecond
),
kinds AS (
    SELECT unnest(['cached', 'judged', 'neither', 'all']) AS answer
)
SELECT
    nullif(kinds.answer, 'all') AS answer,
    coalesce(max(of_all), 0) AS findings,
    min(latency_us) FILTER (share = 50 AND 100 * rank >= share * of_all) AS p50,
    min(latency_us) FILTER (share = 90 AND 100 * rank >= share * of_all) AS p90,
    min(latency_us) FILTER (share = 95 AND 100 * rank >= share * of_all) AS p95,
    min(latency_us) FILTER (share = 99 AND 100 * rank >= share * of_all) AS p99,
    max(longest) AS max
FROM kinds
LEFT JOIN exact USING (answer)
GROUP BY kinds.answer
ORDER BY kinds.answer = 'all', kinds.answer;
