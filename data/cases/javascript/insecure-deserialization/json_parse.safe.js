function read(req) {
  return JSON.parse(req.cookies.profile); // <-- finding
}
