-- What is looked up most, by $by; then the others together.
WITH named AS (
    SELECT
        CASE $by
            WHEN 'type' THEN vulnerability_type
            WHEN 'language' THEN coalesce(language, 'unknown')
            WHEN 'validator' THEN validator || ' ' || validator_version
            -- Of two tenants' repositories of one name, each says whose it is.
            WHEN 'repository' THEN CASE
                WHEN
                    min(tenant) OVER (PARTITION BY repository)
                    <> max(tenant) OVER (PARTITION BY repository)
                    THEN tenant || ': ' || repository
                ELSE repository
            END
        END AS name,
        is_hit
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
        is_hit
    FROM named
    JOIN ranked USING (name)
)
SELECT
    any_value(name) AS name,
    count(*) AS looked_up,
    count(*) FILTER (is_hit) AS hits
FROM placed
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
