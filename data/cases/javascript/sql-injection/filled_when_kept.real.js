// What a map was given it gives back as it is.
exports.find = (req, res) => {
  const lists = new Map();
  const extra = [];
  const ids = req.query.list;
  lists.set('ids', ids);
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  lists.get('ids').push(req.query.more);
  return db.query(`SELECT * FROM orders WHERE id IN (${ids})`, (error, rows) => res.json({ rows, extra })); // <-- finding
};
