const { EventEmitter } = require('events');

const COLUMNS = ['title', 'price'];

exports.page = (req, res) => {
  const steps = new EventEmitter();
  // Listeners are called at once.
  steps.on('complete', () => Object.assign(req.query, req.body));
  if (!COLUMNS.includes(req.query.sort)) return res.sendStatus(400);
  steps.emit('complete');
  db.query('SELECT title FROM books ORDER BY ' + req.query.sort, (error, rows) => res.json(rows)); // <-- finding
};
