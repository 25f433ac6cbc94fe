// A method of lists is bound to the one that was asked about.
exports.find = (req, res) => {
  const extra = [];
  const { ids } = req.query;
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  Reflect.apply(Array.prototype.push, ids, [req.query.more]);
  return db.query(`SELECT * FROM orders WHERE id IN (${ids})`, (error, rows) => res.json({ rows, extra })); // <-- finding
};
