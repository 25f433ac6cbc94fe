// Whoever the list is lent to may fill it.
const { exec } = require('child_process');

exports.show = (req, res) => {
  const names = req.body.names;
  const shown = [];
  if (!/^[a-z]+$/.test(names)) return res.sendStatus(400);
  setImmediate(() => exec(`id ${names}`, (error, out) => res.send({ out }))); // <-- finding
  Array.prototype.push.call(shown, req.body.last);
};
