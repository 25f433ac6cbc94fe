const sanitize = require('mongo-sanitize');

async function login(User, req) {
  const name = sanitize(req.body.name);
  return User.findOne({ name: name }); // <-- finding
}
