// Whoever is given the answer may say that it is a page after all.
const { finish } = require('./finish');

exports.note = (req, res) => {
  res.type('text/plain');
  finish(res);
  res.send('Note ' + req.query.note); // <-- finding
};
