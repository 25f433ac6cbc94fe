-- How many rows each segment has of each day, and how many lines that are no rows.
SELECT
    segment,
    strftime(occurred_at, '%Y-%m-%d') AS day,
    count(*) FILTER (readable) AS rows,
    count(*) FILTER (NOT readable) AS unreadable
FROM loaded.segment_rows
GROUP BY ALL
ORDER BY ALL;
