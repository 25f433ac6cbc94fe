const sanitize = require('mongo-sanitize');

async function login(User, req) {
  const name = req.body.name;
  return User.findOne({ name: name }); // <-- finding
}
