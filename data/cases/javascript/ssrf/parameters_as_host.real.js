// What is encoded names a host as well.
exports.search = async (req) => {
  const query = new URLSearchParams({ q: String(req.query.q) });
  return fetch(`https://${query}.search.example/`); // <-- finding
};
