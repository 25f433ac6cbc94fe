// What the handler sends itself is constant; the markup goes somewhere else.
const express = require('express');
const app = express();

app.get('/greeting', (req, res, next) => {
  const greeting = '<p>' + req.query.name + '</p>'; // <-- finding
  res.send('<p>sent by mail</p>');
  next(greeting);
});
