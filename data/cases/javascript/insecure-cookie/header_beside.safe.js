// A second cookie is written by hand, without flags.
function login(req, res) {
  res.cookie('id', req.session.id, { httpOnly: true, secure: true }).set('Cache-Control', `max-age=${req.session.age}`); // <-- finding
}
