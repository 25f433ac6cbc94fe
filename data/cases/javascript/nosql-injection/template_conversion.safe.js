async function byToken(Session, req) {
  return Session.findOne({ token: `${req.query.token}` }); // <-- finding
}
