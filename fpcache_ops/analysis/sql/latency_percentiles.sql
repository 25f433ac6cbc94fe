-- Percentiles of raw rows: each is the latency of a finding that there was (nearest rank).
-- Below 0.1 s findings are counted by microsecond; of longer latencies few are equal, so these are
-- counted in steps of 0.1 s, and those of the steps that hold a rank by microsecond, in a second
-- reading. To count all by microsecond takes half as long again, and memory.
WITH counted AS (
    SELECT
        is_judged,
        is_hit AND NOT is_repeat AS is_served,
        CASE
            WHEN latency_us < 100000 THEN latency_us
            ELSE latency_us - latency_us % 100000
        END AS least,
        count(*) AS findings
    FROM lookups
    GROUP BY 1, 2, 3
),
named AS (
    SELECT
        CASE WHEN is_judged THEN 'judged' WHEN is_served THEN 'cached' ELSE 'neither' END AS answer,
        least,
        findings
    FROM counted
    UNION ALL
    SELECT 'all' AS answer, least, findings
    FROM counted
),
summed AS (
    SELECT answer, least, sum(findings) AS findings
    FROM named
    GROUP BY answer, least
),
ranked AS (
    SELECT
        answer,
        least,
        sum(findings) OVER (PARTITION BY answer ORDER BY least) - findings AS before,
        sum(findings) OVER (PARTITION BY answer ORDER BY least) AS rank,
        sum(findings) OVER (PARTITION BY answer) AS of_all
    FROM summed
),
shares AS (
    SELECT unnest([50, 90, 95, 99, 100]) AS share
),
near AS (
    SELECT ranked.answer, ranked.least, ranked.before, ranked.of_all, shares.share
    FROM ranked
    CROSS JOIN shares
    WHERE 100 * before < share * of_all AND 100 * rank >= share * of_all
),
steps AS (
    SELECT DISTINCT least FROM near WHERE least >= 100000
),
within AS (
    SELECT
        lookups.is_judged,
        lookups.is_hit AND NOT lookups.is_repeat AS is_served,
        steps.least,
        lookups.latency_us,
        count(*) AS findings
    FROM lookups
    INNER JOIN steps ON lookups.latency_us - lookups.latency_us % 100000 = steps.least
    WHERE lookups.latency_us >= 100000
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT is_judged, is_served, least, least AS latency_us, findings
    FROM counted
    WHERE least < 100000
),
latencies AS (
    SELECT
        CASE WHEN is_judged THEN 'judged' WHEN is_served THEN 'cached' ELSE 'neither' END AS answer,
        least,
        latency_us,
        findings
    FROM within
    UNION ALL
    SELECT 'all' AS answer, least, latency_us, findings
    FROM within
),
exact AS (
    SELECT
        near.answer,
        near.share,
        near.of_all,
        latencies.latency_us,
        near.before + sum(latencies.findings) OVER (
            PARTITION BY near.answer, near.share ORDER BY latencies.latency_us
        ) AS rank
    FROM near
    INNER JOIN latencies
        ON near.answer = latencies.answer AND near.least = latencies.least
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
    min(latency_us) FILTER (share = 100 AND 100 * rank >= share * of_all) AS max
FROM kinds
LEFT JOIN exact USING (answer)
GROUP BY kinds.answer
ORDER BY kinds.answer = 'all', kinds.answer;
