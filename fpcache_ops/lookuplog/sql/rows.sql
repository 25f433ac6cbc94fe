-- All rows of the log.
CREATE VIEW loaded.rows AS
SELECT * EXCLUDE (segment, readable)
FROM loaded.segment_rows
WHERE readable
UNION ALL
SELECT *
FROM loaded.day_rows;
