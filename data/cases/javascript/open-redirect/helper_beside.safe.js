const { go } = require('./navigation');

module.exports = (req, res) =>
  req.query.next ? go(res, '/start') : res.redirect('/home'); // <-- finding
