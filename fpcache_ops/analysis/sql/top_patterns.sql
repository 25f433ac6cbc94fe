-- What scanners report most: a type by a rule; then the others together.
WITH named AS (
    SELECT
        vulnerability_type
        || CASE WHEN rule_id = '' THEN '' ELSE ' (' || rule_id || ')' END AS name,
        is_hit,
        is_judged
    FROM lookups
    WHERE looked_up
),
ranked AS (
    SELECT
        name,
        row_number() OVER (ORDER BY count(*) DESC, name) AS place
    FROM named
    GROUP BY name
),
placed AS (
    SELECT
        least(place, $most + 1) AS place,
        CASE WHEN place <= $most THEN name END AS name,
        is_hit,
        is_judged
    FROM named
    JOIN ranked USING (name)
)
SELECT
    any_value(name) AS name,
    count(*) AS looked_up,
    count(*) FILTER (is_hit) AS hits,
    count(*) FILTER (is_judged) AS calls
FROM placed
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
