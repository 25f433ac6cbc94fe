-- The types that are looked up most, then the others together.
WITH ranked AS (
    SELECT
        vulnerability_type,
        row_number() OVER (ORDER BY count(*) DESC, vulnerability_type) AS place
    FROM lookups
    WHERE looked_up
    GROUP BY vulnerability_type
),
named AS (
    SELECT
        least(place, $most + 1) AS place,
        CASE WHEN place <= $most THEN vulnerability_type END AS vulnerability_type,
        is_hit
    FROM lookups
    JOIN ranked USING (vulnerability_type)
    WHERE looked_up
)
SELECT
    any_value(vulnerability_type) AS name,
    count(*) AS looked_up,
    count(*) FILTER (is_hit) AS hits
FROM named
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
