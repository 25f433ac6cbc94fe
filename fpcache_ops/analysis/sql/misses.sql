-- The findings with the reason why they had to do without the cache: looked up and no hit, or not
-- looked up because the cache was off. It is the cause if that is one of the closed list, else
-- unknown.
CREATE VIEW explained AS
SELECT
    *,
    NOT is_hit AND NOT is_repeat AND outcome <> 'overridden' AS is_miss,
    CASE
        WHEN
            cause IN ('first_seen', 'expired', 'outdated', 'bypass', 'swept', 'unplaced')
            OR starts_with(cause, 'changed:')
            OR starts_with(cause, 'invalidated:')
            THEN cause
        ELSE 'unknown'
    END AS why
FROM lookups;

CREATE VIEW misses AS
SELECT * FROM explained WHERE is_miss;
