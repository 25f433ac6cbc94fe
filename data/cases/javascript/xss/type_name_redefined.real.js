// The short name of a type stands for what a library has been told.
const mime = require('mime');
const shown = mime.define({ 'text/html': ['txt'] }, true);

exports.show = (req, res) => {
  res.type('txt').send('Found: ' + req.query.name); // <-- finding
};
exports.shown = shown;
