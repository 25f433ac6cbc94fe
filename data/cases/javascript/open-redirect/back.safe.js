// A page of the own host.
const express = require('express');

const app = express();

app.get('/leave', (req, res) => {
  res.redirect('/home'); // <-- finding
});
