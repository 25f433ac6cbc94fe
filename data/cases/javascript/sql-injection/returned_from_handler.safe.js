// The handler gives back a text with a number in it.
const express = require('express');
const app = express();

app.get('/orders', (req, res) => {
  res.set('Cache-Control', 'no-store');
  return 'SELECT id FROM orders WHERE id = ' + Number(req.query.id); // <-- finding
});
