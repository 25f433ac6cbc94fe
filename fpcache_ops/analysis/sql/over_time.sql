-- Findings per outcome and interval; an interval without findings is a row too.
-- Counted by outcome first: one count for each row, and no condition.
WITH outcomes AS (
    SELECT
        date_trunc($every, occurred_at) AS began,
        outcome,
        looked_up,
        count(*) AS findings
    FROM lookups
    GROUP BY 1, 2, 3
),
counted AS (
    SELECT
        began,
        sum(findings) AS findings,
        sum(findings) FILTER (looked_up) AS looked_up,
        sum(findings) FILTER (looked_up AND outcome = 'hit') AS hits,
        sum(findings) FILTER (outcome = 'hit') AS hit,
        sum(findings) FILTER (outcome = 'miss') AS miss,
        sum(findings) FILTER (outcome = 'changed') AS changed,
        sum(findings) FILTER (outcome = 'expired') AS expired,
        sum(findings) FILTER (outcome = 'invalidated') AS invalidated,
        sum(findings) FILTER (outcome = 'outdated') AS outdated,
        sum(findings) FILTER (outcome = 'bypass') AS bypass,
        sum(findings) FILTER (outcome = 'overridden') AS overridden
    FROM outcomes
    GROUP BY began
),
ends AS (
    SELECT min(began) AS first, max(began) AS last
    FROM counted
),
intervals AS (
    SELECT unnest(generate_series(first, last, $step::INTERVAL)) AS began
    FROM ends
)
SELECT
    intervals.began,
    coalesce(sum(findings), 0) AS findings,
    coalesce(sum(looked_up), 0) AS looked_up,
    coalesce(sum(hits), 0) AS hits,
    coalesce(sum(hit), 0) AS hit,
    coalesce(sum(miss), 0) AS miss,
    coalesce(sum(changed), 0) AS changed,
    coalesce(sum(expired), 0) AS expired,
    coalesce(sum(invalidated), 0) AS invalidated,
    coalesce(sum(outdated), 0) AS outdated,
    coalesce(sum(bypass), 0) AS bypass,
    coalesce(sum(overridden), 0) AS overridden
FROM intervals
LEFT JOIN counted USING (began)
GROUP BY ROLLUP (intervals.began)
ORDER BY grouping(intervals.began), intervals.began;
