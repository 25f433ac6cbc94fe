function choose(req) {
  req.session.size = Number(req.body.size); // <-- finding
}
