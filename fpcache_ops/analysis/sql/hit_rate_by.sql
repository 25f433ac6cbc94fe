-- What is looked up most, by $by; then the others together.
WITH counted AS (
    SELECT
        CASE WHEN $by = 'repository' THEN tenant END AS tenant,
        CASE $by
            WHEN 'type' THEN vulnerability_type
            WHEN 'language' THEN coalesce(language, 'unknown')
            WHEN 'validator' THEN validator || ' ' || validator_version
            WHEN 'repository' THEN repository
        END AS called,
        count(*) AS looked_up,
        count(*) FILTER (is_hit) AS hits
    FROM lookups
    WHERE looked_up
    GROUP BY 1, 2
),
named AS (
    SELECT
        -- Of two tenants' repositories of one name, each says whose it is.
        CASE
            WHEN count(*) OVER (PARTITION BY called) > 1 THEN tenant || ': ' || called
            ELSE called
        END AS name,
        looked_up,
        hits
    FROM counted
),
ranked AS (
    SELECT
        *,
        row_number() OVER (ORDER BY looked_up DESC, name) AS place
    FROM named
),
placed AS (
    SELECT
        least(place, $most + 1) AS place,
        CASE WHEN place <= $most THEN name END AS name,
        looked_up,
        hits
    FROM ranked
)
SELECT
    any_value(name) AS name,
    coalesce(sum(looked_up), 0) AS looked_up,
    coalesce(sum(hits), 0) AS hits
FROM placed
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
