// What was cleaned is the very object that was given.
const sanitize = require('mongo-sanitize');

app.post('/login', async (req, res) => {
  const query = req.body;
  const clean = sanitize(query);
  query.password = JSON.parse(req.headers['x-password']);
  res.json(await User.findOne(clean)); // <-- finding
});
