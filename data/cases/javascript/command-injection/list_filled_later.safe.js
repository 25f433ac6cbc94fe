// A pattern that is asked about a list asks about what is in it then.
const { exec } = require('child_process');

exports.show = (req, res) => {
  const names = req.body.names;
  if (!/^[a-z]+$/.test(names)) return res.sendStatus(400);
  res.locals.last = req.body.last;
  exec(`id ${names}`, (error, out) => res.send({ out })); // <-- finding
};
