-- How many findings were answered within which time, by who answered.
WITH answered AS (
    SELECT
        CASE
            WHEN latency_us < 1000 THEN 1
            WHEN latency_us < 10000 THEN 2
            WHEN latency_us < 50000 THEN 3
            WHEN latency_us < 100000 THEN 4
            WHEN latency_us < 1000000 THEN 5
            WHEN latency_us < 10000000 THEN 6
            WHEN latency_us < 60000000 THEN 7
            ELSE 8
        END AS place,
        is_judged,
        NOT is_judged AND is_hit AND NOT is_repeat AS is_cached
    FROM lookups
),
places AS (
    -- unnest: the shortest way to a table of numbers; elsewhere, UNION ALL.
    SELECT unnest([1, 2, 3, 4, 5, 6, 7, 8]) AS place
)
SELECT
    places.place,
    count(answered.place) AS findings,
    count(*) FILTER (is_cached) AS cached,
    count(*) FILTER (is_judged) AS judged
FROM places
LEFT JOIN answered USING (place)
GROUP BY ROLLUP (places.place)
ORDER BY grouping(places.place), places.place;
