const sanitize = require('mongo-sanitize');

async function login(User, req) {
  const query = sanitize(req.body);
  query.password = req.body.password;
  return User.findOne(query); // <-- finding
}
