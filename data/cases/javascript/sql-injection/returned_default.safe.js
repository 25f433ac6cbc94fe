// The text in the code is not empty: nothing else is taken.
const express = require('express');
const app = express();

app.get('/orders', (req, res) => {
  const ordering = () => {
    return 'ORDER BY id' || req.query.order; // <-- finding
  };
  res.send(ordering());
});
