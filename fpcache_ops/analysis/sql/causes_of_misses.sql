-- The causes of misses, the dearest first; then the others together, and unknown always by itself.
WITH counted AS (
    SELECT
        why,
        min(outcome) AS outcome,
        count(*) AS misses,
        coalesce(sum(validation_us), 0) AS judging_us
    FROM misses
    GROUP BY why
),
ranked AS (
    SELECT
        *,
        why = 'unknown' AS is_unknown,
        row_number() OVER (
            PARTITION BY why = 'unknown' ORDER BY judging_us DESC, misses DESC, why
        ) AS rank
    FROM counted
),
placed AS (
    SELECT
        *,
        CASE WHEN is_unknown THEN $most + 2 ELSE least(rank, $most + 1) END AS place
    FROM ranked
),
named AS (
    SELECT
        *,
        CASE WHEN place <> $most + 1 THEN why END AS cause
    FROM placed
)
SELECT
    any_value(cause) AS cause,
    CASE WHEN any_value(cause) IS NOT NULL THEN min(outcome) END AS outcome,
    coalesce(sum(misses), 0) AS misses,
    coalesce(sum(judging_us), 0) AS judging_us
FROM named
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
