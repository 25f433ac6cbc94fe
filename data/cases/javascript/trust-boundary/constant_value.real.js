function login(req) {
  req.session.loggedIn = req.body.role; // <-- finding
}
