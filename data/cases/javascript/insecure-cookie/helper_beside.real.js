const { remember } = require('./remembering');

module.exports = (req, res) => {
  res.cookie('sid', req.session.id, { httpOnly: true, secure: true }), remember(res, req.body.name); // <-- finding
};
