// A list is the same one, whichever way it was chosen.
exports.find = (req, res) => {
  const { ids } = req.query;
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  const shown = Array.isArray(ids) ? ids : [ids];
  shown.push(req.query.more);
  return db.query(`SELECT * FROM orders WHERE id IN (${ids})`, (error, rows) => res.json({ rows, shown })); // <-- finding
};
