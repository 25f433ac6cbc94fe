// Whoever waits for the event runs while it is announced.
const { EventEmitter } = require('events');
const db = require('./db');

const bus = new EventEmitter();

app.post('/orders/:id/close', (req, res) => {
  bus.once('closed', () => db.exec(`DELETE FROM baskets WHERE owner = ${req.body.owner}`));
  bus.emit('closed'), db.exec('UPDATE counters SET closed = closed + 1'); // <-- finding
  res.end();
});
