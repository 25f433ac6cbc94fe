-- Nothing was compacted yet.
CREATE VIEW loaded.day_rows AS
SELECT * EXCLUDE (segment, readable)
FROM loaded.segment_rows
WHERE false;
