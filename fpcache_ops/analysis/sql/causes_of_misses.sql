-- The causes of misses, the dearest first; then the others together, and unknown always by itself.
WITH ranked AS (
    SELECT
        why,
        row_number() OVER (ORDER BY sum(validation_us) DESC, count(*) DESC, why) AS place
    FROM misses
    WHERE why <> 'unknown'
    GROUP BY why
),
named AS (
    SELECT
        CASE WHEN why = 'unknown' THEN $most + 2 ELSE least(place, $most + 1) END AS place,
        CASE WHEN why = 'unknown' OR place <= $most THEN why END AS cause,
        outcome,
        validation_us
    FROM misses
    LEFT JOIN ranked USING (why)
)
SELECT
    any_value(cause) AS cause,
    CASE WHEN any_value(cause) IS NOT NULL THEN min(outcome) END AS outcome,
    count(*) AS misses,
    coalesce(sum(validation_us), 0) AS judging_us
FROM named
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
