const COLUMNS = ['title', 'price'];

exports.page = (req, res) => {
  function complete() {
    Object.assign({}, req.query, req.body);
  }
  if (!COLUMNS.includes(req.query.sort)) return res.sendStatus(400);
  [1].forEach(complete);
  db.query('SELECT title FROM books ORDER BY ' + req.query.sort, (error, rows) => res.json(rows)); // <-- finding
};
