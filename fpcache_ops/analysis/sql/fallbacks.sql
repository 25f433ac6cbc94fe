-- Findings looked up for which there was evidence, by the reason why it had to be whole files.
WITH reasons AS (
    SELECT coalesce(fallback, 'none') AS reason, is_hit
    FROM lookups
    WHERE looked_up AND is_placed
)
SELECT
    reason AS name,
    count(*) AS looked_up,
    count(*) FILTER (is_hit) AS hits
FROM reasons
GROUP BY ROLLUP (reason)
ORDER BY grouping(reason), reason <> 'none', looked_up DESC, reason;
