// An item that was let through may be a list, which grows.
exports.find = (req, res) => {
  const pages = [];
  const groups = req.body.groups.filter((one) => /^[0-9]+$/.test(one));
  groups[0].push(req.body.more);
  db.query(`SELECT * FROM orders WHERE id IN (${groups.join(',')})`, (error, rows) => res.json(rows)); // <-- finding
};
