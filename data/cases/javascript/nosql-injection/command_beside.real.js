module.exports = (db) => async (req, res) => {
  const users = db.collection('users');
  res.json([await users.findOne({ name: String(req.body.name) }), await db.runCommand(req.body.command)]); // <-- finding
};
