// What is not in the path was put among its parts by something else.
const { app } = require('./app');

app.post('/login', (req, res) => {
  users.findOne({ name: req.params.name }).then((user) => res.json(user)); // <-- finding
});
