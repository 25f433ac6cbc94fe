function check(req) {
  const token = req.headers.token;
  if (token === undefined) return false; // <-- finding
  return verify(token);
}
