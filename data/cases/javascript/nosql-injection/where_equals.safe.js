async function find(req, res) {
  return res.json(await User.find({ name: String(req.body.name) })); // <-- finding
}
