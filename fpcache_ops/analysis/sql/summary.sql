-- How much there is, and where it comes from.
SELECT
    count(*) AS rows,
    count(*) FILTER (looked_up) AS looked_up,
    count(*) FILTER (starts_with(instance, 'model:')) AS modelled,
    count(*) FILTER (instance = 'replay' OR starts_with(instance, 'replay:')) AS replayed,
    count(DISTINCT tenant) AS tenants,
    count(DISTINCT (tenant, repository)) AS repositories,
    min(occurred_at) AS first,
    max(occurred_at) AS last
FROM lookups;
