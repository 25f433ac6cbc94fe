// What is asked for is taken before the text in the code.
const express = require('express');
const app = express();

app.get('/orders', (req, res) => {
  const ordering = () => {
    return req.query.order || 'ORDER BY id'; // <-- finding
  };
  res.send(ordering());
});
