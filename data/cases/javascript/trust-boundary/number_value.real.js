function choose(req) {
  req.session.size = req.body.size; // <-- finding
}
