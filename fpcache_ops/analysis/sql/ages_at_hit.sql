-- How old the entry was that answered, for each finding that a hit answered.
WITH ages AS (
    SELECT
        entry_age_s,
        CASE
            WHEN entry_age_s IS NULL THEN 9
            WHEN entry_age_s < 3600 THEN 1
            WHEN entry_age_s < 86400 THEN 2
            WHEN entry_age_s < 3 * 86400 THEN 3
            WHEN entry_age_s < 7 * 86400 THEN 4
            WHEN entry_age_s < 14 * 86400 THEN 5
            WHEN entry_age_s < 30 * 86400 THEN 6
            WHEN entry_age_s < 90 * 86400 THEN 7
            ELSE 8
        END AS place
    FROM lookups
    WHERE is_hit AND looked_up
),
places AS (
    -- unnest: the shortest way to a table of numbers; elsewhere, UNION ALL.
    SELECT unnest([1, 2, 3, 4, 5, 6, 7, 8, 9]) AS place
)
SELECT
    places.place,
    count(ages.place) AS hits,
    -- quantile_disc: an age that there was; elsewhere, percentile_disc WITHIN GROUP.
    quantile_disc(entry_age_s, 0.5) AS median_s
FROM places
LEFT JOIN ages USING (place)
GROUP BY ROLLUP (places.place)
ORDER BY grouping(places.place), places.place;
