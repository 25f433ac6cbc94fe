// The helper puts something into the list that was asked about.
const add = (list, item) => { list.push(item); };

exports.find = (req, res) => {
  const ids = req.query.ids;
  const log = [];
  if (!/^[0-9]+$/.test(ids)) return res.sendStatus(400);
  add(log, req.query.more);
  db.query(`SELECT * FROM orders WHERE id = ${ids}`, (error, rows) => res.json(rows)); // <-- finding
};
