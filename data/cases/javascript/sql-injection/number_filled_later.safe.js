// A list of one number turns into a number, until there is something else in it.
exports.find = (req, res) => {
  const seen = [];
  const id = req.body.id;
  if (isNaN(id)) return res.sendStatus(400);
  seen.unshift(req.body.more);
  db.query('SELECT * FROM orders WHERE id = ' + id, (error, rows) => res.json(rows)); // <-- finding
};
