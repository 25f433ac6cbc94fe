async function rename(User, req) {
  return User.updateOne({ name: String(req.body.from) }, req.body.change); // <-- finding
}
