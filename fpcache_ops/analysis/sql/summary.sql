-- How much there is, and where it comes from.
WITH counted AS (
    SELECT
        tenant,
        repository,
        count(*) AS rows,
        count(*) FILTER (looked_up) AS looked_up,
        count(*) FILTER (starts_with(instance, 'model:')) AS modelled,
        count(*) FILTER (instance = 'replay' OR starts_with(instance, 'replay:')) AS replayed,
        min(occurred_at) AS first,
        max(occurred_at) AS last
    FROM lookups
    GROUP BY tenant, repository
)
SELECT
    coalesce(sum(rows), 0) AS rows,
    coalesce(sum(looked_up), 0) AS looked_up,
    coalesce(sum(modelled), 0) AS modelled,
    coalesce(sum(replayed), 0) AS replayed,
    count(DISTINCT tenant) AS tenants,
    count(*) AS repositories,
    min(first) AS first,
    max(last) AS last
FROM counted;
