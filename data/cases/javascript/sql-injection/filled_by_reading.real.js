const COLUMNS = ['title', 'price'];

exports.page = (req, res) => {
  const steps = {
    get left() {
      for (const name of Object.keys(req.body)) req.query[name] = req.body[name];
      return 0;
    },
  };
  if (!COLUMNS.includes(req.query.sort)) return res.sendStatus(400);
  res.set('X-Left', `${steps.left}`);
  db.query('SELECT title FROM books ORDER BY ' + req.query.sort, (error, rows) => res.json(rows)); // <-- finding
};
