async function login(User, req, res) {
  const name = req.body.name;
  if (typeof name !== 'object') {
    return res.status(400).end();
  }
  return User.findOne({ name }); // <-- finding
}
