-- The rows of one day of some segments, in an order that compresses well and finds a tenant fast.
-- The columns are those of days.sql. Times are UTC without a zone.
COPY (
    SELECT * EXCLUDE (segment, readable)
    FROM loaded.segment_rows
    WHERE readable
      AND strftime(occurred_at, '%Y-%m-%d') = $day
      AND list_contains($segments, segment)
    ORDER BY tenant, repository, path, occurred_at, from_request, evidence_digest, latency_us
) TO $file (FORMAT parquet, COMPRESSION zstd, KV_METADATA {'fpcache.segments': $footer});
