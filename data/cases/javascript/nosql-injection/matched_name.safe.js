async function show(User, req, res) {
  const name = req.query.name;
  if (!/^[a-z0-9]{12}$/.test(name)) return res.status(400).end();
  return User.findOne({ name }); // <-- finding
}
