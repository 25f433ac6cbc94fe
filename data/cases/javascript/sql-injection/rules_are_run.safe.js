// The second argument of ts_rewrite is a statement, which is run.
module.exports = (client, req) =>
  client.query("SELECT to_tsquery('a & b') @@ to_tsvector($1)", [req.query.rules]); // <-- finding
