function check(req) {
  const token = req.headers.token;
  if (token === process.env.TOKEN) return false; // <-- finding
  return verify(token);
}
