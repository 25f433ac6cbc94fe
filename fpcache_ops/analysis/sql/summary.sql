-- How much there is, and of what time.
SELECT
    count(*) AS rows,
    count(*) FILTER (looked_up) AS looked_up,
    min(occurred_at) AS first,
    max(occurred_at) AS last
FROM lookups;
