// The method that fills the list is named by a text.
exports.find = (req, res) => {
  const ids = req.query.ids;
  const log = [];
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  ids['push'](req.query.more);
  return db.query(`SELECT * FROM orders WHERE id = ${ids}`, (error, rows) => res.json(rows)); // <-- finding
};
