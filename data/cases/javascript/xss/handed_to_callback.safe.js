// The markup that goes somewhere else is constant, too.
const express = require('express');
const app = express();

app.get('/greeting', (req, res, next) => {
  const greeting = '<p>' + 'you' + '</p>'; // <-- finding
  res.send('<p>sent by mail</p>');
  next(greeting);
});
