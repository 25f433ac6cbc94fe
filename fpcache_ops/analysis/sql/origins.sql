-- Where the findings come from.
WITH counted AS (
    SELECT
        tenant,
        repository,
        count(*) FILTER (starts_with(instance, 'model:')) AS modelled,
        count(*) FILTER (instance = 'replay' OR starts_with(instance, 'replay:')) AS replayed
    FROM lookups
    GROUP BY tenant, repository
)
SELECT
    coalesce(sum(modelled), 0) AS modelled,
    coalesce(sum(replayed), 0) AS replayed,
    count(DISTINCT tenant) AS tenants,
    count(*) AS repositories
FROM counted;
