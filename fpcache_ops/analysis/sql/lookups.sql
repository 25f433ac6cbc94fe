-- The findings of the log, with the words that every question uses.
CREATE VIEW lookups AS
SELECT
    * EXCLUDE (is_repeat),
    outcome = 'hit' AS is_hit,
    -- A validator was called for this very row.
    validation_us > 0 AS is_judged,
    -- There was evidence to look up.
    evidence_digest IS NOT NULL AS is_placed,
    -- Equal to an earlier finding of its request, and answered like it.
    is_repeat,
    -- The cache was asked: it was on, no person had decided before, and it was no repeat.
    outcome NOT IN ('bypass', 'overridden') AND NOT is_repeat AS looked_up
FROM loaded.rows;
