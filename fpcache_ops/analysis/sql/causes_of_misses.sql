-- Findings looked up that were no hit, by cause: the most frequent, then the others together.
WITH ranked AS (
    SELECT
        outcome,
        cause,
        row_number() OVER (ORDER BY count(*) DESC, outcome, cause) AS place
    FROM lookups
    WHERE looked_up AND NOT is_hit
    GROUP BY outcome, cause
),
named AS (
    SELECT
        least(place, $most + 1) AS place,
        CASE WHEN place <= $most THEN outcome END AS outcome,
        CASE WHEN place <= $most THEN cause END AS cause
    FROM lookups
    JOIN ranked USING (outcome, cause)
    WHERE looked_up AND NOT is_hit
)
SELECT
    any_value(outcome) AS outcome,
    any_value(cause) AS cause,
    count(*) AS misses
FROM named
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
