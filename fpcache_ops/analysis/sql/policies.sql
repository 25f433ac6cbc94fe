-- The policies in the log, by what did not fall back.
SELECT policy, count(*) AS findings
FROM lookups
WHERE policy IS NOT NULL AND (policy <> 'file' OR fallback IS NULL)
GROUP BY policy
ORDER BY findings DESC, policy;
