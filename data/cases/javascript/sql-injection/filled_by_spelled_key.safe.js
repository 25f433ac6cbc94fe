// A property that is spelled as a text is that property.
exports.find = (req, res) => {
  const seen = { list: [] };
  const ids = req.query['ids'];
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  seen.list.push(req.query.more);
  return db.query(`SELECT * FROM orders WHERE id IN (${ids})`, (error, rows) => res.json({ rows, seen })); // <-- finding
};
