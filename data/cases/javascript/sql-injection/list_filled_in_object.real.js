// The object holds the list that was asked about.
exports.find = (req, res) => {
  const ids = req.query.ids;
  const kept = { wanted: ids };
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  kept.wanted.push(req.query.more);
  return db.query(`SELECT * FROM orders WHERE id = ${ids}`, (error, rows) => res.json(rows)); // <-- finding
};
