-- Findings per outcome and interval; an interval without findings is a row too.
WITH ends AS (
    SELECT
        date_trunc($every, min(occurred_at)) AS first,
        date_trunc($every, max(occurred_at)) AS last
    FROM lookups
),
intervals AS (
    SELECT unnest(generate_series(first, last, $step::INTERVAL)) AS began
    FROM ends
)
SELECT
    intervals.began,
    count(outcome) AS findings,
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
FROM intervals
LEFT JOIN lookups ON date_trunc($every, occurred_at) = intervals.began
GROUP BY ROLLUP (intervals.began)
ORDER BY grouping(intervals.began), intervals.began;
