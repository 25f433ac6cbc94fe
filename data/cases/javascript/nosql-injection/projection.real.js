async function find(req, res) {
  return res.json(await User.find({ a: 'x' }, req.body)); // <-- finding
}
