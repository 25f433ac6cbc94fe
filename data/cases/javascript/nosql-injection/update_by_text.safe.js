async function rename(User, req) {
  return User.updateOne({ name: String(req.body.from) }, { $set: { name: req.body.to } }); // <-- finding
}
