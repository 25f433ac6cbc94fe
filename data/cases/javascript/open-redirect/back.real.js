// Express goes where the header Referrer says.
const express = require('express');

const app = express();

app.get('/leave', (req, res) => {
  res.redirect('back'); // <-- finding
});
