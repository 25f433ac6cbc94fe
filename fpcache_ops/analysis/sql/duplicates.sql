-- Findings equal to an earlier one of their request, by repository; then the others together.
WITH named AS (
    SELECT
        -- Of two tenants' repositories of one name, each says whose it is.
        CASE
            WHEN
                min(tenant) OVER (PARTITION BY repository)
                <> max(tenant) OVER (PARTITION BY repository)
                THEN tenant || ': ' || repository
            ELSE repository
        END AS name,
        is_repeat
    FROM lookups
),
ranked AS (
    SELECT
        name,
        row_number() OVER (
            ORDER BY count(*) FILTER (is_repeat) DESC, count(*) DESC, name
        ) AS place
    FROM named
    GROUP BY name
),
placed AS (
    SELECT
        least(place, $most + 1) AS place,
        CASE WHEN place <= $most THEN name END AS name,
        is_repeat
    FROM named
    JOIN ranked USING (name)
)
SELECT
    any_value(name) AS name,
    count(*) AS findings,
    count(*) FILTER (is_repeat) AS repeats
FROM placed
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
