-- Who answered each finding, and what it would have cost in calls without a cache: one for each
-- distinct question of a request, none for its repeats or for what could not be placed.
WITH answered AS (
    SELECT
        is_judged,
        CASE
            WHEN is_judged THEN 'validator'
            WHEN NOT is_placed THEN 'nobody'
            WHEN is_repeat THEN 'repeat'
            WHEN is_hit THEN 'cache'
            WHEN outcome = 'overridden' THEN 'person'
            ELSE 'repeat' -- nobody was called, and no answer was at hand
        END AS answered_by
    FROM lookups
),
who AS (
    SELECT
        unnest(['cache', 'person', 'validator', 'repeat', 'nobody']) AS answered_by,
        unnest([1, 2, 3, 4, 5]) AS place
)
SELECT
    if(grouping(who.place) = 0, any_value(who.answered_by), '') AS answered_by,
    count(is_judged) AS findings,
    count(is_judged) FILTER (
        who.answered_by IN ('cache', 'person', 'validator')
    ) AS calls_without_cache,
    count(*) FILTER (is_judged) AS calls_made
FROM who
LEFT JOIN answered USING (answered_by)
GROUP BY ROLLUP (who.place)
ORDER BY grouping(who.place), who.place;
