-- Findings per outcome and interval; an interval without findings is a row too.
WITH counted AS (
    SELECT
        date_trunc($every, occurred_at) AS began,
        count(*) AS findings,
        count(*) FILTER (looked_up) AS looked_up,
        count(*) FILTER (looked_up AND is_hit) AS hits,
        count(*) FILTER (outcome = 'hit') AS hit,
        count(*) FILTER (outcome = 'miss') AS miss,
        count(*) FILTER (outcome = 'changed') AS changed,
        count(*) FILTER (outcome = 'expired') AS expired,
        count(*) FILTER (outcome = 'invalidated') AS invalidated,
        count(*) FILTER (outcome = 'outdated') AS outdated,
        count(*) FILTER (outcome = 'bypass') AS bypass,
        count(*) FILTER (outcome = 'overridden') AS overridden
    FROM lookups
    GROUP BY 1
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
