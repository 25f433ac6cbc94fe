// What a call is given is no part of a path: it may be an object.
const remote = require('./remote');

remote.get('/login/:name', (req, res) => {
  users.findOne({ name: req.params.name }).then((user) => res.json(user)); // <-- finding
});
