// Whoever is given a pattern by another name may make it another one, too.

const { exec } = require('child_process');
const { tune } = require('./tuning');

const NUMBER = /^[0-9]+$/;
const PATTERNS = [NUMBER];

module.exports.start = () => {
  for (const pattern of PATTERNS) {
    tune(pattern.source);
  }
};

module.exports.runs = (req, res) => {
  const { pid } = req.query;
  if (typeof pid !== 'string' || !NUMBER.test(pid)) {
    return res.sendStatus(400);
  }
  exec(`kill -0 ${pid}`, (error) => res.json({ runs: !error })); // <-- finding
};
