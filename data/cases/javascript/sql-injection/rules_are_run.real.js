// The second argument of ts_rewrite is a statement, which is run.
module.exports = (client, req) =>
  client.query("SELECT ts_rewrite('a & b'::tsquery, $1)", [req.query.rules]); // <-- finding
