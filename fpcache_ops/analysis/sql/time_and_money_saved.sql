-- Calls that hits avoided, by type, with what they would have taken and cost: what the calls that
-- were made for the type took on average; without one, what all calls did.
WITH answered AS (
    SELECT
        vulnerability_type,
        is_judged,
        is_hit AND is_placed AND NOT is_repeat AND NOT is_judged AS is_avoided,
        validation_us,
        latency_us,
        coalesce($cost_micro, CASE WHEN currency = $currency THEN cost_micro END) AS cost_micro
    FROM lookups
),
types AS (
    SELECT
        vulnerability_type,
        count(*) FILTER (is_avoided) AS avoided,
        count(*) FILTER (is_judged) AS made,
        coalesce($call_us, avg(validation_us) FILTER (is_judged)) AS call_us,
        avg(cost_micro) FILTER (is_judged) AS call_micro,
        coalesce(sum(latency_us) FILTER (is_avoided), 0) AS hits_us
    FROM answered
    GROUP BY vulnerability_type
),
everywhere AS (
    SELECT
        coalesce($call_us, avg(validation_us) FILTER (is_judged)) AS call_us,
        coalesce(avg(cost_micro) FILTER (is_judged), $cost_micro) AS call_micro
    FROM answered
),
ranked AS (
    SELECT
        types.vulnerability_type,
        least(
            row_number() OVER (ORDER BY avoided DESC, made DESC, types.vulnerability_type),
            $most + 1
        ) AS place,
        avoided,
        made,
        avoided * coalesce(types.call_us, everywhere.call_us) - hits_us AS saved_us,
        avoided * coalesce(types.call_micro, everywhere.call_micro) AS saved_micro
    FROM types
    CROSS JOIN everywhere
)
SELECT
    CASE WHEN grouping(place) = 0 AND place <= $most THEN any_value(vulnerability_type) END AS name,
    coalesce(sum(avoided), 0) AS avoided,
    coalesce(sum(made), 0) AS made,
    round(sum(saved_us))::BIGINT AS saved_us,
    round(sum(saved_micro))::BIGINT AS saved_micro
FROM ranked
GROUP BY ROLLUP (place)
ORDER BY grouping(place), place;
