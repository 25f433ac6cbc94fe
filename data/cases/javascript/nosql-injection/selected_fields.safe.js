module.exports = (User) => async (req, res) => {
  res.json(await User.findOne({ name: String(req.query.name) }).select('name email')); // <-- finding
};
