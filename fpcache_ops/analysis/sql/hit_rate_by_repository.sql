-- The repositories that are looked up most; then the others together.
WITH counted AS (
    SELECT
        tenant,
        repository,
        count(*) AS looked_up,
        count(*) FILTER (is_hit) AS hits
    FROM lookups
    WHERE looked_up
    GROUP BY tenant, repository
),
named AS (
    SELECT
        -- Of two tenants' repositories of one name, each says whose it is.
        CASE
            WHEN count(*) OVER (PARTITION BY repository) > 1 THEN tenant || ': ' || repository
            ELSE repository
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
