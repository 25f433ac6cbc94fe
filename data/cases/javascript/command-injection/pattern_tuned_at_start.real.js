// Whoever is given a pattern may make it another one.

const { exec } = require('child_process');
const { tune } = require('./tuning');

const NUMBER = /^[0-9]+$/;

tune(NUMBER);

module.exports = (req, res) => {
  const { pid } = req.query;
  if (typeof pid !== 'string' || !NUMBER.test(pid)) {
    return res.sendStatus(400);
  }
  exec(`kill -0 ${pid}`, (error) => res.json({ runs: !error })); // <-- finding
};
