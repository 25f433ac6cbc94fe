// What the trap gives is what is called.
const db = require('./db');

app.post('/orders/:id/close', (req, res) => {
  const traced = new Proxy(db, {
    get: (target, key) => (sql) => target.exec(`${sql} WHERE owner = ${req.body.owner}`),
  });
  traced.exec('UPDATE counters SET closed = closed + 1'); // <-- finding
  res.end();
});
