// What matched must be no option: it may not begin with a dash.
const { exec } = require('child_process');
const express = require('express');

const app = express();
const HOST = /^[a-z0-9.-]+$/i;

app.get('/lookup', (req, res) => {
  const host = String(req.query.host);
  if (!HOST.test(host)) {
    return res.sendStatus(400);
  }
  return exec(`dig +short ${host}`, (error, out) => res.type('txt').send(out)); // <-- finding
});
