function read(req) {
  return require('node-serialize').unserialize(req.cookies.profile); // <-- finding
}
