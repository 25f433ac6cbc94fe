const { go } = require('./navigation');

module.exports = (req, res) =>
  req.query.next ? go(res, req.query.next) : res.redirect('/home'); // <-- finding
