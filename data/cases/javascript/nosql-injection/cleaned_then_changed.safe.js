const sanitize = require('mongo-sanitize');

async function login(User, req) {
  const query = sanitize(req.body);
  return User.findOne(query); // <-- finding
}
