-- The currencies in which calls were paid.
SELECT currency, count(*) AS calls
FROM lookups
WHERE is_judged AND cost_micro IS NOT NULL AND currency IS NOT NULL
GROUP BY currency
ORDER BY calls DESC, currency;
