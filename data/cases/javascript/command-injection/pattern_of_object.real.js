// Whoever is given a pattern out of an object may make it another one, too.

const { exec } = require('child_process');
const { tune } = require('./tuning');

const PATTERNS = { number: /^[0-9]+$/, name: /^[a-z]+$/ };

tune(PATTERNS.number);

module.exports = (req, res) => {
  const { pid } = req.query;
  if (typeof pid !== 'string' || !PATTERNS.number.test(pid)) {
    return res.sendStatus(400);
  }
  exec(`kill -0 ${pid}`, (error) => res.json({ runs: !error })); // <-- finding
};
