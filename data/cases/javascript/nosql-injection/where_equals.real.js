async function find(req, res) {
  return res.json(await User.where('name').equals(req.body.name)); // <-- finding
}
