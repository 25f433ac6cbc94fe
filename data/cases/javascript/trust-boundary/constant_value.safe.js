function login(req) {
  req.session.loggedIn = true; // <-- finding
}
