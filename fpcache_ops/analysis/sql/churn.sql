-- The files with the most misses; then the others together. Versions: different contents seen.
WITH files AS (
    SELECT
        -- Of two tenants' repositories of one name, each says whose it is.
        CASE
            WHEN
                min(tenant) OVER (PARTITION BY repository)
                <> max(tenant) OVER (PARTITION BY repository)
                THEN tenant || ': ' || repository
            ELSE repository
        END || ' ' || path AS file,
        file_digest,
        validation_us
    FROM misses
),
ranked AS (
    SELECT
        file,
        row_number() OVER (ORDER BY count(*) DESC, sum(validation_us) DESC, file) AS place
    FROM files
    GROUP BY file
),
named AS (
    SELECT
        least(place, $most + 1) AS place,
        file,
        file_digest,
        validation_us
    FROM files
    JOIN ranked USING (file)
)
SELECT
    CASE WHEN grouping(place) = 0 AND place <= $most THEN any_value(file) END AS file,
    count(DISTINCT file) AS files,
    count(DISTINCT (file, file_digest)) FILTER (file_digest IS NOT NULL) AS versions,
    count(*) AS misses,
    coalesce(sum(validation_us), 0) AS judging_us
FROM named
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
