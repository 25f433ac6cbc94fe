// The route beside it is constant, and says nothing of the text that the handler gives back.
const express = require('express');
const app = express();

app.get('/orders', (req, res) => {
  res.set('Cache-Control', 'no-store');
  return 'SELECT id FROM orders WHERE id = ' + req.query.id; // <-- finding
});
