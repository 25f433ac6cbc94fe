async function find(req, res) {
  return res.json(await User.find({ a: 'x' }, { name: 1 })); // <-- finding
}
