-- Misses because something was withdrawn: by an operator, for a reason, or by a validator's new version.
WITH withdrawn AS (
    SELECT
        outcome,
        CASE WHEN why = 'outdated' THEN 'another version of the validator'
            ELSE substr(why, length('invalidated:') + 1)
        END AS reason,
        why = 'outdated' AS is_version,
        validation_us
    FROM misses
    WHERE why = 'outdated' OR starts_with(why, 'invalidated:')
),
ranked AS (
    SELECT
        reason,
        is_version,
        row_number() OVER (
            ORDER BY sum(validation_us) DESC, count(*) DESC, is_version, reason
        ) AS place
    FROM withdrawn
    GROUP BY reason, is_version
),
named AS (
    SELECT
        least(place, $most + 1) AS place,
        CASE WHEN place <= $most THEN reason END AS reason,
        is_version,
        validation_us
    FROM withdrawn
    JOIN ranked USING (reason, is_version)
)
SELECT
    any_value(reason) AS reason,
    coalesce(bool_and(is_version), false) AS is_version,
    count(*) AS misses,
    coalesce(sum(validation_us), 0) AS judging_us
FROM named
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
