// A method of another file may do more than one of a list that has the same name.
const db = require('./db');
const archive = require('./archive');

app.get('/tickets', (req, res) => {
  db.exec('UPDATE counters SET searches = searches + 1'), archive.find(Number(req.query.id)); // <-- finding
  res.end();
});
